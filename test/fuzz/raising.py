"""Runs snippets of every statement and expression with an error at each operation in turn.

    python raising.py raising [FIRST [SEED [LOG]]]

Every special method of the objects at work counts down; the one that meets zero raises. A snippet runs
with the countdown at 1, 2, 3 ... until it gets through, so that each of its operations has failed once.
A run that leaves memory behind each time is told as `LEAK`, wrong counts after a snippet (with
-X verify=recount) as `COUNT`; the number and name of each case go to the file LOG.
"""

import gc
import os
import sys
import warnings

try:
    from _vivarium import account, recount
except ImportError:
    account = recount = None
else:
    try:
        recount()
    except ValueError:
        recount = None

warnings.simplefilter('ignore')


class Stop(Exception):
    pass


left = 0


def tick():
    global left
    left -= 1
    if left == 0: raise Stop


class T:
    """Does everything, and every time counts down."""
    def __init__(self, *args, **kwargs): tick(); self.items = list(args)
    def __add__(self, other): tick(); return T()
    __radd__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __lshift__ = __rshift__ = __and__ = __or__ = __xor__ = __matmul__ = __add__
    __iadd__ = __add__
    def __neg__(self): tick(); return T()
    __pos__ = __invert__ = __abs__ = __neg__
    def __getitem__(self, key): tick(); return T()
    def __setitem__(self, key, value): tick()
    def __delitem__(self, key): tick()
    def __lt__(self, other): tick(); return True
    __le__ = __gt__ = __ge__ = __ne__ = __lt__
    def __eq__(self, other): tick(); return self is other
    def __hash__(self): tick(); return 5
    def __bool__(self): tick(); return True
    def __contains__(self, x): tick(); return True
    def __iter__(self): tick(); return Three()
    def __call__(self, *args, **kwargs): tick(); return T()
    def __enter__(self): tick(); return T()
    def __exit__(self, *exc): tick(); return False
    def __str__(self): tick(); return 'text'
    __repr__ = __str__
    def __format__(self, spec): tick(); return spec + 'formatted'
    def __index__(self): tick(); return 1
    def __len__(self): tick(); return 3
    def keys(self): tick(); return ['ka', 'kb']
    def __await__(self): tick(); yield 'pause'; tick(); return T()
    def __aiter__(self): tick(); return AsyncThree()
    async def __aenter__(self): tick(); return T()
    async def __aexit__(self, *exc): tick(); await T(); return False
    def __mro_entries__(self, bases): tick(); return (Base,)
    def method(self, *args, **kwargs): tick(); return T()


class Swallow(T):
    def __exit__(self, *exc): tick(); return True


class Three:
    def __init__(self): tick(); self.n = 0
    def __iter__(self): tick(); return self
    def __next__(self):
        tick()
        self.n += 1
        if self.n > 3: raise StopIteration
        return T()


class AsyncThree:
    def __init__(self): tick(); self.n = 0
    def __aiter__(self): tick(); return self
    async def __anext__(self):
        tick()
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return T()


class Attr:
    """Attributes that count down."""
    def __getattr__(self, name): tick(); return T()
    def __setattr__(self, name, value): tick()
    def __delattr__(self, name): tick()


class Meta(type):
    def __prepare__(name, bases, **kw): tick(); return Namespace()
    def __new__(cls, name, bases, ns, **kw): tick(); return type.__new__(cls, name, bases, dict(ns))
    def __init__(cls, name, bases, ns, **kw): tick()
    def __call__(cls, *args): tick(); return type.__call__(cls, *args)
    def __instancecheck__(cls, o): tick(); return True


class Namespace(dict):
    def __setitem__(self, key, value): tick(); dict.__setitem__(self, key, value)
    def __getitem__(self, key): tick(); return dict.__getitem__(self, key)
    def __delitem__(self, key): tick(); dict.__delitem__(self, key)


class Base:
    def __init_subclass__(cls, **kw): tick()


class Descr:
    def __set_name__(self, owner, name): tick()
    def __get__(self, o, t=None): tick(); return T()
    def __set__(self, o, value): tick()
    def __delete__(self, o): tick()


