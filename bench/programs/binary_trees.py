"""Binary trees of tuples, built and walked: allocation and release."""

SIZE = 16


def build(depth):
    return (None, None) if depth == 0 else (build(depth - 1), build(depth - 1))


def count(tree):
    left, right = tree
    return 1 if left is None else 1 + count(left) + count(right)


def main(depth):
    kept = build(depth)
    rows = []
    for d in range(4, depth + 1, 4):
        rounds = 1 << (depth - d + 2)
        rows.append((d, sum(count(build(d)) for _ in range(rounds))))
    return rows, count(kept)


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
