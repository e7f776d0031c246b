# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from dataclasses import dataclass, field, asdict, replace
gc.collect()
tracemalloc.start()
class Point:
    __slots__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y
@dataclass
class D:
    a: int
    b: str = 'x'
    c: list = field(default_factory=list)
d = D(1)
e = [D(i, 'n') for i in range(10)]
f = d == e[0]
g = repr(d)
h = asdict(d)
i = replace(d, a=5)
p = [Point(i, i) for i in range(5)]
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 25:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
