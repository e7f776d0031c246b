import math
from decimal import Decimal

for text in 'nan', '-nan', '+nan':
    x = float(text)
    print(text, x, math.copysign(1.0, x), math.copysign(1.0, -x), math.copysign(1.0, float(Decimal(text))))
for base in 0.0, -0.0:
    for exponent in -1.0, -2.5, -math.inf, math.inf, math.nan, 3.0:
        try:
            print(base, exponent, base ** exponent)
        except ZeroDivisionError as e:
            print(base, exponent, e)


class F(float):
    def __init__(self, value, extra=None):
        self.extra = extra


class S(str):
    def __float__(self):
        return float(str(self)) + 1


print(F(2.5, extra=3).extra, float(S('8')))
for data in b'123\xa0', b'12\x003', b' 12\x0b':
    try:
        print(float(data))
    except ValueError as e:
        print(e)
