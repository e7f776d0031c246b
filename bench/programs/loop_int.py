"""A loop of small-integer arithmetic over ranges and a while."""

SIZE = 1_200_000


def main(n):
    total = 0
    for i in range(n):
        total = (total + i * 3 ^ i & 255) % 1_000_003
    count = 0
    x = 27
    while count < n // 2:
        x = x // 2 if x % 2 == 0 else 3 * x + 1
        if x == 1:
            x = 27 + count % 1000
        count += 1
    return total, x


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
