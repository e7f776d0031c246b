"""Built-in functions over iterables, ranges and slices."""
from _timing import measure

B = '''l = list(range(100)); m = l[::-1]; t = (1, 2, 3); true = [True] * 100; false = [False] * 100
f = lambda x: x; odd = lambda x: x & 1; s = [str(k) for k in l]; i = 3; r = range(100)
class P: pass
p = P(); p.x = 1
def gen():
    for k in range(100): yield k
'''
measure([
    ('for range(100)', 'for k in range(100): pass', B),
    ('for enumerate 100', 'for k, v in enumerate(l): pass', B),
    ('for zip 100', 'for k, v in zip(l, m): pass', B),
    ('for zip3 100', 'for k, v, w in zip(l, m, l): pass', B),
    ('for reversed 100', 'for k in reversed(l): pass', B),
    ('for gen 100', 'for k in gen(): pass', B),
    ('list(map(f))', 'list(map(f, l))', B),
    ('list(map(str))', 'list(map(str, l))', B),
    ('list(map(int))', 'list(map(int, s))', B),
    ('list(map 2)', 'list(map(max, l, m))', B),
    ('list(filter(f))', 'list(filter(odd, l))', B),
    ('list(filter(None))', 'list(filter(None, l))', B),
    ('list(zip)', 'list(zip(l, m))', B),
    ('list(enumerate)', 'list(enumerate(l))', B),
    ('list(reversed)', 'list(reversed(l))', B),
    ('list(gen)', 'list(gen())', B),
    ('any false', 'any(false)', B),
    ('all true', 'all(true)', B),
    ('any gen', 'any(k > 200 for k in l)', B),
    ('all gen', 'all(k < 200 for k in l)', B),
    ('sum gen', 'sum(k * k for k in l)', B),
    ('iter next', 'next(it)', B + 'from itertools import repeat\nit = repeat(1)'),
    ('next default', 'next(it, None)', B + 'it = iter(())'),
    ('isinstance', 'isinstance(i, int)', B),
    ('isinstance tuple', 'isinstance(i, (str, int))', B),
    ('isinstance user', 'isinstance(p, P)', B),
    ('type(x)', 'type(i)', B),
    ('type is', 'type(i) is int', B),
    ('getattr', 'getattr(p, "x")', B),
    ('getattr default', 'getattr(p, "nope", None)', B),
    ('hasattr', 'hasattr(p, "x")', B),
    ('setattr', 'setattr(p, "x", i)', B),
    ('callable', 'callable(f)', B),
    ('id', 'id(p)', B),
    ('hash obj', 'hash(p)', B),
    ('range()', 'range(10)', B),
    ('range in', '50 in r', B),
    ('range index', 'r[i]', B),
    ('range len', 'len(r)', B),
    ('range slice', 'r[2:5]', B),
    ('slice()', 'slice(1, 2)', B),
    ('iter(l)', 'iter(l)', B),
    ('object()', 'object()', B),
    ('P()', 'P()', B),
    ('int()', 'int()', B),
    ('repr obj', 'repr(p)', B),
    ('print to StringIO', 'print(i, s, file=o)\no.seek(0)', 'import io\no = io.StringIO(); i = 5; s = "text"'),
])
