# repr of floats: shortest round trip, exponents, signs, literals.
print(1.0, 0.1, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1.5e-7, 1e22, 1e23)
print(-0.0, 0.0, 1e400, -1e400, 1e-400, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308)
print(.5, 5., 1_000.000_1, 1e1_0, 0e0, 00.5, 1E5, 1.e3)
print(0.1 + 0.2, 1 / 3, 2 / 3, 100 / 3, 1e100, 3.14, 2.5, 1.1 * 1.1, 4.35 * 100)
print(9007199254740993.0, 4503599627370496.5, 0.30000000000000004, 1e21, 123456.789e3)
for text in ['1', ' 1.5 ', '1e5', 'inf', '-Infinity', 'nan', '+nan', 'iNf', '1_0.0_1', '.5', '5.', '1e-400', '0x1p3', '', '.', 'e5', '1__0',
             '1_', '1._5', 'infinit', '1 2', '1e', '--1', '\u0661.\u0665', '1\x00']:
    try:
        print(repr(text), float(text))
    except ValueError as e:
        print(repr(text), e)
print(float(b'1.5'), float(bytearray(b' 2 ')), float(True), float(10 ** 22), float())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: float(None))
attempt(lambda: float([]))
attempt(lambda: float(1j))
attempt(lambda: float(10 ** 400))
attempt(lambda: float(1, 2))
attempt(lambda: float(x=1))
class F:
    def __float__(self): return 2.5
class G:
    def __float__(self): return 2
class H:
    def __index__(self): return 3
attempt(lambda: float(F()))
attempt(lambda: float(G()))
attempt(lambda: float(H()))
