"""Memory use of functions, line by line.

The functions of the package of this name on PyPI, on Vivarium's exact account
of memory blocks: sizes are those of the program's objects, they repeat from
run to run, and the increments of a function add up to what it changed. What
the package finds out by asking the operating system (other processes, time
stamps, plots) is not here yet and raises NotImplementedError.
"""
import builtins
import functools
import linecache
import sys

import _vivarium

__version__ = '0.61.0'
__all__ = ['LineProfiler', 'memory_usage', 'profile', 'show_results']

_MIB = 1024 * 1024
_CO_GENERATOR = 0x20
_CO_COROUTINE = 0x80
_CO_ASYNC_GENERATOR = 0x200
_ROW = '{0:>6} {1:>12} {2:>12}  {3:>10}   {4:<}'
_CELL = '{0:{1}.{2}f} MiB'


def _missing(what):
    raise NotImplementedError(f'memory_profiler: {what} is not implemented')


def __getattr__(name):
    if name in ('MemTimer', 'TimeStamper', 'CodeMap', 'MemitResult',
                'MemoryProfilerMagics', 'load_ipython_extension',
                'show_results_bound', 'magic_mprun', 'magic_memit'):
        _missing(name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


_BACKENDS = ('psutil', 'psutil_pss', 'psutil_uss', 'posix', 'tracemalloc')


def choose_backend(new_backend=None):
    """The name of the way of measuring that is used when one is asked for: all read the same account."""
    if new_backend is None:
        return _BACKENDS[0]
    if new_backend not in _BACKENDS:
        raise KeyError(new_backend)
    return new_backend


class LogFile:
    """A stream for reports that writes to a logger; rows without growth are left out on request."""

    def __init__(self, name=None, reportIncrementFlag=False):
        import logging
        self.logger = logging.getLogger(name)
        self.reportIncrementFlag = reportIncrementFlag

    def _wanted(self, text):
        cells = text.split('MiB')
        if len(cells) > 2:
            return float(cells[1]) > 0
        return 'Filename:' in text or 'Line Contents' in text

    def write(self, msg, level=20):
        if not self.reportIncrementFlag or self._wanted(msg):
            self.logger.log(level, msg)

    def flush(self):
        for handler in self.logger.handlers:
            handler.flush()


class LineProfiler:
    """Records the lines of the functions that it was given."""

    def __init__(self, **kw):
        for name in ('include_children', 'max_mem'):
            if kw.pop(name, None):
                _missing(f'LineProfiler({name}=...)')
        kw.pop('backend', None)
        if kw:
            raise TypeError(f"LineProfiler() got an unexpected keyword argument '{next(iter(kw))}'")
        self.functions = []
        self._handles = {}

    def __call__(self, func=None, precision=1):
        if func is None:
            return lambda f: self.wrap_function(self.add_function(f) or f)
        self.add_function(func)
        return self.wrap_function(func)

    def add_function(self, func):
        """Records the lines of this function from now on."""
        code = getattr(_unwrapped(func), '__code__', None)
        if code is None:
            import warnings
            warnings.warn(f'Could not extract a code object for the object {func!r}')
        elif code not in self._handles:
            self._handles[code] = _vivarium.watch(code)
            self.functions.append(func)

    def enable(self):
        for handle in self._handles.values():
            _vivarium.watch_start(handle)

    def disable(self):
        for handle in self._handles.values():
            _vivarium.watch_stop(handle)

    enable_by_count = enable
    disable_by_count = disable

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc):
        self.disable()

    def wrap_function(self, func):
        """The function, with recording while it runs."""
        return _wrapped(func, self.enable, self.disable)

    def runctx(self, cmd, globals, locals):
        """Executes a statement with recording."""
        with self:
            exec(cmd, globals, locals)
        return self

    def run(self, cmd):
        import __main__
        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    @property
    def code_map(self):
        """Per function: (filename, [(line, None or (increment, usage, occurrences)), ...]), sizes in MiB."""
        return [_table(code, _vivarium.watch_lines(handle)) for code, handle in self._handles.items()]

    def __del__(self):
        for handle in self._handles.values():
            _vivarium.watch_drop(handle)


