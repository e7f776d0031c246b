# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
import io
gc.collect()
tracemalloc.start()
a = io.StringIO()
a.write('hello')
a.write('world' * 20)
b = a.getvalue()
c = io.BytesIO()
c.write(b'abc')
for i in range(20):
    c.write(b'x' * 50)
d = c.getvalue()
e = io.BytesIO(b'abc' * 20)
f = e.read(5)
g = io.StringIO('one\ntwo\nthree')
h = g.readline()
l = g.readlines()
m = list(io.StringIO('a\nb\n'))
n = e.read()
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 24:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
