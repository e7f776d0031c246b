"""Work on dicts, lists and sets together: counting, grouping, joining."""

SIZE = 720_000


def main(n):
    counts = {}
    groups = {}
    seen = set()
    for i in range(n):
        key = i * i % 1009
        counts[key] = counts.get(key, 0) + 1
        if i % 8 == 0:
            groups.setdefault(key % 17, []).append(i)
        if key not in seen:
            seen.add(key)
    words = [f'w{i % 500}' for i in range(n // 4)]
    index = {}
    for position, word in enumerate(words):
        if word in index:
            index[word].append(position)
        else:
            index[word] = [position]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    evens = {k for k in counts if k % 2 == 0}
    return ordered, len(seen & evens), sum(len(g) for g in groups.values()), index['w7'][-1]


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
