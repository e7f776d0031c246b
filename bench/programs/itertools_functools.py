"""itertools and functools at work: products, groups, caches, reductions."""

from functools import lru_cache, partial, reduce
from itertools import accumulate, chain, combinations, count, groupby, islice, permutations, product, takewhile
from operator import add, itemgetter

SIZE = 100


@lru_cache(maxsize=None)
def paths(x, y):
    return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)


def main(n):
    total = 0
    for k in range(n):
        total += sum(a * b % 7 for a, b in product(range(60), repeat=2))
        total += sum(1 for p in permutations(range(7)) if p[0] < p[-1])
        total += len(list(combinations(range(15), 4)))
        rows = sorted(((i * 37 % 11, i) for i in range(2000)), key=itemgetter(0))
        total += sum(sum(1 for _ in group) for _, group in groupby(rows, key=itemgetter(0)))
        total += reduce(add, accumulate(range(3000)), k)
        total += sum(islice(chain.from_iterable(repeat_rows(k)), 2000))
        total += sum(map(partial(pow, 3), range(20)))
        total += len(list(takewhile(lambda x: x < 3000, count())))
        paths.cache_clear()
        total += paths(40, 40) % 1009
    return total


def repeat_rows(k):
    while True:
        yield range(k, k + 50)


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
