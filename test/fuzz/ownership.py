"""Calls every callable of built-in types and native modules with odd arguments, and watches the counts.

    python ownership.py GROUP [FIRST [SEED [LOG]]]

GROUP is `builtins`, `objects` (instances of the built-in types) or the name of a module. Cases are
numbered; FIRST continues behind a case that ended the process. Every case runs a few times: one that
leaves more memory behind each time is told as `LEAK`; after each callable the counts of all objects
are taken again (`_vivarium.recount`, when -X verify=recount is on), and what went wrong is told as
`COUNT`. The number and name of each case go to the file LOG, so that whoever started this knows what
ended or stopped it. Under another Python only the calls are made.
"""

import gc
import os
import sys
import types
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


# ---- arguments

class Boom(Exception):
    pass


def boom(*args, **kwargs):
    raise Boom


def bad(*names, base=object):
    return type('Bad' + '_'.join(n.strip('_') for n in names), (base,), dict.fromkeys(names, boom))


class Index:
    def __index__(self):
        return 2


class HalfIter:
    """Two items, then an error."""
    def __iter__(self):
        yield from ('a', 'b')
        raise Boom


class WrongTypes:
    """Special methods that answer what they must not."""
    def __index__(self): return 'x'
    def __len__(self): return -1
    def __hash__(self): return 'x'
    def __bool__(self): return 7
    def __iter__(self): return 7
    def __repr__(self): return 7
    __str__ = __format__ = __bytes__ = __fspath__ = __dir__ = __int__ = __float__ = __repr__


class Mapping:
    def keys(self): return ['a', 'b']
    def __getitem__(self, key): return key + '!'


class File:
    def __init__(self): self.left = 2
    def read(self, n=-1):
        self.left -= 1
        return b'' if self.left < 0 else b'line\n'
    readline = read
    def write(self, data): return len(data)
    def flush(self): pass


def callback(*args, **kwargs):
    return args[0] if args else 'called'


def generator():
    yield 'one'
    yield 'two'


class Str(str): pass
class Int(int): pass
class Float(float): pass
class Bytes(bytes): pass
class List(list): pass
class Tuple(tuple): pass
class Dict(dict): pass
class Set(set): pass
class EqBoom:
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = boom
    def __hash__(self): return 97


BAD = [bad(*names) for names in (
    ('__index__', '__int__', '__float__', '__complex__'), ('__hash__',), ('__iter__',),
    ('__len__', '__getitem__'), ('__bool__',), ('__repr__', '__str__', '__format__'),
    ('__getattribute__',), ('__call__',), ('__next__', '__iter__'), ('__buffer__',), ('__fspath__',),
    ('__add__', '__radd__', '__mul__', '__rmul__', '__sub__', '__rsub__', '__mod__'),
    ('__lt__', '__gt__'), ('__enter__', '__exit__'), ('__get__', '__set__'))]

counter = 0


def tag():
    """A str that nothing else has: a wrong count shows it."""
    global counter
    counter += 1
    return f'tag {counter}'


POOL = [
    lambda: None, lambda: 0, lambda: -1, lambda: 7, lambda: 2 ** 70, lambda: 1.5, tag, lambda: 'a',
    lambda: tag().encode(), lambda: bytearray(tag().encode()), lambda: [tag(), tag()],
    lambda: (tag(), tag()),
    lambda: {tag(): tag()}, lambda: {tag()}, lambda: frozenset([tag()]), lambda: object(),
    lambda: callback,
    lambda: boom, lambda: generator(), lambda: iter([tag()]), lambda: Index(), lambda: HalfIter(),
    lambda: WrongTypes(), lambda: Mapping(), lambda: File(), lambda: Str(tag()), lambda: Int(3),
    lambda: Float(2.5),
    lambda: Bytes(b'by'), lambda: List([tag()]), lambda: Tuple([tag(), tag()]),
    lambda: Dict({tag(): 1}),
    lambda: Set([tag()]), lambda: EqBoom(), lambda: [EqBoom(), EqBoom()], lambda: {EqBoom(): 1},
    lambda: memoryview(b'view'), lambda: slice(1, None, tag()), lambda: range(3), lambda: 1j,
    lambda: True,
    lambda: [[tag()], [tag()]], lambda: [(tag(), tag())], lambda: int, lambda: Str,
    lambda: '\ud800', lambda: '',
    lambda: b'', lambda: (), lambda: '{0.x}{a!r:>{w}}%s%(k)d', lambda: (1, 2, 3),
    lambda: [3, 1, 2], lambda: ValueError(tag()),
    *[lambda cls=cls: cls() for cls in BAD],
]


