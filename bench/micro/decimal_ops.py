"""decimal, fractions."""
from _timing import measure

D = '''from decimal import *
from fractions import Fraction
a = Decimal("3.14159"); b = Decimal("2.71828"); c = Decimal(1) / Decimal(3); e = Decimal("1234567.89"); i = 7
cent = Decimal("0.01"); f = Fraction(3, 7); g = Fraction(5, 9); c2 = c * 2
'''
measure([
    ('dec a + b', 'a + b', D),
    ('dec a - b', 'a - b', D),
    ('dec a * b', 'a * b', D),
    ('dec a / b', 'a / b', D),
    ('dec c + c2', 'c + c2', D),
    ('dec c * c2', 'c * c2', D),
    ('dec c / c2', 'c2 / c', D),
    ('dec a // b', 'e // b', D),
    ('dec a % b', 'e % b', D),
    ('dec a + int', 'a + i', D),
    ('dec a < b', 'a < b', D),
    ('dec a == b', 'a == b', D),
    ('dec -a', '-a', D),
    ('dec abs', 'abs(a)', D),
    ('dec Decimal(str)', 'Decimal("3.14159")', D),
    ('dec Decimal(int)', 'Decimal(i)', D),
    ('dec Decimal(float)', 'Decimal(0.1)', D),
    ('dec str', 'str(a)', D),
    ('dec quantize', 'e.quantize(cent)', D),
    ('dec int(a)', 'int(e)', D),
    ('dec float(a)', 'float(e)', D),
    ('dec round', 'round(e, 1)', D),
    ('dec sqrt', 'a.sqrt()', D),
    ('dec a ** 2', 'a ** 2', D),
    ('dec hash', 'hash(a)', D),
    ('dec format', 'f"{e:.2f}"', D),
    ('dec exp', 'a.exp()', D),
    ('dec ln', 'a.ln()', D),
    ('frac f + g', 'f + g', D),
    ('frac f * g', 'f * g', D),
    ('frac f < g', 'f < g', D),
    ('frac Fraction()', 'Fraction(3, 7)', D),
])
