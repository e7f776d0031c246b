"""What the built-in types, functions and native modules of a Python look like from outside.

Run by scripts/parity.mjs under CPython and under Vivarium. Prints one JSON object: for each module and each type a
mapping from the name of an entry to a line describing it. Everything is asked for through `type.__dict__` and module
dicts, so that nothing an attribute lookup could make up is recorded.
"""
import sys

# Native modules of every program, in tiers 1 and 2 of the plan, and the smaller ones that exist here besides.
MODULES = """
sys builtins _imp _thread _warnings _weakref _io marshal posix time _codecs _signal _abc itertools _collections
_functools _operator _sre _stat _heapq _ast _tokenize _opcode gc _tracemalloc atexit errno _string _typing math
_struct _random _contextvars binascii array select _socket unicodedata zlib cmath _md5 _sha1 _sha2 _bisect _json
_pickle _decimal _datetime _locale _symtable faulthandler
_hashlib _statistics _queue _csv _blake2 _sha3 fcntl grp pwd resource termios _posixsubprocess
""".split()

# Values that tell of the machine, the build or the moment.
MACHINE = set("""
sys.abiflags sys.argv sys.orig_argv sys.executable sys._base_executable sys.prefix sys.base_prefix sys.exec_prefix
sys.base_exec_prefix sys.path sys.platlibdir sys.version sys._git sys._framework sys.flags sys._stdlib_dir
sys.pycache_prefix sys.dont_write_bytecode sys._xoptions sys.warnoptions sys._home sys.builtin_module_names
sys.stdlib_module_names sys.float_info sys.int_info sys.hash_info sys.thread_info sys.version_info sys.last_type
sys.last_value sys.last_traceback sys.last_exc
time.timezone time.altzone time.daylight time.tzname posix.environ
_heapq.__about__ _hashlib.openssl_md_meth_names _sha3.implementation zlib.ZLIB_VERSION zlib.ZLIB_RUNTIME_VERSION builtins._
""".split())

# Set by the import system for each module alike, and by programs.
SKIPPED = {'__loader__', '__spec__', '__file__', '__cached__', '__builtins__', '__doc__', '__path__'}

ITEM_FIELDS = ('__flags__', '__basicsize__', '__itemsize__', '__dictoffset__', '__weakrefoffset__')
VERSION_TAG = 1 << 19


def plain(value):
    """Whether repr() says all there is to say."""
    kind = type(value)
    if kind is tuple or kind is frozenset:
        return all(plain(item) for item in value)
    if kind is dict:
        return all(plain(item) for pair in value.items() for item in pair)
    return kind in (int, str, bytes, bool, float, complex) or value is None or value is Ellipsis


def text(value):
    if type(value) is frozenset:
        return 'frozenset(%s)' % sorted(value)
    if type(value) is dict:
        return repr(dict(sorted(value.items(), key=repr)))
    return repr(value)


def attribute(value, name):
    try:
        return getattr(value, name)
    except Exception as error:
        return '!' + type(error).__name__


def described(value, owner=None, key=''):
    """One line: the kind, then what the entry says about itself where it differs from what the place says."""
    kind = type(value).__name__
    if isinstance(value, type):
        return 'type ' + type_name(value)
    if kind in ('classmethod', 'staticmethod'):
        return kind + ' of ' + described(value.__func__, owner, key)
    if kind == 'module':
        return 'module ' + value.__name__
    parts = [kind]
    if kind in NATIVE_KINDS:
        signature = attribute(value, '__text_signature__')
        parts.append('-' if signature is None else str(signature))
        name = attribute(value, '__name__')
        if name != key:
            parts.append('name=%s' % (name,))
        qualname = attribute(value, '__qualname__')
        expected = key if owner is None or not isinstance(owner, type) else owner.__qualname__ + '.' + key
        if qualname != expected:
            parts.append('qualname=%s' % (qualname,))
        if kind == 'builtin_function_or_method':
            module = attribute(value, '__module__')
            if isinstance(owner, type) or module != owner.__name__:
                parts.append('module=%s' % (module,))
            self = attribute(value, '__self__')
            if self is not owner:
                parts.append('self=%s' % (attribute(self, '__name__') if isinstance(self, (type, type(sys)))
                                          else type(self).__name__,))
        else:
            objclass = attribute(value, '__objclass__')
            if objclass is not owner:
                parts.append('objclass=%s' % (attribute(objclass, '__name__'),))
    elif kind in ('function', 'wrap_function'):
        parts.append(value.__module__)
    elif plain(value) and not (isinstance(owner, type) and key == '__doc__'):
        where = '%s.%s' % (owner.__name__, key)
        if where not in MACHINE:
            shown = text(value)
            parts.append(shown if len(shown) < 300 else shown[:300] + '... %d' % len(shown))
    return ' '.join(parts)