# ---- what is called

SKIP = {
    'exit', 'quit', '_exit', 'abort', 'kill', 'killpg', 'fork', 'fork1', 'forkpty', 'vfork',
    'input', 'breakpoint',
    'sleep', 'pause', 'raise_signal', 'pthread_kill', 'sigwait', 'sigwaitinfo', 'sigtimedwait',
    'alarm', 'setitimer',
    'setrecursionlimit', 'settrace', 'setprofile', 'start_new_thread', 'start_new',
    'start_joinable_thread',
    'interrupt_main', 'close', 'closerange', 'dup2', 'dup', 'ftruncate', 'truncate', 'unlink',
    'remove', 'rmdir',
    'removedirs', 'rename', 'replace', 'chdir', 'fchdir', 'chroot', 'chmod', 'fchmod', 'lchmod',
    'chown', 'fchown',
    'lchown', 'mkdir', 'mkfifo', 'mknod', 'symlink', 'link', 'open', 'pipe', 'pipe2', 'openpty',
    'wait', 'waitpid',
    'wait3', 'wait4', 'waitid', 'system', 'popen', 'execv', 'execve', 'posix_spawn',
    'posix_spawnp', 'fork_exec',
    'setuid', 'setgid', 'setsid', 'nice', 'read', 'readv', 'readinto', 'sendfile', 'lockf',
    'select', 'poll', 'epoll', 'acquire',
    'acquire_lock', 'accept', 'recv', 'connect', 'getaddrinfo', 'gethostbyname', '__debug_break__',
    'putenv',
    'umask', 'unsetenv', 'login_tty', 'tcsetattr', 'tcsendbreak', 'tcdrain', 'tcflow', 'tcflush',
    'setwinsize',
    'tcsetpgrp', 'setpgid', 'setpriority', 'sched_setaffinity', '_sigsegv', '_sigabrt', '_sigfpe',
    '_sigill',
    '_read_null', '_fatal_error', '_fatal_error_c_thread', '_stack_overflow',
    'dump_traceback_later', 'register',
    'set_wakeup_fd', 'signal', 'siginterrupt', '_clear', '_run_exitfuncs', 'lock', 'get', 'enable',
    'set_threshold', 'freeze', 'disable', 'set_debug',
    'FileIO', 'set_forkserver_preload', 'setrlimit', 'prlimit', 'register_error', '_forget_codec',
    'unregister', 'memfd_create', 'setblocking', 'tcsetwinsize', 'write', 'getch',
    '_shutdown', 'urandom', 'getrandom', 'displayhook', 'excepthook', 'unraisablehook', '_setmode',
    'set_int_max_str_digits', 'setswitchinterval',
    'set_asyncgen_hooks', 'addaudithook', '_clear_type_cache', '_clear_internal_caches',
    'activate_stack_trampoline', '__breakpointhook__', 'breakpointhook', 'getxattr', 'fdopen',
    'execfile', 'tcgetpgrp', 'login', 'fcntl', 'ioctl', 'flock', '__import__', 'exec', 'eval',
    'compile', '_install', 'setlocale', 'tzset', 'clock_settime', 'clock_settime_ns',
    'initgroups', 'setgroups', 'setegid', 'seteuid', 'setregid', 'setreuid', 'setresgid',
    'setresuid', 'setpgrp', 'unshare', 'setns', 'eventfd_write', 'posix_fallocate', 'lseek',
    'set_inheritable', 'set_blocking', 'utime', 'mount', 'setxattr', 'removexattr', 'sync',
    'fsync', 'fdatasync', '_set_immortal_flags', 'allow_threads', 'hold_threads', 'stack_size',
    'daemon_threads_allowed', '_make_thread_handle',
}