class HasDescr:
    d = Descr()


class Point:
    __match_args__ = ('x', 'y')
    @property
    def x(self): tick(); return T()
    @property
    def y(self): tick(); return T()


class Raiser(Exception):
    def __init__(self, *args): tick(); super().__init__(*args)


def gen(*args):
    tick()
    got = yield T()
    tick()
    yield [got, T()]
    return T()


def f(*args, **kwargs):
    tick()
    return T()


def two(a, b=None, *rest, k=None, **kw):
    tick()
    return [a, b, rest, k, kw]


def drive(c):
    """Runs a coroutine to its end."""
    try:
        while True: c.send(None)
    except StopIteration as e:
        return e.value


def drive_async(a):
    out = []
    async def run():
        async for x in a: out.append(x)
    drive(run())
    return out


SNIPPETS = '''
[T(), T(), T()]
(T(), T(), *T(), T())
[*T(), T(), *T()]
{T(), T(), *T()}
{T(): T(), T(): T(), **T(), 'k': T()}
[T(), [T(), (T(), {T(): [T()]})], T()]
T()[T():T():T()]
T()[T(), T()]
a = T(); a[T()] = T(); a[T():T()] = T(); del a[T()]
a = T(); a[T()] += T()
a = Attr(); a.x = T(); a.x += T(); del a.x; a.y.z
a = HasDescr(); a.d = T(); a.d; a.d += T(); del a.d
a = b = T(), T(); c, (d, *e) = T(), T(); [x, y, z] = T()
a, b, c = T()
a, *b, c = T()
(a, b), c = (T(), T()), T()
a, b = T()
T() + T() * T() - T() / T() ** T() // T() % T() @ T()
T() << T() | T() & T() ^ T() >> T()
-T(), +T(), ~T(), not T()
T() < T() <= T() != T() > T()
T() in T(), T() not in T(), T() is T(), T() is not T()
T() and T() or T() and not T()
T() if T() else T()
a = [T() for x in T() if T() for y in T() if x < y]
a = {x: T() for x in T()}; b = {T() for x in T()}; c = list(T() for x in T() if x)
[[T() for y in T()] for x in T()]
f(T(), T(), k=T())
f(*T(), **T())
f(T(), *T(), T(), *T(), k=T(), **T(), j=T())
two(T(), T(), T(), k=T(), z=T())
two(T(), *T(), k=T(), **{'ka': T(), 'kb': T()})
two(b=T(), a=T())
T()(T(), T()).method(T(), k=T())(*T())
T().method(T()).method(*T(), **T())
two(T(), T(), a=T())
two()
f'{T()} {T()!r:>{T()}} {T():{T()}x{T()}} {T()=}'
(lambda a=T(), *b, c=T(): [a, b, c])(T())
def g(a: T(), b: T() = T(), *c: T(), d: T() = T(), **e: T()) -> T(): return [a, b]
@T()
@T()
def g(a=T()): pass
@T()
class C(Base, k=T()):
    x = T()
    y: T() = T()
    def m(self): return T()
class C(Base, metaclass=Meta, k=T()):
    x = T()
    d = Descr()
    def m(self): return super().m
    class D(metaclass=Meta): z = T()
    del x
class C(T()): x = T()
class C(*[Base], **{'k': T()}): x = [T() for _ in T()]
class C[X: T(), Y = T()](Base): x: X = T()
C.__type_params__[0].__bound__; C.__type_params__[1].__default__
def g[X: T()](a: X = T()) -> X: return a
g(T()); g.__type_params__[0].__bound__
type A[X: T()] = list[T()]
A.__value__
for x in T():
    if T(): continue
    T()
else: T()
for x, *y in [T(), T()]:
    for z in T():
        if z: break
    else: T()
i = 0
while i < 3 and T():
    i += 1
    if T(): continue
else: T()
try: T(); T()
except Stop as e: T()
else: T()
finally: T(); T()
try:
    try: T(); raise Raiser(T())
    except (Raiser, KeyError) as e: T(); raise Raiser(T()) from e
    finally: T()
except Raiser as e2: T(); e2.__cause__
try:
    try: raise Raiser(T())
    finally: T()
except Raiser: T(); raise
try: T(); raise ExceptionGroup('g', [Raiser(T()), KeyError(T()), ValueError()])
except* Raiser as e: T(); e.exceptions
except* KeyError as e: T(); raise Raiser(T())
except* ValueError: T()
def g():
    try: return T()
    finally: T(); T()
g()
def g():
    for x in T():
        try: return [x, T()]
        finally:
            if T(): continue
g()
def g():
    with T() as a, T() as b:
        return [a, b, T()]
g()
def g():
    for x in T():
        with T(): break
    for x in T():
        with Swallow() as s:
            T(); raise Raiser(x)
g()
with T() as (a, *b), T(): T(); T()
with (T() as a, T() as a.x, Swallow()): raise Raiser(T())
match T():
    case [a, *b, c] if T(): T()
    case {'ka': a, 'kb': b, **r} if T(): T()
    case Point(x=a, y=b): T()
    case _: T()
match Point():
    case Point(a, [b]): T()
    case Point(a, b) if not T(): T()
    case Point(x=a) | Point(y=a): T()
match [T(), {'k': T(), 'j': [T()]}, Point()]:
    case [a, {'k': b, **r}, Point(Point(), c)] if not T(): T()
    case [a, {'k': b, 'j': [c]}, Point(d, e) as p] as w: T()
match {'ka': T(), 'kb': T()}:
    case {'ka': [], 'kb': _}: T()
    case {'ka': a, **rest}: T(); T()
match (T(), T()):
    case (Meta(), x): T()
    case (T(), 1 | 2): T()
    case (x, y) if not x: T()
    case (x, T() as y): T()
a = gen(T()); next(a); a.send(T()); a.close()
a = gen(T()); next(a); a.throw(Raiser(T()))
a = list(gen(T()))
def g():
    x = yield T() + (yield T())
    y = yield from gen(T())
    z = [T(), (yield from T()), f(T(), (yield T()))]
    try: yield T()
    finally: T()
    with T() as w: yield [w, T()]
    for q in T(): yield q
    return T()
list(g())
a = g(); next(a); a.send(T()); a.send(T()); a.close()
a = g(); [next(a) for _ in range(8)]; a.throw(Raiser, Raiser(T()))
def g():
    try: yield [T(), (yield T())]
    except Raiser as e: T(); yield [e, T()]
    finally: yield T()
a = g(); next(a); a.throw(Raiser(T())); next(a); next(a, None)
async def g():
    a = await T() + await T()
    async with T() as x, T(): await T()
    async for y in T():
        if await T(): continue
    b = [z async for z in T() if await T()]
    c = {z: await T() async for z in T()}
    d = [await T() for z in T()]
    try: await T()
    finally: await T()
    return [a, b, c, d, f(await T(), await T())]
drive(g())
async def ag():
    try:
        x = yield T()
        yield [x, await T()]
        async with T(): yield T()
    finally: await T()
drive_async(ag())
async def h():
    a = ag()
    await a.__anext__()
    await a.asend(T())
    await a.aclose()
    b = [z async for z in (await T() async for y in ag())]
    return b
drive(h())
async def h():
    a = ag()
    await a.__anext__()
    try: await a.athrow(Raiser(T()))
    except Raiser: T()
drive(h())
def g():
    a = T(); b = T()
    def h(x=T()):
        nonlocal a
        a = [b, x, T()]
        return lambda: [a, b, T()]
    return h()()
g()
def g(a, b=T(), /, c=T(), *, d=T()):
    global left_over
    left_over = T()
    del a
    return locals()
g(T()); g(T(), T(), T(), d=T())
assert T(), T()
assert not T(), [T(), T()]
if (a := T()) and (b := [T(), T()]): a, b
print(T(), T(), sep='', end='', file=Sink())
sorted([T(), T(), T()], key=f); max(T(), T(), key=f); min(T(), default=T()); sum(T(), T())
list(map(f, T(), T())); list(filter(f, T())); list(zip(T(), T())); list(enumerate(T(), T())); dict(zip(T(), T()))
sorted(T(), reverse=True); tuple(T()); set(T()); frozenset(T()); list(reversed([T(), T()])); any(T()); all(T())
a = [T(), T()]; a += T(); a.extend(T()); a.sort(); a.index(T()); a.count(T()); a.insert(T(), T()); a.remove(T())
a = {T(): 1}; a.update({T(): T()}, k=T()); a |= {T(): 2}; a.setdefault(T(), T()); a.pop(T(), None); a == {T(): 1}; dict.fromkeys(T(), T())
a = {T(), T()}; a |= {T()}; a & {T()}; a ^ {T()}; a - {T()}; a.update(T(), T()); a <= {T()}; a.discard(T())
str(T()); repr([T(), T()]); '%s %r %d' % (T(), T(), T()); '{} {!r:{}}'.format(T(), T(), T()); ','.join(map(str, T()))
isinstance(T(), (int, Meta('M', (), {}))); hash((T(), T())); len(T()); bool(T()); int(T()); range(T(), T(), T()); slice(T(), T()).indices(T())
getattr(Attr(), 'x'); setattr(Attr(), 'x', T()); delattr(Attr(), 'x'); hasattr(Attr(), 'x'); vars(T()); dir(T())
exec('a = T(); b = [T() for _ in T()]', {'T': T}, Namespace())
eval('[T(), T()]', {'T': T}); type('N', (Base,), {'d': Descr(), 'x': T()}, k=T())
import functools; functools.reduce(f, T(), T()); functools.partial(f, T(), k=T())(T()); functools.lru_cache(f)(T()); sorted(T(), key=functools.cmp_to_key(lambda a, b: (tick(), 1)[1]))
import itertools; list(itertools.groupby(T(), f)); list(itertools.accumulate(T(), f)); list(itertools.chain(T(), T())); list(itertools.product(T(), T())); list(itertools.islice(T(), T())); list(itertools.zip_longest(T(), [T()], fillvalue=T())); list(itertools.starmap(f, [T(), T()]))
import collections; collections.deque(T(), 2).extend(T()); collections.OrderedDict([(T(), T())]).move_to_end(T()); collections.defaultdict(f, {T(): 1})[T()]; collections.Counter(T())
import heapq; h = [T(), T(), T()]; heapq.heapify(h); heapq.heappush(h, T()); heapq.heappop(h); heapq.heappushpop(h, T()); heapq.nlargest(2, h, f)
import bisect; bisect.insort([T(), T()], T(), key=f); bisect.bisect([T(), T()], T())
import operator; operator.itemgetter(T(), T())(T()); operator.methodcaller('method', T(), k=T())(T()); operator.attrgetter('x.y', 'z')(Attr())
import json; json.dumps({'a': [T(), T()]}, default=lambda o: (tick(), 1)[1]); json.loads('[1, {"a": 2.5, "b": []}]', object_hook=f, parse_int=f, parse_float=f, object_pairs_hook=f)
import re; re.sub('a', lambda m: (tick(), 'b')[1], 'aaa'); re.compile('(a)|b').split('xaxbx')
import pickle, copy; copy.copy(Reduces()); copy.deepcopy([Reduces()]); pickle.loads(pickle.dumps([Reduces(), {'a': Reduces()}]))
import weakref; a = T(); r = weakref.ref(a, f); p = weakref.proxy(a); p + T(); del a
import contextvars; contextvars.copy_context().run(exec, "v = contextvars.ContextVar('v', default=T()); t = v.set(T()); contextvars.copy_context().run(f, v.get(), T()); v.reset(t)", dict(contextvars=contextvars, T=T, f=f))
import io; io.BufferedReader(Raw()).read(); io.TextIOWrapper(io.BufferedReader(Raw())).readlines(); io.BufferedWriter(Raw()).write(b'abc')
import csv; list(csv.reader(Lines())); csv.writer(Sink()).writerows([[T(), 'a"b', T()], T()])
import struct, array; struct.pack('ii', T(), T()); array.array('i', T()); array.array('i', [T(), T()]).append(T())
'''