def _unwrapped(func):
    """What is left without its decorators."""
    while hasattr(func, '__wrapped__'):
        func = func.__wrapped__
    return func


def _wrapped(func, before, after):
    """A function of the same kind that calls before() and after() around the original."""
    code = getattr(func, '__code__', None)
    flags = 0 if code is None else code.co_flags
    if flags & _CO_COROUTINE:
        @functools.wraps(func)
        async def wrapper(*args, **kwargs):
            before()
            try:
                return await func(*args, **kwargs)
            finally:
                after()
    elif flags & _CO_ASYNC_GENERATOR:
        @functools.wraps(func)
        async def wrapper(*args, **kwargs):
            before()
            try:
                async for value in func(*args, **kwargs):
                    yield value
            finally:
                after()
    elif flags & _CO_GENERATOR:
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            before()
            try:
                return (yield from func(*args, **kwargs))
            finally:
                after()
    else:
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            before()
            try:
                return func(*args, **kwargs)
            finally:
                after()
    return wrapper


def _table(code, records):
    """The rows of one function; functions inside it are lines of it."""
    filename = code.co_filename
    stats = {}
    entry = None
    for _, first, calls, baseline, lines in records:
        if first == code.co_firstlineno and entry is None:
            entry = (baseline / _MIB, baseline / _MIB, calls)
        for line, usage, increment, count, _ in lines:
            old = stats.get(line, (0, 0, 0))
            stats[line] = (old[0] + increment / _MIB, max(old[1], usage / _MIB), old[2] + count)
    if entry is not None:
        stats.setdefault(code.co_firstlineno, entry)
    first = code.co_firstlineno
    last = _vivarium.last_line(''.join(linecache.getlines(filename)), first)
    return filename, [(n, stats.get(n)) for n in range(first, max(last, *stats, first) + 1)]


def show_results(prof, stream=None, precision=1):
    """Writes the tables of a LineProfiler."""
    if stream is None:
        stream = sys.stdout
    header = _ROW.format('Line #', 'Mem usage', 'Increment', 'Occurrences', 'Line Contents')
    for filename, rows in prof.code_map:
        stream.write(f'Filename: {filename}\n\n{header}\n{"=" * len(header)}\n')
        source = linecache.getlines(filename)
        for line, values in rows:
            if values is None:
                cells = ('', '', '')
            else:
                increment, usage, count = values
                width = precision + 4
                cells = (_CELL.format(usage, width, precision), _CELL.format(increment, width, precision), count)
            stream.write(_ROW.format(line, *cells, source[line - 1]))
        stream.write('\n\n')


def profile(func=None, stream=None, precision=1, backend='psutil'):
    """Decorator: prints the function's table after each of its calls.

    `backend` is accepted: there is one account only.
    """
    if func is None:
        return functools.partial(profile, stream=stream, precision=precision, backend=backend)
    if isinstance(func, (classmethod, staticmethod)):
        return type(func)(profile(func.__func__, stream, precision, backend))
    # one recorder a call: calls that overlap (recursion, generators) have tables of their own
    running = []

    def before():
        prof = LineProfiler()
        prof.add_function(func)
        running.append(prof)
        prof.enable()

    def after():
        prof = running.pop()
        prof.disable()
        show_results(prof, stream=stream, precision=precision)

    return _wrapped(func, before, after)


