# yield from: delegation of send, throw, close, return values, plain iterables.
def inner():
    try:
        x = yield 1
        print('inner got', x)
        y = yield 2
        print('inner got', y)
        return 'inner result'
    except KeyError as e:
        print('inner caught', e)
        yield 'recovered'
        return 'after error'
    finally:
        print('inner finally')
def outer():
    r = yield from inner()
    print('outer got', r)
    yield 3
    yield from 'ab'
    r = yield from [10, 20]
    print('list returns', r)
    return (yield from (i for i in ()))
o = outer(); print(next(o), o.gi_yieldfrom.__name__, o.send('A'), o.send('B'), list(o))
o = outer(); next(o); print(o.throw(KeyError('k')), next(o), next(o))
o = outer(); next(o); o.close()
o = outer(); next(o)
try:
    o.throw(ValueError('through'))
except ValueError as e:
    print('out', e, o.gi_frame)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration('it value')
        return self.n
    def send(self, v): print('send', v); return 'sent'
    def throw(self, *a): print('throw', a[0].__class__.__name__ if not isinstance(a[0], type) else a[0].__name__, len(a)); return 'thrown'
    def close(self): print('closed')
def d(it): r = yield from it; print('result', r); return r
x = d(It()); print(next(x), x.send(5), x.throw(ValueError('v')), next(x), next(x, 'over'))
x = d(It()); next(x); x.close()
class NoSend(It): send = throw = close = None
class OnlyIter:
    def __iter__(self): return iter([1, 2])
def attempt(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ':', e)
x = d(OnlyIter()); next(x); attempt(lambda: x.send(1)); x = d(OnlyIter()); next(x); attempt(lambda: x.throw(KeyError(1))); x = d(iter([1, 2])); next(x); attempt(x.close)
attempt(lambda: list(d(5))); attempt(lambda: list(d(None)))
def tree(t):
    if isinstance(t, list):
        for c in t: yield from tree(c)
    else: yield t
print(list(tree([1, [2, [3, []], 4], [[5]]])))
def depth(n):
    if n: yield from depth(n - 1)
    yield n
print(sum(depth(150)), list(depth(3)))
def shared(src): yield from src
src = iter(range(6)); a, b = shared(src), shared(src); print(next(a), next(b), next(a), a.close(), next(b), list(src))
def ret(v): return v; yield
def chain(): return [(yield from ret(1)), (yield from ret(2))]
attempt(lambda: next(chain()))
def nested_exc():
    try: yield from inner()
    except ZeroDivisionError as e: yield f'outer handled {e}'
n = nested_exc(); next(n); print(n.throw(ZeroDivisionError('z')), list(n))
