# printf-style formatting: flags, mappings, star widths, errors.
def attempt(fmt, arg):
    try: print(repr(fmt), '->', repr(fmt % arg))
    except Exception as e: print(repr(fmt), '->', type(e).__name__, e)
class S:
    def __str__(self): return 'S-str'
    def __repr__(self): return 'S-repr'
    def __index__(self): return 65
    def __float__(self): return 2.5
    def __getitem__(self, k): return f'item {k}'
for fmt, arg in (('%d', 5), ('%5d|%-5d|%05d|%+d|% d', (1, 2, 3, 4, 5)), ('%i %u', (7.9, -3)), ('%x %X %#x %o %#o %#X', (255, 255, 255, 8, 8, 171)), ('%e %E %f %F %g %G', (1.5,) * 6), ('%.3f|%10.2e|%-8.1f|%+.0f', (2.0005, 12345.6, 1.25, 0.5)), ('%s %r %a', ('é',) * 3), ('%5s|%-5s|%.2s|%5.1s|', ('abc',) * 4), ('%c%c%c', (65, 'z', S())), ('%%', ()), ('100%%', {}), ('%(a)s %(b)05d', {'a': 1, 'b': 2}), ('%(a)s %(a)r', {'a': 'x', 'zz': 1}), ('%*d|%-*d|%.*f', (5, 1, 5, 2, 2, 3.14159)), ('%s', [1, 2]), ('%s', (1,)), ('%s', ((1, 2),)), ('%s', {'k': 1}), ('%(x)s', S()), ('%s %d %f', (S(),) * 3), ('%s', None), ('%d', True), ('%d', 10 ** 25), ('%x', -10 ** 20), ('%.50f', 0.1), ('%#.0f %#g', (1, 1)), ('%05s|%+s', ('a', 'b')), ('%ld %hd %Lf', (1, 2, 3.0)), ('%-05d|', 3), ('%+ d', 3), ('%s' * 3, 'abc'), ('%d', 'x'), ('%d', None), ('%d', 1j), ('%x', 1.5), ('%f', 'a'), ('%c', 'ab'), ('%c', -1), ('%c', 1.5), ('%c', 0x110000), ('%s %s', 1), ('%s %s', (1,)), ('%s', (1, 2)), ('a', 1), ('a', (1,)), ('a', {}), ('a', []), ('%', 1), ('%5', 1), ('%z', 1), ('%(a', {}), ('%(a)', {'a': 1}), ('%(a)s', 1), ('%(a)s', {}), ('%(a)s %s', {'a': 1}), ('%*d', ('x', 1)), ('%*d', (5,)), ('%.*f', (2,)), ('%d %%', 5), ('%(a)%', {'a': 1}), ('%.s|', 'abc'), ('%.-5f', 1), ('%99999999999999999999d', 1), ('%é', 1), ('%i', float('nan')), ('%i', float('inf')), ('%d', '5'), ('%o', 1.0), ('%f', 10 ** 400), ('%s', 'lone \ud800'), ('%r', "it's"), ('%(a(b)c)s', {'a(b)c': 1}), ('%s %(a)s', {'a': 1})):
    attempt(fmt, arg)
attempt(b'%s', b'x'); attempt(b'%d %5.1f %c %%', (1, 2.5, b'z')); attempt(b'%s', 'x'); attempt(b'%b', S()); attempt(b'%r', 'é'); attempt(bytearray(b'%d'), 5); attempt(b'%(k)s', {b'k': b'v'}); attempt(b'%c', 'a')
t = '%s-%s'; t %= (1, 2); print(t)
