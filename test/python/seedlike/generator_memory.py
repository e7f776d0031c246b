# Lists against generators: sizes and traced memory.
import sys, tracemalloc, gc
from decimal import Decimal
def all_at_once(n): return [Decimal(i) * 2 for i in range(n)]
def one_by_one(n):
    for i in range(n): yield Decimal(i) * 2
print(sys.getsizeof([0] * 1000), sys.getsizeof(one_by_one(1000)), sys.getsizeof(i for i in range(10 ** 9)), sys.getsizeof(range(10 ** 9)), sys.getsizeof(map(str, range(9))), sys.getsizeof(iter([1])))
gc.collect(); gc.disable(); sum(one_by_one(10)); sum(all_at_once(10))
def peak(f):
    gc.collect(); tracemalloc.start(); base = tracemalloc.get_traced_memory()[0]; r = f(); top = tracemalloc.get_traced_memory()[1] - base; tracemalloc.stop(); return r, top
a, b = peak(lambda: sum(all_at_once(500))), peak(lambda: sum(one_by_one(500))); print(a[0] == b[0], a[1] > 50000, b[1] < 2000, a[1] > 20 * b[1])
def chunks(it, n):
    out = []
    for x in it:
        out.append(x)
        if len(out) == n: yield out; out = []
    if out: yield out
print([sum(c) for c in chunks(one_by_one(10), 4)], max(sys.getsizeof(c) for c in chunks(one_by_one(100), 10)), sum(1 for _ in chunks(one_by_one(100), 7)))
