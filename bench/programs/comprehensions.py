"""List, dict, set and nested comprehensions."""

SIZE = 370


def main(n):
    total = 0
    for k in range(n):
        squares = [i * i for i in range(4000)]
        odd = [x for x in squares if x % 2]
        table = {x: i for i, x in enumerate(odd)}
        rests = {x % 97 for x in squares}
        grid = [[i * j for j in range(30)] for i in range(30)]
        flat = [x for row in grid for x in row if x != k]
        total += len(odd) + len(table) + sum(rests) + sum(flat)
    return total


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
