# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from functools import lru_cache, partial, reduce, wraps, cached_property, total_ordering, singledispatch
gc.collect()
tracemalloc.start()
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
a = fib(20)
@lru_cache(maxsize=4)
def sq(n):
    return n * n
b = [sq(i) for i in range(10)]
c = sq.cache_info()
d = reduce(lambda x, y: x + y, range(100))
e = partial(print, 'a', end='')
def deco(f):
    @wraps(f)
    def w(*args):
        return f(*args)
    return w
@deco
def g(x):
    return x
h = g(1)
i = list(map(partial(pow, 2), range(5)))
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 29:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
