"""A little of everything that needs the host or the library."""
import dataclasses
import os
import sys
import time
from collections import Counter
from decimal import Decimal


@dataclasses.dataclass
class Point:
    x: int
    y: int = 2


class Loud:
    def __del__(self):
        print('released', sys.getrefcount(None) > 1000)


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


print(Point(1), sorted(Counter('abracadabra').items()))
print(list(fibonacci(10)), 2 ** 100, Decimal('0.1') + Decimal('0.2'))
with open('/tmp/out.txt', 'w', encoding='utf-8') as f:
    f.write('h\u00e9llo\n')
with open('/tmp/out.txt', encoding='utf-8') as f:
    print(f.read(), os.path.getsize('/tmp/out.txt'))
os.remove('/tmp/out.txt')
before = time.monotonic()
time.sleep(0.02)
print(time.monotonic() - before >= 0.02)
try:
    {}['missing']
except KeyError as e:
    print(type(e).__name__, e, sys.exc_info()[2].tb_lineno)
x = Loud()
del x
print([n for n in range(30) if all(n % d for d in range(2, n))])


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))
