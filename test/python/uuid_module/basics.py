# uuid: fields, versions 3 and 5, parsing, errors.
import uuid
u = uuid.UUID('12345678-1234-5678-1234-567812345678'); print(u, repr(u), u.hex, u.int, u.bytes, u.fields, u.version, u.variant, u.urn, u.time_low, uuid.UUID(int=5), uuid.UUID(bytes=b'a' * 16), uuid.UUID('{' + u.hex + '}') == u, u < uuid.UUID(int=2 ** 127), hash(u) == hash(uuid.UUID(str(u))), uuid.uuid3(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid5(uuid.NAMESPACE_URL, 'x'), uuid.uuid4().version, len({uuid.uuid4() for _ in range(5)}), uuid.UUID(fields=u.fields) == u, uuid.UUID(bytes_le=u.bytes_le) == u)
for f in (lambda: uuid.UUID('x'), lambda: uuid.UUID(), lambda: uuid.UUID(int=-1), lambda: uuid.UUID(bytes=b'a'), lambda: uuid.UUID(int=2 ** 128), lambda: uuid.UUID(hex='a', int=1), lambda: setattr(u, 'int', 5), lambda: u < 5, lambda: uuid.UUID(u.hex, version=9), lambda: uuid.UUID(fields=(1,))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
