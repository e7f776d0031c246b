# Exceptions that nobody can catch: __del__, weakref callbacks.
import sys, weakref
class D:
    def __init__(self, n): self.n = n
    def __del__(self): raise ValueError(f'del {self.n}')
    def __repr__(self): return f'<D {self.n}>'
def hook(u): print('hook', u.exc_type.__name__, u.exc_value, u.err_msg, repr(u.object).split(' at ')[0], u.exc_traceback.tb_lineno)
sys.unraisablehook = hook
d = D(1); del d
d = D(2); d = None
class T: pass
t = T(); r = weakref.ref(t, lambda r: 1 / 0); del t
def gen():
    try: yield
    finally: raise KeyError('gen')
g = gen(); next(g); del g
def f(): x = D(3); return 'returned'
print(f()); [D(4), D(5)]; print('after list')
try:
    raise KeyError('outer')
except KeyError:
    D(6); print(repr(sys.exception()))
sys.unraisablehook = sys.__unraisablehook__
print('done')
