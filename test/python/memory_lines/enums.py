# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from enum import Enum, IntEnum
from collections import namedtuple
from typing import NamedTuple
gc.collect()
tracemalloc.start()
a = list(map(lambda x: (x, x), range(5)))
b = a[0] + a[1]
class E(Enum):
    A = 1
    B = 2
c = E.A
d = E(2)
e = E['A']
f = list(E)
g = c.name
h = c.value
P = namedtuple('P', 'x y')
i = P(1, 2)
j = [P(k, k) for k in range(10)]
l = i.x
m = i._replace(x=5)
n = i._asdict()
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 27:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
