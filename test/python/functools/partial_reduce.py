# partial, partialmethod, reduce, wraps, singledispatch, total_ordering errors.
from functools import *
def f(*a, **k): return a, k
p = partial(f, 1, x=2); print(p(), p(3, y=4), p(x=9), p.func.__name__, p.args, p.keywords, partial(p, 5, z=6).args, partial(partial(f, 1), 2)(), repr(partial(print, 'a', sep='')).replace('<built-in function print>', 'print'))
p.attr = 1; print(p.attr, p.__dict__); p.keywords['x'] = 'mutated'; print(p())
def attempt(g):
    try: print(g())
    except Exception as e: print(type(e).__name__ + ':', e)
for g in (lambda: partial(), lambda: type(partial(len)).__name__, lambda: partial(len)(1, 2), lambda: partial(int, base=2)('101'), lambda: setattr(p, 'func', 1), lambda: reduce(lambda a, b: a + b, []), lambda: reduce(lambda a, b: a + b, [], 'init'), lambda: reduce(lambda a, b: a * b, range(1, 6)), lambda: reduce(5, [1, 2]), lambda: reduce(len, [1]), lambda: reduce(lambda a, b: a, 5), lambda: reduce(lambda: 0, [1, 2]), lambda: reduce(), lambda: reduce(max, [3, 9, 2], 5)): attempt(g)
class C:
    def base(self, *a, **k): return type(self).__name__, a, k
    pm = partialmethod(base, 1, key='v')
    ps = partialmethod(staticmethod(lambda *a: a), 's')
print(C().pm(2), C().ps(3), C().pm(key='w')); attempt(lambda: partialmethod(5))
@singledispatch
def show(x): return f'default {x}'
@show.register
def _(x: int): return f'int {x}'
@show.register(list)
def _(x): return f'list of {len(x)}'
@show.register(str)
@show.register(bytes)
def _(x): return 'text'
@show.register
def _(x: float | None): return f'float or None {x}'
print(show({}), show(5), show(True), show([1]), show('a'), show(b''), show(None), show(2.5), show.dispatch(bool).__name__, sorted(t.__name__ for t in show.registry)); attempt(lambda: show()); attempt(lambda: show.register(5)); attempt(lambda: show.register('x'))
class D:
    @singledispatchmethod
    def m(self, x): return 'default'
    @m.register
    def _(self, x: int): return f'int {x}'
    @m.register
    @classmethod
    def _(cls, x: str): return cls.__name__, x
print(D().m(1.5), D().m(1), D().m('s'))
def deco(fn):
    @wraps(fn)
    def w(*a): "inner"; return fn(*a)
    return w
@deco
def named(a: int) -> str: "The doc."; return a
print(named.__name__, named.__doc__, named.__wrapped__(1), named.__annotations__, WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES)
attempt(lambda: total_ordering(type('X', (), {})))
