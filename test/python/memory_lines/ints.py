# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = 1000 * 7
b = a + 1
c = 2 ** 100
d = c + c
e = c * c
f = d - c
g = -b
h = abs(-a)
i = a // 3
j = a % 999
k = divmod(a, 300)
l = int('123456')
m = int('9' * 40)
n = int(3.5e10)
o = round(12345.678)
p = len('x' * 1000)
q = sum([1000, 2000])
r = max(5000 + a, 6000)
s = a << 40
t = s >> 10
u = a ^ b
v = ~a
w = a | 1
x = int.from_bytes(b'\x01\x02\x03\x04\x05', 'big')
y = (a).bit_length() + 500
z = pow(a, 3)
aa = pow(a, 3, 1000007)
ab = hash(a * 100)
ac = int(True) + 400
ad = [i * 1000 for i in range(20)]
ae = [i for i in range(300, 320)]
af = ord('\u1234')
ag = bool(a) + 256
ah = a * 0
ai = 10 ** 20
aj = ai // 7
ak = ai % 1000003
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 44:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
