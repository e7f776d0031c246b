# Building, inverting, grouping and merging dictionaries.
words = ['apple', 'bob', 'cat', 'avocado', 'banana']
by = {}
for w in words: by.setdefault(w[0], []).append(w)
print(by, {k: len(v) for k, v in by.items()}, {v: k for k, v in {'a': 1, 'b': 2}.items()}, {w: i for i, w in enumerate(words) if len(w) > 3})
a, b = {'x': 1, 'y': {'z': 2}}, {'y': {'w': 3}, 'q': 4}
print({**a, **b}, a | b, dict(a, **b), dict(list(a.items()) + list(b.items())), a)
def merge(a, b): return {k: merge(a[k], b[k]) if k in a and k in b and isinstance(a[k], dict) and isinstance(b[k], dict) else b.get(k, a.get(k)) for k in {**a, **b}}
print(merge(a, b))
def flatten(d, p=''): return {k2: v2 for k, v in d.items() for k2, v2 in (flatten(v, p + k + '.').items() if isinstance(v, dict) else [(p + k, v)])}
print(flatten({'a': {'b': {'c': 1}, 'd': 2}, 'e': 3}))
inv = {}
for k, v in {'a': 1, 'b': 2, 'c': 1}.items(): inv.setdefault(v, set()).add(k)
print({k: sorted(v) for k, v in inv.items()}, sorted({'b': 1, 'a': 2}), sorted({'b': 1, 'a': 2}.items(), key=lambda p: p[1]), max({'a': 3, 'b': 9}, key={'a': 3, 'b': 9}.get), dict(sorted({'z': 1, 'a': 2}.items())), list({'a': 1}.items())[0], any({0: 1}), all({1: 0}), sum({1: 5, 2: 6}), {1: 2} in [{1: 2}], {True: 'a'}[1], {1.0: 'x'}[1], {(): 1}[()], {None: 0}[None])
c = dict.fromkeys('abc', 0)
for ch in 'abcabca': c[ch] += 1
print(c, {k: c[k] for k in c if c[k] > 2}, c.items() - {('a', 3)} == {('b', 2), ('c', 2)})
def f(**k): return k
print(f(**{'a': 1}, b=2, **{'c': 3}), list(map(f, ())), {**f(x=1), 'x': 2}, len({i: i for i in range(1000)}), {i % 3: i for i in range(10)}, {k: v for d in ({'a': 1}, {'b': 2}) for k, v in d.items()})
d = {'one': 1}; e = d; e['two'] = 2; g = d.copy(); g['three'] = 3; print(d, e is d, g, d == e, [d, d][0] is d); del d['one'], e['two']; print(d, bool(d), not d)
