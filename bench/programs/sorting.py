"""sorted and list.sort with keys, reverse, and a hand-written quicksort."""

SIZE = 48_000


def quicksort(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return (quicksort([x for x in items if x < pivot]) + [x for x in items if x == pivot]
            + quicksort([x for x in items if x > pivot]))


def main(n):
    seed = 12345
    records = []
    for i in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        records.append((seed % 1000, f'name{seed % 777}', seed))
    by_name = sorted(records, key=lambda r: r[1])
    by_two = sorted(records, key=lambda r: (r[0], -r[2]))
    plain = sorted(records, reverse=True)
    quick = quicksort([r[2] for r in records])
    texts = [r[1] for r in records]
    texts.sort(key=len)
    texts.sort()
    return by_name[n // 2], by_two[n // 3], plain[7], quick[n // 2], texts[n // 5]


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
