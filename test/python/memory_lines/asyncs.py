# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
async def f(x):
    return x * 1000
async def g():
    a = await f(1)
    b = await f(2)
    return [a, b]
def run(c):
    try:
        c.send(None)
    except StopIteration as e:
        return e.value
r = run(g())
async def ag():
    for i in range(3):
        yield i * 500
async def use():
    out = []
    async for x in ag():
        out.append(x)
    return out
s = run(use())
c = f(5)
c.close()
class AC:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *a):
        pass
async def w():
    async with AC() as x:
        return [y async for y in ag()]
t = run(w())
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 39:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