NATIVE_KINDS = {'builtin_function_or_method', 'method_descriptor', 'classmethod_descriptor', 'wrapper_descriptor',
                'getset_descriptor', 'member_descriptor', 'method-wrapper'}


def type_name(t):
    module = type.__dict__['__module__'].__get__(t)
    return '%s.%s' % (module, t.__qualname__)


def type_lines(t):
    lines = {}
    for field in ITEM_FIELDS:
        value = getattr(t, field)
        if field == '__flags__':
            value = hex(value & ~VERSION_TAG)
        lines[field] = str(value)
    lines['__mro__'] = ' '.join(type_name(c) for c in t.__mro__)
    lines['__bases__'] = ' '.join(type_name(c) for c in t.__bases__)
    lines['metatype'] = type_name(type(t))
    lines['__name__'] = t.__name__
    signature = attribute(t, '__text_signature__')
    lines['__text_signature__'] = '-' if signature is None else str(signature)
    for key, value in t.__dict__.items():
        if key == '__doc__' or key == '__dict__' and type(value).__name__ == 'mappingproxy':
            continue
        lines['.' + str(key)] = described(value, t, key)
    return lines


def module_lines(module):
    lines = {}
    for key, value in module.__dict__.items():
        if key in SKIPPED:
            continue
        lines['.' + key] = described(value, module, key)
    return lines


def samples():
    """Objects whose types have no name anywhere."""
    def generator():
        yield 1

    async def coroutine():
        pass

    async def asynchronous():
        yield 1

    class Plain:
        __slots__ = ('slot', '__weakref__')

        def method(self):
            pass

    def closed():
        return generator

    class Awaitable:
        def __await__(self):
            return iter(())

        def __aiter__(self):
            return self

        def __anext__(self):
            return self

    a_coroutine = coroutine()
    an_async = asynchronous()
    yield from [generator(), a_coroutine, a_coroutine.__await__(), an_async, asynchronous().__anext__(),
                an_async.asend(None), asynchronous().athrow(ValueError), aiter(an_async), anext(an_async, 1)]
    yield from [iter([]), iter(()), iter({}), iter({}.keys()), iter({}.values()), iter({}.items()), iter(set()),
                iter(frozenset()), iter(''), iter('\u0100'), iter(b''), iter(bytearray()), iter(range(1)),
                iter(range(10 ** 30)), iter(int, 1), iter(memoryview(b'')), reversed([]), reversed({}),
                reversed({}.keys()), reversed({}.values()), reversed({}.items()), reversed(''), reversed(range(1)),
                {}.keys(), {}.values(), {}.items(), Plain.slot, Plain.__weakref__, Plain().method, Plain.method,
                type.__dict__['__dict__'], [].append, len, [].__len__, list.__len__, list.append,
                dict.__dict__['fromkeys'], property(), slice(1), super(Plain), staticmethod(len), classmethod(len),
                closed.__code__, closed.__closure__[0] if closed.__closure__ else None, sys._getframe(),
                sys._getframe().f_locals, type.__dict__, closed.__code__.co_positions(), closed.__code__.co_lines(),
                list[int], int | str, None, NotImplemented, Ellipsis, sys.implementation, sys.flags, sys.float_info,
                sys.int_info, sys.hash_info, sys.thread_info, sys.version_info, enumerate(()), zip(), map(len, ()),
                filter(None, ()), iter(list[int])]
    try:
        raise ValueError
    except ValueError as error:
        yield error.__traceback__
    import _weakref
    referent = Plain()
    yield from [_weakref.ref(referent), _weakref.proxy(referent), _weakref.proxy(Plain.method)]
    exec('type Alias[T, *U, **V] = int\nyielded.extend([Alias, *Alias.__type_params__, Alias[int, str, []]])',
         {'yielded': (found := [])})
    yield from found
    yield from [found[3].args, found[3].kwargs]
    import re
    import itertools
    yield from [re.compile(''), re.match('', ''), re.compile('').scanner(''), *itertools.tee(()),
                next(iter(itertools.groupby('a')))[1]]
    import _functools
    import _collections
    import _struct
    import _random
    import array
    yield from [_functools.cmp_to_key(len), _functools.cmp_to_key(len)(1),
                __import__('functools').lru_cache(len),
                _collections._tuplegetter(0, ''), iter(_collections.deque()), reversed(_collections.deque()),
                iter(_collections.OrderedDict()), _collections.OrderedDict().keys(),
                _collections.OrderedDict().items(), _collections.OrderedDict().values(),
                _struct.Struct(''), _struct.iter_unpack('i', b''), _random.Random(), iter(array.array('b'))]
    import _contextvars
    context = _contextvars.copy_context()
    variable = _contextvars.ContextVar('v')
    yield from [context, variable, context.run(variable.set, 1), iter(context), context.keys(), context.values(),
                context.items()]
    import _thread
    import posix
    import select
    import zlib
    import _md5
    import _sha1
    import _sha2
    import _sha3
    yield from [_thread.allocate_lock(), _thread.RLock(), _thread._local(), next(posix.scandir('/')),
                posix.scandir('/'), posix.stat('/'), posix.times(), posix.uname(), select.poll(), zlib.compressobj(),
                zlib.decompressobj(), _md5.md5(), _sha1.sha1(), _sha2.sha256(), _sha2.sha512(), _sha3.sha3_256()]
    import unicodedata
    import _csv
    yield from [unicodedata.ucd_3_2_0, _csv.reader(()), _csv.writer(sys.stdout), _csv.Dialect()]
    import _datetime
    import _decimal
    import _pickle
    import io
    yield from [_datetime.timezone.utc, _datetime.datetime.now().isocalendar(), _decimal.getcontext(),
                _decimal.getcontext().flags, _decimal.localcontext(), _decimal.Decimal(1),
                _pickle.Pickler(io.BytesIO()).memo, _pickle.Unpickler(io.BytesIO()).memo,
                io.BytesIO().getbuffer().obj]
    import _queue
    import _symtable
    yield from [_queue.SimpleQueue(), _symtable.symtable('', '', 'exec')]
    import _json
    yield from [_json.make_scanner, _json.make_encoder]
    import _tokenize
    yield _tokenize.TokenizerIter(iter(()).__next__, extra_tokens=False)
    a_coroutine.close()