def instances():
    """Makers of objects whose types have no constructor, or an awkward one."""
    import re
    class Slots:
        __slots__ = 'a', 'b'
    class Plain:
        def method(self): pass
    def closure(x):
        return lambda: x
    async def coroutine():
        pass
    async def asyncgen():
        yield 1
    def raised():
        try:
            raise Boom
        except Boom as e:
            return e.__traceback__
    def started():
        g = generator()
        next(g)
        return g
    d = lambda: {tag(): tag(), 'x': 1}
    return [
        lambda: 5, lambda: -2 ** 70, lambda: True, lambda: 2.5, lambda: 1 + 2j, lambda: tag(),
        lambda: 'h\xe9llo \u20ac',
        lambda: b'bytes', lambda: bytearray(b'bytes'), lambda: memoryview(b'bytes'),
        lambda: memoryview(bytearray(b'abcd')),
        lambda: [tag(), tag(), tag()], lambda: [3, 1, 2], lambda: (tag(), tag()), d,
        lambda: {tag(), 'x'}, lambda: frozenset([tag(), 'x']),
        lambda: d().keys(), lambda: d().values(), lambda: d().items(), lambda: iter(d()),
        lambda: iter(d().items()),
        lambda: iter(d().values()), lambda: reversed(d()), lambda: iter([tag(), tag()]),
        lambda: reversed([tag()]), lambda: iter((tag(),)),
        lambda: iter('abc'), lambda: iter('h\xe9'), lambda: iter(b'ab'),
        lambda: iter(bytearray(b'ab')), lambda: iter({tag()}), lambda: iter(range(3)),
        lambda: iter(range(2 ** 70)), lambda: iter(callback, 1), lambda: range(1, 10, 2),
        lambda: slice(tag(), 2, None),
        lambda: iter(memoryview(b'ab')), lambda: iter(Index() and WrongSeq()), generator, started,
        lambda: Plain().method, lambda: Plain.method,
        lambda: closure(tag()), lambda: closure(1).__closure__[0], lambda: closure.__code__,
        lambda: len, lambda: [].append, lambda: str.upper,
        lambda: ''.join, lambda: int.__dict__['from_bytes'], lambda: int.__add__,
        lambda: (1).__add__, lambda: int.real, lambda: slice.start,
        lambda: property(callback, boom, None, 'doc'), lambda: staticmethod(callback),
        lambda: classmethod(callback), lambda: super(Plain, Plain()),
        lambda: types.MappingProxyType(d()), lambda: types.SimpleNamespace(a=tag()),
        lambda: list[int], lambda: int | str, lambda: types.ModuleType(tag()),
        raised,
        lambda: Boom(tag()), lambda: OSError(2, tag(), 'file'),
        lambda: UnicodeDecodeError('utf-8', b'x', 0, 1, tag()),
        lambda: UnicodeEncodeError('utf-8', 'x', 0, 1, tag()),
        lambda: UnicodeTranslateError('x', 0, 1, tag()),
        lambda: SyntaxError(tag(), ('f', 1, 2, 't')),
        lambda: ExceptionGroup(tag(), [Boom(), ValueError()]),
        lambda: ImportError(tag(), name='n'), lambda: KeyError(tag()),
        lambda: StopIteration(tag()), lambda: SystemExit(3),
        lambda: AttributeError(tag(), name='x', obj=1), lambda: NameError(tag(), name='x'), Plain,
        lambda: Slots(), lambda: Plain, object, lambda: enumerate([tag()]),
        lambda: zip([tag()], [1]), lambda: map(callback, [tag()]),
        lambda: filter(None, [tag()]), lambda: reversed((tag(),)), asyncgen,
        lambda: asyncgen().__anext__(), lambda: asyncgen().asend(None),
        lambda: asyncgen().aclose(), closing(coroutine), lambda: coroutine_wrapper(coroutine),
        lambda: sys._getframe(), lambda: sys._getframe().f_locals,
        lambda: str.maketrans('a', 'b'), lambda: re.compile('(a)(?P<n>b)?'),
        lambda: re.match('(a)(?P<n>b)?', 'ab'), lambda: re.finditer('a', 'aa'),
        lambda: re.compile('a').scanner('aa'),
        lambda: NotImplemented, lambda: Ellipsis, lambda: None, lambda: sys.flags,
        lambda: sys.version_info, lambda: os.stat('/'), lambda: types.GenericAlias(list, (tag(),)),
        lambda: iter(list[int]),
        lambda: (lambda: 0), lambda: type('Made', (), {'x': tag()}),
        lambda: memoryview(b'abcdefgh').cast('I'), lambda: memoryview(b'abcd')[::2],
    ]


