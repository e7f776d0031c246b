# keys, values and items: set operations, liveness, mutation during iteration.
d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
d['d'] = 4
print(k, v, i, len(k), 'a' in k, 4 in v, ('a', 1) in i, ('a', 2) in i, ['a', 1] in i)
print(sorted(k & {'a', 'z'}), sorted(k | ['q']), sorted(k - {'a'}), sorted(k ^ {'a', 'z'}), k == {'a', 'b', 'c', 'd'}, k >= {'a'}, k < {'a'}, k.isdisjoint('xyz'), {'a', 'z'} & k, sorted(i & {('a', 1), ('b', 9)}), i == set(d.items()))
print(list(reversed(k)), list(reversed(v)), k.mapping, type(k.mapping).__name__, type(k).__name__, type(v).__name__, type(i).__name__, v == d.values(), v == v, k == d.keys())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
def loop(change):
    e = {1: 'a', 2: 'b', 3: 'c'}
    seen = []
    for key in e:
        seen.append(key)
        change(e, key)
    return seen, e
attempt(lambda: loop(lambda e, key: e.__setitem__(key + 10, 'x')))
attempt(lambda: loop(lambda e, key: e.pop(key)))
attempt(lambda: loop(lambda e, key: e.__setitem__(key, 'same size')))
attempt(lambda: loop(lambda e, key: (e.pop(key), e.__setitem__(key, 'back'))))
attempt(lambda: loop(lambda e, key: e.clear()))
attempt(lambda: loop(lambda e, key: (e.pop(3, None), e.__setitem__(99, 1)) if key == 1 else None))
it = iter(d)
print(next(it), it.__length_hint__())
d['e'] = 5
attempt(lambda: next(it))
attempt(lambda: next(it))
attempt(lambda: k[0])
attempt(lambda: k + k)
attempt(lambda: k & 5)
attempt(lambda: hash(k))
attempt(lambda: v & v)
attempt(lambda: k < 5)
attempt(lambda: {}.items() | {}.items())
attempt(lambda: {1: []}.items() & {(1, 2)})
attempt(lambda: type(k)())
big = {n: n for n in range(10)}
for n in list(big):
    if n % 3: del big[n]
print(big, list(big.items())[-1], {**big}, dict(big.items()), max(big), sum(big.values()), [*big.keys()], min(big.items(), key=lambda p: -p[1]))
empty = {}
print(list(empty.keys()), empty.items() == set(), {}.keys() | {1}, next(iter(empty.values()), 'none'), set(k) - d.keys())
