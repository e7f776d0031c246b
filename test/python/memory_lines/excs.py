# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
errs = []
def f(n):
    raise ValueError('bad %d' % n)
for i in range(3):
    try:
        f(i)
    except ValueError as e:
        errs.append(e)
try:
    {}['x']
except KeyError as e:
    a = e
try:
    [][1]
except IndexError as e:
    b = e
try:
    1 / 0
except ZeroDivisionError as e:
    c = e
try:
    int('x')
except ValueError as e:
    d = str(e)
try:
    None.foo
except AttributeError as e:
    g = e
try:
    undefined_name
except NameError as e:
    h = e
class MyErr(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a = a
try:
    raise MyErr(1, 2)
except MyErr as e:
    i = e
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise RuntimeError('x') from e
except RuntimeError as e:
    j = e
k = ValueError('abc')
l = KeyError('x')
m = OSError(2, 'nope')
try:
    open('/nonexistent/file')
except OSError as e:
    n = e
def deep(n):
    if n == 0:
        raise KeyError(n)
    deep(n - 1)
try:
    deep(5)
except KeyError as e:
    o = e
p = ExceptionGroup('g', [ValueError(1), TypeError(2)])
try:
    'a' + 1
except TypeError as e:
    q = e
try:
    raise StopIteration(5)
except StopIteration as e:
    r = e.value
try:
    assert 1 == 2, 'msg'
except AssertionError as e:
    s = e
try:
    f(1, 2)
except TypeError as e:
    t = e.args
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 86:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
