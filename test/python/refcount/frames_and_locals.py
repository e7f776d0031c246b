# Counts seen from frames, locals(), generators, comprehension, with and for.
import sys
R = sys.getrefcount
class A: pass
def f(v):
    l = locals(); n = R(v); del l; return n, R(v)
print(f(A()))
def g():
    v = A(); fr = sys._getframe(); x = fr.f_locals; n = R(v); y = x['v']; return n, R(v)
print(g())
def gen():
    v = A(); yield R(v); w = v; yield R(v); del w; yield R(v)
print(list(gen()))
def nested():
    v = A()
    def i(): return v
    a = R(v); i(); b = R(v); j = i(); return a, b, R(v)
print(nested())
o = A(); print([R(o) for _ in range(2)], [R(x) for x in [o, o]], {R(x) for x in (o,)}, [R(x) for x, y in [(o, o)]], list(R(x) for x in [o]))
for x in (o,): print(R(o), R(x))
for x in [o] * 3: pass
print(R(o)); x = None
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): print('exit', R(self), end=' ')
with CM() as c: print(R(c), end=' ')
print(R(c)); c = None
with CM(): pass
print()
class M:
    def m(self): return R(self)
    def __call__(self): return R(self)
    def __len__(self): return R(self)
    def __getitem__(self, k): return R(self)
    @property
    def p(self): return R(self)
    @classmethod
    def c(cls): return R(cls) == R(M)
    def __iter__(self): yield R(self)
    def __contains__(self, x): print(R(self), end=' '); return True
m = M(); b = m.m; print(m.m(), m(), len(m), m.p, m.c(), list(m), b(), (lambda: m.m())(), M.m(m), getattr(m, 'm')(), 1 in m, R(m), R(b))
def rec(v, n): return R(v) if n == 0 else rec(v, n - 1)
print(rec(A(), 0), rec(A(), 3), rec(o, 5))
def kw(*, k): return R(k)
def star(*a): return R(a), R(a[0])
def dstar(**k): return R(k), R(k['z'])
print(kw(k=o), kw(**{'k': o}), star(o), star(*[o]), dstar(z=o), (lambda q=o: R(q))())
def swap(a, b): a, b = b, a; return R(a), R(b)
print(swap(A(), o)); del o
n = A(); n.self = n; print(R(n)); n.self = None; print(R(n))
def tb():
    v = A()
    try: raise ValueError
    except ValueError as e: t = e.__traceback__; return R(v), R(t), R(e)
print(tb())
