# pickle: protocols, round trips, hooks, shared references, errors.
import pickle, pickletools, io, collections, datetime, decimal, fractions, enum
class P:
    def __init__(self, a): self.a = a
    def __eq__(self, o): return self.__dict__ == o.__dict__
class S: __slots__ = ('x',)
class G:
    def __getstate__(self): return 'state'
    def __setstate__(self, s): self.s = s
class Rd:
    def __reduce__(self): return (P, ('from reduce',), {'extra': 1})
class N(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
class C(enum.Enum): R = 1
NT = collections.namedtuple('NT', 'a b')
vals = [None, True, 0, -1, 255, 256, 65536, -2 ** 31, 2 ** 31, 10 ** 30, 1.5, float('inf'), 1j, '', 'é😀\ud800', 'a' * 300, b'', b'\xff' * 300, (), (1,), (1, 2, 3, 4), [], [1, [2]], {}, {'a': {1: 2}}, {1, 2}, frozenset([3]), range(5), slice(1, 2), P(1), NT(1, 2), C.R, len, P, int, ..., NotImplemented, collections.OrderedDict(a=1), collections.deque([1], 3), collections.Counter('aab'), collections.defaultdict(int, a=1), datetime.date(2024, 1, 2), datetime.timedelta(1), decimal.Decimal('1.5'), fractions.Fraction(1, 3), bytearray(b'x'), ValueError('v', 1), N(1, 2)]
for p in range(6): print(p, [v for v in vals if repr(pickle.loads(pickle.dumps(v, p))) != repr(v) and pickle.loads(pickle.dumps(v, p)) != v])
print(pickle.dumps([1, 'a', None, 2.5], 0), pickle.dumps({'k': (1, 2)}, 2), pickle.dumps('x', 5), pickle.dumps([[]] * 2, 1), len(pickle.dumps(list(range(300)))), pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL)
a = []; b = [a, a]; c = pickle.loads(pickle.dumps(b)); print(c[0] is c[1]); a.append(a); d = pickle.loads(pickle.dumps(a)); print(d[0] is d); s = S(); s.x = 5; print(pickle.loads(pickle.dumps(s)).x, pickle.loads(pickle.dumps(G())).s, pickle.loads(pickle.dumps(Rd())).__dict__)
class Pers(pickle.Pickler):
    def persistent_id(self, o): return 'the P' if isinstance(o, P) else None
class Unp(pickle.Unpickler):
    def persistent_load(self, i): return f'loaded {i}'
    def find_class(self, m, n): raise pickle.UnpicklingError(f'forbidden {m}.{n}')
f = io.BytesIO(); Pers(f).dump([P(1), 2]); f.seek(0); print(Unp(f).load())
for f in (lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps((i for i in [])), lambda: pickle.dumps(open('/dev/null')), lambda: pickle.dumps(type('Local', (), {})), lambda: pickle.loads(b''), lambda: pickle.loads(b'x'), lambda: pickle.loads(b'I1'), lambda: pickle.loads(pickle.dumps([1])[:-1]), lambda: pickle.loads(b'cnope\nx\n.'), lambda: pickle.loads(b'cos\nnope\n.'), lambda: pickle.dumps(1, 99), lambda: pickle.loads('text'), lambda: Unp(io.BytesIO(pickle.dumps(P(1)))).load(), lambda: pickle.loads(b'\x80\x09N.'), lambda: pickle.dump(1, 5), lambda: pickle.load(5), lambda: pickle.loads(b'0.'), lambda: pickle.dumps(pickle)):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', str(e).split(' at 0x')[0])
