# lru_cache, cache, cached_property.
from functools import lru_cache, cache, cached_property
calls = []
@lru_cache(maxsize=2)
def f(x, y=0): calls.append((x, y)); return x + y
print(f(1), f(1), f(2), f(3), f(1), calls, f.cache_info(), f.cache_parameters()); f.cache_clear(); print(f.cache_info(), f.__wrapped__(5), f.__name__)
calls.clear(); f(1); f(1.0); f(True); f(x=1); f(1, 0); f(1, y=0); print(calls, f.cache_info())
@lru_cache(maxsize=None, typed=True)
def t(x): calls.append(x); return type(x).__name__
calls.clear(); print(t(1), t(1.0), t(True), t(1), calls, t.cache_info())
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().misses)
@lru_cache(0)
def zero(x): return x
zero(1); zero(1); print(zero.cache_info())
@lru_cache
def bare(): return 'no parentheses'
print(bare(), bare.cache_info())
def attempt(g):
    try: print(g())
    except Exception as e: print(type(e).__name__ + ':', e)
for g in (lambda: f([]), lambda: f(), lambda: f(1, 2, 3), lambda: lru_cache('x'), lambda: lru_cache(maxsize='x'), lambda: lru_cache(-5)(len).cache_parameters(), lambda: lru_cache(maxsize=1.5)): attempt(g)
@lru_cache
def fails(x): calls.append('fail'); raise ValueError(x)
calls.clear()
for _ in range(2): attempt(lambda: fails(1))
print(calls, fails.cache_info())
class C:
    n = 0
    @cached_property
    def p(self): "doc"; C.n += 1; return C.n
    @lru_cache
    def m(self, x): return x * 2
c = C(); print(c.p, c.p, c.__dict__, C.p.__doc__, C.p.attrname); del c.p; print(c.p); c.p = 'set'; print(c.p, c.m(2), C.m.cache_info(), c.m.__self__ is c)
class S:
    __slots__ = ()
    @cached_property
    def p(self): return 1
attempt(lambda: S().p); attempt(lambda: cached_property(len).__get__(5)); 
def twice():
    class T: a = b = cached_property(lambda s: 1)
attempt(twice)
