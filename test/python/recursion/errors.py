# RecursionError through plain calls, repr, eq, hash, getattr, sort keys, and recovery.
import sys
def plain(n=0): return plain(n + 1)
class A:
    def __getattr__(self, n): return getattr(self, n + 'x')
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __call__(self): return self()
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __add__(self, o): return self + o
    def __getitem__(self, i): return self[i]
    def __bool__(self): return bool(self)
    def __str__(self): return str(self)
    def __lt__(self, o): return self < o
    def __contains__(self, x): return x in self
    def __format__(self, s): return format(self, s)
    def __index__(self): return [1][self]
    @property
    def p(self): return self.p
    def __del__(self): pass
def gen(): yield from gen()
def mutual_a(): return mutual_b()
def mutual_b(): return mutual_a()
def kw(**k): return kw(**k)
def comp(): return [comp() for _ in 'a']
def lam(): return (lambda: lam())()
def ctx():
    with Ctx(): pass
class Ctx:
    def __enter__(self): return ctx()
    def __exit__(self, *a): pass
class New:
    def __new__(cls): return cls()
class Init:
    def __init__(self): Init()
class Desc:
    def __get__(self, o, k): return o.d
class HasD: d = Desc()
class Meta(type):
    def __instancecheck__(c, o): return isinstance(o, c)
class M(metaclass=Meta): pass
def tryfin():
    try: return tryfin()
    finally: pass
a = A()
for f in (plain, lambda: a.x, lambda: repr(a), lambda: a == a if False else a.__eq__(1), lambda: hash(a), lambda: a(), lambda: len(a), lambda: iter(a), lambda: a + 1, lambda: a[0], lambda: bool(a), lambda: str(a), lambda: a < a, lambda: 5 in a, lambda: f'{a}', lambda: [1][a], lambda: a.p, lambda: list(gen()), mutual_a, kw, comp, lam, ctx, New, Init, lambda: HasD().d, lambda: isinstance(1, M), tryfin, lambda: sorted([1, 2], key=lambda x: plain()), lambda: list(map(plain, [1])), lambda: eval('plain()'), lambda: max([1], key=plain)):
    try: f(); print('returned')
    except RecursionError as e: print(type(e).__name__, str(e)[:32])
def depth(n=1):
    try: return depth(n + 1)
    except RecursionError: return n
d1, d2 = depth(), depth(); print(d1 == d2, 900 < d1 < 1000)
sys.setrecursionlimit(200); print(depth() < 200, sys.getrecursionlimit())
for bad in (0, -1, 'x', 2 ** 40, 1):
    try: sys.setrecursionlimit(bad)
    except Exception as e: print(type(e).__name__, e)
sys.setrecursionlimit(5000); print(4900 < depth() < 5000); sys.setrecursionlimit(1000)
def handled(n):
    try: return handled(n + 1)
    except RecursionError as e: raise ValueError('wrapped') from None
try: handled(0)
except ValueError as e: print(e)
r = []; r.append(r); print(r); d = {}; d['d'] = d; print(d); t = ([],); t[0].append(t); print(t); n = [[]]
for _ in range(50000): n = [n]
del n; print('deep list released')
x = []
for _ in range(2000): x = [x]
for f in (lambda: repr(x), lambda: x == eval('x[:]') and None, lambda: hash((((x,),),))):
    try: f(); print('ok')
    except (RecursionError, TypeError) as e: print(type(e).__name__, str(e)[:60])
