# Sets at work: dedupe, graph search, sieve, frozenset keys.
graph = {'a': {'b', 'c'}, 'b': {'d'}, 'c': {'d', 'e'}, 'd': {'f'}, 'e': {'f'}, 'f': set()}
def reach(n, seen=None):
    seen = set() if seen is None else seen
    if n not in seen:
        seen.add(n)
        for m in sorted(graph[n]): reach(m, seen)
    return seen
print(sorted(reach('a')), sorted(reach('d')), reach('f'))
def bfs(s, t):
    frontier, seen, steps = {s}, {s}, 0
    while frontier:
        if t in frontier: return steps
        frontier = {n for f in frontier for n in graph[f]} - seen; seen |= frontier; steps += 1
print(bfs('a', 'f'), bfs('f', 'a'))
def topo():
    order, left = [], dict(graph)
    while left:
        ready = sorted(n for n in left if not any(n in left[m] for m in left)); order += ready
        for n in ready: del left[n]
    return order
print(topo(), sorted(set(range(2, 40)) - {i * j for i in range(2, 20) for j in range(2, 20)}))
pairs = {frozenset(p) for p in [('a', 'b'), ('b', 'a'), ('a', 'c')]}; print(len(pairs), frozenset('ab') in pairs, sorted(map(sorted, pairs)), {frozenset('ab'): 1}[frozenset('ba')])
a, b = set('abracadabra'), set('alacazam'); print(sorted(a - b), sorted(a | b), sorted(a & b), sorted(a ^ b), len(a), a >= set('abc'), a.isdisjoint('xyz'), sorted(a.union(b, 'q')), sorted(set().union(*[{1}, {2}])), set.intersection({1, 2}, {2, 3}))
print({1, 1.0, True}, {0, False, 0.0}, {(1, 2), (1, 2)}, len({'a', 'A'}), {x % 3 for x in range(10)}, set('a') == {'a'}, {1} | {2} == {1, 2}, sum({1, 2, 3}), sorted({3, 1, 2}, reverse=True), [x for x in {5}], bool(set()), min({4, 2}), frozenset([1]) | {2}, {*range(3), *'a'} == {0, 1, 2, 'a'})
s = {1, 2, 3}
for x in list(s): s.discard(x) if x > 1 else s.add(x * 10)
print(s, s.copy() is s, {i for i in s}); t = s; t |= {99}; print(s is t, 99 in s); u = s | set(); print(u is s, u == s)
