# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = []
for i in range(100):
    a.append(i)
b = [1, 2, 3]
c = [a, b]
d = a[:]
e = a[10:20]
f = a + b
g = b * 7
h = list(a)
i2 = list(range(17))
j = [*b, *b]
k = sorted(a, key=lambda x: -x)
l = [None] * 33
m = list('hello')
n = list(map(str, range(5)))
o = list(zip(b, b))
p = [x for x in a if x % 2]
q = a.copy()
q.extend(b)
r = []
r.extend(range(10))
s = []
s += [1]
s.insert(0, 5)
t = list(a)
del t[50:]
u = list(a)
while len(u) > 10:
    u.pop()
v = list(a)
for i in range(60):
    del v[0]
w = list(a)
w.clear()
x = list(filter(None, a))
y = list(enumerate(b))
z = [[0] * 3 for i in range(4)]
aa = list(reversed(a))
ab = a[::2]
ac = list({1, 2, 3, 4, 5, 6, 7})
ad = list({'a': 1, 'b': 2}.items())
ae = [i for i in range(0)]
af = list(x for x in ())
ag = b[1:1]
ah = [1.5, 2.5]
ah[1:1] = [7, 8, 9, 10]
ai = list(b'abc')
a.reverse()
aj = list(dict.fromkeys(range(20)))
ak = [0, 1]
ak *= 10
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 59:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
