# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
def f(x):
    match x:
        case [a, b]:
            return a, b
        case {'k': v, **rest}:
            return rest
        case str() as s:
            return s
        case int(n) if n > 5:
            return n
        case _:
            return None
a = f([1, 2])
b = f({'k': 1, 'z': 2})
c = f('abc')
d = f(10)
e = f(1.5)
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y
match P(1, 2):
    case P(x, y):
        g = x + y + 1000
match [1, 2, 3, 4]:
    case [h, *i]:
        pass
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 35:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