def memory_usage(proc=-1, interval=.1, timeout=None, timestamps=False, include_children=False,
                 multiprocess=False, max_usage=False, retval=False, stream=None, backend=None,
                 max_iterations=None):
    """Memory in MiB: now, or of a call given as (function[, args[, kwargs]]).

    The account is exact at every moment, so nothing is sampled in intervals: a
    call is described by what was held before it, at its peak, and after it.
    """
    if timestamps:
        _missing('memory_usage(timestamps=True)')
    if multiprocess:
        _missing('memory_usage(multiprocess=True)')
    if stream is not None:
        _missing('memory_usage(stream=...)')
    if callable(proc):
        proc = (proc, (), {})
    if isinstance(proc, (list, tuple)):
        return _usage_of_call(proc, max_usage, retval)
    if proc not in (-1, None) and not _is_self(proc):
        _missing('memory_usage of another process')
    now = _vivarium.account()[0] / _MIB
    if max_usage:
        return now
    count = 1 if timeout is None else max(1, int(timeout / interval))
    return [now] * (count if max_iterations is None else min(count, max_iterations))


def _is_self(proc):
    import os
    return proc == os.getpid()


def _usage_of_call(proc, max_usage, retval):
    if len(proc) == 0 or len(proc) > 3:
        raise ValueError('a call is (function[, args[, kwargs]])')
    function, args, kwargs = (*proc, (), {})[:3] if len(proc) == 1 else (*proc, {})[:3]
    before = _vivarium.account()[0]
    handle = _vivarium.peak_begin()
    try:
        value = function(*args, **kwargs)
    finally:
        peak = _vivarium.peak_end(handle)
    after = _vivarium.account()[0]
    if max_usage:
        result = peak / _MIB
    else:
        result = [before / _MIB, peak / _MIB, after / _MIB]
    return (result, value) if retval else result


def exec_with_profiler(filename, profiler, backend='psutil', passed_args=()):
    """Runs a script in which `profile` is known without an import."""
    builtins.__dict__['profile'] = profiler
    namespace = {
        '__name__': '__main__', '__file__': filename, '__builtins__': builtins, '__doc__': None,
        '__package__': None, '__loader__': None, '__spec__': None, 'profile': profiler,
    }
    sys.argv = [filename, *passed_args]
    _vivarium.trace_file(filename)
    try:
        with open(filename, 'rb') as file:
            source = file.read()
        exec(compile(source, filename, 'exec'), namespace, namespace)
    finally:
        builtins.__dict__.pop('profile', None)


def _main():
    import argparse
    parser = argparse.ArgumentParser(prog='memory_profiler', usage='python -m memory_profiler script_file.py')
    parser.add_argument('--version', action='version', version=__version__)
    parser.add_argument('--pdb-mmem', dest='max_mem', metavar='MAXMEM', type=float)
    parser.add_argument('--precision', dest='precision', type=int, default=3,
                        help='precision of memory output in number of significant digits')
    parser.add_argument('-o', dest='out_filename', type=str, help='path to a file where results will be written')
    parser.add_argument('--timestamp', dest='timestamp', action='store_true')
    parser.add_argument('--include-children', dest='include_children', action='store_true')
    parser.add_argument('--backend', dest='backend', type=str, default='psutil',
                        choices=['tracemalloc', 'psutil', 'posix'])
    parser.add_argument('program', nargs=argparse.REMAINDER, help='python script and its arguments')
    options = parser.parse_args()
    if not options.program:
        parser.print_help()
        sys.exit(2)
    for name, option in (('max_mem', '--pdb-mmem'), ('timestamp', '--timestamp'), ('include_children', '--include-children')):
        if getattr(options, name):
            _missing(option)
    script, *arguments = options.program
    # the script's folder takes the place that -m gave to the working directory
    import os.path
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    prof = LineProfiler(backend=options.backend)
    try:
        exec_with_profiler(script, prof, options.backend, arguments)
    finally:
        if options.out_filename is None:
            show_results(prof, precision=options.precision)
        else:
            with open(options.out_filename, 'a') as file:
                show_results(prof, stream=file, precision=options.precision)


if __name__ == '__main__':
    _main()
