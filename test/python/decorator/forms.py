# Decorators: order, arguments, classes, expressions, functools.wraps, stacked on methods.
import functools
log = []
def d(tag):
    log.append(f'make {tag}')
    def wrap(f): log.append(f'apply {tag} to {getattr(f, "__name__", f)}'); return f
    return wrap
@d('a')
@d('b')
def f(): pass
@d('cls')
class C:
    @d('m1')
    @staticmethod
    @d('m2')
    def m(): return 'static'
    @(lambda fn: classmethod(lambda cls: (cls.__name__, fn(cls))))
    def n(cls): return 'n'
print(log, C.m(), C.n())
def count(fn):
    @functools.wraps(fn)
    def wrapper(*a, **k): wrapper.calls += 1; return fn(*a, **k)
    wrapper.calls = 0
    return wrapper
@count
def add(a: int, b=2) -> int:
    "Adds."
    return a + b
print(add(1), add(1, b=5), add.calls, add.__name__, add.__doc__, add.__wrapped__.__name__, add.__annotations__, add.__qualname__)
@lambda f: print(f.__name__)
def printed(): pass
print(printed)
@lambda f: 5
class Five: pass
decs = [str.upper, len]
@decs[1]
@decs[0]
@lambda f: f.__name__
def word(): pass
print(Five, word)
class Memo:
    def __init__(self, fn): self.fn, self.cache = fn, {}; functools.update_wrapper(self, fn)
    def __call__(self, *a):
        if a not in self.cache: self.cache[a] = self.fn(*a)
        return self.cache[a]
    def __get__(self, o, k): return functools.partial(self, o)
@Memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
class K:
    @Memo
    def m(self, x): return x * 2
k = K(); print(fib(50), len(fib.cache), fib.__name__, k.m(4), k.m(4), len(K.__dict__['m'].cache))
def param(*, repeat=1):
    def outer(fn):
        def inner(*a): return [fn(*a) for _ in range(repeat)]
        return inner
    return outer
@param(repeat=3)
def hi(n): return f'hi {n}'
print(hi('x'))
for src in ('@5\ndef f(): pass', '@undefined\ndef f(): pass', '@d\nclass X: pass\nprint(X.__name__)', '@x.y\ndef f(): pass', '@d("q") if True else d("z")\ndef f(): pass', '@(yield)\ndef f(): pass', '@d("a"),\ndef f(): pass', '@d("x")\nx = 1', '@\ndef f(): pass', '@(w := d("w"))\ndef g(): return w\nprint(g() is w)', '@not d\ndef f(): pass'):
    try: exec(src)
    except Exception as e: print(src.split('\n')[0], '->', type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
def register(reg={}):
    def deco(fn): reg[fn.__name__] = fn; return fn
    deco.reg = reg
    return deco
r = register()
@r
def one(): return 1
@r
def two(): return 2
print({k: v() for k, v in r.reg.items()}, [f.__name__ for f in (functools.reduce(lambda a, b: b(a), [count, count], one),)])
