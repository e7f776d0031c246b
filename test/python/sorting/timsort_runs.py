# Sorting many shapes of input, counting comparisons as CPython's timsort makes them.
class C:
    n = 0
    __slots__ = ('v',)
    def __init__(self, v): self.v = v
    def __lt__(self, o): C.n += 1; return self.v < o.v
def count(vals, **k):
    l = [C(v) for v in vals]; C.n = 0; l.sort(**k)
    out = [c.v for c in l]
    assert out == sorted(vals, reverse=k.get('reverse', False)), out
    return C.n
import random
random.seed(3); r = [random.random() for _ in range(300)]
shapes = {'sorted': range(100), 'reversed': range(100, 0, -1), 'equal': [5] * 100, 'saw': [i % 10 for i in range(100)], 'two runs': [*range(50), *range(50)], 'organ': [*range(50), *range(50, 0, -1)], 'random': r, 'nearly': [*range(90), 3, 95, 1], 'small': [3, 1, 2], 'pair': [2, 1], 'one': [1], 'empty': [], 'gallop': [*range(0, 200, 2), *range(1, 40, 2)], 'big first': [10 ** 6, *range(64)], 'blocks': [x for b in range(8, 0, -1) for x in range(b * 10, b * 10 + 10)], 'r63': r[:63], 'r64': r[:64], 'r65': r[:65], 'desc runs': [x for b in range(5) for x in range(b * 20 + 20, b * 20, -1)]}
for name, vals in shapes.items(): print(name, count(list(vals)), count(list(vals), reverse=True))
