# Rich comparisons: reflection, NotImplemented, defaults, subclass priority, functools.total_ordering.
from functools import total_ordering
log = []
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, o): log.append(f'{self.n}<'); return NotImplemented if not isinstance(o, V) else self.n < o.n
    def __eq__(self, o): log.append(f'{self.n}=='); return NotImplemented if not isinstance(o, V) else self.n == o.n
    __hash__ = None
class W(V):
    def __gt__(self, o): log.append(f'{self.n}> (sub)'); return 'reflected first'
def t(src):
    log.clear()
    try:
        r = eval(src)
    except TypeError as e:
        r = f'TypeError: {e}'
    print(f'{src:<22} {r}  {log}')
for s in ['V(1) < V(2)', 'V(1) > V(2)', 'V(1) == V(1)', 'V(1) != V(1)', 'V(1) == 5', 'V(1) != 5', '5 == V(1)', 'V(1) < 5', '5 < V(1)', '5 > V(1)', 'V(1) <= V(2)', 'V(1) < W(2)', 'V(1) > W(2)', 'W(1) < V(2)', 'V(1) == W(1)', 'V(1) in [V(0), V(1)]', '[V(1)] == [V(1)]', '(V(1), 2) < (V(1), 3)', '[V(1)] < [V(2)]', 'max(V(1), V(3), V(2)).n', 'sorted([V(2), V(1)])[0].n', 'hash(V(1))', '{V(1)}', '[V(1)].index(V(1))', '[V(1), V(2)].count(V(2))', '{1: V(1)} == {1: V(1)}', 'V(1) is V(1)', 'min([V(3)], default=0).n', 'object() == object()', 'object() < 1', 'object().__eq__(1)', '(1).__lt__("a")', '(1).__eq__(1.0)', '"a".__lt__(1)', '[].__eq__(())', 'type(object().__ne__(1))']:
    t(s)
x = V(1); t('x == x'); t('[x] == [x]'); t('x in [x]')
@total_ordering
class T:
    def __init__(self, k): self.k = k
    def __eq__(self, o): return self.k == o.k if isinstance(o, T) else NotImplemented
    def __lt__(self, o): return self.k < o.k if isinstance(o, T) else NotImplemented
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2), T(1) != T(2), [t.k for t in sorted([T(3), T(1)], reverse=True)])
for src in ['T(1) <= 5', 'T(1) > "a"', '5 >= T(1)']:
    try:
        eval(src)
    except TypeError as e:
        print(e)
class Truthy:
    def __eq__(self, o): return 'nonempty'
    def __lt__(self, o): return []
    def __ne__(self, o): return 'ne'
u = Truthy(); print(u == 1, u != 1, u < 1, 1 == u, 1 > u, [u] == [1], [u] != [1], [1] != [u], u < 1 < 2, u == 1 == 2, not u < 1, (u,) < (1,), u in [5])
class Raises:
    def __eq__(self, o): raise ValueError('eq')
for f in (lambda: Raises() == 1, lambda: 1 == Raises(), lambda: Raises() in [1], lambda: [Raises()] == [1], lambda: [1].index(Raises()), lambda: {1: 2}.get(Raises()), lambda: Raises() != 1, lambda: {Raises.__hash__: 1} and Raises() is None):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
class NoNe:
    __ne__ = None
    __lt__ = 5
for f in (lambda: NoNe() != 1, lambda: NoNe() < 1, lambda: NoNe() == 1, lambda: NoNe() > 1):
    try:
        print(f())
    except TypeError as e:
        print(e)
