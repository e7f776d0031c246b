# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
import heapq, bisect, array, struct, copy, operator, string, math
gc.collect()
tracemalloc.start()
h = []
for x in [5, 1, 8, 3]:
    heapq.heappush(h, x * 1000)
a = heapq.heappop(h)
b = heapq.nlargest(2, h)
c = [1, 3, 5]
bisect.insort(c, 4)
d = array.array('i', range(20))
d.append(5)
e = array.array('d', [1.5] * 10)
f = struct.pack('<iif', 1, 2, 3.0)
g = struct.unpack('<iif', f)
i = copy.copy([1, 2, 3])
j = copy.deepcopy({'a': [1, 2]})
k = operator.itemgetter(1)
l = operator.attrgetter('x')
m = list(map(k, [(1, 2), (3, 4)]))
n = math.sqrt(2)
o = math.factorial(20)
p = math.gcd(12000, 18000)
q = d.tobytes()
r = d[2:8]
s = math.floor(1e10)
t = math.pi * 2
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 32:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
