# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
import random
gc.collect()
tracemalloc.start()
a = [5, 3, 8, 1, 9, 2] * 20
b = sorted(a)
c = sorted(a, reverse=True)
d = sorted(a, key=lambda x: -x)
a.sort()
e = sorted(['bb', 'a', 'ccc'], key=len)
f = sorted([(2, 'b'), (1, 'a')])
g = list(reversed(b))
h = sorted({3, 1, 2})
i = sorted('hello')
j = [x for _, x in sorted(zip([3, 1, 2], 'abc'))]
k = max(a) * 1000
l = sorted(range(300), key=lambda x: x % 7)
m = min([(3, 'x'), (1, 'y')])
n = sorted([1.5, 0.5, 2.5])
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 23:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