class WrongSeq:
    def __getitem__(self, i):
        if i > 1: raise IndexError
        return tag()


def closing(make):
    def made():
        c = make()
        Closing.kept.append(c)
        return c
    return made


class Closing:
    """Coroutines that were never awaited warn; they are closed after each case."""
    kept = []
    @classmethod
    def run(cls):
        while cls.kept: cls.kept.pop().close()


def coroutine_wrapper(make):
    c = make()
    Closing.kept.append(c)
    return c.__await__()


# Makers of instances for the types of modules that odd arguments would not construct.
MAKERS = {
    'partial': lambda T: T(callback, tag(), k=tag()), 'deque': lambda T: T([tag(), tag()], 5),
    'OrderedDict': lambda T: T([(tag(), tag()), ('x', 1)]),
    'defaultdict': lambda T: T(list, {tag(): 1}),
    'attrgetter': lambda T: T('x.y', 'z'), 'itemgetter': lambda T: T(tag(), 1),
    'methodcaller': lambda T: T('x', tag(), k=tag()),
    'array': lambda T: T('i', [1, 2, 3]), 'BytesIO': lambda T: T(b'one\ntwo\n'),
    'StringIO': lambda T: T('one\ntwo\n'),
    'BufferedReader': lambda T: T(raw()), 'BufferedWriter': lambda T: T(raw()),
    'BufferedRandom': lambda T: T(raw()),
    'BufferedRWPair': lambda T: T(raw(), raw()), 'TextIOWrapper': lambda T: T(raw(), 'utf-8'),
    'IncrementalNewlineDecoder': lambda T: T(None, True),
    'Struct': lambda T: T('<i2s'), 'datetime': lambda T: T(2024, 2, 29, 1, 2, 3),
    'date': lambda T: T(2024, 2, 29), 'time': lambda T: T(1, 2, 3),
    'timedelta': lambda T: T(1, 2, 3), 'timezone': lambda T: T(zone_offset(), tag()),
    'Decimal': lambda T: T('1.5'), 'ContextVar': lambda T: T(tag(), default=tag()),
    'TypeVar': lambda T: T('T', bound=int), 'ParamSpec': lambda T: T('P'),
    'TypeVarTuple': lambda T: T('Ts'), 'TypeAliasType': lambda T: T('A', int),
    '_lru_cache_wrapper': lambda T: T(callback, 2, False, callback),
    'groupby': lambda T: T([tag(), tag()]), 'count': lambda T: T(1), 'cycle': lambda T: T([tag()]),
    'accumulate': lambda T: T([tag(), tag()]), 'chain': lambda T: T([tag()], HalfIter()),
    'islice': lambda T: T([tag(), tag()], 1, None), 'starmap': lambda T: T(callback, [(tag(),)]),
    'zip_longest': lambda T: T([tag()], [tag(), 1], fillvalue=tag()),
    'product': lambda T: T([tag(), tag()], [1]),
    'permutations': lambda T: T([tag(), tag(), 1], 2),
    'combinations': lambda T: T([tag(), tag(), 1], 2),
    'combinations_with_replacement': lambda T: T([tag(), 1], 2), 'repeat': lambda T: T(tag(), 2),
    'takewhile': lambda T: T(callback, [tag()]), 'dropwhile': lambda T: T(callback, [tag(), 1]),
    'filterfalse': lambda T: T(None, [tag(), 0]), 'compress': lambda T: T([tag()], [1]),
    'pairwise': lambda T: T([tag(), tag(), 1]), 'batched': lambda T: T([tag(), tag(), 1], 2),
    'Random': lambda T: T(3), 'SimpleQueue': lambda T: filled(T()), 'Pickler': lambda T: T(File()),
    'Unpickler': lambda T: T(File()), 'ref': lambda T: T(KEPT), 'ReferenceType': lambda T: T(KEPT),
    'Context': lambda T: T(),
    'make_scanner': lambda T: T(__import__('json').JSONDecoder()),
    'make_encoder': lambda T: T(None, callback, callback, None, ': ', ', ', False, False, True),
}


