# copy and deepcopy: sharing, cycles, hooks, reduce.
import copy
a = [1, [2, 3], {'k': [4]}]; s, d = copy.copy(a), copy.deepcopy(a); print(s == a, s[1] is a[1], d == a, d[1] is a[1], d[2]['k'] is a[2]['k'])
x = []; a2 = [x, x]; y = copy.deepcopy(a2); print(y[0] is y[1], y[0] is x); c = []; c.append(c); cc = copy.deepcopy(c); print(cc[0] is cc, cc is c)
class P:
    def __init__(self, v): self.v = v; self.me = self
class S: __slots__ = ('a', 'b')
class H:
    def __copy__(self): return 'shallow hook'
    def __deepcopy__(self, memo): return 'deep hook', type(memo).__name__
class R:
    def __reduce__(self): return (list, ((1, 2),))
class R2:
    def __reduce_ex__(self, p): return 'global_name'
class G:
    def __getstate__(self): return {'saved': 1}
    def __setstate__(self, st): self.restored = st
class L(list): tag = None
class N:
    def __getnewargs__(self): return ('arg',)
    def __new__(cls, a=None): o = super().__new__(cls); o.a = a; return o
p = P([1]); q = copy.copy(p); r = copy.deepcopy(p); print(q.v is p.v, q.me is p, r.v is p.v, r.me is r); o = S(); o.a = [1]; t = copy.deepcopy(o); print(t.a, t.a is o.a, hasattr(t, 'b')); print(copy.copy(H()), copy.deepcopy(H()), copy.copy(R()), copy.deepcopy([R()]), copy.copy(R2()).__class__.__name__, copy.copy(G()).restored, copy.deepcopy(N('x')).a)
l = L([1, [2]]); l.tag = ['t']; m = copy.deepcopy(l); print(m, type(m).__name__, m.tag, m.tag is l.tag, copy.copy(l).tag is l.tag)
for v in (1, 'a', (1, 2), (1, [2]), None, len, P, lambda: 0, frozenset([1]), range(3), b'x', 1.5, ..., slice(1), type, property()): print(copy.copy(v) is v, copy.deepcopy(v) is v, end='; ')
print(); print(copy.replace.__name__)
from collections import namedtuple; T = namedtuple('T', 'a b'); print(copy.replace(T(1, 2), a=9), copy.deepcopy(T([1], 2)))
for f in (lambda: copy.copy((i for i in [])), lambda: copy.deepcopy(open('/dev/null')), lambda: copy.deepcopy([copy]), lambda: copy.replace(5, a=1), lambda: copy.replace(T(1, 2), z=1), lambda: copy.copy(iter([1, 2])).__next__(), lambda: list(copy.deepcopy(iter([1, 2]))), lambda: copy.copy(type('B', (), {'__reduce_ex__': lambda s, p: 5})()), lambda: copy.copy(type('B', (), {'__reduce_ex__': lambda s, p: (1,)})())):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
