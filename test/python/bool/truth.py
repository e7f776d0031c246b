# Truth testing: __bool__, __len__, operators that keep operands, and bool() itself.
class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __repr__(self): return f'Len({self.n})'
class Bool:
    def __init__(self, b): self.b = b
    def __bool__(self): return self.b
class Both(Len, Bool):
    def __bool__(self): return not self.n
falsy = [0, 0.0, 0j, '', b'', [], (), {}, set(), frozenset(), range(0), None, False, Len(0), bytearray(), memoryview(b'')]
print([bool(x) for x in falsy], any(falsy))
truthy = [1, -1, 0.1, 'a', ' ', b'0', [0], (None,), {0: 0}, {0}, range(1), object(), Len(5), ..., NotImplemented.__class__, float('nan')]
print(all(truthy))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: bool(Bool(1)))
attempt(lambda: bool(Bool(None)))
attempt(lambda: bool(Bool(True)))
attempt(lambda: bool(Len(-1)))
attempt(lambda: bool(Len('x')))
attempt(lambda: bool(Len(2 ** 70)))
attempt(lambda: not Bool('x'))
attempt(lambda: 1 if Len(1.5) else 2)
attempt(lambda: len(Len(2 ** 63)))
attempt(lambda: len(Len(-5)))
attempt(lambda: len(5))
attempt(lambda: bool(Both(0)))
attempt(lambda: bool(1, 2))
attempt(lambda: bool(x=1))
print(0 or 'a', 'a' and 0, [] or {} or (), 1 and 2 and 3, None or False, not [] and 'yes', 0 and 1 / 0)
print(True == 1, True is (1 == 1), str(True), repr(False), int(True), True + 1, -True, True * 'ab', [10, 20][True])
print(isinstance(True, int), bool.__mro__, type(True), type(not 0), True.__and__(False), True ^ 5, True | 2.0.__int__())
try:
    class Sub(bool): pass
except TypeError as e:
    print(e)
print(sorted([True, False, True]), {True: 'x', 1: 'y'}, {0, False}, bool('False'), bool(bool))
