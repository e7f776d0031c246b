# __missing__, overridden access, keys with custom hash and equality.
class D(dict):
    def __missing__(self, key):
        print('missing', key)
        return f'<{key}>'
d = D(a=1)
print(d['a'], d['b'], d.get('b'), 'b' in d, d.pop('b', None), len(d), '%(a)s %(zz)s' % d, eval('a + 1', {}, d))
class Counting(dict):
    def __getitem__(self, k):
        print('get', k); return super().__getitem__(k)
    def __setitem__(self, k, v):
        print('set', k, v); super().__setitem__(k, v)
    def __contains__(self, k):
        print('in', k); return super().__contains__(k)
c = Counting(x=1)
c['y'] = 2; c.update(z=3); c.setdefault('w', 4); print(c['y'], c.get('x'), 'q' in c, c.pop('w'), dict(c), {**c}, list(c.items()), c | {'n': 1}, type(c | {}).__name__, type(c.copy()).__name__)
class Key:
    def __init__(self, name, h): self.name, self.h = name, h
    def __hash__(self): print('hash', self.name, end=' '); return self.h
    def __eq__(self, o): print('eq', self.name, getattr(o, 'name', o), end=' '); return isinstance(o, Key) and self.name == o.name
    def __repr__(self): return self.name
a, b, a2 = Key('a', 1), Key('b', 1), Key('a', 1)
t = {a: 1}; print('| insert')
t[b] = 2; print('| collide')
t[a2] = 3; print('| equal key keeps the old one', [k is a for k in t][0])
print(t[a], '| identity first')
print(t[Key('a', 1)], '| looked up')
print(1 in t, '| int in'); print(t.get(Key('c', 2)), '| absent'); del t[Key('b', 1)]; print('| deleted', len(t))
class NoEq:
    __eq__ = lambda s, o: True
try:
    {NoEq(): 1}
except TypeError as e:
    print(e)
class Evil:
    def __hash__(self): return 5
    def __eq__(self, o): raise ValueError('no comparison')
e = {Evil(): 1}
for f in (lambda: e[Evil()], lambda: e.get(Evil()), lambda: Evil() in e, lambda: e.setdefault(Evil()), lambda: {Evil(): 1} == {Evil(): 1}, lambda: {**e, Evil(): 2}, lambda: e.get(5, 'hash equal int')):
    try:
        print(f())
    except ValueError as err:
        print('ValueError:', err)
class KeysOnly:
    def keys(self): return ['k1', 'k2']
    def __getitem__(self, k): return k.upper()
print(dict(KeysOnly()), {**KeysOnly()}, {'z': 0} | dict(KeysOnly()), (lambda **kw: kw)(**KeysOnly()))
for bad in (5, [1], None):
    try:
        {**bad}
    except TypeError as err:
        print(err)
try:
    (lambda **kw: kw)(**5)
except TypeError as err:
    print(str(err).split('.')[-1])
