# Shifts and bitwise operators on negative and large integers; bit_length, bit_count, to_bytes.
print(5 & 3, 5 | 3, 5 ^ 3, ~5, ~-1, ~0)
print(-5 & 3, -5 | 3, -5 ^ 3, -5 & -3, -5 | -3, -5 ^ -3)
print(1 << 100, -1 << 100, (1 << 100) >> 98, -(1 << 100) >> 99, -1 >> 1000, 1 >> 1000)
print((2 ** 64 - 1) & (2 ** 70), (2 ** 64 - 1) ^ -1, -(2 ** 64) | 255, -(2 ** 64) & 0xFFFF)
print(0xFFFFFFFF << 4, 0x80000000 | 1, 1 << 31, 1 << 32, 1 << 53, -1 << 31, 0x7FFFFFFF + 1)
for n in (0, 1, -1, 255, 256, -256, 2 ** 63, -(2 ** 63), 10 ** 30):
    print(n, n.bit_length(), n.bit_count())
print((1024).to_bytes(2), (1024).to_bytes(2, 'little'), (-1).to_bytes(3, 'big', signed=True), (0).to_bytes(0))
print(int.from_bytes(b'\x01\x02'), int.from_bytes(b'\x01\x02', 'little'), int.from_bytes(b'\xff\xfe', signed=True))
print(int.from_bytes([1, 2, 3], 'big'), int.from_bytes(b''), (10 ** 20).to_bytes(9, 'big').hex())
def attempt(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt((256).to_bytes, 1, 'big')
attempt((-1).to_bytes, 1, 'big')
attempt((128).to_bytes, 1, 'big', signed=True)
attempt((1).to_bytes, -1, 'big')
attempt((1).to_bytes, 1, 'middle')
attempt(int.from_bytes, 'abc')
attempt(int.from_bytes, [256])
attempt(int.from_bytes, 5)
print(True & 1, True | False, True ^ True, True & True, type(True & 1), type(True & True), ~True if False else -2)
x = 6
x &= 3; print(x)
x |= 8; print(x)
x ^= 15; print(x)
x <<= 70; print(x)
x >>= 69; print(x)
