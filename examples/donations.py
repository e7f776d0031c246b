"""Donations to campaigns: exact money, a bounded cache and a streaming report.

Shows Decimals, classes, functools.lru_cache and a generator at work:

    vivarium examples/donations.py
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

CENT = Decimal('0.01')
FEES = {'card': Decimal('0.014'), 'transfer': Decimal('0.002'), 'cash': Decimal(0)}


class Campaign:
    """A cause with a goal; remembers what it received after fees."""

    def __init__(self, name, goal):
        self.name = name
        self.goal = Decimal(goal)
        self.received = Decimal(0)
        self.donors = set()

    def accept(self, donor, amount, method):
        net = amount - fee(amount, method)
        self.received += net
        self.donors.add(donor)
        return net

    @property
    def progress(self):
        return min(self.received / self.goal, Decimal(1))

    def __str__(self):
        bar = '#' * int(self.progress * 20)
        return f'{self.name:<8} [{bar:<20}] {self.received:>9,.2f} from {len(self.donors)} donors'


@lru_cache(maxsize=64)
def fee(amount, method):
    """The payment fee, rounded to the cent; asked for often with the same amounts."""
    return (amount * FEES[method]).quantize(CENT, ROUND_HALF_UP)


def donations(count):
    """Streams donations one by one: nothing is kept that the caller does not keep."""
    methods = list(FEES)
    for i in range(count):
        amount = Decimal(5 + i * 7 % 40).quantize(CENT)
        yield f'donor-{i % 23}', ('wells', 'books', 'trees')[i % 3], amount, methods[i * i % 3]


def main():
    campaigns = {c.name: c for c in (Campaign('wells', 900), Campaign('books', 2500),
                                     Campaign('trees', 1500))}
    largest = max((campaigns[name].accept(donor, amount, method), donor)
                  for donor, name, amount, method in donations(120))
    for campaign in sorted(campaigns.values(), key=lambda c: c.progress, reverse=True):
        print(campaign)
    print(f'largest net donation: {largest[0]} by {largest[1]}')
    cache = fee.cache_info()
    print(f'fees computed {cache.misses} times, remembered {cache.hits} times')


if __name__ == '__main__':
    main()
