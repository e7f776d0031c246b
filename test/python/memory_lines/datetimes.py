# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from datetime import datetime, date, time, timedelta, timezone
gc.collect()
tracemalloc.start()
a = date(2024, 1, 2)
b = datetime(2024, 1, 2, 3, 4, 5)
c = timedelta(days=5, seconds=3)
d = b + c
e = b - datetime(2020, 1, 1)
f = a.isoformat()
g = time(1, 2)
h = datetime(2024, 1, 1, tzinfo=timezone.utc)
i = [date(2024, 1, d) for d in range(1, 20)]
j = a < date(2025, 1, 1)
k = c * 2
l = b.replace(year=2025)
m = b.date()
n = b.timetuple()
o = c.total_seconds()
p = timezone(timedelta(hours=2))
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 24:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
