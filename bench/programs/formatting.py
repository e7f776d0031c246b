"""f-strings, format and percent over numbers and texts."""

SIZE = 71_000


def main(n):
    size = 0
    for i in range(n):
        price = i * 1.25
        a = f'{i:>8}|{price:10.2f}|{i % 16:04b}|{i:,}'
        b = '{:<10}{:^8}{!r:>6}'.format('item', i % 100, str(i % 10))
        c = '%05d %-8s %6.3f %x' % (i, 'key', price / 3, i)
        size += len(a) + len(b) + len(c)
    return size, a, b, c


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
