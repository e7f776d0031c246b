# zlib: round trips, checksums, streaming, errors.
import zlib
d = b'abcabcabc' * 100
for lvl in (0, 1, 6, 9, -1): c = zlib.compress(d, lvl); print(lvl, len(c) < len(d) or lvl == 0, zlib.decompress(c) == d)
print(zlib.crc32(b'hello'), zlib.adler32(b'hello'), zlib.crc32(b'lo', zlib.crc32(b'hel')), zlib.decompress(zlib.compress(b'')), zlib.decompress(b'x\x9cKLJ\x06\x00\x02M\x01\''))
c = zlib.compressobj(); p = c.compress(d[:50]) + c.compress(d[50:]) + c.flush(); o = zlib.decompressobj(); print(o.decompress(p, 10), len(o.unconsumed_tail) > 0, len(o.decompress(o.unconsumed_tail)), o.eof, o.unused_data, o.flush()); o = zlib.decompressobj(); o.decompress(zlib.compress(b'x') + b'tail'); print(o.unused_data, o.eof)
r = zlib.compressobj(wbits=-15); raw = r.compress(b'raw') + r.flush(); print(zlib.decompress(raw, -15), zlib.decompress(zlib.compress(b'g', wbits=31), 47))
for f in (lambda: zlib.decompress(b'bad data'), lambda: zlib.decompress(b''), lambda: zlib.decompress(zlib.compress(d)[:10]), lambda: zlib.compress('x'), lambda: zlib.compress(b'x', 99), lambda: zlib.decompress(zlib.compress(b'abc')[:-1] + b'\0'), lambda: zlib.crc32('x'), lambda: zlib.decompress(b'x\x9c\xff')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
