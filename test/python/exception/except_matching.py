# Which except clause runs: order, tuples, dynamic expressions, non-classes; else and finally.
import sys
def run(exc, *handlers):
    try:
        if exc: raise exc
    except handlers as e: return f'matched {type(e).__name__}'
    else: return 'else'
print(run(KeyError('a'), ValueError, LookupError), run(None), run(IndexError, LookupError))
for exc, h in ((ValueError(), (5,)), (ValueError(), ('a', KeyError)), (ValueError(), ((KeyError, (ValueError,)),)), (ValueError(), (int,)), (ValueError(), ()), (ValueError(), (ValueError, 5)), (5, ()), (int, ()), ('text', ()), (None.__class__, ())):
    try: print(run(exc, *h))
    except BaseException as e: print(type(e).__name__, e, '| context', repr(e.__context__))
def order(): print('evaluated', end=' '); return KeyError
try:
    try: raise ValueError
    except order(): pass
    except ValueError: print('second clause')
    except order(): print('never')
except Exception: print('?')
try:
    try: 1 / 0
    except (lambda: undefined_name)(): pass
except NameError as e: print(e, repr(e.__context__))
class Sub(Exception):
    def __new__(cls, *a): return super().__new__(cls, *a)
class NotExc(Exception):
    def __new__(cls, *a): return 5
class Raises(Exception):
    def __init__(self): raise KeyError('from init')
for r in (Sub, Sub('a'), NotExc, Raises):
    try: raise r
    except BaseException as e: print(type(e).__name__, e)
for cause in (KeyError, KeyError('inst'), None, 5, 'x', Raises, int):
    try: raise ValueError('v') from cause
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__), e.__suppress_context__)
print(sys.exc_info(), sys.exception())
def depth():
    try: raise ValueError(1)
    except ValueError:
        try: raise KeyError(2)
        except KeyError: print(repr(sys.exception()), repr(sys.exception().__context__))
        print(repr(sys.exception()))
    print(sys.exception())
depth()
def gen():
    try: yield sys.exception(); raise KeyError
    except KeyError: yield repr(sys.exception())
    yield sys.exception()
try: raise ValueError('outer')
except ValueError: print([repr(x) for x in gen()], repr(sys.exception()))
e = 'shadowed'
try: raise ValueError
except ValueError as e: pass
try: e
except NameError as x: print(x)
class Meta(type):
    def __subclasscheck__(c, s): return True
    def __instancecheck__(c, i): return True
class Never(Exception, metaclass=Meta): pass
try:
    try: raise ValueError('real subclass rules')
    except Never: print('no')
except ValueError as x: print(x)
try: raise Exception('a', 1)
except Exception as x: a, b = x.args; print(a, b)
