# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = 1.5
b = a * 2
c = a + b * 2 - 1
d = float('3.25')
e = a / 3
f = a // 0.4
g = a % 0.4
h = -a
i = abs(h)
j = [x * 0.5 for x in range(50)]
k = sum(j)
l = 7 / 2
m = 2 ** -1
n = 2.0 ** 10
o = round(a, 1)
p = (1.25).as_integer_ratio()
q = divmod(7.5, 2)
r = complex(1, 2)
s = r * r
t = r.real
u = max(j)
v = min(j) + 1
total = 0.0
for x in j:
    total += x
w = sorted(j, reverse=True)
def f2(n):
    t = 0.0
    for i in range(n):
        t = t + i * 0.25
    return t
y = f2(100)
z = [f2(i) for i in range(10)]
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 40:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
