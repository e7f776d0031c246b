# __slots__: descriptors, inheritance, __dict__ and __weakref__ slots, errors, layout.
import weakref, copy, pickle, sys
class P:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
p = P(1, 2)
print(p.x, p.y, P.x, type(P.x).__name__, P.x.__get__(p), hasattr(p, '__dict__'), P.__slots__, sys.getsizeof(p))
P.x.__set__(p, 9); print(p.x); del p.x
def attempt(src):
    try:
        exec(src, globals())
    except Exception as e:
        print(src.replace('\n', '; '), '->', type(e).__name__ + ':', e)
for s in ['p.x', 'del p.x', 'p.z = 1', 'p.__dict__', 'weakref.ref(p)', 'class Q(P): __slots__ = ("a", "a")', 'class Q: __slots__ = "abc"\nprint(sorted(vars(Q))[-1])', 'class Q: __slots__ = ("__dict__", "__dict__")', 'class Q(int): __slots__ = ("x",)', 'class Q(int): __slots__ = ()\nprint(Q(5))', 'class Q(tuple): __slots__ = ("x",)', 'class Q(list): __slots__ = ("x",)\nq = Q(); q.x = 1; print(q, q.x)', 'class Q: __slots__ = ("x",); x = 1', 'class Q: __slots__ = (5,)', 'class Q: __slots__ = ("a b",)', 'class Q: __slots__ = "1x"', 'class A: __slots__ = ("a",)\nclass B: __slots__ = ("b",)\nclass C(A, B): pass', 'class A: __slots__ = ()\nclass B: __slots__ = ("b",)\nclass C(A, B): __slots__ = ()\nprint(C.b)', 'class Q: __slots__ = {"x": "doc of x"}\nprint(Q.x.__doc__, Q.__slots__)', 'class Q: __slots__ = ("__x", "_y")\nprint(sorted(k for k in vars(Q) if "x" in k or "_y" in k))', 'class Q: __slots__ = iter("ab")\nprint(Q.a, list(Q.__slots__))', 'class Q: __slots__ = ("__weakref__",)\nprint(weakref.ref(Q()) is not None)', 'class Q: __slots__ = ("__dict__",)\nq = Q(); q.any = 1; print(q.__dict__)', 'class Q(P): __slots__ = ("__weakref__", "__weakref__")', 'P.y.__set__(5, 1)', 'P.y.__get__(5)', 'P.y.__delete__(p); p.y', 'p.__class__ = int', 'copy.copy(p)', 'pickle.dumps(p, 0)']: attempt(s)
class D(P): pass
d = D(1, 2); d.free = 3; print(d.__dict__, d.y, D.__mro__[1].__name__, weakref.ref(d)() is d)
class E(P):
    __slots__ = ('z',)
e = E(1, 2); e.z = 3; print(e.y, e.z, hasattr(e, '__dict__'), E.__slots__, copy.copy(e).z, sys.getsizeof(e))
class F(P): __slots__ = ('y',)
f = F(1, 2); print(f.y, F.y is P.y, f.__reduce_ex__(2)[2])
class A1: __slots__ = ('q',)
class A2: __slots__ = ('q',)
a = A1(); a.q = 5; a.__class__ = A2; print(type(a).__name__, a.q)
class A3: __slots__ = ('other',)
attempt('a.__class__ = A3'); attempt('a.__class__ = D')
class WithDefault:
    __slots__ = ('v',)
    def __getattr__(self, n): return f'default {n}'
w = WithDefault(); print(w.v, w.u); w.v = 1; print(w.v); del w.v; print(w.v)
class Point3(P):
    __slots__ = 'z'
    def __init__(self, *a): *xy, self.z = a; super().__init__(*xy)
    def __eq__(self, o): return all(getattr(self, s) == getattr(o, s) for s in ('y', 'z'))
print(Point3(1, 2, 3) == Point3(0, 2, 3), Point3.__slots__, Point3.__hash__)
P.x = 5; attempt('print(p.x)'); attempt('p.x = 6'); attempt('P(1, 2)')
