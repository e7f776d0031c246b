# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
def build(n):
    s = ''
    for i in range(n):
        s += 'abc'
    return s
def build2(n):
    s = ''
    for i in range(n):
        s = s + str(i)
    return s
a = build(100)
b = build2(50)
c = ''
for i in range(50):
    c += 'xy'
class A: pass
o = A()
o.s = ''
for i in range(20):
    o.s += 'pq'
l = ['']
for i in range(20):
    l[0] += 'rs'
d = build(1)
e = build(2)
parts = []
for i in range(40):
    parts.append('part%d' % i)
f = ''.join(parts)
g = ' '.join(parts[:5]) + '!'
h = ''.join(c for c in 'hello')
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 38:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
