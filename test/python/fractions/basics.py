# Fraction: construction, arithmetic, formatting, limits.
from fractions import Fraction as F
from decimal import Decimal as D
print(F(6, 4), F(-6, -4), F(3, -6), F('3/7'), F(' -1.25e-2 '), F(0.5), F(D('1.1')), F(1.1), F(5), F(), F(F(1, 2), F(3, 4)), repr(F(1, 3)), F('1_000/3'), F(True), F('.5'), F('-3.'))
a, b = F(1, 2), F(1, 3)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(F(7, 2), b), a ** 2, a ** -2, 2 ** a, a ** b, a + 1, 1 - a, a * 0.5, a + 1j, -a, +a, abs(F(-1, 2)), F(-7, 2) // 1, F(-7, 2) % 1, round(F(5, 2)), round(F(7, 3), 2), int(F(-7, 2)), float(a), bool(F(0)), a == 0.5, a < b, a > 0.4, hash(a) == hash(0.5), F(3) == 3, a.numerator, a.denominator)
print(F('3.14159265').limit_denominator(100), F(1, 3).limit_denominator(2), a.as_integer_ratio(), F.from_float(0.25), F.from_decimal(D('0.1')), F(7, 2).__floor__(), F(7, 2).__ceil__(), F(4, 2).is_integer(), a.conjugate(), a.real, a.imag, sum([F(1, i) for i in range(1, 6)]), sorted([a, b, F(0)]), max(a, 0.7), f'{a}', f'{F(1, 3):.3f}', f'{F(22, 7):>10.4g}', f'{F(1234567, 10):,.2f}', f'{F(3, 2):_}', f'{F(5):>6}', f'{F(1, 3):.2%}', f'{F(2, 3):+e}')
for f in (lambda: F(1, 0), lambda: F('a'), lambda: F('1/0'), lambda: F('1 / 2'), lambda: F(1.5, 2), lambda: F('1', 2), lambda: F(None), lambda: F(float('nan')), lambda: F(float('inf')), lambda: F(D('nan')), lambda: a / 0, lambda: a // 0, lambda: F(0) ** -1, lambda: a + 'x', lambda: a < 1j, lambda: a.limit_denominator(0), lambda: setattr(a, 'numerator', 5), lambda: F.from_float('x'), lambda: f'{a:d}', lambda: a + D(1), lambda: F(1j), lambda: F('1/2/3'), lambda: F('--1'), lambda: int(F('1e3')), lambda: F(-8) ** F(1, 3), lambda: pow(F(2), 3, 5)):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
