# array: type codes, list-like methods, bytes, errors.
from array import array, typecodes
a = array('i', [1, 2, 3]); a.append(4); a.extend([5]); a.insert(0, 0); a[1] = 9; print(a, a.itemsize, a.typecode, len(a), a[1:3], a[::-2], a.pop(), a.index(9), a.count(2), 3 in a, a.tolist(), a + array('i', [7]), a * 2, a == array('l', a), a < array('i', [1]), a.tobytes().hex(), a.buffer_info()[1], typecodes)
a[1:3] = array('i', [7, 8, 9]); del a[0]; a.remove(9); a.reverse(); a += array('i', [1]); a *= 2; print(a, a.byteswap(), a[0]); a.byteswap(); print(list(reversed(a)), min(a), sorted(a))
print(array('d', [1, 2.5]), array('f', [0.1])[0], array('u', 'abé'), array('u', 'ab').tounicode(), array('b', b'ab'), array('B', b'\xff'), array('i'), array('w', 'x😀') if 'w' in typecodes else '', array('q', range(3)), array('h', array('b', [1])), [array(c).itemsize for c in 'bBhHiIlLqQfd'])
b = array('H'); b.frombytes(b'\x01\x00\x02\x00'); b.fromlist([3]); print(b, memoryview(b).format, bytes(b), b.__copy__(), hash is None, array('u', 'q') + array('u', 'r'))
for f in (lambda: array('z'), lambda: array(5), lambda: array(), lambda: array('i', 'abc'), lambda: array('i', [1.5]), lambda: array('i', ['a']), lambda: array('b', [200]), lambda: array('B', [-1]), lambda: array('u', [1]), lambda: a.append('x'), lambda: a.append(2 ** 40), lambda: a.extend(array('d', [1])), lambda: a + [1], lambda: a[99], lambda: a['x'], lambda: a.pop(99), lambda: a.remove(999), lambda: a.index(999), lambda: b.frombytes(b'abc'), lambda: a.fromlist(5), lambda: a.fromlist([1, 'x']), lambda: hash(a), lambda: array('d').tounicode(), lambda: a.__setitem__(slice(0, 1), [1]), lambda: a.__setitem__(slice(0, 4, 2), array('i', [1])), lambda: array('i', 5), lambda: array('u', b'x'), lambda: array('i', bytes(3)), lambda: array('ii', [])):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
v = memoryview(b)
try: b.append(1)
except BufferError as e: print(e)
r = array('i', [1]); r.extend(r); print(r, array('i', (x for x in range(3))), [x for x in array('f', [1, 2])])
