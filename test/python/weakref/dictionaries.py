# WeakValueDictionary, WeakKeyDictionary and WeakSet as mappings.
import weakref, gc
class O:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'O{self.n}'
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return isinstance(o, O) and self.n == o.n
a, b, c = O(1), O(2), O(3)
d = weakref.WeakValueDictionary({'a': a, 'b': b}); d['c'] = c
print(sorted(d), d['a'], d.get('z'), d.get('z', 0), len(d), 'a' in d, sorted(d.items()), list(d.values()) == [a, b, c], d.pop('c'), d.setdefault('s', c), dict(d), d.copy() == d if False else len(d.copy()), len(d.valuerefs()), [r() for r in d.itervaluerefs()][:1])
d.update(x=a); print(sorted(d.keys())); e = d | {'y': b}; print(type(e).__name__, sorted(e)); d |= {'q': c}; print(len(d))
del c; gc.collect(); print(sorted(d)); a = None; print(sorted(d))
for f in (lambda: d['c'], lambda: d.pop('c'), lambda: d.pop('c', 'default'), lambda: d.__setitem__('i', 5), lambda: weakref.WeakValueDictionary([1]), lambda: d.popitem(), lambda: d.popitem(), lambda: d.popitem()):
    try: print(f())
    except Exception as x: print(type(x).__name__, x)
k = weakref.WeakKeyDictionary(); x, y = O('x'), O('y'); k[x] = 1; k[y] = 2
print(k[x], k[O('x')], len(k), x in k, 5 in k, list(k.items()), k.get(O('q'), 'none'), [r() for r in k.keyrefs()], k.pop(y), k.setdefault(y, 9), sorted(map(repr, k)))
del x; print(len(k), list(k)); it = iter(k); print(next(it)); 
for f in (lambda: k[5], lambda: k[O('gone')], lambda: k.__setitem__('s', 1), lambda: k.__delitem__(O('n')), lambda: k.pop(O('n'))):
    try: print(f())
    except Exception as e: print(type(e).__name__, '' if isinstance(e, KeyError) else e)
s = weakref.WeakSet(); p, q = O('p'), O('q'); s.add(p); s.update([q, O('temp')])
print(len(s), p in s, O('p') in s, 5 in s, sorted(map(repr, s)), sorted(map(repr, s | {b})), sorted(map(repr, s & {p})), sorted(map(repr, s - {p})), s == weakref.WeakSet([p, q]), s <= {p, q, b}, s.isdisjoint([b]), type(s | s).__name__)
s.discard(p); s.discard(5) if False else None; print(len(s)); s.remove(q)
try: s.remove(q)
except KeyError as e: print('KeyError', type(e.args[0]).__name__)
try: s.pop()
except KeyError as e: print(e)
vals = [O(i) for i in range(5)]; d = weakref.WeakValueDictionary((i, v) for i, v in enumerate(vals))
for key, v in d.items():
    if vals: vals.pop(0)
    del v
print(len(d)); vals.clear(); print(len(d)); s = weakref.WeakSet(vals := [O(i) for i in range(3)])
for v in s: vals.clear()
del v; print(len(s))
