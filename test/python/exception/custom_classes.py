# Custom exceptions: attributes, str, args, inheritance, pickling of args, equality.
class AppError(Exception):
    code = 1
    def __init__(self, msg, *, code=None):
        super().__init__(msg)
        if code is not None: self.code = code
class NotFound(AppError):
    code = 404
    def __str__(self): return f'[{self.code}] {self.args[0]}'
class NoInit(Exception):
    def __init__(self, a, b): self.a = a
class Empty(Exception): pass
for e in (AppError('m'), NotFound('page'), NotFound('x', code=410), NoInit(1, 2), Empty(), Empty(1, 'two'), AppError('m', code=9)):
    try: raise e
    except AppError as x: print('App', type(x).__name__, x, x.code, x.args, repr(x))
    except Exception as x: print('Other', type(x).__name__, str(x), x.args, repr(x))
e = Empty('a'); e.args = (1, 2); print(e, repr(e), e == Empty(1, 2), hash(e) == hash(e), Empty('x').__dict__); e.extra = 5; print(vars(e)); e.args = [7]; print(e.args, str(Empty(('t',))), str(Empty(None)), str(Empty('')), repr(Empty('')), str(KeyError('q')), str(KeyError('q', 1)))
class Data(ValueError):
    def __init__(self, **kw): self.__dict__.update(kw); super().__init__(*kw.values())
    def __reduce__(self): return (Data, ())
try: raise Data(line=3, col=4)
except ValueError as d: print(d.line, d.col, d.args, d)
def retry(n, f):
    for i in range(n):
        try: return f(i)
        except (ValueError, KeyError) as last: err = last; print('attempt', i, repr(last))
    raise AppError('gave up') from err
def flaky(i):
    if i < 2: raise (ValueError, KeyError)[i](i)
    return 'ok'
print(retry(3, flaky))
try: retry(1, flaky)
except AppError as e: print(e, repr(e.__cause__))
class Meta(type): pass
class WithMeta(Exception, metaclass=Meta): pass
try: raise WithMeta
except WithMeta as w: print(type(type(w)).__name__)
print(issubclass(NotFound, AppError), AppError.__mro__[1:3], isinstance(NotFound('q'), Exception), BaseException.__subclasses__()[:0])
