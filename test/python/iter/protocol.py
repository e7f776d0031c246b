# __iter__, __next__, iter with a sentinel, and broken iterators.
class Count:
    def __init__(self, n): self.i, self.n = 0, n
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration(f'after {self.n}')
        self.i += 1
        return self.i
c = Count(3)
print(list(c), list(c), next(c, 'done'), [*Count(2)], sum(Count(4)), 3 in Count(5), tuple(Count(2)), max(Count(3)), dict(zip(Count(2), 'ab')))
try:
    next(c)
except StopIteration as e:
    print('StopIteration', e.value, e.args)
class NoIter: pass
class IterNone: __iter__ = None
class IterBad:
    def __iter__(self): return 5
class NextOnly:
    def __next__(self): return 1
class NextNone(Count): __next__ = None
class Raises:
    def __iter__(self): raise ValueError('no iteration')
class RaisesLater:
    def __iter__(self): return self
    def __next__(self): raise KeyError('in next')
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
for bad in (NoIter(), IterNone(), IterBad(), NextOnly(), NextNone(1), Raises(), RaisesLater(), 5, None, print):
    attempt(lambda: list(bad))
    attempt(lambda: 1 in bad)
for f in (lambda: iter(NoIter()), lambda: next(NoIter()), lambda: next(5, 'default'), lambda: iter(NextOnly(), 1), lambda: [x for x in 5], lambda: (lambda *a: a)(*5), lambda: [*None], lambda: {*5}, lambda: (*1, 2), lambda: print(*5), lambda: dict(a=1)(**{})):
    attempt(f)
try:
    for x in IterNone(): pass
except TypeError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
values = iter('abcXdef')
print(list(iter(lambda: next(values), 'X')), ''.join(values))
it = iter(lambda: 1 / 0, 5); attempt(lambda: next(it))
def stopper(): raise StopIteration
print(list(iter(stopper, None)), list(map(lambda x: stopper() if x > 1 else x, range(5))))
attempt(lambda: list(x if x < 2 else stopper() for x in range(5)))
e = enumerate('ab', start=5); print(next(e), list(e), list(enumerate([], 1)), list(enumerate('a', -1)), list(enumerate('x', 2 ** 64)))
for f in (lambda: enumerate(), lambda: enumerate(5), lambda: enumerate('a', 'b'), lambda: enumerate('a', 1, 2), lambda: enumerate('a', begin=1), lambda: list(enumerate(iterable='k', start=3))): attempt(f)