def is_native(t):
    """Types made by Python code are theirs to describe; those of native modules are ours."""
    try:
        module = type.__dict__['__module__'].__get__(t)
    except AttributeError:
        return False
    if module not in NATIVE_HOMES:
        return False
    return not any(type(v).__name__ in ('function', 'wrap_function') for v in t.__dict__.values())


# Modules that native types say they are of, besides their own.
NATIVE_HOMES = {*MODULES, 'types', 'typing', 'collections', 'functools', 'operator', 're', 'weakref', 'random', 'io',
                'signal', 'os', 'socket', 'struct', 'datetime', 'decimal', 'pickle', 'contextvars', 'ast', 'string',
                'threading', '_thread', 'traceback', 'json'}


def main():
    import importlib
    import json
    import types
    import warnings
    warnings.simplefilter('ignore')
    modules = {}
    missing = []
    types_found = {}

    def add(t):
        if not isinstance(t, type) or t in seen:
            return
        seen.add(t)
        if is_native(t):
            key = type_name(t)
            number = 2
            while key in types_found:
                key = '%s #%d' % (type_name(t), number)
                number += 1
            types_found[key] = t
        for base in t.__mro__:
            add(base)
        add(type(t))
        for value in list(t.__dict__.values()):
            add(type(value))
            add(value)

    seen = set()
    for name in MODULES:
        try:
            modules[name] = importlib.import_module(name)
        except ImportError:
            missing.append(name)
    for name in list(modules):
        for value in list(modules[name].__dict__.values()):
            add(value)
            add(type(value))
    for value in list(types.__dict__.values()):
        add(value)
    made = samples()
    problems = []
    while True:
        try:
            add(type(next(made)))
        except StopIteration:
            break
        except Exception as error:
            problems.append('%s: %s' % (type(error).__name__, error))
            break
    result = {
        'modules': {name: module_lines(modules[name]) for name in modules},
        'types': {name: type_lines(t) for name, t in types_found.items()},
    }
    if problems:
        print('samples:', problems, file=sys.stderr)
    json.dump(result, sys.stdout, indent=0, sort_keys=True)


if __name__ == '__main__':
    main()
