# Which objects take weak references, and the messages of those that do not.
import weakref, collections, array, functools, re, io, decimal, fractions, datetime, types, contextvars, enum, uuid, random
class A: pass
class S: __slots__ = ()
class W: __slots__ = ('__weakref__',)
class I(int): pass
class L(list): pass
class T(tuple): pass
class E(Exception): pass
class C(enum.Enum): X = 1
def f(): yield
async def co(): pass
c = co(); nt = collections.namedtuple('nt', 'a')
objs = dict(inst=A(), cls=A, slots=S(), wslots=W(), int_=1, str_='a', float_=1.5, bytes_=b'', tuple_=(), list_=[], dict_={}, set_=set(), frozen=frozenset(), none=None, func=f, lam=lambda: 0, builtin=len, method=A().__init__, bound=types.MethodType(f, 1), gen=f(), coro=c, code=f.__code__, module=re, typ=int, rng=range(3), slc=slice(1), obj=object(), prop=property(), sm=staticmethod(f), cell=types.CellType(), it=iter([]), view={}.keys(), proxy=types.MappingProxyType({}), ns=types.SimpleNamespace(), dd=collections.defaultdict(), od=collections.OrderedDict(), cnt=collections.Counter(), dq=collections.deque(), part=functools.partial(f), lru=functools.lru_cache(f), arr=array.array('i'), mv=memoryview(b''), pat=re.compile('a'), match=re.match('a', 'a'), sio=io.StringIO(), bio=io.BytesIO(), dec=decimal.Decimal(1), ctx=decimal.Context(), frac=fractions.Fraction(1), date=datetime.date(2024, 1, 1), isub=I(), lsub=L(), tsub=T(), esub=E(), exc=ValueError(), ga=list[int], cv=contextvars.ContextVar('x'), cctx=contextvars.copy_context(), nt=nt(1), en=C.X, uid=uuid.UUID(int=1), rnd=random.Random(), ba=bytearray(), cplx=1j, ell=..., zp=zip(), mp=map(str, []), en2=enumerate([]), ref=weakref.ref(A), union=int | str, frame=f().gi_frame, tv=types.GenericAlias(list, int))
for n, o in objs.items():
    try: r = weakref.ref(o); print(n, 'yes', r() is o, end='; ')
    except TypeError as e: print(n, e, end='; ')
print(); c.close()
for a in ((), (1, 2, 3), (A(), 5), (A(), None, 1)):
    try: print(type(weakref.ref(*a)()).__name__)
    except TypeError as e: print(a[1:], e)
for f_ in (lambda: weakref.proxy(5), lambda: weakref.ref(A, callback=1), lambda: weakref.WeakMethod(5), lambda: weakref.WeakMethod(A), lambda: weakref.WeakValueDictionary({'a': 1}), lambda: weakref.WeakKeyDictionary({1: 2}), lambda: weakref.WeakSet([1]), lambda: weakref.finalize(1, f), lambda: weakref.finalize(A()), lambda: weakref.getweakrefcount(5), lambda: weakref.getweakrefs(5)):
    try: print(type(f_()).__name__)
    except TypeError as e: print(type(e).__name__, str(e)[:60])
