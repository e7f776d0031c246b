# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = {}
b = {'x': 1}
c = {'x': 1, 'y': 2, 'z': b}
d = {i: i for i in range(5)}
e = {i: str(i) for i in range(50)}
f = dict(a=1, b=2)
g = dict(c)
h = c.copy()
i2 = {**c, 'w': 1}
j = dict.fromkeys('abcdef')
k = dict(zip('abcdefgh', range(8)))
l = {}
for i in range(30):
    l['k%d' % i] = i
m = {}
m.update(l)
n = {1: 1}
n.update(c)
o = dict(e)
o.clear()
p = dict(e)
for q in range(40):
    del p[q]
p['new'] = 1
r = {}
r.setdefault('a', []).append(1)
s = c | b
t = c.items()
u = list(c.keys())
v = {k: v for k, v in c.items()}
w = dict([('a', 1), ('b', 2)])
x = {(1, 2): 3}
y = {'a': 1, 2: 3}
z = dict(l)
z.pop('k1')
aa = dict(z)
ab = {}
ab[1] = 2
ab['s'] = 3
ac = {'a%d' % i: i for i in range(7)}
ad = iter(c)
ae = len(c.values())
af = sorted(c)
ag = dict.fromkeys(range(100), 0)
ah = {None: 1, True: 2}
ai = {'a': {'b': {'c': 1}}}
aj = {1: 'a', 2: 'b', 3: 'c', 4: 'd', 5: 'e', 6: 'f'}
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 54:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
