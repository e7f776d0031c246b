# Star expressions in displays, calls, subscripts, returns and for targets.
a, b = [1, 2], (3, 4)
print([*a, *b], (*a, *b), {*a, *b}, {**{'x': 1}, **{'y': 2}}, [*range(3), *'ab', *{}, *[]], *a, *b)
def f(*x, **k): return x, k
print(f(*a, 9, *b, **{'p': 1}, q=2), f(*[], **{}), f(*(i for i in a)), f(*a[:1], *map(str, b)))
class G:
    def __getitem__(self, k): return k
g = G(); print(g[*a], g[*a, 5], g[0, *b], g[*a, *b], g[*()] if False else g[()])
def r(): return *a, *b
def y(): yield *a, 5
print(r(), next(y()), [x for x in (*a, 9)], [(h, t) for h, *t in ['abc', [1]]])
for h, *t in [(1, 2, 3), 'xy']: print(h, t)
first, *_, last = range(5); print(first, last, _); [*p, q], s = [1, 2, 3], 4; print(p, q, s); *e, = (); print(e)
(m, *n), *o = [[1, 2], 3, 4]; print(m, n, o); x = *a, ; print(x); x = [*a] * 2; print(x, [*[*[*a]]], [[*a], [*b]])
d = dict(**{'a': 1}, b=2); print({**d, 'a': 5, **{'c': 3}}, {'z': 0, **d}, list({**{}}), max(*a, *b), print(*a, sep='-'), zip(*[a, b]).__next__(), [*zip(*[a, b])])
for src in ('[*5]', '(*None,)', '{*1}', '{**5}', '{**[1]}', 'f(*5)', 'f(**5)', 'f(*a, **{1: 2})', 'a, *b = 5', '*x, y = []', 'x, *y, z = [1]', '[*a] = 5', '{**{[]: 1}}', '{*[[]]}', 'f(**{"a": 1}, a=2)', 'f(**{"a": 1}, **{"a": 2})', 'print(*1)', 'g[*5]', 'for a, *b in [[]]: pass', '(lambda a: a)(*[1, 2])', '[*(1/0 for _ in "a")]', 'f(*undefined)', '{**undefined}', 'x = *undefined,'):
    try: exec(src)
    except Exception as e: print(src, '->', type(e).__name__, str(e).replace('__main__.', ''))
