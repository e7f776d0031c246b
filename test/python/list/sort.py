# list.sort and sorted: stability, keys, reverse, errors, mutation during the sort.
data = [('b', 2), ('a', 2), ('c', 1), ('a', 1), ('b', 1)]
print(sorted(data), sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: t[0], reverse=True), sorted(data, key=lambda t: -t[1]))
print(sorted('Hello World', key=str.lower), sorted([3, -1, 2], key=abs), sorted([True, 0, 2.5, -1]), sorted({'b': 1, 'a': 2}), sorted(range(5), reverse=True), sorted([]), sorted('', key=None))
a = [5, 3, 8]; print(a.sort(), a, a.sort(reverse=True), a, a.sort(key=lambda x: x % 5), a)
n = 0
def key(x):
    global n
    n += 1
    return x
sorted(range(100), key=key); print('key called', n)
class Cmp:
    count = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        Cmp.count += 1
        return self.v < o.v
    def __repr__(self): return f'C{self.v}'
print(sorted([Cmp(3), Cmp(1), Cmp(2)]), Cmp.count); Cmp.count = 0
items = [Cmp((i * 7919) % 101) for i in range(101)]; sorted(items); print('comparisons', Cmp.count); Cmp.count = 0
items.sort(); print(Cmp.count); Cmp.count = 0; items.sort(); print('already sorted', Cmp.count); Cmp.count = 0
items.sort(reverse=True); print('reversed', Cmp.count); Cmp.count = 0
items.sort(); print('descending run', Cmp.count)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: [1, 'a'].sort())
attempt(lambda: [None, None].sort())
attempt(lambda: sorted([1j, 2j]))
attempt(lambda: sorted(5))
attempt(lambda: sorted())
attempt(lambda: sorted([1], lambda x: x))
attempt(lambda: sorted([1, 2], key=5))
attempt(lambda: sorted([1, 2], key=lambda: 0))
attempt(lambda: sorted([1, 0, 2], key=lambda x: 1 / x))
attempt(lambda: sorted([2, 1], reverse='yes'))
attempt(lambda: sorted([2, 1], reverse=None))
attempt(lambda: sorted([2, 1], cmp=None))
m = [3, 2, 1]
def mutate(x):
    m.append(x)
    return x
attempt(lambda: m.sort(key=mutate)); print(m)
partial = [3, 1, 'x', 2]
attempt(lambda: partial.sort()); print(sorted(map(str, partial)))
seen = []
def spy(x):
    seen.append(len(spied)); return x
spied = [2, 1]; spied.sort(key=spy); print(seen, spied)
nan = float('nan'); print([3, nan, 1].__len__(), sorted([2.5, 1, 2]), sorted([[2], [1, 5], [1]]), sorted(['b', 'B', 'a', 'é', '', 'aa']), sorted([(1, 'z'), (1, 'a'), (0,)]), sorted([b'b', b'a']))