class Kept:
    pass


KEPT = Kept()


def raw():
    import io
    return io.BytesIO(b'one\ntwo\nthree\n')


def zone_offset():
    import datetime
    return datetime.timedelta(hours=1)


def filled(q):
    q.put(tag())
    return q


def makers_of(T):
    """Functions that make instances of a type, found by trying."""
    name = T.__name__
    if name in MAKERS:
        return [lambda: MAKERS[name](T)]
    found = []
    for indices in ([], [3], [6], [10], [16], [16, 10], [10, 10], [24], [8], [6, 6]):
        make = lambda args=[POOL[i] for i in indices]: T(*[a() for a in args])
        try:
            make()
        except BaseException:
            continue
        found.append(make)
        if len(found) == 2: break
    return found


NOT_CALLED = ('__new__', '__doc__', '__module__', '__subclasshook__', '__init_subclass__')


def members_of(T, make):
    """(name, function of (instance, *args)) for each entry of the type's own dict."""
    for key in sorted(T.__dict__):
        if key in SKIP or key in NOT_CALLED: continue
        member = T.__dict__[key]
        kind = type(member)
        name = f'{T.__name__}.{key}'
        if kind in (types.GetSetDescriptorType, types.MemberDescriptorType):
            yield name, (lambda o, m=member: m.__get__(o)), make, 1
            yield name + '=', (lambda o, *a, m=member: m.__set__(o, *a)), make, 2
            yield name + ' del', (lambda o, m=member: m.__delete__(o)), make, 1
        elif kind in (classmethod, types.ClassMethodDescriptorType):
            yield name, getattr(T, key), None, 0
        elif callable(member):
            yield name, member, make, 0


def targets(group):
    if group == 'objects':
        for i, make in enumerate(instances()):
            T = type(make())
            for name, f, m, arity in members_of(T, make):
                yield f'{i}.{name}', f, m, arity
        return
    module = __import__(group)
    for key in sorted(module.__dict__):
        value = module.__dict__[key]
        if key in SKIP or not callable(value): continue
        if isinstance(value, type):
            yield f'{group}.{key}', value, None, 0
            if group == 'builtins': continue
            for make in makers_of(value):
                yield from members_of(value, make)
        elif isinstance(value, (types.BuiltinFunctionType, types.FunctionType)):
            if isinstance(value, types.FunctionType) and group == 'builtins': continue
            yield f'{group}.{key}', value, None, 0


# ---- cases

class Dice:
    """A small generator of numbers, the same everywhere."""
    def __init__(self, seed): self.state = seed
    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % n


PAIRS = 40
TRIPLES = 25


def keywords_of(f):
    text = getattr(f, '__text_signature__', None)
    if not text: return []
    names = [part.split('=')[0].strip(' *()') for part in text.split('/')[-1].split(',')]
    return [n for n in names if n.isidentifier() and n not in ('self', 'module', 'type', 'cls')]


