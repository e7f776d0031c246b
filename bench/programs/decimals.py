"""Sums, products and rounding of Decimals."""

from decimal import ROUND_HALF_UP, Decimal

SIZE = 290_000


def main(n):
    rate = Decimal('0.025')
    cent = Decimal('0.01')
    total = Decimal(0)
    largest = Decimal('-1')
    for i in range(n):
        amount = Decimal(i) * rate + Decimal('1.10')
        if i % 4 == 0:
            amount = amount.quantize(cent, ROUND_HALF_UP)
        total += amount
        if amount > largest:
            largest = amount
    mean = (total / n).quantize(Decimal('0.0001'))
    return str(total), str(largest), str(mean), str(Decimal(2).sqrt())


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
