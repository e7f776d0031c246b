# Closures: nonlocal, shared cells, late binding, emptied cells.
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
inc, get = counter(); inc(); inc(5); inc2, get2 = counter(); inc2()
print(get(), get2(), inc.__closure__[0] is get.__closure__[0], inc.__closure__[0].cell_contents)
def deep():
    x = 'deep'
    def a():
        def b():
            nonlocal x
            x += '!'
            return lambda: x
        return b
    return a()()
print(deep()())
fs = []
for i in range(3): fs.append(lambda: i)
def make():
    gs = []
    for i in range(3):
        gs.append(lambda: i)
    i = 'changed'
    return [g() for g in gs], [f() for f in fs]
print(make())
def early():
    def f(): return later
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    later = 5
    r = f()
    del later
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    try:
        f.__closure__[0].cell_contents
    except ValueError as e:
        print(e)
    later = 6
    return r, f()
print(early())
def params(a, *b, c=3, **d):
    def show(): return a, b, c, d
    a = 'rebound'
    return show
print(params(1, 2, x=5)())
def unbound():
    try:
        print(u)
    except UnboundLocalError as e:
        print(e)
    u = 1
    del u
    try:
        del u
    except UnboundLocalError as e:
        print(e)
    try:
        u
    except UnboundLocalError as e:
        print(e)
unbound()
c = inc.__closure__[0]; c.cell_contents = 100; print(get(), type(c).__name__)
del c.cell_contents
try:
    inc()
except NameError as e:
    print(e)
import types
cell = types.CellType(42); print(cell.cell_contents, cell == types.CellType(42), cell < types.CellType(43), types.CellType() == types.CellType())
f = types.FunctionType(get.__code__, {}, 'made', None, (types.CellType('injected'),)); print(f(), f.__name__)
for args in [(get.__code__, {}), (get.__code__, {}, None, None, ()), (get.__code__, {}, None, None, (1,)), (5, {}), (get.__code__, 5)]:
    try:
        types.FunctionType(*args)
    except (TypeError, ValueError) as e:
        print(e)
def accumulate():
    total = 0
    def add(x):
        nonlocal total
        total += x
        def undo():
            nonlocal total
            total -= x
            return total
        return total, undo
    return add
add = accumulate(); (t1, u1), (t2, u2) = add(5), add(7); print(t1, t2, u1(), u2())
class InClass:
    v = 'class var'
    def m(self):
        try: return v
        except NameError as e: return str(e)
    def n(self): return __class__.__name__
print(InClass().m(), InClass().n())
