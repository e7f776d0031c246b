# format() of floats: precision, types, alternate forms, signs, the z option, infinities.
values = [0.0, -0.0, 1.0, 1234.5678, -0.00001234, 1e20, 123456789.0]
for spec in ['', 'f', '.2f', '.0f', '#.0f', 'e', '.3e', '.0e', 'E', 'g', '.3g', '#.3g', 'G', '%', '.1%', 'n', '.3', '.0', '.17g', ',', '_.2f', ',.1f',
             '+', ' ', '+.1f', 'z.1f', 'z', '+z.3f', '12', '<12', '^12', '=+12.1f', '012.2f', '*>12.3e', '015,.2f']:
    print(repr(spec), [format(v, spec) for v in values])
for spec in ['', 'f', 'F', 'e', 'E', 'g', '%', '010', '+', '010f', '<6', '=8']:
    print(repr(spec), format(float('inf'), spec), format(float('-inf'), spec), format(float('nan'), spec))
for spec in ['d', 'x', 's', 'c', '.f', '.-1f', ',g,', '1.2.3', '_,', 'zd', 'q', ',n', '10z']:
    try:
        print(repr(spec), format(1.5, spec))
    except ValueError as e:
        print(repr(spec), e)
print('%f %.2f %e %.1e %g %G %10.3f|%-10.2f|%+d|%05.1f' % (1.5, 2.345, 12345.678, 0.00012, 1e-5, 1e20, 3.14159, 2.5, 7, 2.25))
print('%g %g %g %#g %.0f %#.0f %a %r' % (100000, 1000000, 0.0001, 1.0, 2.5, 2.0, 1.5, 0.1))
print('%s %5s %.2s %d %i' % (1.5, 2.5, 3.14159, 3.99, -3.99))
print('{:.{p}f} {:{w}.{p}f}'.format(3.14159, 2.71828, p=2, w=8), f'{3.14159:.{1+1}f}', f'{2.5:>{10}}')
