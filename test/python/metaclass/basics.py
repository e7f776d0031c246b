# Metaclasses: __prepare__, __new__, __init__, __call__, conflicts, type() three arguments.
log = []
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw): log.append(('prepare', name, len(bases), kw)); return {'injected': 'by prepare'}
    def __new__(mcs, name, bases, ns, **kw): log.append(('new', name, sorted(k for k in ns if not k.startswith('__')))); return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): log.append(('init', name, kw)); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k): log.append(('call', cls.__name__, a)); return super().__call__(*a, **k)
    def __repr__(cls): return f'<<{cls.__name__}>>'
    def __len__(cls): return 42
    def __iter__(cls): return iter('meta')
    def __contains__(cls, x): return x == 'yes'
    def __getitem__(cls, k): return 'item', k
    def __instancecheck__(cls, o): return o == 'instance' or super().__instancecheck__(o)
    def __subclasscheck__(cls, s): return s is int or super().__subclasscheck__(s)
    def __add__(cls, o): return 'added'
    def __eq__(cls, o): return super().__eq__(o)
    def __hash__(cls): return 7
    def method(cls): return f'meta method of {cls.__name__}'
    @property
    def prop(cls): return 'meta prop'
class A(metaclass=Meta, opt=1):
    x = 1
    def f(self): pass
class B(A, opt=2): pass
print(log); log.clear()
a = A(); print(log, A, B, len(A), list(A), 'yes' in A, A['k'], isinstance('instance', A), issubclass(int, A), isinstance(a, A), A + 1, hash(A), A.method(), A.prop, A.injected, type(B), type(a))
for src in ['a.method()', 'a.prop', 'len(a)', 'class C(A, metaclass=type): pass', 'class D(A, metaclass=type("Other", (type,), {})): pass', 'type(1, 2, 3)', 'type("X", [], {})', 'type("X", (), [])', 'type("X", (), {}, 1)', 'type("X", (5,), {})', 'type(1, 2)', 'type()', 'type("a\\0b", (), {})', 'print(type("X", (A,), {"y": 2}).y)', 'class E(metaclass=lambda n, b, d: (n, b, sorted(k for k in d if k[0] != "_"))): z = 1\nprint(E)', 'class F(metaclass=type("P", (type,), {"__prepare__": lambda *a: 5})): pass', 'class G(metaclass=type("N", (type,), {"__new__": lambda *a: 5})): pass\nprint(G)', 'class H(metaclass=print, sep="|"): pass', 'type.__new__(type, "Q", (), {"__slots__": 5})', 'type.__new__(int, "Q", (), {})', 'type.__new__(type)', 'A.prop = 5', 'Meta("M", (), {}).injected']:
    try:
        exec(src)
    except Exception as e:
        print(src.split('\n')[0], '->', type(e).__name__, e)
T = type('T', (list,), {'v': 5, '__doc__': 'd', 'm': lambda s: len(s), '__module__': 'mod', '__qualname__': 'qual.T'})
print(T, T.v, T([1, 2]).m(), T.__doc__, T.__name__, T.__qualname__)
class Ordered(type):
    @classmethod
    def __prepare__(m, n, b): import collections; return collections.OrderedDict()
    def __new__(m, n, b, ns): c = super().__new__(m, n, b, dict(ns)); c.order = [k for k in ns if k[0] != '_']; return c
class O(metaclass=Ordered): z = 1; a = 2; m = 3; z = 4
print(O.order)
class Dup(dict):
    def __setitem__(self, k, v):
        if k in self: raise NameError(f'{k} twice')
        super().__setitem__(k, v)
class NoDup(type):
    __prepare__ = classmethod(lambda m, n, b: Dup())
try:
    class Twice(metaclass=NoDup): a = 1; a = 2
except NameError as e:
    print(e)
class Single(type):
    made = {}
    def __call__(cls, *a):
        if cls not in Single.made: Single.made[cls] = super().__call__(*a)
        return Single.made[cls]
class S(metaclass=Single):
    def __init__(self, v): self.v = v
print(S(1) is S(2), S(3).v)
