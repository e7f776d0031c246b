# struct: formats, byte orders, alignment, iteration, errors.
import struct as s
print(s.pack('<bBhHiIqQ', -1, 255, -2, 65535, -3, 4, -5, 6).hex(), s.pack('>hl', 1, 2), s.pack('!I', 1), s.pack('=i?', 5, True), s.pack('3s5p', b'ab', b'xyz'), s.pack('4sx2c', b'abcdef', b'q', b'r'), s.pack('<fde', 1.5, -2.25, 0.5).hex(), s.calcsize('bi'), s.calcsize('<bi'), s.calcsize('ib'), s.calcsize('bP'), s.calcsize('0i'), s.calcsize('3h2x'), s.pack('<nN' if False else '<2H', 1, 2), s.pack('', ), s.pack(' < 2 h ', 1, 2) if False else s.pack('<2h h', 1, 2, 3))
print(s.unpack('<hI', b'\x01\x00\x02\x00\x00\x00'), s.unpack('>3s?', b'abc\x01'), s.unpack_from('<H', b'xx\x05\x00', 2), list(s.iter_unpack('<H', b'\x01\x00\x02\x00')), s.unpack('5p', b'\x03abcd'), s.unpack('<f', s.pack('<f', 0.1)), s.unpack('<e', b'\x00\x7c'), s.unpack('<d', b'\0' * 6 + b'\xf8\x7f'), s.unpack('2c', b'ab'))
S = s.Struct('<2hI'); b = bytearray(10); S.pack_into(b, 1, 1, 2, 3); print(S.size, S.format, b, S.unpack_from(b, 1), S.unpack(S.pack(7, 8, 9)), repr(S))
class I:
    def __index__(self): return 7
print(s.pack('<i', I()), s.pack('<f', 5), s.pack('?', []), s.pack('<d', True))
for f in (lambda: s.pack('i'), lambda: s.pack('i', 1, 2), lambda: s.pack('i', 'a'), lambda: s.pack('i', 1.5), lambda: s.pack('b', 200), lambda: s.pack('B', -1), lambda: s.pack('<h', 40000), lambda: s.pack('<Q', 2 ** 64), lambda: s.pack('<q', 2 ** 63), lambda: s.pack('c', b'ab'), lambda: s.pack('c', 'a'), lambda: s.pack('s', 'a'), lambda: s.pack('f', 'x'), lambda: s.pack('<f', 1e300), lambda: s.pack('<e', 1e10), lambda: s.pack('z', 1), lambda: s.pack('5', 1), lambda: s.pack('<P', 1), lambda: s.unpack('i', b'123'), lambda: s.unpack('i', 'abcd'), lambda: s.unpack_from('i', b'12', 0), lambda: s.unpack_from('i', b'12345', -9), lambda: s.iter_unpack('i', b'123'), lambda: s.iter_unpack('', b''), lambda: S.pack_into(b, 9, 1, 2, 3), lambda: s.pack_into('i', b'imm', 0, 1), lambda: s.Struct(5), lambda: s.pack(), lambda: s.calcsize('é'), lambda: s.pack('i', None)):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
