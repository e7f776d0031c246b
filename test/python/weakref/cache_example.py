# A cache of weak values, observers by WeakSet, parents by weak reference.
import weakref, gc
class Image:
    loads = 0
    def __init__(self, n): self.n = n; Image.loads += 1
    def __del__(self): print('unload', self.n, end='; ')
cache = weakref.WeakValueDictionary()
def get(n):
    i = cache.get(n)
    if i is None: i = cache[n] = Image(n)
    return i
a = get('a'); b = get('a'); print(a is b, Image.loads, len(cache)); del a, b; print(len(cache), get('a').n, Image.loads)
class Subject:
    def __init__(self): self.obs = weakref.WeakSet()
    def fire(self, x): return sorted(o.see(x) for o in self.obs)
class Obs:
    def __init__(self, n): self.n = n
    def see(self, x): return f'{self.n}:{x}'
s = Subject(); o1, o2 = Obs('1'), Obs('2'); s.obs.add(o1); s.obs.add(o2); print(s.fire('x')); del o1; print(s.fire('y'))
class Tree:
    def __init__(self, n, parent=None):
        self.n, self.kids, self._p = n, [], weakref.ref(parent) if parent else None
        if parent: parent.kids.append(self)
    @property
    def parent(self): return self._p and self._p()
    def __del__(self): print('del', self.n, end='; ')
root = Tree('root'); kid = Tree('kid', root); leaf = Tree('leaf', kid); print(leaf.parent.n, kid.parent.n, root.parent); del kid; print('kid held by root'); del root; print(leaf.parent)
del leaf; print(); gc.collect()
class Sig:
    def __init__(self): self.h = []
    def on(self, m): self.h.append(weakref.WeakMethod(m))
    def emit(self, *a): self.h = [h for h in self.h if h()]; return [h()(*a) for h in self.h]
g = Sig(); o2b = Obs('m'); g.on(o2b.see); g.on(o2.see); print(g.emit(1)); del o2b; print(g.emit(2), len(g.h))
f = weakref.finalize(o2, print, 'o2 finalized'); print(f.alive); del o2; print(f.alive); k = weakref.WeakKeyDictionary(); x = Obs('k'); k[x] = 'meta'; print(k[x], len(k)); x = None; print(len(k))
