# __bytes__, __index__, iteration and subclasses of bytes.
class HasBytes:
    def __bytes__(self): return b'from __bytes__'
class BadBytes:
    def __bytes__(self): return 'text'
class Indexed:
    def __index__(self): return 4
class Item:
    def __index__(self): return 65
class Seq:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i > 4: raise IndexError
        return i * 10
class Sub(bytes):
    def __repr__(self): return 'Sub(' + super().__repr__() + ')'
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: bytes(HasBytes()))
attempt(lambda: bytes(BadBytes()))
attempt(lambda: bytes(Indexed()))
attempt(lambda: bytes([Item(), Item()]))
attempt(lambda: bytes(Seq()))
attempt(lambda: bytes(x for x in (1, 2, 'a')))
attempt(lambda: Sub(b'abc'))
attempt(lambda: (Sub(b'abc').upper(), type(Sub(b'abc')[0:1]).__name__, Sub(b'ab') + b'c', type(bytes(Sub(b'x'))).__name__))
attempt(lambda: (Sub.fromhex('41'), Sub(5), Sub('é', 'latin-1')))
attempt(lambda: list(b'abc'))
attempt(lambda: [*reversed(b'abc')])
attempt(lambda: list(iter(b'\x00\xff')))
attempt(lambda: (b'abc'.__contains__(97), b'abc'.__len__(), b'abc'.__getitem__(0)))
attempt(lambda: sorted([b'b', b'a', b'', b'ab']))
attempt(lambda: max(b'hello'))
attempt(lambda: sum(b'abc'))
attempt(lambda: dict([b'ab', b'cd']))
attempt(lambda: (b'\x80abc'.decode('latin-1'), b'abc'.decode(), ascii(b'\xe9'.decode('cp1252'))))
attempt(lambda: int.from_bytes(b'ab', 'big'))
attempt(lambda: b''.join(bytes([i]) for i in range(250, 256)))
attempt(lambda: b'a b'.rsplit(None, 1) + b'k:v'.rsplit(b':', 1) + [b'k'.rpartition(b'=')])
attempt(lambda: (b'x' is b'x', b'' is bytes(), b'a'[0:1] is b'a'))
attempt(lambda: (b'ab'.removeprefix(b'a'), b'ab'.removesuffix(b'b'), b'ab'.ljust(4), b'ab'.rjust(4, b'.')))
attempt(lambda: eval('b"a" b"b"'))
try:
    b'abc'[0] = 1
except TypeError as e:
    print(e)
it = iter(b'xyz')
print(next(it), it.__length_hint__(), list(it), next(it, 'end'))
