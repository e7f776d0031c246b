# format() of integers in all presentations.
for spec in ['', 'd', 'b', 'o', 'x', 'X', '#b', '#o', '#x', '#X', 'n', ',', '_', '_b', '_x', '+', ' ', '-',
             '10', '<10', '>10', '^10', '=10', '010', '+010', '*^12', '#012x', '08b', '_>+12,', '.2f', 'e', 'g', '%', '010,', '020_']:
    print(repr(spec), [format(v, spec) for v in (65, 1234567)])
for spec in ['d', '+d', ' d', '010', '=10', '<10', 'b', '#x', ',', '_x', '*=+10']:
    print(repr(spec), [format(v, spec) for v in (-1, 0, -1234567)])
for value, spec in [(5, 's'), (5, 'z'), (5, '.3d'), (5, ',b'), (5, '_c'), (5, '+c'), (5, ',_'), (5, '10.'), (0x110000, 'c'),
                    (-1, 'c'), (5, '#c'), (5, 'dd'), (5, '_,'), (5, ',n'), (True, 'd'), (True, ''), (True, '5'), (5, 'zd'), (5, '99999999999999999999')]:
    try:
        print(value, repr(spec), repr(format(value, spec)))
    except (ValueError, OverflowError) as e:
        print(value, repr(spec), type(e).__name__ + ':', e)
print(bin(10), oct(-64), hex(255), bin(-5), hex(True), bin(0))
for f in (bin, oct, hex):
    try:
        f(1.5)
    except TypeError as e:
        print(f.__name__, e)
print(str(10 ** 25), repr(-7), (5).__format__('>3'), '{:,}'.format(10 ** 15), '{:_}'.format(-10 ** 9))
