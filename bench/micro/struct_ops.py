"""struct, hashlib, base64, binascii, zlib, copy, pickle, io, csv, string."""
from _timing import measure

S = '''import struct, hashlib, base64, binascii, zlib, copy, pickle, io, csv
pack = struct.pack; unpack = struct.unpack; st = struct.Struct("<IHBf"); b = st.pack(1, 2, 3, 4.0); data = b"hello world" * 20
unp = st.unpack; up = st.pack; dat = [1, [2, 3], {"a": 4}]; pk = pickle.dumps(dat); z = zlib.compress(data)
b64 = base64.b64encode(data); buf = bytearray(16); it = struct.Struct("<II").iter_unpack; block = bytes(800)
row = "a,b,c,d"; lines = "\\n".join(["line %d" % k for k in range(50)])
'''
measure([
    ('struct pack', 'pack("<IHB", 1, 2, 3)', S),
    ('struct unpack', 'unpack("<IHBf", b)', S),
    ('struct Struct.pack', 'up(1, 2, 3, 4.0)', S),
    ('struct Struct.unpack', 'unp(b)', S),
    ('struct pack_into', 'struct.pack_into("<I", buf, 4, 7)', S),
    ('struct unpack_from', 'struct.unpack_from("<I", buf, 4)', S),
    ('struct double', 'pack(">d", 3.14)', S),
    ('struct iter_unpack', 'for x in it(block): pass', S),
    ('hashlib md5', 'hashlib.md5(data).hexdigest()', S),
    ('hashlib sha256', 'hashlib.sha256(data).hexdigest()', S),
    ('base64 encode', 'base64.b64encode(data)', S),
    ('base64 decode', 'base64.b64decode(b64)', S),
    ('crc32', 'zlib.crc32(data)', S),
    ('hexlify', 'binascii.hexlify(data)', S),
    ('zlib compress', 'zlib.compress(data)', S),
    ('zlib decompress', 'zlib.decompress(z)', S),
    ('copy list', 'copy.copy(dat)', S),
    ('deepcopy', 'copy.deepcopy(dat)', S),
    ('pickle dumps', 'pickle.dumps(dat)', S),
    ('pickle loads', 'pickle.loads(pk)', S),
    ('StringIO write', 'o = io.StringIO()\no.write("abc")\no.write("def")\no.getvalue()', S),
    ('StringIO lines', 'for x in io.StringIO(lines): pass', S),
    ('BytesIO write', 'o = io.BytesIO()\no.write(data)\no.getvalue()', S),
    ('csv reader', 'for x in csv.reader([row, row]): pass', S),
])
