# gc.collect() counts for cycles of every shape.
import gc, weakref, functools
class A: pass
class S: __slots__ = ('x', '__weakref__')
class D:
    def __del__(self): pass
gc.collect(); gc.disable()
def count(make): make(); return gc.collect()
def self_list(): l = []; l.append(l)
def two(): a, b = A(), A(); a.o, b.o = b, a
def inst_list(): a = A(); a.l = [a]
def inst_dict(): a = A(); a.d = {'a': a}
def inst_own_dict(): a = A(); a.x = a.__dict__
def closure():
    def f(): return f
def cls():
    class C: pass
def cls_method():
    class C:
        def m(self): pass
def cls_slots():
    class C: __slots__ = ('a', 'b')
def cls_chain():
    class C: pass
    class E(C): pass
def gen():
    def g(): x = yield; yield
    i = g(); next(i); i.send(i)
def exc():
    try: raise ValueError
    except ValueError as e: x = e
def slots(): s = S(); s.x = s
def ring(n=10):
    first = prev = A()
    for _ in range(n - 1): n_ = A(); prev.next = n_; prev = n_
    prev.next = first
def with_del(): d = D(); d.me = d
def tup(): l = []; t = (l,); l.append(t)
def dictself(): d = {}; d['d'] = d
def setobj():
    a = A(); a.s = {a}
def method(): a = A(); a.m = a.__init__
def lam(): a = A(); a.f = lambda: a
def wr(): a = A(); a.a = a; a.r = weakref.ref(a)
def wrcb(): a = A(); a.a = a; a.r = weakref.ref(a, lambda r: None)
def prop():
    class C:
        @property
        def p(self): return 1
def deep(): l = []; [l.append([l]) for _ in range(5)]
def nothing(): [A() for _ in range(10)]
def bound(): a = A(); a.b = a.__class__.__repr__.__get__(a)
def partial(): a = A(); a.p = functools.partial(print, a)
def it(): l = []; l.append(iter(l))
def enum(): l = []; l.append(enumerate(l)); l.append(zip(l)); l.append(map(str, l))
for m in (self_list, two, inst_list, inst_dict, inst_own_dict, closure, cls, cls_method, cls_slots, cls_chain, gen, exc, slots, ring, with_del, tup, dictself, setobj, method, lam, wr, wrcb, prop, deep, nothing, bound, partial, it, enum):
    first = count(m); print(m.__name__, first, count(m))
print(gc.collect(0), gc.collect(1), gc.collect(2), gc.isenabled(), gc.garbage)
for bad in (3, -1, 'a', None):
    try: gc.collect(bad)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
