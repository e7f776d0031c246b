# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
d = {i: str(i * 100) for i in range(20)}
a = d.keys()
b = d.values()
c = d.items()
e = [k for k in d]
f = [(k, v) for k, v in d.items()]
g = list(d.values())
h = set(d.keys())
i = d.keys() & {1, 2, 3}
j = d.keys() | {100}
k = sorted(d.items(), key=lambda kv: kv[1])
l = max(d, key=d.get)
m = min(d.values())
n = iter(d)
o = next(n)
p = reversed(d)
q = list(p)
r = dict(sorted(d.items(), reverse=True))
s = {v: k for k, v in d.items()}
t = [x for x in zip(d, d.values())]
u = any(v == '5' for v in d.values())
v = sum(len(v) for v in d.values())
for k2, v2 in d.items():
    w = k2, v2
x = d.popitem()
y = d.setdefault('new', [])
z = d.get('nope', 1000)
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 34:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
