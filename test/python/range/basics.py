# range: attributes, equality, membership, slicing, huge ranges and errors.
print(range(5), range(1, 10, 3), range(5, 0, -2), range(0), list(range(1, 10, 3)), list(range(5, 0, -2)), list(range(3, 3)), len(range(0, 10, 3)), len(range(10, 0)))
r = range(10, 50, 7)
print(r.start, r.stop, r.step, r[0], r[-1], r[1:3], r[::-1], r[::2], r[10:], r.index(24), r.count(24), r.count(25), 24 in r, 25 in r, 24.0 in r, 'a' in r, None in r, True in range(2))
print(range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(3) != range(4), repr(range(True, 5)), bool(range(0)), list(reversed(range(5))), max(range(10)), sum(range(101)))
big = range(10 ** 30)
print(big[10 ** 29], big[-1], 10 ** 30 in big, big[5:10], big.index(10 ** 20), range(2 ** 64, 2 ** 64 + 6, 2), list(range(2 ** 64, 2 ** 64 + 6, 2)), range(10 ** 20)[::10 ** 19], next(iter(range(10 ** 25, 0, -1))))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
for f in (lambda: range(), lambda: range(1.5), lambda: range('a'), lambda: range(1, 2, 0), lambda: range(1, 2, 3, 4), lambda: r[100], lambda: r['a'], lambda: r.index(11), lambda: len(big), lambda: range(stop=5),
          lambda: r < r, lambda: r + r, lambda: setattr(r, 'start', 1), lambda: r[0:1:0], lambda: range(None), lambda: r.index('a'), lambda: range(3)[1.0]):
    attempt(f)
it = iter(range(5)); next(it)
print(it.__length_hint__(), list(it), next(it, None), type(it).__name__, type(iter(big)).__name__, type(reversed(range(3))).__name__)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(range(I(2), I(8), I(3)), list(range(I(4))), I(3) in range(5), range(10)[I(3)])
for i in range(3): i = 10
print(i, [*range(0, -5, -2)], list(range(-1, -4, -1)), list(map(list, (range(2), range(2, 4)))))
class Eq3:
    def __eq__(self, o): return o == 3
print(Eq3() in range(5), Eq3() in range(3), range(5).count(Eq3()), range(5).index(Eq3()))
