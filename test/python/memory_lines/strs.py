# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
a = 'abc' * 10
b = a + 'def'
c = a.upper()
d = a.replace('a', 'zz')
e = a[3:9]
f = a.split('b')
g = ','.join(f)
h = f'{a}-{b}'
i = '%s and %d' % (a, 42)
j = '{} {}'.format(a, b)
k = a.encode()
l = k.decode()
m = a.center(50)
n = 'x'.join(str(i) for i in range(30))
o = str(12345)
p = str(1.5)
q = repr(a)
r = repr([1, 2, 3])
s = 'héllo' * 3
t = s.upper()
u = '日本' * 4
v = u[1:5]
w = '😀' * 3
x = w + 'a'
y = s.encode()
z = a.strip('a')
aa = a.partition('b')
ab = a.rpartition('c')
ac = list(a)
ad = a.title()
ae = a.zfill(50)
af = str(7)
ag = [str(n) for n in range(12)]
ah = 'a b c d'.split()
ai = 'one\ntwo\nthree'.splitlines()
aj = ''.join(['ab', 'cd'])
ak = a.ljust(40) + '|'
al = 'abc'.maketrans('a', 'b')
am = a.translate(al)
an = chr(300)
ao = ascii('é' + a)
ap = 'ß'.casefold()
aq = a.lower()
ar = f'{12345:>10,}'
at = f'{3.14159:.2f}'
au = f'{a!r:>50}'
av = 'tab\there'.expandtabs()
aw = a.swapcase()
ax = 'x' + str(5)
ay = hex(123456)
az = format(255, '08b')
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 58:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
