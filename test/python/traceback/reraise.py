# Re-raising: bare raise, raise e, tracebacks that grow, with_traceback.
import sys, traceback
def a(): raise ValueError('a')
def b():
    try: a()
    except ValueError: raise
def c():
    try: b()
    except ValueError as e: raise e
def d():
    try: c()
    except ValueError as e: raise e.with_traceback(None)
for f in (b, c, d):
    try: f()
    except ValueError as e: print(f.__name__, [(t.name, t.lineno) for t in traceback.extract_tb(e.__traceback__)], e.__context__)
saved = None
for i in range(3):
    try:
        if saved: raise saved
        a()
    except ValueError as e: saved = e; print(len(traceback.extract_tb(e.__traceback__)))
try: raise
except RuntimeError as e: print(e)
def bare(): raise
try:
    try: 1 / 0
    except ZeroDivisionError: bare()
except ZeroDivisionError as e: print('bare raise in callee', e, [t.name for t in traceback.extract_tb(e.__traceback__)])
try:
    try: a()
    finally: print('in flight', sys.exception())
except ValueError as e: print(e.__traceback__.tb_next.tb_lineno, e.__traceback__.tb_lasti >= 0)
e = saved; e.__traceback__ = None; e.__context__ = KeyError('set by hand')
for bad in ('e.__traceback__ = 5', 'e.__context__ = 5', 'e.__cause__ = 5', 'del e.__traceback__', 'e.with_traceback(5)', 'e.args = 5', 'e.__suppress_context__ = "x"; print(e.__suppress_context__)', 'del e.__cause__', 'del e.args', 'e.__cause__ = None; print(e.__suppress_context__)'):
    try: exec(bad)
    except TypeError as x: print(bad, x)
c()
