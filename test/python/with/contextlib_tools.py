# contextlib: contextmanager, ExitStack, suppress, closing, redirect, nullcontext, decorators.
from contextlib import *
import io, sys
@contextmanager
def cm(n, swallow=False):
    print('in', n, end=' ')
    try: yield n
    except ValueError as e:
        print('saw', e, end=' ')
        if not swallow: raise
    finally: print('out', n)
with cm(1) as x: print(x, end=' ')
with cm(2, True): raise ValueError('v')
def attempt(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__ + ':', e)
def twice():
    c = cm(3)
    with c: pass
    with c: pass
attempt(twice)
@contextmanager
def no_yield(): return; yield
@contextmanager
def two(): yield 1; yield 2
@contextmanager
def swallow_all():
    try: yield
    except BaseException: pass
@contextmanager
def replace():
    try: yield
    except Exception as e: raise KeyError('replaced') from e
def use(m, exc=None):
    with m() as v:
        if exc: raise exc
    return 'completed'
for m, e in ((no_yield, None), (two, None), (two, ValueError('x')), (swallow_all, KeyboardInterrupt()), (swallow_all, StopIteration('s')), (replace, OSError('o')), (swallow_all, GeneratorExit())): attempt(lambda: use(m, e))
@cm('deco')
def decorated(): return 'body result'
print(decorated(), decorated.__name__)
with ExitStack() as s:
    print([s.enter_context(cm(i)) for i in 'ab']); s.callback(print, 'callback', end='!\n'); s.push(lambda t, v, tb: print('push', t) or True); s.pop_all().close(); s.callback(print, 'left over')
with ExitStack() as s:
    s.push(lambda *a: True); s.callback(lambda: 1 / 0); raise KeyError('k')
def nested():
    with ExitStack() as s:
        s.callback(lambda: {}['second']); s.callback(lambda: 1 / 0); raise ValueError('first')
try: nested()
except KeyError as e: print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
for bad in (5, 'text'):
    attempt(lambda: ExitStack().enter_context(bad)); attempt(lambda: ExitStack().push(bad))
with suppress(KeyError, IndexError): {}['x']
with suppress(ValueError): raise ExceptionGroup('g', [ValueError(1)])
attempt(lambda: use(lambda: suppress(KeyError), ValueError('not suppressed')))
out = io.StringIO()
with redirect_stdout(out): print('captured'); sys.stdout.write('x')
print(repr(out.getvalue()))
class Cl:
    def close(self): print('closed')
with closing(Cl()) as c: pass
with nullcontext(5) as n: print(n)
class Abs(AbstractContextManager):
    def __exit__(self, *a): return None
with Abs() as a: print(type(a).__name__, isinstance(Cl(), AbstractContextManager), isinstance(a, AbstractContextManager))
attempt(lambda: AbstractContextManager())
class Deco(ContextDecorator):
    def __enter__(self): print('D in', end=' '); return self
    def __exit__(self, *a): print('D out')
@Deco()
def fn(a, *, b): return a + b
print(fn(1, b=2))