class Sink:
    def write(self, s): tick(); return len(s)


class Lines:
    def __init__(self): self.n = 0
    def __iter__(self): tick(); return self
    def __next__(self):
        tick()
        self.n += 1
        if self.n > 3: raise StopIteration
        return 'a,"b\n' if self.n == 1 else 'c",d\n'


class Raw(__import__('io').RawIOBase):
    n = 0
    def readable(self): tick(); return True
    def writable(self): tick(); return True
    def readinto(self, b):
        tick()
        self.n += 1
        if self.n > 2: return 0
        b[:4] = b'a\nb\n'
        return 4
    def write(self, b): tick(); return len(b)


class Reduces:
    def __init__(self): self.x = 1
    def __reduce__(self): tick(); return (rebuilt, (1,), {'x': 2}, iter([3]), iter([('k', 4)]))
    def append(self, x): tick()
    def __setitem__(self, k, v): tick()
    def __setstate__(self, state): tick()


def rebuilt(x):
    tick()
    return Reduces()


def snippets():
    """Blocks of the text above: one starts at each line that neither is indented nor goes on with the one before."""
    block = []
    ends = ('else', 'finally', 'except', 'elif', 'C.__', 'A.__', 'list(', 'a = g()', 'g(', 'drive')
    defines = ('def ', 'async def', 'class ', '@', 'type ')
    for line in SNIPPETS.strip('\n').split('\n'):
        fresh = not line[0].isspace() and not line.startswith(ends)
        if block and fresh and not (block[0].startswith('@') and len(block) < 3 and line.startswith(defines)):
            yield '\n'.join(block)
            block = []
        if line.startswith('list(') and (not block or not block[0].startswith(('def', 'async'))):
            if block: yield '\n'.join(block)
            block = []
        block.append(line)
    yield '\n'.join(block)


