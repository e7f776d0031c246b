"""The Mandelbrot set, once in floats and once in complex numbers."""

SIZE = 270


def escape(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 4.0:
            return i
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
    return limit


def escape_complex(c, limit):
    z = 0j
    for i in range(limit):
        if abs(z) > 2.0:
            return i
        z = z * z + c
    return limit


def main(n):
    total = 0
    for row in range(n):
        ci = 2.0 * row / n - 1.0
        for column in range(n):
            total += escape(3.0 * column / n - 2.0, ci, 60)
    inside = 0
    for row in range(0, n, 2):
        for column in range(0, n, 2):
            inside += escape_complex(complex(3.0 * column / n - 2.0, 2.0 * row / n - 1.0), 40) == 40
    return total, inside


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
