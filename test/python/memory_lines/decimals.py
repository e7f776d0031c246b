# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from decimal import Decimal, getcontext
gc.collect()
tracemalloc.start()
getcontext()
Decimal(1) + Decimal(2)
a = Decimal('1.5')
b = a + 1
c = a * b
d = Decimal(10) / Decimal(3)
e = [Decimal(i) for i in range(10)]
f = sum(e)
g = str(d)
h = Decimal('1e50')
i = a.quantize(Decimal('0.1'))
j = -a
k = a == b
l = Decimal(2) ** 10
m = int(h)
n = float(a)
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 24:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
