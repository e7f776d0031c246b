# Overriding properties, calling super's, abstract-like properties, property with setter chains.
class A:
    _v = 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x
class B(A):
    @property
    def v(self): return super().v * 10
    @v.setter
    def v(self, x): A.v.fset(self, x + 1)
class C(A):
    @A.v.setter
    def v(self, x): self._v = -x
class D(A): v = 'plain'
class E(A):
    def v(self): return 'method'
b, c, d, e = B(), C(), D(), E()
b.v = 4; c.v = 4; d.v = 5; print(b.v, b._v, c.v, d.v, d.__dict__, e.v())
class F:
    @property
    def x(self): return 'get'
    @x.setter
    def y(self, v): self.log = ('set', v)
    @x.deleter
    def z(self): self.log = 'deleted'
f = F(); f.y = 1; print(f.y, f.x, f.log); del f.z; print(f.log)
for s in ('f.x = 1', 'del f.y', 'del f.x', 'f.z = 1', 'F.x = 5; print(f.x)', 'F.x.fget'):
    try: exec(s)
    except AttributeError as x: print(s, '->', x)
p = property(lambda s: s.__class__.__name__, doc='made by hand'); G = type('G', (), {'p': p}); print(G().p, G.p.__doc__, p.fget(5), p.fset, p.fdel, p.__isabstractmethod__)
class H:
    def get(self): return 'H.get'
    prop = property(get)
    late = property(lambda self: self.get())
class I(H):
    def get(self): return 'I.get'
print(I().prop, I().late)
class J:
    def __getattr__(self, n): return 'fallback ' + n
    @property
    def q(self): return self.r
    @property
    def s(self): raise AttributeError('inside')
print(J().q, J().s, getattr(J(), 's', 'd'))
