# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
def g(n):
    for i in range(n):
        yield i
a = g(5)
b = g(10)
c = next(b)
d = list(g(300))
e = (x for x in range(10))
f = (x * y for x in range(10) for y in range(3))
h = sum(x for x in range(100))
def two(a, b, *args, **kw):
    x = yield a
    y = yield b
    return x
i = two(1, 2, 3, k=4)
j = next(i)
def deleg(n):
    yield from g(n)
    z = 1
    yield z
k = deleg(3)
l = next(k)
m = list(deleg(4))
async def co(x):
    return x
n = co(1)
n.close()
async def ag():
    yield 1
o = ag()
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
p = fib()
q = [next(p) for _ in range(30)]
def closure_gen(n):
    def inner():
        return n
    yield inner
r = closure_gen(4)
s = next(r)
t = any(x > 5 for x in range(10))
u = dict((x, x * x) for x in range(10))
v = iter([1, 2, 3])
w = enumerate('abc')
x = zip('ab', 'cd')
y = map(str, [1, 2])
z = reversed([1, 2])
aa = range(1000, 2000)
ab = iter(aa)
ac = next(ab)
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 60:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
