# Lists at work: matrices, permutations, binary search, rotation, flattening, grouping.
m = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*m)], [[sum(a * b for a, b in zip(r, c)) for c in zip(*[[1, 0], [0, 1], [2, 2]])] for r in m], sum(m, []), [x for r in m for x in r if x % 2])
grid = [[0] * 3 for _ in range(2)]; grid[0][1] = 5; bad = [[0] * 3] * 2; bad[0][1] = 5; print(grid, bad)
def perms(l): return [[x] + p for i, x in enumerate(l) for p in perms(l[:i] + l[i + 1:])] if l else [[]]
print(perms([1, 2, 3]), len(perms(list('abcd'))))
def search(l, x):
    lo, hi = 0, len(l)
    while lo < hi:
        mid = (lo + hi) // 2
        if l[mid] < x: lo = mid + 1
        else: hi = mid
    return lo if lo < len(l) and l[lo] == x else -1
print([search(list(range(0, 50, 3)), x) for x in (0, 21, 48, 50, 1)])
def quick(l): return l if len(l) < 2 else quick([x for x in l[1:] if x < l[0]]) + [l[0]] + quick([x for x in l[1:] if x >= l[0]])
print(quick([3, 6, 1, 8, 2, 9, 2]))
a = list(range(8)); a[2:5], a[:2] = a[:2], a[2:5]; print(a, a[3:] + a[:3], a[::-1][::2], [a[i:i + 3] for i in range(0, 8, 3)])
stack, queue = [], []
for i in range(5): stack.append(i); queue.insert(0, i)
print([stack.pop() for _ in range(3)], [queue.pop() for _ in range(3)], stack, queue)
def subsets(l): return [[]] if not l else [s for r in subsets(l[1:]) for s in (r, [l[0]] + r)]
print(subsets('abc'), list(map(''.join, subsets('xy'))))
seen = []; [seen.append(x) for x in 'abracadabra' if x not in seen]; print(seen, sorted(set('banana'), key='banana'.index))
pascal = [[1]]
for _ in range(5): pascal.append([1] + [a + b for a, b in zip(pascal[-1], pascal[-1][1:])] + [1])
print(pascal); board = [['.'] * 3 for _ in range(3)]; board[1][1] = 'X'; print('\n'.join(' '.join(r) for r in board))
