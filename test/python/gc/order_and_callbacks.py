# Order in one collection: weakrefs, finalizers, resurrection; gc.callbacks.
import gc, weakref
gc.collect(); gc.disable()
class N:
    def __init__(self, n): self.n = n; self.refs = []
    def __del__(self): print('del', self.n, 'sees', [r.n for r in self.refs], end='; ')
def make(*names):
    nodes = [N(n) for n in names]
    for n in nodes: n.refs.extend(nodes)
    return [weakref.ref(n, lambda r, n=n.n: print('cb', n, end='; ')) for n in nodes]
keep = make('a', 'b', 'c'); print(gc.collect() > 0, [r() for r in keep])
revived = []
class R(N):
    def __del__(self): print('revive', self.n, end='; '); revived.append(self)
a, b = R('r1'), N('n1'); a.refs.append(b); b.refs.append(a); w = weakref.ref(a); del a, b; print(gc.collect(), w(), revived[0].n, revived[0].refs[0].n); revived.clear(); print(gc.collect())
def cb(phase, info): print(f'<{phase} {info["generation"]} {info["collected"]} {info["uncollectable"]}>', end=' ')
gc.callbacks.append(cb); gc.collect(); x = []; x.append(x); del x; gc.collect(); gc.collect(0); gc.callbacks.remove(cb); print()
def nested(phase, info):
    if phase == 'stop': print('nested', gc.collect(), end=' ')
gc.callbacks.append(nested); gc.collect(); gc.callbacks.clear(); print()
class E(N):
    def __del__(self): raise RuntimeError(self.n)
import sys; sys.unraisablehook = lambda u: print('unraisable', u.exc_value, end='; ')
e, f = E('e1'), E('e2'); e.refs.append(f); f.refs.append(e); del e, f; print(gc.collect())
gc.callbacks.append(lambda p, i: 1 / 0); gc.collect(); gc.callbacks.clear(); print('callback errors are unraisable')
gc.set_debug(gc.DEBUG_SAVEALL); n = N('saved'); n.refs.append(n); del n; print(gc.collect(), [type(g).__name__ for g in gc.garbage]); gc.set_debug(0); g = gc.garbage[0]; gc.garbage.clear(); print(type(g).__name__); del g; gc.collect(); print()
class C: pass
c = C(); c.c = c; c.w = weakref.ref(c, lambda r: print('inside trash: not called')); del c; print(gc.collect())
out = weakref.ref(d := C(), lambda r: print('outside: called', end='; ')); d.d = d; del d; print(gc.collect())
def g():
    try: yield
    finally: print('generator closed by gc', end='; ')
i = g(); next(i); c = C(); c.i = i; c.c = c; del c, i; print(gc.collect())
l = [N('x'), N('y')]; l[0].refs.append(l[1]); l[1].refs.append(l[0]); l[1].refs.append(l); del l; print(gc.collect())
