# heapq: push, pop, heapify, merge, nlargest.
import heapq as h
a = [5, 2, 8, 1, 9, 3]; h.heapify(a); print(a, h.heappop(a), a, h.heappush(a, 0), a, h.heappushpop(a, 4), h.heapreplace(a, 7), a, h.heappushpop([], 1))
print(h.nlargest(2, [3, 1, 4]), h.nsmallest(2, [3, 1, 4]), h.nlargest(2, 'abc', key=ord), h.nsmallest(0, [1]), h.nlargest(9, [1, 2]), h.nsmallest(1, [3, 1]), list(h.merge([1, 4], [2, 3], [])), list(h.merge('ca', 'b', reverse=True)), list(h.merge(['bb'], ['a'], key=len)))
q = []
for p, t in ((3, 'c'), (1, 'a'), (2, 'b'), (1, '0')): h.heappush(q, (p, t))
print([h.heappop(q) for _ in range(4)])
for f in (lambda: h.heappop([]), lambda: h.heapreplace([], 1), lambda: h.heappush((1,), 1), lambda: h.heapify('x'), lambda: h.heappush([1], 'a'), lambda: h.nlargest('a', [1]), lambda: h.nsmallest(1, 5), lambda: h.heappop(5), lambda: h.heapify([1, 'a', None])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class T:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v > o.v
    def __repr__(self): return f'T{self.v}'
x = [T(i) for i in (1, 5, 3)]; h.heapify(x); print(x, h.heappop(x)); import random; random.seed(1); r = [random.random() for _ in range(100)]; s = r[:]; h.heapify(s); print([h.heappop(s) for _ in range(100)] == sorted(r))
