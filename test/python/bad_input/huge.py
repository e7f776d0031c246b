# Huge requests end in MemoryError or OverflowError, not in a crash.
import sys
def attempt(f):
    try: r = f(); print(type(r).__name__, len(r) if hasattr(r, '__len__') and len(r) < 10 ** 6 else '')
    except RecursionError: raise
    except Exception as e: print(type(e).__name__ + ':', e)
H, M = 10 ** 30, sys.maxsize
for f in (lambda: [0] * M, lambda: [0] * H, lambda: (0,) * M, lambda: 'a' * M, lambda: 'ab' * M, lambda: '€' * M, lambda: b'ab' * M, lambda: bytearray(M), lambda: bytes(M), lambda: bytes(H), lambda: bytearray(b'ab') * M, lambda: [1, 2] * (M // 8), lambda: [] * H, lambda: '' * H, lambda: [0] * -H, lambda: 'a' * H, lambda: range(H), lambda: len(range(H)), lambda: list(range(M)), lambda: tuple(range(H)), lambda: 'a'.ljust(M), lambda: 'a'.center(H), lambda: '{:{}}'.format(1, M), lambda: '%*d' % (M, 1), lambda: '%' + '9' * 30 + 'd' , lambda: ('%' + '9' * 30 + 'd') % 1, lambda: format(1, '9' * 19), lambda: format(1.5, '.' + '9' * 19), lambda: format(1.5, '.9999999999f'), lambda: 1 << M, lambda: 1 << H, lambda: 0 << H, lambda: 1 >> H, lambda: -1 >> H, lambda: 'a'.zfill(M), lambda: 'a\t'.expandtabs(M), lambda: 'a'.replace('', 'x' * 10, M), lambda: ','.join(['a' * 10] * 2).split(',', H), lambda: 'abc'[H], lambda: [1][H], lambda: [1][-H], lambda: 'abc'[-H:H], lambda: [1].insert(H, 2), lambda: [1].pop(H), lambda: (1).to_bytes(M, 'big'), lambda: (1).to_bytes(H, 'big'), lambda: int('9' * 4301), lambda: chr(H), lambda: bytes([H]), lambda: 2.0 ** H, lambda: float(H ** 20), lambda: int(1e308) * 10 ** 10 > 0 and 'big int', lambda: round(1.5, H), lambda: pow(2, H, 7) and 'modpow', lambda: __import__('itertools').repeat(1, H), lambda: __import__('itertools').islice([], H), lambda: __import__('itertools').islice([], M + 1), lambda: __import__('collections').deque([], H), lambda: __import__('math').factorial(-1), lambda: __import__('math').comb(H, 2) and 'comb', lambda: __import__('math').factorial(H), lambda: __import__('math').perm(5, -1), lambda: hash(H ** 5) and 'hash', lambda: __import__('time').sleep(H), lambda: __import__('time').gmtime(H), lambda: memoryview(b'ab')[H], lambda: slice(H).indices(M) , lambda: sys.setrecursionlimit(H), lambda: __import__('array').array('i', [0]) * M, lambda: __import__('array').array('i', [H]), lambda: __import__('struct').pack('i', H), lambda: __import__('struct').calcsize('9' * 20 + 'x'), lambda: __import__('datetime').timedelta(days=H), lambda: __import__('datetime').date(H, 1, 1), lambda: __import__('random').getrandbits(H) , lambda: __import__('io').BytesIO().seek(-1), lambda: __import__('io').BytesIO(b'a').read(H), lambda: set(range(3)) and 'set', lambda: dict.fromkeys(range(3)), lambda: __import__('zlib').decompress(b'x'), lambda: __import__('json').loads('[' * 100000), lambda: 'x'.encode('utf-8') * H):
    try: attempt(f)
    except RecursionError as e: print('RecursionError:', str(e)[:32])
class L:
    def __len__(self): return M
    def __getitem__(self, i): raise IndexError
class LL(L):
    def __len__(self): return 2 ** 63
for f in (lambda: list(L()), lambda: len(LL()), lambda: range(L().__len__()), lambda: bool(LL()), lambda: list(LL())): attempt(f)
