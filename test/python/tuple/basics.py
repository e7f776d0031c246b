# Tuples: displays, methods, comparison, concatenation and errors.
print((), (1,), (1, 2), tuple('abc'), tuple(), (1, (2, (3,))), 1, (1), ((),), tuple([1]), tuple({'k': 1}), tuple(x for x in range(3)))
t = (1, 2, 3, 2)
print(t.count(2), t.index(2), t.index(2, 2), t[0], t[-1], t[1:3], t[::-1], 2 in t, 9 in t, t + (4,), t * 2, 2 * (0,), t * 0, len(t), hash(t) == hash((1, 2, 3, 2)))
print(t < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == [1, 2], (1, 'a') == (1, 'a'), (2,) > (1, 9), t == (1.0, 2, True + 2, 2))
x = 1,
a, b = 1, 2
print(x, a, b, (a, b) == (1, 2), [(), (1,)], {(1, 2): 'v'}[1, 2])
t2 = ([],); t2[0].append(1); print(t2)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: t[9])
attempt(lambda: t['a'])
attempt(lambda: t[1.5])
attempt(lambda: t.index(9))
attempt(lambda: t + [1])
attempt(lambda: t + 1)
attempt(lambda: t * 1.5)
attempt(lambda: t < [1])
attempt(lambda: (1, 'a') < (1, 2))
attempt(lambda: tuple(5))
attempt(lambda: hash(t2))
attempt(lambda: t.append(1))
attempt(lambda: t.x)
attempt(lambda: setattr(t, 'x', 1))
attempt(lambda: t.count())
attempt(lambda: tuple(1, 2))
attempt(lambda: tuple(a=1))
try:
    t[0] = 1
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
try:
    t2[0] += [2]
except TypeError as e:
    print(e, t2)
class P(tuple):
    __slots__ = ()
    def __new__(cls, x, y): return super().__new__(cls, (x, y))
    x = property(lambda s: s[0])
    def __add__(self, o): return P(self.x + o.x, self[1] + o[1])
    def __repr__(self): return 'P' + super().__repr__()
print(P(1, 2) + P(3, 4), P(1, 2).x, P(1, 2) == (1, 2), hash(P(1, 2)) == hash((1, 2)), type(P(1, 2)[:]).__name__, type(P(1, 2) * 1).__name__, tuple(P(1, 2)), P(5, 6)[::-1])
attempt(lambda: P(1))
r = (1, [2]); r[1].append(r); print(r)
print((1, 2) is (1, 2), () is tuple(), tuple(t) is t, t[:] is t, t * 1 is t, t + () is t, tuple(P(1, 2)) is not None)
