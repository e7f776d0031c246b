# Enum: members, aliases, auto, Flag, IntEnum, StrEnum, errors.
from enum import *
class Color(Enum):
    RED = 1; GREEN = 2; CRIMSON = 1
    def hot(self): return self is Color.RED
    @property
    def lower(self): return self.name.lower()
    @classmethod
    def default(cls): return cls.GREEN
print(Color.RED, repr(Color.RED), Color(1), Color['GREEN'], Color.CRIMSON is Color.RED, list(Color), Color.__members__, len(Color), Color.RED.hot(), Color.RED.lower, Color.default(), Color.RED in Color, 1 in Color, 9 in Color, Color.RED == 1, hash(Color.RED) == hash('RED'), isinstance(Color.RED, Color), f'{Color.RED} {Color.RED:>12}|', Color.RED.name, Color.RED.value, type(Color), Color.RED.RED if False else '')
class A(Enum): x = auto(); y = auto(); z = 10; w = auto()
class I(IntEnum): ONE = 1; TWO = 2
class S(StrEnum): ONE = auto(); Two = 'deux'
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
class IF(IntFlag): A = 1; B = 2
class Planet(Enum):
    EARTH = (5.9, 6.3); MARS = (0.6, 3.3)
    def __init__(self, m, r): self.m, self.r = m, r
class Named(str, Enum): A = 'a'
print([m.value for m in A], I.ONE + 1, I.TWO > 1, f'{I.ONE}', I(2), repr(I.ONE), S.ONE, S.Two + '!', repr(S.Two), F.R | F.W, F.RW, F.R in F.RW, list(F.RW), ~F.R, F.R & F.W, bool(F(0)), F(5), repr(F(0)), IF.A | IF.B, IF(8), repr(IF.A | 4), Planet.EARTH.m, Planet.MARS.value, Named.A == 'a', str(Named.A), f'{Named.A}')
E = Enum('E', 'a b c'); print(list(E), Enum('G', {'p': 5})['p'], Enum('H', [('q', 1)]).q, E.a.value, type(E.a).__name__, Enum('St', 'x y', start=5).y.value, Enum('Sub', 'x', type=int, module='m').x + 1)
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: Color(9), lambda: Color['NO'], lambda: Color.NO, lambda: setattr(Color, 'RED', 5), lambda: delattr(Color, 'RED'), lambda: Color.RED < Color.GREEN, lambda: type('Sub', (Color,), {}), lambda: Color(), lambda: F('x'), lambda: F(99), lambda: setattr(Color.RED, 'value', 3), lambda: I('x'), lambda: unique(Color), lambda: Color.RED.nope, lambda: Color.RED + 1, lambda: exec('class D(Enum):\n a = 1\n a = 2'), lambda: exec('class D(Enum):\n mro = 1'), lambda: exec('class D(Enum):\n _x_ = 1'), lambda: exec('class D(StrEnum):\n a = 1'), lambda: Color.RED(), lambda: 'RED' in Color, lambda: exec('class D(IntEnum):\n a = "x"'), lambda: E.a | E.b): attempt(f)
class Auto(Enum):
    @staticmethod
    def _generate_next_value_(n, s, c, last): return (n, c)
    @classmethod
    def _missing_(cls, v): return cls.A if v == 'fallback' else None
    A = auto(); B = auto(); helper = nonmember(5); M = member(7)
print(Auto.A.value, Auto.B.value, Auto.helper, Auto.M, Auto('fallback')); attempt(lambda: Auto('zz')); print([n for n in dir(Color) if n[0] != '_'], Color.RED.__class__, Color.__doc__, pickle.loads(pickle.dumps(Color.RED)) is Color.RED if 'pickle' in globals() else 'no pickle')
