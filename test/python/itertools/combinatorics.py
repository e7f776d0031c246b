# product, permutations, combinations, combinations_with_replacement, groupby, accumulate, tee.
from itertools import *
import operator
print(list(product('ab', [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product('ab', [])), len(list(product('abc', repeat=3))), list(permutations('abc', 2)), list(permutations([1, 2, 3]))[-1], list(permutations('ab', 3)), list(permutations([])), list(combinations('abcd', 2)), list(combinations('ab', 3)), list(combinations('abc', 0)), list(combinations_with_replacement('ab', 2)), sum(1 for _ in combinations(range(12), 5)))
print([(k, list(g)) for k, g in groupby('aabbbca')], [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)], list(groupby([])))
g = groupby('aabb'); k1, g1 = next(g); k2, g2 = next(g); print(k1, list(g1), k2, next(g2), list(g2))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=10)), list(accumulate([])), list(accumulate([], initial=5)), list(accumulate('abc')), list(accumulate([3, 1, 4], max)), list(accumulate([1, 2], lambda a, b: (a, b))))
a, b = tee([1, 2, 3]); print(next(a), next(a), list(b), list(a)); x, y, z = tee(iter('ab'), 3); print(list(x), list(z), next(y)); y2, = tee(y, 1); print(list(y2)); print(tee([], 0))
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: product(5), lambda: product('a', repeat=-1), lambda: product('a', repeat='x'), lambda: product('a', wrong=1), lambda: permutations(5), lambda: permutations('a', -1), lambda: permutations('a', 'x'), lambda: combinations('a'), lambda: combinations('a', -1), lambda: combinations('a', 'b'), lambda: groupby(5), lambda: next(groupby('a', 5)), lambda: groupby(), lambda: accumulate(5), lambda: list(accumulate([1, 'a'])), lambda: list(accumulate([1, 2], 5)), lambda: tee(5), lambda: tee([], -1), lambda: combinations_with_replacement('a', -1), lambda: list(combinations(iterable='ab', r=1)), lambda: list(permutations(iterable='ab', r=1)), lambda: list(accumulate(iterable=[1], func=None, initial=None))): attempt(f)
import copy
p = product('ab', 'cd'); next(p); print(list(p)); print(list(islice(permutations(range(5)), 22, 26)), max(combinations([3, 1, 2], 2)), sorted(map(''.join, product('ba', repeat=2))))
t = tee(range(3)); print(type(t).__name__, type(t[0]).__name__, next(t[0]), copy.copy(t[0]) is t[0], list(copy.copy(t[0])), list(t[0]))
