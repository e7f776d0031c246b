# Tuples as keys, in sets, in sorting, nested unpacking and star arguments.
grid = {(x, y): x * y for x in range(3) for y in range(3)}
print(grid[2, 2], grid[(1, 2)], (0, 0) in grid, [k for k, v in grid.items() if v > 1], grid.get((9, 9), 'off'))
points = {(1, 2), (3, 4), (1, 2)}; print(len(points), sorted(points), max(points), {(1, 'a'), (1, 'b')} & {(1, 'a')})
memo = {}
def lcs(a, b, i=0, j=0):
    if (i, j) not in memo:
        memo[i, j] = '' if i == len(a) or j == len(b) else a[i] + lcs(a, b, i + 1, j + 1) if a[i] == b[j] else max(lcs(a, b, i + 1, j), lcs(a, b, i, j + 1), key=len)
    return memo[i, j]
print(lcs('AGGTAB', 'GXTXAYB'), len(memo))
people = [('Ann', 30), ('Bob', 25), ('Cid', 30)]; print(sorted(people, key=lambda p: (-p[1], p[0])), min(people, key=lambda p: p[1]), dict(people), [n for n, a in people if a == 30], list(zip(*people)))
def minmax(*v): return min(v), max(v)
lo, hi = minmax(3, 1, 2); (a, b), *rest = [(1, 2), (3, 4)]; print(lo, hi, a, b, rest, minmax(*range(5)), (lambda *t: t)(*(1, 2), 3))
print(hash((1, 2)) == hash((1, 2)), hash((1, (2, 3))) == hash((1, (2, 3))), (1, 2) == (1, 2, 3)[:2], (1, 2) + (3,) == (1, 2, 3), () < (0,), ((1, 2), 3) > ((1, 1), 9), (1, 'b') > (1, 'a'), (1, [2]) == (1, [2]), tuple('ab') * 2, tuple(reversed((1, 2, 3))), (3, 1, 2).index(1), sum(((1,), (2,)), ()))
try: {([],): 1}
except TypeError as e: print(e)
try: sorted([(1, 'a'), (1, None)])
except TypeError as e: print(e)
t = (1, [2, 3]); t[1].append(4); print(t); u = t + (5,); u[1].pop(); print(t, u, t[1] is u[1])
