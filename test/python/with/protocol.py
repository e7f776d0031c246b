# with: order, suppression, several managers, targets, errors in enter and exit.
class CM:
    def __init__(self, n, swallow=False, fail=None): self.n, self.swallow, self.fail = n, swallow, fail
    def __enter__(self):
        print('enter', self.n, end='; ')
        if self.fail == 'enter': raise ValueError(f'enter {self.n}')
        return self
    def __exit__(self, t, v, tb):
        print('exit', self.n, t and t.__name__, v, tb is not None, end='; ')
        if self.fail == 'exit': raise KeyError(f'exit {self.n}')
        return self.swallow
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e, '| context', repr(e.__context__))
def a():
    with CM(1) as x, CM(2) as y: return x.n + y.n
def b():
    with CM(1, swallow=True), CM(2): raise ValueError('body')
    return 'swallowed'
def c():
    with CM(1), CM(2, fail='enter'): pass
def d():
    with CM(1, fail='exit'), CM(2, fail='exit'): raise ValueError('body')
def e():
    with CM(1, swallow=5) as z: raise KeyError
    return z.n
def f():
    for i in range(3):
        with CM(i):
            if i == 0: continue
            if i == 1: break
    return i
def g():
    with (CM(1) as p, CM(2) as q,): return p.n, q.n
def h():
    d = {}
    with CM(1) as d['k'], CM(2) as (lambda: 0).__dict__['zz' if 0 else 'y']: pass
    return d['k'].n
def i():
    with CM(1) as (m, n): pass
def j():
    with CM(1), (CM(2)): 1 / 0
for fn in (a, b, c, d, e, f, g, h, i, j): attempt(fn)
class NoEnter: __exit__ = None
class NoExit: __enter__ = None
class OnlyEnter:
    def __enter__(self): return 1
class Inst: pass
k = Inst(); k.__enter__ = lambda: 1; k.__exit__ = lambda *a: 1
class BadExit:
    def __enter__(self): return self
    def __exit__(self): pass
class BoolRaises:
    def __bool__(self): raise RuntimeError('truth of result')
for m in (5, Inst(), NoEnter(), NoExit(), OnlyEnter(), k, BadExit(), CM(1, BoolRaises()), open, None):
    def t():
        with m: raise OSError('b')
    attempt(t)
async def no(): pass
def gen():
    with CM('gen'): yield 1; yield 2
x = gen(); print(next(x)); x.close(); print(); list(gen()); print()
with CM('lambda') as l: pass
print(l.n)
