# Cycles through generators, frames, tracebacks, closures and bound methods are collected.
import gc
gc.collect(); gc.disable()
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, end='; ')
def a():
    d = D('frame')
    try: raise ValueError
    except ValueError as e: keep = e
def b():
    d = D('generator'); g = None
    def gen():
        nonlocal g; x = d; yield g
    g = gen(); next(g)
def c():
    d = D('method'); d.m = d.__del__
def e():
    d = D('closure'); d.f = lambda: d
def f():
    d = D('partial'); import functools; d.p = functools.partial(print, d)
def g():
    class Local:
        inst = D('class cycle')
        def m(self): return Local
def h():
    d = D('map'); d.it = map(lambda x: d, [1])
def i():
    d = D('property'); d.__dict__['self'] = d.__dict__
def j():
    d = D('zip'); d.z = zip([d], [d]); next(d.z)
def k():
    d = D('coroutine')
    async def co(): return d
    d.c = co(); d.c.close()
def l():
    d = D('deque'); import collections; d.q = collections.deque([d]); d.dd = collections.defaultdict(list, k=d)
for fn in (a, b, c, e, f, g, h, i, j, k, l): fn(); print('|', fn.__name__, gc.collect() > 0)
import sys
def m(): fr = sys._getframe(); d = D('own frame'); d.fr = fr
m(); print('|', gc.collect() > 0)
