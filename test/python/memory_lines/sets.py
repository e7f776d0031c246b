# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = set()
b = {1, 2, 3}
c = set(range(5))
d = set(range(20))
e = {x * 2 for x in range(100)}
f = frozenset(b)
g = b | c
h = b & c
i = d - c
j = d ^ b
k = set('hello')
l = set([1, 2, 3])
m = d.copy()
n = set()
for q in range(40):
    n.add(q)
o = set(d)
o.clear()
p = set(d)
for q in range(15):
    p.discard(q)
r = {1, 2}
r.update(range(10))
s = frozenset(range(30))
t = set(s)
u = {1, 'a', (1, 2)}
v = {q, q + 1, q + 2}
w = list(d)
x = sorted(d)
y = frozenset()
z = set(frozenset())
aa = {1.5, 2.5}
ab = d <= set(range(50))
ac = set(d) | {100, 200}
ad = set(e)
ae = {*b, *c}
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 43:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