def cases(f, arity, dice):
    """Lists of indices into POOL, and keyword names for the last of them."""
    n = len(POOL)
    if arity == 1:
        yield [], ()
        return
    if arity == 2:
        for i in range(n): yield [i], ()
        return
    yield [], ()
    for i in range(n): yield [i], ()
    for _ in range(PAIRS): yield [dice.below(n), dice.below(n)], ()
    for _ in range(TRIPLES): yield [dice.below(n) for _ in range(3)], ()
    for _ in range(5): yield [dice.below(n) for _ in range(4)], ()
    names = keywords_of(f)
    for name in names:
        for _ in range(4):
            yield [dice.below(n)], (name,)
            yield [dice.below(n), dice.below(n)], (name,)


def run(f, make, indices, names):
    """One call, whatever comes of it."""
    try:
        args = [POOL[i]() for i in indices]
        kwargs = {}
        for name in names: kwargs[name] = args.pop()
        if make is not None: args.insert(0, make())
        result = f(*args, **kwargs)
        step = getattr(type(result), '__next__', None)
        if step is not None:
            for _ in range(5): step(result)
    except BaseException:
        pass


def used():
    return account()[0]


# Beginnings and ends of names whose calls fill caches, registries and buffers.
GROWS = (
    'sys.intern', '_abc._abc_register', 'builtins.print', 'sys.__displayhook__',
    'builtins.bytearray', 'builtins.bytes', 'builtins.str', '_io.TextIOWrapper',
    'TextIOWrapper.__init__', '_codecs.lookup', '_csv.register_dialect', 'ContextVar.set',
    'TypeVar.__', 'ParamSpec.__',
)
GROWS_ENDS = (
    'str.encode', 'bytes.decode', 'bytearray.decode', 'Match.expand', 'type.__setattr__',
)


def leaks(f, make, indices, names):
    """Bytes that each further run leaves behind, 0 when one left none."""
    run(f, make, indices, names)
    least = None
    for round in range(4):
        before = used()
        run(f, make, indices, names)
        if Closing.kept: Closing.run()
        grown = used() - before
        if grown <= 0: return 0
    gc.collect()
    for round in range(4):
        before = used()
        for _ in range(3): run(f, make, indices, names)
        if Closing.kept: Closing.run()
        gc.collect()
        grown = used() - before
        if grown < 3 * 24: return 0
    return grown / 3


def told(text):
    # what is called may have left a line unfinished
    os.write(1, f'\n{text}\n'.encode('utf-8', 'backslashreplace'))


def show(indices, names):
    shown = []
    for i in indices:
        try:
            shown.append(repr(POOL[i]())[:40])
        except BaseException as e:
            shown.append(type(POOL[i]()).__name__)
    return ', '.join(shown) + (f' as {names}' if names else '')


def main(group, first='0', seed='1', log=None):
    first, seed = int(first), int(seed)
    progress = log and os.open(log, os.O_WRONLY | os.O_CREAT)
    number = 0
    every = list(targets(group))
    for name, f, make, arity in every:
        # what this loop itself holds is out of sight
        if recount and number == 0: recount()
        dice = Dice(seed * 7919 + len(name))
        start = number
        for indices, names in cases(f, arity, dice):
            number += 1
            if number <= first: continue
            if progress: os.write(progress, f'{number} {name}({indices} {names})\n'.encode())
            if account is None: run(f, make, indices, names)
            else:
                grown = leaks(f, make, indices, names)
                if grown and not name.startswith(GROWS) and not name.endswith(GROWS_ENDS):
                    told(f'LEAK {grown:.0f} {name}({show(indices, names)})  #{number}')
            if Closing.kept: Closing.run()
        if recount and number > first:
            for line in recount()[:3]:
                told(f'COUNT {name} #{start + 1}-{number}: {line[:300]}')
    told(f'DONE {number}')


if __name__ == '__main__':
    main(*sys.argv[1:])
