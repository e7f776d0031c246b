# base64, binascii: encodings, paddings, errors.
import base64 as b, binascii as x
print(b.b64encode(b'hello\xff\xfe'), b.b64decode('aGVsbG8='), b.urlsafe_b64encode(b'\xfb\xff'), b.b32encode(b'hi'), b.b32decode(b'NBUQ===='), b.b16encode(b'\xab'), b.b16decode('AB'), b.a85encode(b'test'), b.b85encode(b'test'), b.b85decode(b'bY*jN'), b.b64decode(b'aGk=\n'), b.encodebytes(b'a' * 60), b.b64encode(b'ab', altchars=b'-_'), b.standard_b64decode('YQ=='), b.b32hexencode(b'a'))
print(x.hexlify(b'ab', ':'), x.unhexlify('6162'), x.b2a_base64(b'a', newline=False), x.a2b_base64('YQ=='), x.crc32(b'hello'), x.crc_hqx(b'a', 0), x.a2b_qp('=41b'), x.b2a_qp(b'a=\xff'), x.b2a_uu(b'hi'), x.a2b_uu(b'"86$ '[:5]) if False else x.hexlify(b''))
for f in (lambda: b.b64decode('a'), lambda: b.b64decode('ab!c='), lambda: b.b64decode('ab!c', validate=True), lambda: b.b64encode('x'), lambda: b.b64decode('é'), lambda: b.b32decode('1'), lambda: b.b32decode('mfrgg'), lambda: b.b16decode('ab'), lambda: b.b16decode('abc', casefold=True), lambda: x.unhexlify('abc'), lambda: x.unhexlify('zz'), lambda: x.a2b_base64('abcde'), lambda: x.crc32('x'), lambda: b.b85decode(b'~~~~~'), lambda: b.a85decode(b'vwxyz'), lambda: x.hexlify('x'), lambda: b.b64decode(b'YQ', validate=True), lambda: b.b64decode('YQ==YQ==')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
