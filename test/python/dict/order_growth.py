# Insertion order through growth, deletion and refill; sizes by CPython's rules.
import sys
d = {}
sizes = []
for n in range(200):
    d[f'key{n}'] = n
    s = sys.getsizeof(d)
    if not sizes or sizes[-1][1] != s: sizes.append((n + 1, s))
print(sizes)
e = {}
sizes = []
for n in range(200):
    e[n] = n
    s = sys.getsizeof(e)
    if not sizes or sizes[-1][1] != s: sizes.append((n + 1, s))
print(sizes)
for n in range(0, 200, 2): del d[f'key{n}']
print(len(d), sys.getsizeof(d), list(d)[:3], list(d)[-1])
d['key0'] = 'again'; print(list(d)[-1], sys.getsizeof(d))
print(sys.getsizeof(d.copy()), sys.getsizeof(dict(d)), sys.getsizeof({**d}))
d.clear(); print(sys.getsizeof(d), d); d['x'] = 1; print(sys.getsizeof(d))
print([sys.getsizeof(dict.fromkeys(range(n))) for n in (0, 1, 5, 6, 10, 11, 50)], [sys.getsizeof({k: 1 for k in 'abcdefghijklmnop'[:n]}) for n in (0, 1, 5, 6, 10, 11)])
m = {'a': 1}; before = sys.getsizeof(m); m[5] = 1; print(before, sys.getsizeof(m), m)
print(sys.getsizeof({}), sys.getsizeof({'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5}), sys.getsizeof({'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'f': 6}), sys.getsizeof({1: 1}), sys.getsizeof(dict(a=1, b=2)))
s = {}
for n in range(1000):
    s[n % 7, n % 11] = n
    s.pop((n % 5, n % 3), None)
print(len(s), list(s.items())[:3], sum(s.values()))
q = {i: i * i for i in (3, 1, 2)}
q[1] = 'kept place'; q.pop(3); q[3] = 'moved to end'; print(q, q.popitem(), q.popitem(), q)
x = dict.fromkeys('zyx'); x.update(y=1, w=2); print(x, list({**{'b': 1}, 'a': 2, **{'b': 3}}), {'k': 1, 'k': 2}, list({3: 0} | {1: 0} | {3: 1, 2: 0}))
