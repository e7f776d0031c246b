# defaultdict, OrderedDict, ChainMap.
from collections import defaultdict, OrderedDict, ChainMap
d = defaultdict(list); d['a'].append(1); d['a'].append(2); print(d, d['b'], d.get('zz'), len(d), 'zz' in d, d.default_factory, repr(defaultdict(None, {1: 2})), d.copy(), type(d.copy()).__name__, d | {'z': 1}, defaultdict(int, a=1) == {'a': 1})
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: defaultdict(5), lambda: defaultdict()['x'], lambda: defaultdict(lambda: 1 / 0)['x'], lambda: defaultdict(list, 5), lambda: defaultdict(int)[[]], lambda: defaultdict(len)['x']): attempt(f)
n = defaultdict(lambda: defaultdict(int)); n['x']['y'] += 1; n['x']['z'] += 2; print({k: dict(v) for k, v in n.items()}); d.default_factory = None; attempt(lambda: d['q'])
o = OrderedDict([('c', 1), ('a', 2), ('b', 3)]); o.move_to_end('c'); print(o); o.move_to_end('b', last=False); print(list(o), o.popitem(), o.popitem(last=False), o, list(reversed(OrderedDict(a=1, b=2))))
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), OrderedDict(a=1) | {'z': 2}, OrderedDict.fromkeys('ab', 0), OrderedDict(), o.copy(), repr(OrderedDict(x=OrderedDict(y=1))))
o['n'] = 1; o['a'] = 5; del o['n']; o['n'] = 2; print(list(o.items()), o.setdefault('s'), o.pop('s'), o.pop('zz', 'd'))
for f in (lambda: OrderedDict().popitem(), lambda: o.move_to_end('zz'), lambda: o.pop('zz'), lambda: o['zz'], lambda: OrderedDict([1])): attempt(f)
def change():
    for k in o: o[k + 'x'] = 1
attempt(change)
c = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(c['a'], c['b'], len(c), sorted(c), c.new_child({'b': 9})['b'], c.parents, c.maps, dict(c), 'b' in c, c.get('z', 0)); c['b'] = 'front'; print(c.maps[0]); del c['b']; print(c['b'], c)
for f in (lambda: c['zz'], lambda: c.__delitem__('b'), lambda: c.pop('b'), lambda: ChainMap().popitem()): attempt(f)
print(ChainMap({'x': 1}) == {'x': 1}, list(ChainMap({'a': 1, 'b': 2}, {'c': 0, 'a': 9})), ChainMap({'a': 1}) | {'b': 2}, bool(ChainMap()))
