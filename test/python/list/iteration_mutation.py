# Lists changed while they are iterated; iterators and their states.
a = [1, 2, 3]
out = []
for x in a:
    out.append(x)
    if x < 3 and len(a) < 6: a.append(x * 10)
print(out, a)
a = [1, 2, 3, 4, 5, 6]
for x in a:
    if x % 2: a.remove(x)
print(a)
a = [1, 2, 2, 3]
for x in a[:]:
    if x == 2: a.remove(x)
print(a)
a = list(range(5))
for x in reversed(a):
    a.pop() if x % 2 else None
    print(x, end=' ')
print(a)
it = iter([1, 2, 3])
print(next(it), it.__length_hint__(), list(it), list(it), next(it, 'done'), it.__length_hint__())
a = [1]
it = iter(a); next(it); print(next(it, 'exhausted')); a.append(2); print(next(it, 'stays exhausted'))
r = reversed(a); print(r.__length_hint__(), next(r), next(r), next(r, 'end'), type(it).__name__, type(r).__name__)
it = iter([10, 20, 30]); next(it); print(it.__reduce__(), (it.__setstate__(0), next(it)))
a = [0] * 3
for i, a[i] in enumerate('xyz'): pass
print(a, i)
for a[0] in range(3): pass
print(a)
for [p, q] in [(1, 2), [3, 4], 'ab']: print(p, q, end=';')
print()
class Seq:
    def __init__(self, n): self.n = n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError(i)
        return i * i
print(list(Seq(4)), 9 in Seq(5), 7 in Seq(5), list(map(str, Seq(3))), [*Seq(2)], max(Seq(4)), sum(Seq(4)), list(zip(Seq(2), 'ab')), dict(enumerate(Seq(2))))
class Stop(Seq):
    def __getitem__(self, i):
        if i == 2: raise StopIteration
        return i
print(list(Stop(9)))
class Boom(Seq):
    def __getitem__(self, i):
        raise KeyError(i)
for f in (lambda: list(Boom(1)), lambda: iter(5), lambda: next([1]), lambda: reversed(Seq(3)), lambda: reversed({1}), lambda: list(reversed(5)), lambda: next(iter([])), lambda: iter(int, 0).__next__() , lambda: iter(5, 0), lambda: next(), lambda: next(iter([]), 1, 2)):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ':', e)
print(list(iter([4, 3, 0, 2].pop, 4)) if False else list(iter(iter([4, 3, 0, 2]).__next__, 0)))
while a: print(a.pop(), end=' ')
print(a)
