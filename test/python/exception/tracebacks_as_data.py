# Walking traceback objects and frames: line numbers, locals, clearing.
import sys
def a(n): x = n * 2; return b(x)
def b(m):
    y = [m]
    return c(y)
def c(l): raise ValueError(l)
try: a(5)
except ValueError as e: err = e
tb = err.__traceback__
while tb:
    f = tb.tb_frame; print(f.f_code.co_name, tb.tb_lineno, f.f_lineno, {k: v for k, v in f.f_locals.items() if k in ('n', 'x', 'm', 'y', 'l')}, f.f_back.f_code.co_name if f.f_back else None); tb = tb.tb_next
inner = err.__traceback__.tb_next.tb_next.tb_next.tb_frame; print(inner.f_globals is globals(), inner.f_builtins['len'] is len, inner.f_trace, inner.f_lasti >= 0, inner.f_code is c.__code__)
for o in (lambda: inner.clear(), lambda: inner.f_locals, lambda: sys._getframe().clear(), lambda: setattr(inner, 'f_lineno', 3), lambda: inner.nope, lambda: setattr(inner, 'f_code', 1)):
    try: print(o())
    except Exception as x: print(type(x).__name__, x)
def g():
    try: 1 / 0
    except ZeroDivisionError:
        t = sys.exc_info(); return t[0].__name__, str(t[1]), t[2].tb_lineno - g.__code__.co_firstlineno, sys.exception() is t[1]
print(g(), sys.exc_info())
def depth(e):
    n, t = 0, e.__traceback__
    while t: n += 1; t = t.tb_next
    return n
def rec(n): return 1 / 0 if n == 0 else rec(n - 1)
for n in (0, 3, 10):
    try: rec(n)
    except ZeroDivisionError as e: print(n, depth(e))
try:
    try: rec(2)
    except ZeroDivisionError as e: first = depth(e); raise
except ZeroDivisionError as e: print(first, depth(e))
def gen():
    yield 1
    raise KeyError('g')
it = gen(); next(it)
try: next(it)
except KeyError as e: print(depth(e), e.__traceback__.tb_next.tb_frame.f_code.co_name)
err.__traceback__ = None; print(depth(err), err.__traceback__); del err
