# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
from itertools import count, chain, islice, product, combinations, permutations, accumulate, groupby, cycle, repeat, starmap, takewhile, zip_longest, tee, compress, pairwise, batched
gc.collect()
tracemalloc.start()
a = count(1000)
b = [next(a) for _ in range(5)]
c = list(chain([1, 2], [3]))
d = list(islice(range(1000, 2000), 5))
e = list(product([1, 2], [3, 4]))
f = list(combinations(range(4), 2))
g = list(permutations(range(3)))
h = list(accumulate([1000, 2000, 3000]))
i = [(k, list(v)) for k, v in groupby('aabbc')]
j = cycle([1, 2])
k = [next(j) for _ in range(4)]
l = list(repeat(5, 3))
m = list(starmap(pow, [(2, 3), (3, 2)]))
n = list(takewhile(lambda x: x < 3, range(10)))
o = list(zip_longest([1, 2], [3]))
p, q = tee([1, 2, 3])
r = list(p)
s = list(compress('abc', [1, 0, 1]))
t = list(pairwise(range(4)))
u = list(batched('abcde', 2))
v = chain.from_iterable([[1], [2]])
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 29:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
