# dataclass: fields, defaults, order, frozen, slots, kw_only, post_init, replace, asdict.
from dataclasses import *
from typing import ClassVar
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
    hidden: int = field(default=0, repr=False, compare=False)
    count: ClassVar[int] = 0
    init_only: InitVar[int] = 5
    derived: int = field(init=False)
    def __post_init__(self, init_only): self.derived = self.x + init_only
p = P(1); q = P(1, tags=[]); print(p, p == q, p.derived, P(1, init_only=9).derived, [f.name for f in fields(P)], asdict(p), astuple(p), replace(p, x=7), P.__match_args__, P.__doc__, P.__eq__ is not object.__eq__, P.__hash__, is_dataclass(P), is_dataclass(5), p.tags is q.tags, P.y, hasattr(P, 'tags'))
@dataclass(order=True, frozen=True)
class V: major: int; minor: int = 0
@dataclass(slots=True)
class S: a: int; b: str = 'b'
@dataclass(kw_only=True)
class K: a: int; b: int = 2
@dataclass
class M: a: int; _: KW_ONLY; b: int = 5
@dataclass
class Child(P): z: int = 9
@dataclass(unsafe_hash=True, repr=False)
class U: a: int
print(sorted([V(2), V(1, 5), V(1)]), V(1) < V(1, 1), hash(V(1)) == hash(V(1, 0)), {V(1): 'k'}[V(1)], S(1), S.__slots__, K(a=1), M(1, b=2), Child(1, z=3), hash(U(5)) == hash((5,)), make_dataclass('D', ['a', ('b', int), ('c', int, field(default=3))])(1, 2), asdict(P(1, tags=[V(1)]))['tags'])
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: P(), lambda: P(1, 2, 3, 4, 5, 6, 7), lambda: setattr(V(1), 'major', 2), lambda: delattr(V(1), 'major'), lambda: setattr(V(1), 'new', 1), lambda: setattr(S(1), 'zz', 1), lambda: K(1), lambda: M(1, 2), lambda: V(1) < 5, lambda: V(1) < P(1), lambda: hash(p), lambda: asdict(5), lambda: replace(5), lambda: replace(p, derived=1), lambda: replace(p, nope=1), lambda: fields(5), lambda: exec('@dataclass\nclass B:\n a: int = 1\n b: int'), lambda: exec('@dataclass\nclass B:\n a: list = []'), lambda: exec('@dataclass(frozen=True)\nclass B(P): pass'), lambda: exec('@dataclass(order=True, eq=False)\nclass B: a: int'), lambda: field(default=1, default_factory=int), lambda: exec('@dataclass\nclass B:\n a = field()'), lambda: make_dataclass('D', ['class']), lambda: exec('@dataclass(order=True)\nclass B:\n a: int\n def __lt__(s, o): pass'), lambda: exec('@dataclass(slots=True)\nclass B:\n __slots__ = ()\n a: int'), lambda: copy_replace(p)): attempt(f)
@dataclass
class Rec: n: int; next: 'Rec' = None
r = Rec(1); r.next = r; print(r, fields(P)[0].type, fields(P)[1].default, repr(fields(V)[0])[:40], P(1) == V(1), P.__init__.__annotations__['x'], Child.__mro__[1].__name__)
match V(3, 4):
    case V(major, minor=n): print(major, n)
