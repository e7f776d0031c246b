# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from collections import deque, OrderedDict, defaultdict, Counter, namedtuple, ChainMap
gc.collect()
tracemalloc.start()
a = deque()
for i in range(100):
    a.append(i)
b = deque(range(200))
c = deque(maxlen=5)
c.extend(range(10))
d = deque([1, 2, 3])
d.appendleft(0)
d.rotate(1)
e = OrderedDict()
for i in range(20):
    e[i] = i
f = OrderedDict(a=1, b=2)
f.move_to_end('a')
g = defaultdict(list)
for w in 'the quick brown fox'.split():
    g[len(w)].append(w)
h = Counter('abracadabra')
i = h.most_common(2)
j = defaultdict(int)
for ch in 'hello world':
    j[ch] += 1
k = Counter([1, 1, 2, 3])
k.update([1, 2])
l = ChainMap({'a': 1}, {'b': 2})
m = l['b']
n = deque(a)
for i in range(90):
    n.popleft()
o = OrderedDict(f)
p = a.copy()
q = list(e.items())
r = defaultdict(lambda: 5)
s = r['x']
for i in range(15):
    e.pop(i)
t = h + k
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 45:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
