# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
class P:
    def __init__(self, v):
        self._v = v
    @property
    def v(self):
        return self._v
    @v.setter
    def v(self, x):
        self._v = x
    def __repr__(self):
        return 'P(%r)' % self._v
    def __eq__(self, o):
        return self._v == o._v
    def __hash__(self):
        return hash(self._v)
    def __add__(self, o):
        return P(self._v + o._v)
    def __len__(self):
        return 3
    def __getitem__(self, i):
        return i * 1000
    def __iter__(self):
        return iter([1, 2])
    def __call__(self, *a):
        return a
    def __contains__(self, x):
        return True
a = P(1)
b = a.v
a.v = 1000
c = repr(a)
d = a + a
e = a == d
f = {a: 1, d: 2}
g = len(a)
h = a[5]
i = list(a)
j = a(1, 2, 3)
k = 5 in a
l = [P(n) for n in range(10)]
m = str(a)
n = '%s' % a
o = f'{a}'
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 50:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
