# Class bodies as scopes: lookups, comprehension, nested functions, lambda, exec.
x = 'global'; y = 'gy'
class A:
    x = 'class'
    print(x, y)
    def f(self): return x
    g = lambda self: x
    l = [x for _ in 'a']
    m = [i for i in x[:1]]
    d = {x: 1 for x in 'k'}
    print(sorted(k for k in dir() if not k.startswith('_')))
    class B:
        z = x
        def h(self): return x
    n = (lambda v=x: v)()
    exec('dyn = x')
    for i in range(2): pass
    if i: cond = 'set'
    try: 1 / 0
    except ZeroDivisionError as err: caught = str(err)
    with open('/dev/null') as fh: name = fh.name
    import sys as _sys
    a, *b = 'pqr'
    del i
    w: int = 5
    global made_global
    made_global = x
print(A().f(), A().g(), A.l, A.m, A.d, A.B.z, A.B().h(), A.n, A.dyn, hasattr(A, 'i'), A.cond, A.caught, hasattr(A, 'err'), A.name, A._sys.__name__, A.a, A.b, A.w, made_global, hasattr(A, 'made_global'))
def outer():
    x = 'outer'
    class C:
        print(x)
        x = x + '+class'
        def f(self): return x
        v = [x for _ in 'a']
    return C.x, C().f(), C.v
try: print(outer())
except NameError as e: print(type(e).__name__, e)
def outer2():
    x = 'enclosing'
    class D:
        if False: x = 1
        r = x
    return D.r
print(outer2())
def outer3():
    q = 'cell'
    class E:
        r = q
        def f(self): return q
        class F: s = q; t = [q for _ in 'a']
    return E.r, E().f(), E.F.s, E.F.t
print(outer3())
class G:
    def __init__(self): self.x = __class__.__name__
    def late(self): return undefined_global_yet
    v = __qualname__, __module__
print(G().x, G.v); undefined_global_yet = 'now'; print(G().late())
