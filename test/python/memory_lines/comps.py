# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = [x for x in range(100)]
b = [x * 1000 for x in range(20)]
c = {x for x in range(50)}
d = {x: x for x in range(50)}
e = [[y for y in range(3)] for x in range(3)]
f = [x for x in range(10) if x > 5]
g = [(x, y) for x in range(3) for y in range(3)]
h = {k: [v] for k, v in zip('abc', range(3))}
def fn(n):
    return [i * n for i in range(n)]
i = fn(50)
def fn2(n):
    return [(lambda: j)() for j in range(n)]
k = fn2(5)
l = [str(x) for x in range(15)]
m = {str(x): x for x in range(15)}
n = [w.upper() for w in 'the quick brown fox'.split()]
o = [x for x in [1, 2, 3]]
p = sum([x * x for x in range(20)])
q = [i for i, c in enumerate('hello')]
r = {len(w) for w in 'the quick brown fox'.split()}
s = [a + b for a, b in zip([1000, 2000], [3000, 4000])]
t = [x for row in e for x in row]
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 30:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
