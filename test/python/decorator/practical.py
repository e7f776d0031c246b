# Decorators in practice: registry, retry, type checks, caching on instances, stacking order.
import functools
routes = {}
def route(path, *, method='GET'):
    def deco(f): routes[method, path] = f; return f
    return deco
@route('/')
@route('/home', method='POST')
def home(): return 'home page'
print(sorted(routes), routes['GET', '/']())
def retry(times):
    def deco(f):
        @functools.wraps(f)
        def run(*a):
            for n in range(times):
                try: return f(*a)
                except ValueError as e: print('try', n, e, end='; ')
            return 'failed'
        return run
    return deco
state = iter([1, 1, 0])
@retry(3)
def flaky():
    if next(state): raise ValueError('flaky')
    return 'done'
@retry(2)
def always(): raise ValueError('never works')
print(flaky(), always(), flaky.__name__)
def typed(f):
    ann = f.__annotations__
    def run(*a):
        for n, v in zip(ann, a):
            if not isinstance(v, ann[n]): raise TypeError(f'{n} must be {ann[n].__name__}')
        return f(*a)
    return run
@typed
def area(w: int, h: int): return w * h
print(area(2, 3))
try: area(2, 'x')
except TypeError as e: print(e)
def tag(t): return lambda f: lambda *a: f'<{t}>{f(*a)}</{t}>'
@tag('b')
@tag('i')
def text(s): return s
print(text('hi'))
class Trace:
    depth = 0
    def __init__(self, f): self.f = f; functools.update_wrapper(self, f)
    def __call__(self, *a):
        print('  ' * Trace.depth + f'{self.f.__name__}{a}'); Trace.depth += 1
        try: return self.f(*a)
        finally: Trace.depth -= 1
@Trace
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(3))
def methods(cls):
    for n, v in list(vars(cls).items()):
        if callable(v) and not n.startswith('_'): setattr(cls, n, tag(n)(v))
    return cls
@methods
class Svc:
    def a(self): return 'A'
    def _b(self): return 'B'
print(Svc().a(), Svc()._b())
