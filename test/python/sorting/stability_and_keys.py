# Sorting records: stability, cmp_to_key, multiple keys, itemgetter, partial orders.
from functools import cmp_to_key
from operator import itemgetter, attrgetter, methodcaller
import heapq, bisect, random
rows = [('pear', 3, 1.5), ('apple', 3, 2.5), ('fig', 1, 1.5), ('date', 2, 2.5), ('kiwi', 1, 0.5)]
print(sorted(rows, key=itemgetter(1)), sorted(rows, key=itemgetter(2, 1)), sorted(rows, key=itemgetter(1), reverse=True))
print(sorted(sorted(rows, key=itemgetter(0)), key=itemgetter(1), reverse=True), sorted(rows, key=lambda r: (-r[1], r[0])))
def by_len_then_alpha(a, b): return len(a) - len(b) or (a > b) - (a < b)
words = 'the quick brown fox jumps over a lazy dog'.split()
print(sorted(words, key=cmp_to_key(by_len_then_alpha)), sorted(words, key=methodcaller('count', 'o')), sorted(words, key=len), sorted(words, key=str.upper, reverse=True), max(words, key=len), min(words, key=lambda w: w[::-1]))
K = cmp_to_key(lambda a, b: 0); print(K(1) == K(2), K(1) < K(2), K(1) <= K(2))
for f in (lambda: hash(K(1)), lambda: K(1) < 5, lambda: cmp_to_key(), lambda: sorted([1, 2], key=cmp_to_key(lambda a, b: 'x')), lambda: sorted([1, 2], key=cmp_to_key(lambda a, b: None))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
random.seed(7); data = [(random.randrange(50), i) for i in range(300)]
s = sorted(data, key=itemgetter(0)); print(all(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(s, s[1:])), s[:4])
r = sorted(data, key=itemgetter(0), reverse=True); print(all(a[0] > b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(r, r[1:])), r[:4])
floats = [random.uniform(-5, 5) for _ in range(40)] + [0.0, -0.0, float('inf')]; floats.sort(); print([round(f, 3) for f in floats[:5]], floats == sorted(floats[::-1]), str(floats[floats.index(0.0)]))
mixed = [3, 1.5, True, 2 ** 60, -1, 0.0, False]; print(sorted(mixed), sorted(mixed, key=lambda v: -v), sorted([(1, 'b'), (1, 'a'), (0, 'z')]), sorted([[3], [1, 2], []]), sorted({'b': 2, 'a': 1}.items()), sorted('bAnaNa'), sorted(['é', 'z', 'a', 'Z', '']))
class P:
    def __init__(self, n, p): self.n, self.p = n, p
    def __lt__(self, o): return self.p < o.p
    def __repr__(self): return f'{self.n}{self.p}'
ps = [P('a', 3), P('b', 1), P('c', 3), P('d', 2)]; print(sorted(ps), sorted(ps, reverse=True), sorted(ps, key=attrgetter('n'), reverse=True), heapq.nsmallest(2, ps), heapq.nlargest(2, ps), list(heapq.merge(sorted(ps), [P('e', 2)])))
a = []
for x in [5, 1, 4, 2, 3, 2]: bisect.insort(a, x)
print(a, bisect.bisect_left(a, 2), bisect.bisect_right(a, 2), bisect.bisect(a, 9))
runs = list(range(20, 40)) + list(range(20, 0, -1)) + [100] * 5 + list(range(60, 90, 3)); print(sorted(runs) == sorted(runs, key=lambda x: x), sorted(runs)[::9], sorted(runs, reverse=True)[::9])
