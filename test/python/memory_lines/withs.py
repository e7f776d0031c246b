# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from contextlib import contextmanager, suppress, ExitStack, closing
gc.collect()
tracemalloc.start()
class C:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return False
with C() as c:
    x = [1, 2, 3]
@contextmanager
def cm():
    yield 5
with cm() as v:
    y = v
with suppress(KeyError):
    {}['a']
with ExitStack() as es:
    z = es.enter_context(C())
for i in range(3):
    with C() as d:
        pass
with cm(), C():
    pass
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 29:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
