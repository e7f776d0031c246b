# Order after updates, pops, reinsertions, copies, merges and resizes.
d = dict.fromkeys('abcdef', 0)
d['c'] = 1; del d['a']; d['a'] = 2; d.pop('e'); d.setdefault('e', 3); d.update(b=9, z=1); print(list(d), d.popitem(), list(d)[::-1], list(reversed(d)))
e = {**d, 'b': 'x', 'new': 1}; f = d | {'q': 0, 'b': 1}; g = {'z': 0} | d; print(list(e), list(f), list(g)); h = dict(d, aa=1); print(list(h), list(d.copy()), list(dict(reversed(d.items()))))
i = {}
for n in range(20): i[n % 7] = n
print(i, list(i)); 
for k in list(i)[::2]: del i[k]
for n in range(100, 110): i[n] = n
print(list(i), sum(i), i.popitem(), i.popitem(), len(i)); i.clear(); i['only'] = 1; print(i)
big = {n: -n for n in range(1000)}
for n in range(0, 1000, 3): del big[n]
print(list(big)[:4], list(big)[-2:], next(iter(big)), next(reversed(big)), list(big.values())[:2], sum(big.values()), len(big)); big[0] = 'end'; print(list(big)[-1], list(big.items())[-1])
j = {1: 'int', 1.0: 'float', True: 'bool', '1': 'str'}; print(j, {0.0: 'a', False: 'b', -0.0: 'c', 0: 'd'}); k = {}; k['x'] = k['y'] = 1; print(k, {v: k for k, v in {'a': 1, 'b': 1}.items()}, {'a': 1, 'b': 2, 'a': 3}, dict([('b', 1), ('a', 2), ('b', 3)]), dict(zip('cab', range(3))), sorted({'b': 0, 'a': 0}), list({}.fromkeys('zyx')), list({'k': 1}.keys() | [])); import json; print(json.dumps({'z': 1, 'a': {'y': 1, 'b': 2}}), [*{'p': 1, 'o': 2}], max({'b': 1, 'c': 0}), *{'u': 1, 't': 2})
