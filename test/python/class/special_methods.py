# __call__, __repr__, __str__, __format__, __bool__, __len__, __contains__, __hash__ looked up on the type.
class A:
    def __call__(self, *a, **k): return 'called', a, k
    def __repr__(self): return 'A!'
    def __len__(self): return 3
    def __contains__(self, x): return x == 'in'
    def __getitem__(self, i): return i
    def __index__(self): return 2
    def __dir__(self): return ['z', 'a', 'm']
    def __sizeof__(self): return 100
    def __reversed__(self): return 'reversed!'
    def __round__(self, n=None): return 'round', n
    def __trunc__(self): return 'trunc'
    def __floor__(self): return 'floor'
    def __abs__(self): return 'abs'
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'inv'
    def __divmod__(self, o): return 'divmod', o
    def __rdivmod__(self, o): return 'rdivmod', o
    def __complex__(self): return 1j
    def __float__(self): return 0.5
    def __int__(self): return 9
    def __bytes__(self): return b'bytes'
    def __format__(self, spec): return f'fmt<{spec}>'
    def __fspath__(self): return '/dev/null'
    def __length_hint__(self): return 5
a = A()
import math, operator, os
print(a(1, k=2), repr(a), str(a), len(a), 'in' in a, 'out' in a, a[5], dir(a), reversed(a), round(a), round(a, 2), math.trunc(a), math.floor(a), abs(a), -a, +a, ~a, divmod(a, 1), divmod(1, a), complex(a), float(a), int(a), bytes(a), f'{a:x} {a} {a!r:>5}', format(a, 'y'), bool(a), os.fspath(a), hex(a), [10, 20, 30][a], range(5)[a], operator.index(a), operator.length_hint(a), 'abcdef'[a:], [0] * a, 'x' * a)
a.__len__ = lambda: 99; a.__repr__ = lambda: 'instance'; a.__call__ = lambda: 'x'; print(len(a), repr(a), a()[0], a.__len__())
class Bad:
    def __repr__(self): return 5
    def __str__(self): return None
    def __len__(self): return 'x'
    def __bool__(self): return 1
    def __hash__(self): return 'h'
    def __contains__(self, x): return []
    def __index__(self): return 'i'
    def __format__(self, s): return 5
    def __iter__(self): return 1
    def __float__(self): return 1
    def __int__(self): return 1.5
    def __complex__(self): return 'c'
    def __bytes__(self): return 'b'
    def __dir__(self): return 5
    def __length_hint__(self): return 'l'
    def __fspath__(self): return 5
    def __sizeof__(self): return 's'
    def __getattr__(self, n): raise KeyError(n)
    def __instancecheck__(self, o): return 1
b = Bad()
import sys
for f in (repr, str, len, bool, hash, lambda b: 1 in b, lambda b: [1][b], format, iter, float, int, complex, bytes, dir, list, os.fspath, sys.getsizeof, lambda b: b.x, lambda b: hasattr(b, 'x'), lambda b: '%s' % b, lambda b: '%d' % b, lambda b: f'{b}', lambda b: f'{b!r}', lambda b: 'x' * b, lambda b: print(b), lambda b: range(b), lambda b: b(), lambda b: b + 1, lambda b: -b, lambda b: b[0], lambda b: operator.length_hint(b), lambda b: open(b), lambda b: math.sqrt(b), lambda b: b < b, lambda b: abs(b), lambda b: round(b), lambda b: isinstance(1, b), lambda b: ascii(b), lambda b: {b}, lambda b: [*b], lambda b: chr(b), lambda b: bin(b)):
    try:
        print(f(b))
    except Exception as e:
        print(type(e).__name__ + ':', e)
