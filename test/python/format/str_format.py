# str.format: fields, indexing, attributes, nesting, errors.
class P:
    x = 5; items = ['a', {'k': 'v'}]
    def __format__(self, s): return f'P[{s}]'
p = P()
def attempt(fmt, *a, **k):
    try: print(repr(fmt), '->', fmt.format(*a, **k))
    except Exception as e: print(repr(fmt), '->', type(e).__name__, e)
for fmt in ('{} {}', '{1} {0}', '{0} {0}', '{:>5}|{:<5}|', '{0!r:^7}', '{!s}', '{:{}}', '{0:{1}}', '{0:{w}.{p}}', '{a} {b}', '{0[0]}', '{a[k]}', '{a[0]}', '{obj.x} {obj.items[0]} {obj.items[1][k]}', '{obj:spec}', '{obj.x:>{w}}', '{{}}', '{{{0}}}', '{', '}', '{}{', '{0', '{0!}', '{0!x}', '{0!rr}', '{0:', '{} {0}', '{0} {}', '{5}', '{missing}', '{0.nope}', '{0[zz]}', '{0[}', '{0[]}', '{0.}', '{a b}', '{0:{1:{2}}}', '{0!r:{1}}', '{-1}', '{0[-1]}', '{a.b[c].d}', '{:s}', '{:d}', '{:,}', '{:x<6}', '{0[0', '{0]}', '{0:}}', '{:{}{}}', '{00}', '{ 0}', '{0 }', '{a!s:{b}}', '{.x}', '{[0]}', '{0!}}', '{:%Y}', '{0.__class__.__name__}', '{\u2028}'):
    attempt(fmt, 'xy', 10, a={'k': 'v', '0': 'zero', 0: 'int'}, b='q>7', obj=p, w=8, p=1)
attempt('{:d}', 1.5); attempt('{:d}', True); attempt('{:c}', 97); attempt('{:.2%}', .256); attempt('{0.real} {0.imag}', 3j); attempt('{:5}', None); attempt('{:5}', [1]); attempt('{}', [1]); attempt('{:>10}', 'é€'); attempt('{:.3}', 'abcdef'); attempt('{:^10.2}|', 'abc'); attempt('{:0>5}', 'a'); attempt('{:05}', 'a'); attempt('{:=5}', 'a'); attempt('{:+}', 'a'); attempt('{:#}', 'a'); attempt('{:,}', 'a'); attempt('{:.}', 'a'); attempt('{:\x00<4}'); attempt('{:é^5}', 'a'); attempt('{:😀^4}', 1); attempt('{:<<4}', 1); attempt('{:}<4}', 1); attempt('{:-5}', 3); attempt('{:z}', 'a'); attempt('{:1000000000000000000000}', 1)
from string import Formatter
print(list(Formatter().parse('a{b!r:c{d}}e{{}}{}')), Formatter().format('{0} {x:>3} {}' if False else '{0} {x:>3}', 1, x=2), Formatter().vformat('{} {}', (1, 2), {}))
for v, s in ((5, ''), ('a', '>3'), (p, 'q'), (None, ''), (None, 'x'), (object(), 'z'), ([], ''), (1.5, 5)):
    try: print(format(v, s) if v.__class__ is not object else format(v, s))
    except Exception as e: print(type(e).__name__, e)
