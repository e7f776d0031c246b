# numbers: the numeric tower, registration and mixins.
import numbers as n
from fractions import Fraction
from decimal import Decimal
for v in (1, True, 1.5, 1j, Fraction(1, 2), Decimal(1), 'a'): print(repr(v), [k for k in ('Number', 'Complex', 'Real', 'Rational', 'Integral') if isinstance(v, getattr(n, k))])
print(issubclass(int, n.Rational), n.Integral.__mro__[1].__name__, (5).numerator, n.Real.__divmod__.__name__)
class MyReal(n.Real):
    def __init__(self, v): self.v = v
    def __float__(self): return float(self.v)
    __trunc__ = __floor__ = __ceil__ = lambda s: int(s.v)
    def __round__(self, d=None): return round(self.v, d)
    def _op(self, o): return MyReal(self.v + float(o))
    __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _op
    def __neg__(self): return MyReal(-self.v)
    def __pos__(self): return self
    def __abs__(self): return MyReal(abs(self.v))
    def __eq__(self, o): return self.v == o
    def __lt__(self, o): return self.v < o
    def __le__(self, o): return self.v <= o
r = MyReal(2.5); print(complex(r), r.real is r, r.imag, r.conjugate() is r, (r + 1).v, divmod(r, 1)[0].v, int(r) if hasattr(r, '__trunc__') and False else r.__trunc__(), bool(r), (r - 1).v, (1 - r).v)
for c in (n.Real, n.Integral):
    try: print(c())
    except TypeError as e: print(str(e)[:60])
