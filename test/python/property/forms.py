# property: getters, setters, deleters, docs, inheritance, errors.
class T:
    """Temperature."""
    def __init__(self, c): self._c = c
    @property
    def f(self):
        "In Fahrenheit."
        return self._c * 9 / 5 + 32
    @f.setter
    def f(self, v):
        if v < -459.67: raise ValueError('below zero')
        self._c = (v - 32) * 5 / 9
    @f.deleter
    def f(self): print('deleting'); self._c = None
    ro = property(lambda s: 'ro')
    wo = property(None, lambda s, v: print('wo', v))
    none = property()
    doc = property(doc='just a doc')
    @property
    def err(self): return self._missing
t = T(100)
print(t.f, T.f.__doc__, T.f.fget.__name__, T.ro.fset, T.doc.__doc__, isinstance(T.f, property), T.f.__get__(t), T.f.__name__)
t.f = 32; print(t._c); t.wo = 5; del t.f; print(t._c)
for src in ['t.f = -500', 't.ro = 1', 'del t.ro', 't.wo', 'del t.wo', 't.none', 't.none = 1', 'del t.none', 't.err', 'T.f.fget = 1', 'T.f.__get__()', 'property(1, 2, 3, 4, 5)', 'T.ro.getter(5).fget', 'property(5).__get__(t)', 'T.f.nope', 'T.f.__set__(t)', 'T.f.__delete__()', 'T.doc.__name__', 'property().__name__', 't.__dict__["f"] = 1; print(t.f)']:
    try:
        r = exec(src)
    except Exception as e:
        print(src, '->', type(e).__name__, e)
class U(T):
    @T.f.getter
    def f(self): return 'overridden getter'
    @property
    def ro(self): return 'U ' + super().ro
u = U(0); print(u.f, u.ro); u.f = 212; print(u._c, U.f.fset is T.f.fset, U.f is T.f)
class V(T):
    f = 5
v = V(1); print(v.f); v.f = 6; print(v.f, v.__dict__)
class P(property):
    "Subclass doc."
    extra = 1
    def __get__(self, o, k=None): return 'class access' if o is None else ('P', super().__get__(o, k))
class W:
    @P
    def x(self): "x doc"; return 7
    y = P(lambda s: 1, doc='given')
print(W.x, W().x, W.__dict__['x'].__doc__, W.__dict__['y'].__doc__, type(W.__dict__['x']).__name__, W.__dict__['x'].fget.__name__)
class Cached:
    calls = 0
    def __init__(self): pass
    @property
    def v(self):
        self.__dict__['v'] = 'ignored: data descriptor'; Cached.calls += 1; return Cached.calls
c = Cached(); print(c.v, c.v, c.__dict__)
def dynamic(name): return property(lambda s: s.__dict__.get('_' + name), lambda s, v: s.__dict__.__setitem__('_' + name, v))
for n in ('alpha', 'beta'): setattr(T, n, dynamic(n))
t.alpha = 1; t.beta = t.alpha + 1; print(t.alpha, t.beta, sorted(t.__dict__), T.alpha.__doc__)
class Cl:
    @classmethod
    @property
    def cp(cls): return 'chained no more'
print(type(Cl.cp).__name__, type(Cl().cp).__name__)
