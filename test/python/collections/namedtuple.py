# namedtuple: fields, defaults, rename, methods, subclasses, errors.
from collections import namedtuple
P = namedtuple('P', 'x y'); p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._make([5, 6]), P._fields, p == (1, 2), P.__doc__, P.x.__doc__, tuple(p), P.__new__.__name__, P.__mro__[1].__name__, hash(p) == hash((1, 2)), len(p), sorted([P(2, 1), P(1, 2)]))
D = namedtuple('D', ['a', 'b', 'c'], defaults=[2, 3], module='mod'); print(D(1), D._field_defaults, D.__module__, D(1, c=5), namedtuple('R', 'a def a _x 1', rename=True)._fields, namedtuple('E', '')(), namedtuple('C', 'a, b')._fields)
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, z=2), lambda: P(1, x=2), lambda: namedtuple('X', 'a a'), lambda: namedtuple('X', '_a'), lambda: namedtuple('X', 'class'), lambda: namedtuple('1X', 'a'), lambda: namedtuple('class', 'a'), lambda: namedtuple('X', 'a b', defaults=[1, 2, 3]), lambda: p._replace(z=1), lambda: setattr(p, 'x', 5), lambda: setattr(p, 'new', 5), lambda: P._make([1]), lambda: p.z, lambda: namedtuple('X', 'a-b'), lambda: delattr(p, 'x'), lambda: namedtuple(), lambda: namedtuple('X', 5)): attempt(f)
class Q(P):
    __slots__ = ()
    @property
    def norm(self): return (self.x ** 2 + self.y ** 2) ** .5
    def __str__(self): return f'<{self.x},{self.y}>'
q = Q(3, 4); print(q, repr(q), q.norm, q._replace(x=0), type(q._replace(x=1)).__name__, Q._make('ab'), q + (5,), q[::-1])
from typing import NamedTuple
class T(NamedTuple):
    "Doc."
    name: str
    age: int = 5
    def greet(self): return f'hi {self.name}'
print(T('a'), T('b', 2).greet(), T.__annotations__, T._field_defaults, T.__doc__)
match T('m', 1):
    case T(name, age=a): print(name, a)
