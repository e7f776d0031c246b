# When generators are finalised: refcount, break, exceptions, gc, and what finally sees.
import gc
def g(name):
    print('start', name)
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print('exit', name); raise
    finally:
        print('finally', name)
for x in g('break'):
    break
print('after break: the loop dropped it')
it = g('del'); next(it); del it; print('after del')
it = g('rebind'); next(it); it = None; print('after rebind')
it = g('never started'); del it; print('no output for an unstarted one')
def f(): 
    local = g('local'); next(local)
    return 'leaving'
print(f())
def h():
    try:
        for _ in g('raised through'): raise ValueError('body')
    except ValueError as e:
        print('handling', e)
h()
l = [g('in list')]; next(l[0]); l.clear(); print('cleared')
class Holder: pass
o = Holder(); o.gen = g('cycle'); next(o.gen)
def cyc():
    me = yield
    try: yield 'ready'
    finally: print('cyclic finally')
c = cyc(); next(c); c.send(c); del c; print('cycle pending'); print(gc.collect() > 0, 'collected')
def ctx():
    with open('/dev/null') as fh:
        yield fh
w = ctx(); fh = next(w); print(fh.closed); w.close(); print(fh.closed)
def deleg(): yield from g('delegated')
d = deleg(); next(d); del d; print('after delegated')
def raise_in_finally():
    try: yield
    finally: raise RuntimeError('lost')
import sys
old = sys.unraisablehook
sys.unraisablehook = lambda u: print('unraisable', type(u.exc_value).__name__, u.exc_value, u.err_msg, getattr(u.object, '__name__', u.object))
r = raise_in_finally(); next(r); del r
def yields_in_finally():
    try: yield 1
    finally: yield 2
y = yields_in_finally(); next(y); del y
sys.unraisablehook = old
def order():
    try: yield 'a'
    finally: print('first')
    try: yield 'b'
    finally: print('second')
q = order(); next(q); next(q); q.close()
a, b = g('a'), g('b'); next(a); next(b); z = zip(a, b); del a, b; print(next(z), 'held by zip'); del z; print('zip gone')
def exc_context():
    try: yield
    finally: print(sys.exception())
e = exc_context(); next(e)
try: 1 / 0
except ZeroDivisionError: e.close()
