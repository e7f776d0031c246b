# Comprehension scopes: variables, closures, nesting, class bodies, walrus.
x = 'outer'
print([x for x in range(3)], x, {x: x for x in 'ab'}, {x for x in [1]}, list(x for x in 'gen'), x)
print([(a, b) for a in range(3) for b in range(a)], [[j * i for j in range(3)] for i in range(3)], [y for y in range(20) if y % 2 if y % 3], [c for r in ['ab', 'cd'] for c in r if c != 'b'])
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]], [i for i in [i for i in range(3)]], [a for a, *b in ['abc', 'de']], [(p, q) for p, (q, *_) in [(1, 'xy')]])
class C:
    items = [1, 2, 3]
    factor = 10
    doubled = [i * 2 for i in items]
    try:
        scaled = [i * factor for i in items]
    except NameError as e:
        scaled = str(e)
    firstonly = [i for i in items if i > 1]
    lam = (lambda: [x for _ in 'a'])()
    loc = [sorted(k for k in locals() if not k.startswith('_')) for _ in 'a']
print(C.doubled, C.scaled, C.firstonly, C.lam, C.loc)
def f():
    total = 0
    r = [total := total + v for v in range(5)]
    return r, total, [last := v for v in 'xyz'], last, any((hit := n) > 2 for n in range(9)), hit
print(f())
def g(n):
    if n == 0: return []
    return [v for v in range(n)] + [w for w in g(n - 1)]
print(g(3), [locals() for a in [1]], sorted([list(locals()) for q in [1]][0])[:0])
def h():
    a = 1
    return [sorted(locals()) for b in [1]], [eval('b') for b in [5]], {k: v for k, v in {'p': a}.items()}
print(h())
print({k: v for v, k in enumerate('abc')}, {i % 3: i for i in range(7)}, {(a, b): a for a in 'x' for b in 'yz'}, {frozenset(s) for s in ('ab', 'ba')} == {frozenset('ab')})
for src in ['[x for x in 5]', '[y for x in [1]]', '[x for x in [1, 0] if 1 / x]', '{[]: 1 for x in "a"}', '{[] for x in "a"}', '[a for a, b in [1]]', '[a for a, b in [(1,)]]', 'next(z for z in [])', '[i.x for i in [1]]', '[_ for _ in range("a")]']:
    try:
        print(src, eval(src))
    except Exception as e:
        print(src, type(e).__name__ + ':', e)
print([*[i for i in 'ab'], *(i for i in 'cd')], [1 if i else 2 for i in (0, 1)], [not i for i in (0, 1)], [lambda: i for i in 'a'][0](), sum(i for i in range(5)), max((i for i in [3, 9]), default=0))
