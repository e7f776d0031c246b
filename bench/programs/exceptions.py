"""Raising and catching: hits, misses, chains and finally."""

SIZE = 260_000


class Refused(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def check(i):
    if i % 3 == 0:
        raise Refused(i % 7)
    if i % 5 == 0:
        raise KeyError(i)
    return i


def guarded(i):
    try:
        return check(i)
    except KeyError as e:
        raise ValueError('bad key') from e


def main(n):
    codes = values = good = cleanups = 0
    for i in range(n):
        try:
            good += guarded(i)
        except Refused as e:
            codes += e.code
        except ValueError as e:
            values += e.__cause__.args[0]
        finally:
            cleanups += 1
    missing = 0
    table = {i: i for i in range(0, n, 2)}
    for i in range(n):
        try:
            table[i]
        except KeyError:
            missing += 1
    return codes, values, good, cleanups, missing


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
