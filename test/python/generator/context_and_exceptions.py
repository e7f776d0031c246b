# Exceptions thrown into generators, contexts, re-raises and try/finally around yield.
import sys
def g():
    try: yield 1
    except ValueError as e:
        yield f'handled {e}'
        try: yield 2
        finally: print('inner finally')
    else: yield 'no error'
    finally: print('outer finally')
x = g(); next(x); print(x.throw(ValueError('v')), next(x)); x.close()
x = g(); print(next(x), next(x), list(x))
x = g(); next(x)
try: x.throw(KeyError('unhandled'))
except KeyError as e: print('out', e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
def ctx():
    try: yield
    except Exception as e: raise RuntimeError('converted') from e
c = ctx(); next(c)
try: c.throw(OSError('cause'))
except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
def reraise():
    while True:
        try: yield
        except ValueError: raise
r = reraise(); next(r)
try: r.throw(ValueError('same'))
except ValueError as e: print(e, list(r))
def state():
    yield sys.exception()
    try: raise KeyError('mine')
    except KeyError: yield repr(sys.exception())
    yield sys.exception()
try: raise ValueError('callers')
except ValueError: s = state(); print(repr(next(s)), next(s), repr(sys.exception()), repr(next(s)))
def ret_in_finally():
    try: yield 1
    finally: return 'swallowed'
f = ret_in_finally(); next(f)
try: f.throw(ValueError('lost'))
except StopIteration as e: print('StopIteration', e.value)
for exc in (StopIteration('in'), GeneratorExit(), StopAsyncIteration()):
    def t():
        try: yield
        except BaseException as e: print('got', type(e).__name__); raise
    k = t(); next(k)
    try: k.throw(exc)
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__))
def loop():
    for i in range(3):
        try: yield i
        except ZeroDivisionError: print('skip', i)
l = loop(); print(next(l), l.throw(ZeroDivisionError()), next(l), next(l, 'end'))
def nested():
    try:
        try: yield 1
        finally: yield 'cleanup value'
    except ValueError: yield 'outer caught'
n = nested(); next(n); print(n.throw(ValueError()), next(n), next(n, 'end'))
def thrown_class():
    try: yield
    except Exception as e: yield repr(e)
for a in (ValueError, ValueError('i'), KeyError):
    k = thrown_class(); next(k); print(k.throw(a))
