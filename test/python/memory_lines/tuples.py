# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = tuple(range(10))
b = (a, 1)
c = a + b
d = a * 3
e = a[2:7]
f = tuple([1, 2, 3])
g = tuple(x for x in range(20))
h = tuple('abc')
i = (1, 2, 3)
j = (a, b, c)
k = tuple(sorted(a))
l = tuple(map(str, a))
x, y = a[0], a
z = x, y, 3
m = divmod(1000, 7)
n = tuple({'a': 1})
o = tuple({1, 2})
p = a[:]
q = tuple(a)
def f2(*args):
    return args
r = f2(1, 2, 3)
s = f2(*a)
def f3():
    return 1, a
t = f3()
u = [(i, i * i) for i in range(30)]
v = tuple(x for x in ())
w = tuple(iter(range(5)))
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 36:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
