"""Pipelines of generators, delegation and send."""

SIZE = 830_000


def numbers(n):
    for i in range(n):
        yield i


def squares(source):
    for x in source:
        yield x * x


def odd(source):
    for x in source:
        if x & 1:
            yield x


def tree(n):
    if n > 0:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


def averager():
    total = count = 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total // count


def main(n):
    piped = sum(odd(squares(numbers(n))))
    walked = sum(tree(13))
    average = averager()
    next(average)
    for i in range(n):
        mean = average.send(i)
    return piped, walked, mean


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
