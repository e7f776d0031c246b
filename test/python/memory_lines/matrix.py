# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
n = 8
a = [[i * j for j in range(n)] for i in range(n)]
b = [[0] * n for _ in range(n)]
for i in range(n):
    for j in range(n):
        for k in range(n):
            b[i][j] += a[i][k] * a[k][j]
t = list(zip(*a))
s = sum(map(sum, b))
d = {(i, j): a[i][j] for i in range(n) for j in range(n)}
f = [row[:] for row in a]
g = [[float(x) for x in row] for row in a]
h = [r[::-1] for r in a]
flat = [x for r in b for x in r]
u = set(flat)
v = {x: flat.count(x) for x in u}
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 23:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
