# What dies when at interpreter exit: module globals in order, cycles last.
import atexit, weakref
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
first = D('first'); second = D('second'); holder = [D('in list')]; cyc = D('cycle'); cyc.me = cyc
def fn(d=D('default')): return d
class K: attr = D('class attribute')
weakref.finalize(second, print, 'finalize second'); atexit.register(print, 'atexit runs first')
_private = D('_private'); lam = lambda: first; gen = (x for x in [D('in generator')]); next(gen)
print('end of main')
