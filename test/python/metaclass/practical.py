# Metaclasses in practice: registries, interfaces, operators on classes, attribute ordering.
class Registry(type):
    items = {}
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        if bases: Registry.items[kw.get('key', name)] = cls
    def __new__(m, name, bases, ns, **kw): return super().__new__(m, name, bases, {**ns, 'added': name.upper()})
    def __or__(cls, o): return f'{cls.__name__}|{o.__name__}'
    def __lt__(cls, o): return cls.__name__ < o.__name__
    def __getattr__(cls, n): return f'{cls.__name__}.{n}?'
    def __setattr__(cls, n, v): print('setting', n, end=' '); super().__setattr__(n, v)
    def __delattr__(cls, n): print('deleting', n, end=' '); super().__delattr__(n)
    def __dir__(cls): return ['x', 'custom']
    def __bool__(cls): return cls.__name__ != 'Falsy'
class Base(metaclass=Registry): pass
class A(Base): pass
class B(Base, key='bee'): pass
class Falsy(Base): pass
print(Registry.items.keys(), A.added, A | B, sorted([B, A])[0].__name__, A.missing, dir(A), bool(A), bool(Falsy), type(A).__name__, isinstance(A, Registry), isinstance(A(), Registry))
A.v = 1; del A.v; print()
try: A().missing
except AttributeError as e: print(e)
class Iface(type):
    def __new__(m, n, b, ns, required=()):
        missing = [r for r in required or getattr(b[0], '_req', ()) if r not in ns] if b else []
        if missing: raise TypeError(f'{n} lacks {missing}')
        c = super().__new__(m, n, b, ns)
        if required: c._req = required
        return c
    def __init__(c, n, b, ns, required=()): super().__init__(n, b, ns)
class I(metaclass=Iface, required=('go',)):
    def go(self): pass
try:
    class Bad(I): pass
except TypeError as e: print(e)
class Good(I):
    def go(self): return 'went'
print(Good().go(), Good._req)
class Counted(type):
    def __call__(cls, *a): cls.made = cls.__dict__.get('made', 0) + 1; return super().__call__(*a)
class K(metaclass=Counted): pass
class L(K): pass
K(); K(); L(); print(K.made, L.made)
M = Registry('M', (Base,), {}, key='em'); print(M.added, Registry.items['em'] is M, type('N', (Base,), {}).__class__.__name__, Registry.__call__(Registry, 'O', (), {}).added)
