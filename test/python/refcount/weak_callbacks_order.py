# Weakref callbacks: newest first, with __del__, in containers, shared references.
import weakref, gc
class A:
    def __init__(self, n='a'): self.n = n
    def __del__(self): print('del', self.n, end='; ')
def cb(tag): return lambda r: print('cb', tag, r() is None, end='; ')
a = A(); refs = [weakref.ref(a, cb(i)) for i in range(3)]; plain = weakref.ref(a); print(weakref.getweakrefcount(a), plain is weakref.ref(a), refs[0] is not refs[1], weakref.getweakrefs(a)[0] is plain); del a; print(plain())
a = A(); r1 = weakref.ref(a, cb(1)); r2 = weakref.ref(a, cb(2)); del r1; del a; print('only live refs call back')
a = A('x'); a.r = weakref.ref(a, cb('owned by the object')); del a; print('|')
l = [A('l0'), A('l1')]; rs = [weakref.ref(x, cb(x.n)) for x in l]; del l; print('|')
a = A('cycle'); a.me = a; r = weakref.ref(a, cb('cyclic')); del a; print('before', r() is not None); gc.collect(); print('|')
def boom(r): raise ValueError('cb')
import sys; sys.unraisablehook = lambda u: print('unraisable', u.exc_value, end='; ')
a = A(); r = weakref.ref(a, boom); s = weakref.ref(a, cb('still runs')); del a; print('|')
a = A(); p = weakref.proxy(a, lambda p: print('proxy cb', end='; ')); print(p.n); del a
try: p.n
except ReferenceError as e: print(e)
d = weakref.WeakValueDictionary(); a = A('v'); d['k'] = a; print(len(d), 'k' in d); del a; print(len(d), dict(d))
k = weakref.WeakKeyDictionary(); a = A('key'); k[a] = 1; print(len(k)); del a; print(len(k))
ws = weakref.WeakSet([A('tmp')]); print(len(ws)); a = A('s'); ws.add(a); print(len(ws), a in ws); del a; print(len(ws))
class M:
    def m(self): return 'called'
m = M(); wm = weakref.WeakMethod(m.m, cb('method')); print(wm()(), weakref.ref(m.m)()); del m; print(wm())
a = A('fin'); f = weakref.finalize(a, print, 'finalized', end='; '); print(f.alive, f.peek()[1] is print); g = weakref.finalize(a, print, 'second', end='; '); del a; print(f.alive, f())
a = A('det'); f = weakref.finalize(a, print, 'no'); print(f.detach() is not None, f.alive); del a; print('|')
class H:
    def __hash__(self): return 5
    def __eq__(self, o): return True
h = H(); r1, r2 = weakref.ref(h), weakref.ref(H()); print(hash(r1), r1 == weakref.ref(h), r2())
try: hash(r2)
except TypeError as e: print(e)
x, y = H(), H(); print(weakref.ref(x) == weakref.ref(y), weakref.ref(x, cb(1)) == weakref.ref(y)); 
class Ref(weakref.ref):
    def __init__(self, o, c=None, tag=None): super().__init__(o, c); self.tag = tag
    def __new__(cls, o, c=None, tag=None): return super().__new__(cls, o, c)
    def __call__(self): return 'wrapped', super().__call__() is not None
q = Ref(x, tag='t'); print(q(), q.tag, q is Ref(x)); b = A('at exit'); w = weakref.ref(b, cb('exit'))