def make(source):
    """A function of the snippet, and its code for a namespace."""
    lines = ['def snippet():'] + ['    ' + line for line in source.split('\n')]
    namespace = dict(globals())
    exec('\n'.join(lines), namespace)
    return namespace['snippet']


def run(call, n):
    """True when the snippet came to its end."""
    global left
    left = n
    try:
        call()
        through = left > 0
    except Stop:
        through = False
    except BaseException:
        through = left > 0
    left = 0
    return through


def used():
    return account()[0]


def leaks(call, n):
    run(call, n)
    for _ in range(3):
        before = used()
        run(call, n)
        grown = used() - before
        if grown <= 0: return 0
    gc.collect()
    for _ in range(3):
        before = used()
        run(call, n)
        run(call, n)
        gc.collect()
        grown = used() - before
        if grown < 2 * 24: return 0
    return grown / 2


LIMIT = 400


def main(group='raising', first='0', seed='1', log=None):
    first = int(first)
    progress = log and os.open(log, os.O_WRONLY | os.O_CREAT)
    global_space = {**globals()}
    number = 0
    calls = []
    for source in snippets():
        code = compile(source, '<snippet>', 'exec')
        calls.append((source, 'function', make(source)))
        calls.append((source, 'module', lambda code=code: exec(code, dict(global_space, __name__='m'))))
    for source, shape, call in calls:
        # what this loop itself holds is out of sight
        if number == 0 and recount: recount()
        start = number + 1
        n = 0
        while (n := n + 1) < LIMIT:
            number += 1
            if number <= first: continue
            if progress: os.write(progress, f'{number} {shape} at {n} of {source!r}\n'.encode())
            grown = 0 if account is None else leaks(call, n)
            if grown: os.write(1, f'LEAK {grown:.0f} {shape} at {n} of {source!r}  #{number}\n'.encode())
            if run(call, n): break
        if recount and number > first:
            for line in recount()[:3]:
                os.write(1, f'COUNT {shape} of {source!r} #{start}-{number}: {line[:300]}\n'.encode('utf-8', 'backslashreplace'))
    os.write(1, f'DONE {number}\n'.encode())


if __name__ == '__main__':
    main(*sys.argv[1:])
