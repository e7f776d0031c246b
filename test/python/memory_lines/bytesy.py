# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = b'abc' * 10
b = a + b'def'
c = bytes(10)
d = bytes([1, 2, 3])
e = bytearray(10)
f = bytearray(b'hello')
f.append(1)
f.extend(b'world')
g = bytearray()
for i in range(50):
    g.append(i)
h = a[3:8]
i = a.replace(b'a', b'zz')
j = a.split(b'b')
k = a.hex()
l = bytes.fromhex('00ff10')
m = memoryview(a)
n = m[2:5]
o = bytes(m)
p = a.upper()
q = b','.join(j)
r = bytearray(f)
s = bytes(f)
t = f + b'x'
u = a.decode('ascii')
v = (1000).to_bytes(4, 'big')
w = b'%d items' % 5
x = a.strip(b'a')
y = bytearray(100)
del y[50:]
z = list(a)
aa = b'x'
ab = bytes(1)
ac = a.find(b'c')
ad = f.pop()
ae = bytearray(b'abc') * 20
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 43:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
