# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
def a():
    return 1
def b(x=1, y=2):
    return x
def c(*, k=3, m=[]):
    return k
def d(x: int, y: str) -> bool:
    return True
e = lambda x: x
def f():
    n = 1
    def g():
        return n
    return g
h = f()
i = [f() for _ in range(5)]
def j(*args, **kw):
    return args, kw
k = j(1, 2, a=3)
l = j()
a.attr = 1
m = a.__dict__
def n(x):
    'doc'
    def inner(y):
        nonlocal x
        x += y
        return x
    return inner
o = n(1000)
p = o(5)
q = o(6)
from functools import partial
r = partial(b, 5)
s = r()
def t(a, b=[1, 2], c={'x': 1}):
    return a
u = [lambda i=i: i for i in range(4)]
v = b.__defaults__
w = max([1, 2, 3], key=lambda x: -x)
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
x = fact(30)
y = fact.__code__
z = fact.__name__
def deco(f):
    def wrapper(*a, **k):
        return f(*a, **k)
    return wrapper
@deco
def decorated(x):
    return x
aa = decorated(5)
ab = list(map(lambda x: x + 1000, range(5)))
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 61:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
