# memoryview over bytearrays and arrays: windows, copies between slices, comparison by value.
import array
b = bytearray(b'abcdefgh'); m = memoryview(b)
m[0:2] = b'XY'; m[2:4] = m[6:8]; m[::2][0] = 33 if False else 0; print(b)
m[4:8] = m[0:4]; print(b, m[1:5][1:3].tobytes(), m[-3:].tolist(), m[::-1].tobytes(), m[1::3].tolist(), m[5:2].tobytes(), len(m[2:]), m[3:][0] == m[3])
a = array.array('h', [1, -2, 300]); v = memoryview(a); v[1] = 7; print(a, v.tolist(), v[::-1].tolist(), v.nbytes, v.cast('B').tolist(), v.cast('B').cast('h')[2], v == array.array('i', [1, 7, 300]), v == v[:], v[0:1] == v[1:2], v.format)
n = memoryview(bytes(range(12))).cast('B', (3, 4)); print(n.tolist(), n[2, 3], n.shape, n.strides, n.ndim, n.f_contiguous, n.c_contiguous, n.tobytes() == bytes(range(12)), n == memoryview(bytes(range(12))).cast('B', (3, 4)))
w = memoryview(bytearray(8)).cast('d'); w[0] = 1.5; print(w[0], w.tolist(), w.itemsize, memoryview(bytearray(4)).cast('?').tolist(), memoryview(b'a').cast('c')[0], memoryview(b'abcd').cast('I').format)
s = 0
for x in memoryview(b'\x01\x02\x03'): s += x
print(s, bytes(m) == b, bytearray(m[:2]), b''.join([m[:2], b'-', m[2:4]]), m[:3].hex(), b.startswith(m[:2].tobytes()), int.from_bytes(m[:2], 'big'), list(zip(m, 'ab')), m.obj is b, m[1:].obj is b)
try: b.extend(b'x')
except BufferError as e: print(e)
with m as k: print(k is m)
try: m[0]
except ValueError as e: print(e)
for x in (v, n, w): x.release()
a.append(5); b.extend(b'!'); print(a, b[-1:])
