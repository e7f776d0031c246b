# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None
def insert(root, key):
    if root is None:
        return Node(key)
    if key < root.key:
        root.left = insert(root.left, key)
    else:
        root.right = insert(root.right, key)
    return root
root = None
for k in [50, 30, 70, 20, 40, 60, 80, 1000, 2000]:
    root = insert(root, k)
def walk(n):
    if n:
        yield from walk(n.left)
        yield n.key
        yield from walk(n.right)
keys = list(walk(root))
def depth(n):
    return 0 if n is None else 1 + max(depth(n.left), depth(n.right))
d = depth(root)
class S:
    __slots__ = 'a', 'b', '__weakref__'
    def __init__(self):
        self.a = self.b = None
l = [S() for _ in range(10)]
l[0].a = l
graph = {}
for i in range(20):
    graph.setdefault(i % 5, set()).add(i * 100)
stack = [0]
seen = set()
while stack:
    n = stack.pop()
    if n in seen:
        continue
    seen.add(n)
    stack.extend(graph.get(n % 5, ()))
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 49:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
