"""Pancake flips over all permutations: list slices and indices."""

SIZE = 9


def main(n):
    permutation = list(range(n))
    counts = [0] * n
    most = checksum = sign = 0
    r = n
    while True:
        while r != 1:
            counts[r - 1] = r
            r -= 1
        flips = 0
        work = permutation[:]
        first = work[0]
        while first:
            work[:first + 1] = work[first::-1]
            flips += 1
            first = work[0]
        most = max(most, flips)
        checksum += flips if sign % 2 == 0 else -flips
        sign += 1
        while True:
            if r == n:
                return checksum, most
            permutation.insert(r, permutation.pop(0))
            counts[r] -= 1
            if counts[r] > 0:
                break
            r += 1


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
