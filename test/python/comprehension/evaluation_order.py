# Order of evaluation inside comprehensions and generator expressions, laziness, exceptions.
log = []
def t(x):
    log.append(x)
    return x
def show(label, value):
    print(label, value, log)
    log.clear()
show('list', [t(a + b) for a in t('x') for b in t('yz')])
show('dict', {t(k): t(v) for k, v in [('a', 1), ('b', 2)]})
show('set', {t(i) for i in t((1, 1, 2)) if t(i * 10)})
g = (t(i) for i in t([1, 2]))
show('created', type(g).__name__)
show('first', next(g))
show('rest', list(g))
try:
    (i for i in undefined_name)
except NameError as e:
    print('outermost iterable is evaluated at once:', e)
lazy = (j for i in [1] for j in undefined_inner)
try:
    next(lazy)
except NameError as e:
    print('the inner one on demand:', e)
show('dead generator', list(lazy))
n = 3
g = (n * i for i in range(n))
n = 100
show('late binding', list(g))
g1 = (i for i in range(5)); print(sum(g1) + sum(g1), 3 in (i for i in range(5)))
g2 = (i for i in range(6)); print(list(zip(g2, g2)), 2 in (x for x in [1, 2, 3]))
def boom(x):
    if x == 2: raise ValueError(f'at {x}')
    return x
g = (boom(i) for i in range(5))
try:
    print(list(g))
except ValueError as e:
    print(e, list(g))
r = []
try:
    r = [boom(i) for i in range(5)]
except ValueError as e:
    print(e, r)
it = iter(range(10)); print([x for x in it if x < 3 or next(it, 0)], list(it))
print([(x, y) for x in range(3) for y in range(x, 3) if (x + y) % 2 == 0], [[c.upper() for c in w] for w in ('ab', 'c')], {len(w): [v for v in ('a', 'bb', 'c') if len(v) == len(w)] for w in ('a', 'bb')}, [x for x in [] or [0]], [x for x in (1, 2) if x for y in (x, x)], [a for a in 'ab' for a in 'cd'])
e = ((a, b) for a in (c for c in 'xy') for b in (d for d in range(2))); print(next(e), list(e), g.gi_running, g.gi_frame, e.gi_frame is None)
