# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
import weakref
gc.collect()
tracemalloc.start()
class A:
    pass
a = A()
r = weakref.ref(a)
r2 = weakref.ref(a)
cb = weakref.ref(a, lambda r: None)
p = weakref.proxy(a)
d = weakref.WeakValueDictionary()
d['a'] = a
k = weakref.WeakKeyDictionary()
k[a] = 1
s = weakref.WeakSet()
s.add(a)
l = [weakref.ref(a) for _ in range(3)]
f = weakref.finalize(a, print)
b = [A() for i in range(5)]
w = [weakref.ref(x) for x in b]
del b
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 26:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
