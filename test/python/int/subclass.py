# Subclasses of int: what arithmetic returns, overridden hooks, use as index.
class Mod7(int):
    def __new__(cls, v): return super().__new__(cls, v % 7)
    def __add__(self, o): return Mod7(int(self) + int(o))
    __radd__ = __add__
    def __repr__(self): return f'Mod7({int(self)})'
a = Mod7(10); print(a, a + 5, 5 + a, a * 3, type(a * 3), sum([a, a]), [a], f'{a}', f'{a:03}', '%d' % a, str(a), int(a), a == 3, hash(a) == 3, {3: 'x'}[a], [1, 2, 3, 4][a])
class Loud(int):
    def __index__(self): print('index', end=' '); return 1
    def __int__(self): print('int', end=' '); return 2
    def __bool__(self): print('bool', end=' '); return False
    def __float__(self): print('float', end=' '); return 0.5
    def __eq__(self, o): print('eq', end=' '); return True
    def __hash__(self): print('hash', end=' '); return 9
l = Loud(5)
print([10, 20][l] if False else range(10)[l]); print(int(l)); print(float(l)); print(bool(l)); print(l == 99); print({l: 1}); print(l + 1, -l, abs(l), l.real, 'x' * l, [0] * l, hex(l), '%d' % l, l.bit_length())
class Attr(int): pass
x = Attr(1); x.note = 'n'; print(x.note, x.__dict__, x + 0, type(+x), type(x.real), type(int(x)), x is int(x), isinstance(x, int), Attr.__mro__)
print(Attr('ff', 16), Attr(), Attr(2.9), int.__new__(Attr, 7), Attr.from_bytes(b'\x05'), type(Attr.from_bytes(b'\x05')).__name__, type(True + Attr(1)), type(Attr(5) // 2), type(round(Attr(5))))
