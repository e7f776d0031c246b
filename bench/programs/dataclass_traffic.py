"""Dataclasses made, compared, replaced and sorted."""

from dataclasses import dataclass, field, replace

SIZE = 55_000


@dataclass
class Line:
    item: str
    quantity: int
    price: float = 1.0

    def total(self):
        return self.quantity * self.price


@dataclass(order=True, frozen=True)
class Key:
    group: int
    name: str


@dataclass
class Order:
    key: Key
    lines: list = field(default_factory=list)


def main(n):
    orders = []
    for i in range(n):
        order = Order(Key(i * 7 % 101, f'o{i % 13}'))
        order.lines.append(Line('a', i % 5, 2.5))
        order.lines.append(Line('b', 1))
        orders.append(order)
    total = sum(line.total() for order in orders for line in order.lines)
    keys = sorted(order.key for order in orders[:n // 3])
    equal = sum(a.key == b.key for a, b in zip(orders, orders[1313:]))
    changed = replace(keys[0], name='z')
    return total, keys[n // 6], equal, changed, len({order.key for order in orders})


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
