# Binding of arguments: every kind of parameter and every complaint.
def f(a, b=2, /, c=3, *args, d, e=5, **kw): return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(1, d=4, a='kw a', b='kw b'), f(*'xyz', *'w', **{'d': 1}, **{'q': 2}), f(1, c=9, d=0))
def p(a, b, /): return a, b
def k(*, a, b=1): return a, b
def n(): return 'none'
def s(*a): return a
def w(**k): return k
def m(a, b, c): return a, b, c
def d(a, b=1): return a, b
def attempt(call):
    try:
        print(call, '->', eval(call))
    except (TypeError, AttributeError) as e:
        print(call, '->', e)
for call in ['f()', 'f(1)', 'f(d=1)', 'p(1)', 'p()', 'p(1, 2, 3)', 'p(a=1, b=2)', 'p(1, b=2)', 'k()', 'k(1)', 'k(a=1, c=2)', 'k(1, 2, a=3)', 'n(1)', 'n(x=1)', 'n(1, 2)', 's(x=1)', 'w(1)', 'w(a=1, **{"a": 2})', 'm()', 'm(1)', 'm(1, 2)', 'm(1, 2, 3, 4)', 'm(1, 2, c=3, d=4)', 'm(1, 2, b=3)', 'd()', 'd(1, 2, 3)', 'd(b=1)', 'd(1, a=2)', 'f(1, 2, 3, c=4, d=5)',
             'm(*[1, 2])', 'm(*5)', 'm(**5)', 'm(**{1: 2})', 'w(**{"a b": 1, "": 2})', 's(*[], *(1,), 2, *"ab")', 'm(1, *[2], c=3)', 'm(c=1, *[2, 3])', 'm(a=1, *[2])', 'w(**{"a": 1}, b=2)', 'w(a=1, **{}, **{"b": 1})', 'w(**{"a": 1}, **{"a": 2})', '(lambda: 0)(1)', '(lambda x, *, y: 0)(1)', '(lambda x, *, y, z: 0)(1)', '(lambda *, x, y, z: 0)()', 'm(aa=1, bb=2)', 'd(1, bee=2)', 'k(a=1, aa=1)']:
    attempt(call)
def defaults(a, b=[], *, c={}):
    b.append(a); c[a] = len(b)
    return b, c
print(defaults(1), defaults(2), defaults.__defaults__, defaults.__kwdefaults__)
defaults.__defaults__ = ('A', 'B'); attempt('defaults()'); defaults.__defaults__ = None; attempt('defaults(1)'); defaults.__kwdefaults__ = {'c': {}}; attempt('defaults([], [])')
for bad in ('defaults.__defaults__ = 5', 'defaults.__kwdefaults__ = []', 'defaults.__code__ = 1', 'defaults.__name__ = 5', 'defaults.__dict__ = 1', 'del defaults.__name__', 'defaults.__globals__ = {}', 'defaults.__closure__ = ()', 'defaults.__annotations__ = 5', 'del defaults.__code__'):
    try:
        exec(bad)
        print(bad, 'allowed')
    except (TypeError, AttributeError) as e:
        print(bad, '->', type(e).__name__, e)
