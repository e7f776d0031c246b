"""Closures, nonlocal counters, composed and decorated functions."""

SIZE = 440_000


def counter():
    value = 0

    def step(by):
        nonlocal value
        value += by
        return value

    return step


def compose(f, g):
    return lambda x: g(f(x))


def counted(function):
    def wrapper(*args, **keywords):
        wrapper.calls += 1
        return function(*args, **keywords)

    wrapper.calls = 0
    return wrapper


@counted
def clamp(x, low=0, high=1000):
    return low if x < low else high if x > high else x


def main(n):
    step = counter()
    chain = compose(compose(lambda x: x + 1, lambda x: x * 2), lambda x: x % 1009)
    total = 0
    for i in range(n):
        step(i % 5)
        total += chain(i)
        if i % 3 == 0:
            total += clamp(i, high=500)
    return step(0), total, clamp.calls


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
