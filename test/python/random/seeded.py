# random under fixed seeds: every generator and distribution.
import random as r
r.seed(42); print(r.random(), r.random(), r.getrandbits(10), r.getrandbits(100), r.randrange(100), r.randrange(5, 50, 5), r.randint(1, 6), r.choice('abc'), r.uniform(1, 2))
l = list(range(10)); r.shuffle(l); print(l, r.sample(range(100), 5), r.sample('abc', 2), r.sample([1, 2], 4, counts=[3, 3]), r.choices('ab', k=5), r.choices('ab', [1, 9], k=5), r.choices('ab', cum_weights=[1, 2], k=2), r.randbytes(5))
print(r.gauss(0, 1), r.gauss(), r.normalvariate(0, 1), r.expovariate(1), r.triangular(0, 1, .5), r.betavariate(1, 2), r.gammavariate(2, 3), r.gammavariate(.5, 1), r.lognormvariate(0, 1), r.vonmisesvariate(0, 1), r.paretovariate(2), r.weibullvariate(1, 2), r.binomialvariate(10, .3))
for seed in ('text', b'bytes', 1.5, -7, 2 ** 70, True, bytearray(b'x')): r.seed(seed); print(repr(seed), r.random())
r.seed('v1', version=1); print(r.random()); s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random(), len(s), s[0], len(s[1])); g = r.Random(5); h = r.Random(5); print([g.random() for _ in range(2)] == [h.random() for _ in range(2)], g.randint(1, 10 ** 30), g.randrange(10 ** 25))
class Own(r.Random):
    def random(self): return 0.5
print(Own().randint(1, 10), Own().choice('abcd'), Own().uniform(0, 10), Own(1).sample(range(4), 2))
for f in (lambda: r.randrange(0), lambda: r.randrange(5, 1), lambda: r.randrange(1, 5, 0), lambda: r.randrange(1.5), lambda: r.randrange('a'), lambda: r.randint(5, 1), lambda: r.choice([]), lambda: r.sample([1], 2), lambda: r.sample({1, 2}, 1), lambda: r.sample([1], -1), lambda: r.choices([]), lambda: r.choices([1], [0]), lambda: r.choices([1, 2], [1]), lambda: r.choices([1], [1], cum_weights=[1]), lambda: r.getrandbits(-1), lambda: r.getrandbits(0), lambda: r.getrandbits('a'), lambda: r.seed([]), lambda: r.shuffle('abc'), lambda: r.setstate((1, 2)), lambda: r.choices([1, 2], [float('inf'), 1]), lambda: r.binomialvariate(-1), lambda: r.randbytes(-1), lambda: r.choice({'a': 1}), lambda: r.choice(5), lambda: r.sample([1, 2], 1, counts=[1])):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
