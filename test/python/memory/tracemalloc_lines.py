# tracemalloc per line in settled mode: objects of known sizes.
import gc, tracemalloc
class P:
    __slots__ = ('a', 'b')
    def __init__(self, a, b): self.a = a; self.b = b
gc.collect()
gc.disable()
tracemalloc.start()
floats = [i * 0.5 for i in range(100)]
points = [P(i, i) for i in range(50)]
strings = ['item number ' + str(i) for i in range(20)]
table = {i: None for i in range(30)}
pairs = [(i, -i) for i in range(300, 310)]
data = bytes(1000)
nested = [[0] * 10 for _ in range(5)]
sets = [{1, 2, 3, 4, 5, 6, n} for n in range(3)]
gc.collect()
snap = tracemalloc.take_snapshot()
tracemalloc.stop()
for s in sorted(snap.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    f = s.traceback[0]
    if f.filename == __file__ and f.lineno < 18: print(f.lineno, s.size, s.count)
