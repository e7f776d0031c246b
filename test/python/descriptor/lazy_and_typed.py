# Descriptors in practice: lazy values, type checks, unit conversion, class-level counters.
class Lazy:
    def __init__(self, f): self.f = f; self.__doc__ = f.__doc__
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, k):
        if o is None: return self
        v = o.__dict__[self.n] = self.f(o); return v
class Celsius:
    def __get__(self, o, k): return round((o.f - 32) * 5 / 9, 2)
    def __set__(self, o, v): o.f = v * 9 / 5 + 32
class Count:
    def __init__(self): self.n = 0
    def __get__(self, o, k): self.n += 1; return self.n
class T:
    c = Celsius(); hits = Count()
    def __init__(self, f): self.f = f
    @Lazy
    def big(self): "expensive"; print('computing', end=' '); return self.f * 1000
t = T(212); print(t.c, t.big, t.big, t.__dict__); t.c = 0; print(t.f, T.hits, t.hits, T.hits, T.big.__doc__, T.big.n); del t.big; print(t.big)
class Range:
    def __init__(self, lo, hi): self.lo, self.hi = lo, hi
    def __set_name__(self, o, n): self.key = '_' + n
    def __get__(self, o, k=None): return self if o is None else getattr(o, self.key)
    def __set__(self, o, v):
        if not self.lo <= v <= self.hi: raise ValueError(f'{self.key[1:]}={v} not in {self.lo}..{self.hi}')
        setattr(o, self.key, v)
    def __delete__(self, o): raise AttributeError('cannot delete ' + self.key[1:])
class Clock: h = Range(0, 23); m = Range(0, 59)
k = Clock(); k.h, k.m = 23, 5; print(k.h, k.m, vars(k))
for src in ('k.h = 24', 'k.m = -1', 'del k.h', 'Clock().h', 'k.h += 1', 'k.m = "x"'):
    try: exec(src)
    except Exception as e: print(src, '->', type(e).__name__, e)
class Method:
    def __init__(self, f): self.f = f
    def __get__(self, o, k): return lambda *a: ('bound to', getattr(o, 'name', k.__name__), self.f(*a))
class U:
    name = 'u'
    m = Method(lambda *a: a)
print(U().m(1), U.m(2), hasattr(U, '__get__'), [n for n in ('__get__', '__set__', '__delete__') if hasattr(Range, n)])
