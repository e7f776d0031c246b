"""bytes and bytearray."""
from _timing import measure

B = '''b = b"The quick brown fox jumps over the lazy dog"; c = b"hello"; i = 5
ba = bytearray(b"hello world"); h = "deadbeef00"; mv = memoryview(b)
'''
measure([
    ('bytes b + c', 'b + c', B),
    ('bytes index', 'b[i]', B),
    ('bytes slice', 'b[4:9]', B),
    ('bytes iterate', 'for x in b: pass', B),
    ('bytes in', 'b"fox" in b', B),
    ('bytes find', 'b.find(b"lazy")', B),
    ('bytes split', 'b.split()', B),
    ('bytes split sep', 'b.split(b" ")', B),
    ('bytes join', 'b",".join(w)', B + 'w = b.split()'),
    ('bytes replace', 'b.replace(b"o", b"0")', B),
    ('bytes ==', 'b == d', B + 'd = bytes(bytearray(b))'),
    ('bytes hash fresh', 'hash(b[1:])', B),
    ('bytes hex', 'c.hex()', B),
    ('bytes fromhex', 'bytes.fromhex(h)', B),
    ('bytes startswith', 'b.startswith(b"The")', B),
    ('bytes(list)', 'bytes(l)', 'l = list(range(20))'),
    ('bytes(n)', 'bytes(16)', B),
    ('bytes upper', 'b.upper()', B),
    ('bytes strip', 'b.strip()', B),
    ('bytes repr', 'repr(b)', B),
    ('bytes list(b)', 'list(b)', B),
    ('bytearray append', 'ba.append(65)\nba.pop()', B),
    ('bytearray set item', 'ba[3] = 65', B),
    ('bytearray get item', 'ba[3]', B),
    ('bytearray +=', 'x = bytearray()\nx += b\nx += c', B),
    ('bytearray slice', 'ba[2:5]', B),
    ('bytearray extend', 'x = bytearray()\nx.extend(b)', B),
    ('bytearray(b)', 'bytearray(b)', B),
    ('memoryview slice', 'mv[2:5]', B),
    ('memoryview index', 'mv[3]', B),
    ('memoryview(b)', 'memoryview(b)', B),
])
