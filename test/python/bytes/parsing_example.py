# Bytes at work: a checksum, a hex dump, a tiny binary format, run-length coding.
import struct
def crc8(data):
    c = 0
    for b in data:
        c ^= b
        for _ in range(8): c = (c << 1 ^ 0x07) & 0xff if c & 0x80 else c << 1
    return c
print(hex(crc8(b'123456789')), crc8(b''), crc8(bytearray(b'abc')), crc8(memoryview(b'abc')))
def dump(data, w=8):
    for i in range(0, len(data), w):
        row = data[i:i + w]; print(f'{i:04x}  {row.hex(" "):<{w * 3}} {"".join(chr(b) if 32 <= b < 127 else "." for b in row)}')
dump(b'hello\x00world\xff!' + bytes(range(5)))
def pack(records):
    out = bytearray(struct.pack('>4sH', b'RECS', len(records)))
    for name, value in records:
        raw = name.encode(); out += struct.pack('>B', len(raw)) + raw + struct.pack('>d', value)
    return bytes(out)
def unpack(data):
    magic, n = struct.unpack_from('>4sH', data)
    if magic != b'RECS': raise ValueError(f'bad magic {magic}')
    at, out = 6, []
    for _ in range(n):
        size = data[at]; name = data[at + 1:at + 1 + size].decode(); at += 1 + size
        out.append((name, *struct.unpack_from('>d', data, at))); at += 8
    return out
p = pack([('é', 1.5), ('two', -2)]); print(p, unpack(p), len(p))
for bad in (b'XXXX\0\0', b'RECS', p[:10], p[:-1], p.replace('é'.encode(), b'\xff\xff')):
    try: print(unpack(bad))
    except (ValueError, struct.error, IndexError) as e: print(type(e).__name__, e)
def rle(b):
    out = bytearray()
    for x in b:
        if out and out[-1] == x and out[-2] < 255: out[-2] += 1
        else: out += bytes((1, x))
    return bytes(out)
def unrle(b): return b''.join(bytes([v]) * n for n, v in zip(b[::2], b[1::2]))
r = rle(b'aaabccccc' + b'z' * 300); print(r, unrle(r) == b'aaabccccc' + b'z' * 300, bytes(a ^ b for a, b in zip(b'secret', b'keykey')), int.from_bytes(b'\x01\x00', 'big'), b'%b-%d' % (b'x', 5), b'a,b'.split(b','), bytes(reversed(b'abc')), sum(b'abc'), b'abc'.find(b'c'), b'\x00' in b'a\x00', max(b'az'), sorted(b'cab'), b'ab' < b'b')
