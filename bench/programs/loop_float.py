"""A loop of float arithmetic: an integral and a logistic map."""

SIZE = 1_500_000


def main(n):
    step = 1.0 / n
    area = 0.0
    for i in range(n):
        x = (i + 0.5) * step
        area += 4.0 / (1.0 + x * x)
    y = 0.4
    for _ in range(n):
        y = 3.7 * y * (1.0 - y)
    return round(area * step, 9), 0.0 < y < 1.0


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
