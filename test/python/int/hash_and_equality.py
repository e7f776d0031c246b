# Numbers that are equal hash alike, across int, float, complex, bool, Fraction, Decimal.
from decimal import Decimal
from fractions import Fraction
import sys
print(hash(0), hash(1), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(-(2 ** 61)), hash(2 ** 61 - 2))
print(hash(10 ** 30), hash(-10 ** 30), hash(123456789012345678901234567890))
print(hash(1.0), hash(0.5), hash(-0.0), hash(1e300), hash(1.1), hash(float('inf')), hash(-float('inf')))
print(hash(1 + 0j), hash(1j), hash(2 + 3j), hash(complex(0, -1)))
print(hash(True), hash(Fraction(1, 2)), hash(Decimal('0.5')), hash(Fraction(7, 3)), hash(Decimal('1.1')))
print(hash(10 ** 20) == hash(float(10 ** 20)) == hash(Decimal(10 ** 20)) == hash(Fraction(10 ** 20)))
print(1 == 1.0 == 1 + 0j == True == Fraction(1) == Decimal(1))
print({1: 'a', 1.0: 'b', True: 'c', Decimal(1): 'd', Fraction(1): 'e', 1 + 0j: 'f'})
print(2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53 + 1), 2 ** 53 + 1 > float(2 ** 53), 10 ** 400 > 1e308)
print(10 ** 400 == float('inf'), 10 ** 400 < float('inf'), -10 ** 400 > float('-inf'))
nan = float('nan')
print(nan == nan, nan != nan, nan is nan, nan in [nan], [nan] == [nan], {nan: 1}[nan], 1 < nan, 1 > nan)
print(sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag, sys.hash_info.width)
print(hash((1, 2, 3)), hash(()), hash((0,)), hash(((), ())), hash((1.0, 2, True)))
print(hash(frozenset()), hash(frozenset({1, 2, 3})), hash(None) == hash(None), hash(range(3)), hash(range(0)))
class Odd:
    def __hash__(self): return -1
class Big:
    def __hash__(self): return 2 ** 70
class Text:
    def __hash__(self): return 'x'
print(hash(Odd()), hash(Big()))
try:
    hash(Text())
except TypeError as e:
    print(e)
for o in ([], {}, set(), bytearray(), slice(1), ([],)):
    try:
        print(hash(o) is not None)
    except TypeError as e:
        print(e)
