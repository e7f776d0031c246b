# hashlib: digests of known texts, updates, copies, errors; hmac.
import hashlib, hmac
for n in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_256', 'blake2b', 'blake2s'):
    h = hashlib.new(n, b'abc'); print(n, h.hexdigest()[:32], h.digest_size, h.block_size, h.name, getattr(hashlib, n)(b'').hexdigest()[:8])
h = hashlib.sha256(); h.update(b'a' * 100); c = h.copy(); h.update(bytearray(b'b')); print(h.hexdigest() != c.hexdigest(), c.hexdigest()[:8], h.digest()[:4], hashlib.shake_128(b'x').hexdigest(8), hashlib.blake2b(b'x', digest_size=4, key=b'k').hexdigest(), hashlib.md5(memoryview(b'abc')).hexdigest())
print(hmac.new(b'key', b'msg', 'sha256').hexdigest()[:16], hmac.compare_digest('a', 'a'), hmac.digest(b'k', b'm', 'md5').hex()[:8], hashlib.pbkdf2_hmac('sha1', b'p', b's', 2).hex()[:16], 'sha256' in hashlib.algorithms_guaranteed)
for f in (lambda: hashlib.md5('text'), lambda: hashlib.new('nope'), lambda: hashlib.md5(5), lambda: h.update('x'), lambda: hashlib.new(5), lambda: hmac.new('k', b'm', 'md5'), lambda: hashlib.shake_128(b'').hexdigest(), lambda: hashlib.blake2b(digest_size=99)):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e)[:60])
