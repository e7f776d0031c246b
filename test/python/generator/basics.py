# Generators: states, send, throw, close, return values, attributes.
import inspect
def g(n):
    try:
        for i in range(n):
            got = yield i
            if got is not None: print('got', got)
        return 'returned'
    except ValueError as e:
        print('caught', e)
        yield 'from except'
    finally:
        print('finally')
x = g(2)
print(inspect.getgeneratorstate(x), x.gi_frame is not None, x.gi_running, x.gi_yieldfrom, x.__name__, x.__qualname__, type(x).__name__)
print(next(x), x.send('hello'), inspect.getgeneratorstate(x))
try:
    next(x)
except StopIteration as e:
    print('value', e.value)
print(inspect.getgeneratorstate(x), x.gi_frame, list(x), next(x, 'exhausted'))
y = g(5); next(y); print(y.throw(ValueError('injected')), next(y, 'end'))
z = g(5); next(z); print(z.close(), z.close(), next(z, 'closed'))
def attempt(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: g(1).send(1)); attempt(lambda: g(1).throw(KeyError('unstarted'))); attempt(lambda: g(1).throw(5)); attempt(lambda: g(1).throw()); attempt(lambda: g(1).throw(KeyError, 'old style')) if False else None
attempt(lambda: g(1).close()); attempt(lambda: g()); attempt(lambda: g(1)[0]); attempt(lambda: len(g(1))); attempt(lambda: g('x').__next__())
def stubborn():
    while True:
        try: yield 1
        except GeneratorExit: print('refusing')
        else: return
s = stubborn(); next(s); attempt(s.close); attempt(lambda: next(s)); 
def closing():
    try: yield 1
    except GeneratorExit: return 'close value'
c = closing(); next(c); print(c.close())
def raising():
    try: yield 1
    finally: raise KeyError('in finally')
r = raising(); next(r); attempt(r.close)
def selfrun():
    yield next(me)
me = selfrun(); attempt(lambda: next(me))
def stops(): yield 1; raise StopIteration('leaked')
attempt(lambda: list(stops()))
def stops2(): yield next(iter([]))
attempt(lambda: next(stops2()))
def empty(): return; yield
print(list(empty()), [*g(0)], sum(v for v in g(3)), (yield_ := (lambda: (yield 5))()).__next__())
def echo():
    r = None
    while r != 'stop': r = yield r
e = echo(); next(e); print([e.send(v) for v in (1, None, [2])], e.send if e.gi_running else 'idle')
def multi(): a = yield; b = yield a; c = (yield b) or 'dflt'; return [a, b, c]
m = multi(); next(m); m.send(1); m.send(2); attempt(lambda: m.send(None))
def expr(): x = [(yield 1), (yield 2)]; y = f'{(yield 3)}'; z = (yield 4) + (yield 5); yield x, y, z
p = expr(); next(p); print([p.send(i * 10) for i in range(1, 6)])
