# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1000
        return n
    return inc
a = counter()
b = [a() for _ in range(3)]
def make(n):
    return [lambda x: x + n + i for i in range(3)]
c = make(5)
d = [f(1000) for f in c]
def outer():
    x = []
    def add(v):
        x.append(v)
        return x
    return add
e = outer()
e(1)
e(2)
g = e.__closure__
class K:
    def m(self):
        def inner():
            return self
        return inner
h = K().m()
def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run
i = compose(lambda x: x + 1, lambda x: x * 2)
j = i(1000)
def gen():
    total = 0
    while True:
        v = yield total
        if v is None:
            break
        total += v
k = gen()
next(k)
l = k.send(1000)
m = k.send(2000)
def memo(f):
    cache = {}
    def w(x):
        if x not in cache:
            cache[x] = f(x)
        return cache[x]
    return w
@memo
def sq(x):
    return x * x
n = [sq(i) for i in range(20)]
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 66:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
