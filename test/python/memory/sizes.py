# sys.getsizeof of built-in values, by CPython's formulas.
import sys
g = sys.getsizeof
print([g(n) for n in (0, 1, -1, 2 ** 30 - 1, 2 ** 30, 2 ** 60, 2 ** 90, -10 ** 50, True)], g(1.5), g(1j), g(None), g(...), g(object()))
print([g(s) for s in ('', 'a', 'ab', 'a' * 100, 'é', 'éé', '€', '€€', '😀', 'a😀', 'abc\n')], [g(b) for b in (b'', b'a', b'abc' * 10)], [g(bytearray(n)) for n in (0, 1, 10, 100)])
print([g([None] * n) for n in (0, 1, 2, 3, 10)], [g(list(range(n))) for n in (0, 1, 2, 3, 4, 5)], g([1, 2, 3]), g([1]), g([*range(3)]), [g([x for x in range(n)]) for n in (1, 4, 5, 9, 17)])
l = []; sizes = []
for i in range(70):
    l.append(i)
    if not sizes or g(l) != sizes[-1]: sizes.append(g(l))
print(sizes); 
while len(l) > 3: l.pop()
print(g(l)); l.extend(range(10)); print(g(l)); l.insert(0, 1); print(g(l)); del l[5:]; print(g(l)); l *= 3; print(g(l), g(l[:]), g(l + l), g(l.copy()), g(sorted(l)), g(l[::2])); l.clear(); print(g(l))
print([g(tuple(range(n))) for n in (0, 1, 2, 10)], [g(frozenset(range(n))) for n in (0, 4, 5)], [g({i: i for i in range(n)}) for n in (0, 1, 6, 11)], g(range(5)), g(slice(1)), g(memoryview(b'')), g({}.keys()), g(iter([])), g(iter({})), g(enumerate([])), g(zip()), g(map(str, [])), g(reversed([])))
def f(a=1): pass
def gen(): x = 1; yield x
class A: pass
class S: __slots__ = ('a', 'b')
class T(tuple): pass
class N(int): pass
class L(list): pass
class D(dict): pass
class E(Exception): pass
a = A(); print(g(f), g(lambda: 0), g(a), g(S()), g(A), g(S), g(T()), g(T((1, 2))), g(N()), g(L()), g(D()), g(E()), g(ValueError()), g(KeyError('a')), g(OSError()), g(StopIteration()), g(a.__init__), g(len), g(A.__init__), g(property()), g(staticmethod(f)), g(type), g(int), g(sys) > 0)
a.x = 1; print(g(a), g(a.__dict__)); a.y = 2; b = A(); b.x = 1; print(g(b.__dict__), g(A().__dict__))
class Own:
    def __sizeof__(self): return 1000
class Neg:
    def __sizeof__(self): return -1
class Str:
    def __sizeof__(self): return 'x'
print(g(Own()), g(5, 'default'), (5).__sizeof__(), [].__sizeof__(), 'a'.__sizeof__(), A().__sizeof__(), object.__sizeof__([]), (1, 2).__sizeof__(), {}.__sizeof__())
for f_ in (lambda: g(Neg()), lambda: g(Str()), lambda: g(Str(), 7), lambda: g(), lambda: object.__sizeof__()):
    try: print(f_())
    except Exception as e: print(type(e).__name__, e)
import collections, array, decimal, datetime
print(g(collections.deque()), g(collections.deque(range(100))), g(collections.OrderedDict()), g(collections.defaultdict()), g(array.array('i', [1, 2])), g(array.array('d')), g(decimal.Decimal(1)), g(datetime.date(2024, 1, 1)), g(datetime.datetime(2024, 1, 1)), g(datetime.timedelta(1)), g(collections.namedtuple('p', 'x y')(1, 2)))
