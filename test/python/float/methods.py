# is_integer, as_integer_ratio, hex, fromhex, and the float type's information.
import sys
for x in (0.0, -1.0, 0.5, 1e16, 1.1, 5e-324, -0.0):
    print(x, x.is_integer(), x.as_integer_ratio(), x.hex())
for text in ['0x1p0', '0x1.8p1', '-0x.8p-3', '1', 'inf', '-nan', '0x1p-1074', '0x1p-1075', '0x1.fffffffffffff8p0', ' 0xA ', '0x1p1024', 'x', '0x', '0x1.p', '']:
    try:
        print(repr(text), float.fromhex(text))
    except (ValueError, OverflowError) as e:
        print(repr(text), type(e).__name__ + ':', e)
for bad in (float('inf'), float('nan')):
    try:
        bad.as_integer_ratio()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__ + ':', e)
print(sys.float_info.max, sys.float_info.min, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig)
print(sys.float_info.max_exp, sys.float_info.min_10_exp, sys.float_info.radix, sys.float_info.rounds)
print((1.5).real, (1.5).imag, (1.5).conjugate(), float.__getformat__('double'))
print(1.9.__int__(), 1.9.__trunc__(), (-1.5).__floor__(), (-1.5).__ceil__(), (2.5).__round__(), (1.0).__bool__(), (0.0).__bool__())
class Celsius(float):
    def __new__(cls, value, unit='C'):
        self = super().__new__(cls, value)
        self.unit = unit
        return self
    def __repr__(self): return f'{float(self)}°{self.unit}'
    def __add__(self, other): return Celsius(float(self) + other, self.unit)
t = Celsius(20.5)
print(t, t + 1, t * 2, type(t * 2).__name__, -t, t == 20.5, hash(t) == hash(20.5), f'{t:.1f}', f'{t}', str(t), '%r' % t)
print(Celsius.fromhex('0x1p3'), type(Celsius.fromhex('0x1p3')).__name__, isinstance(t, float))
