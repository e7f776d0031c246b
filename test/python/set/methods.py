# Set operations, methods, comparisons and errors.
a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a.union([5], (6,)), a.intersection([2, 3], {3}), a.difference([1]), a.symmetric_difference([1, 9]), a.union(), a.isdisjoint(b), a.isdisjoint([7]))
print(a <= {1, 2, 3, 4}, a < a, a <= a, a >= {1}, a > {1, 2, 3}, a == {3, 2, 1}, a != b, a == frozenset(a), a.issubset(range(5)), a.issuperset([1]), a == [1, 2, 3], {1} < {2})
s = set('aab'); s.add('c'); s.discard('zz'); s.remove('a'); s.update('xy', ['z']); print(sorted(s), len(s), 'b' in s, s.copy() == s, s.copy() is s)
s = {1, 2, 3, 4}; s -= {1}; s |= {9}; s &= {2, 3, 9}; s ^= {2, 7}; print(s)
s.intersection_update([3, 7]); s.difference_update([3]); s.symmetric_difference_update([7, 8]); print(s, s.pop(), s); s.clear(); print(s, set(), frozenset(), frozenset({1}), {*()}, {*'a', *[1]} == {'a', 1})
f = frozenset([1, 2])
print(f | {3}, {3} | f, type(f | {3}).__name__, type({3} | f).__name__, f - {1}, hash(f) == hash(frozenset([2, 1])), {f: 'v'}[frozenset([2, 1])], f in {f}, {1, 2} in {f}, f.copy() is f, frozenset(f) is f, set(f) == f)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: a | [1])
attempt(lambda: a & 'abc')
attempt(lambda: a < [1])
attempt(lambda: a + b)
attempt(lambda: {[]})
attempt(lambda: {{1}})
attempt(lambda: [] in a)
attempt(lambda: {1} in a)
attempt(lambda: a.add([]))
attempt(lambda: a.remove(99))
attempt(lambda: a.remove({1}))
attempt(lambda: a.discard([]))
attempt(lambda: set().pop())
attempt(lambda: set(5))
attempt(lambda: set(1, 2))
attempt(lambda: set(a=1))
attempt(lambda: frozenset(x=1))
attempt(lambda: a.union(5))
attempt(lambda: a.update(5))
attempt(lambda: f.add(1))
attempt(lambda: hash(a))
attempt(lambda: a[0])
attempt(lambda: a.__ior__(5))
attempt(lambda: a.isdisjoint(5))
attempt(lambda: a.pop(1))
def grow():
    s = {1, 2, 3}
    for x in s: s.add(x + 10)
attempt(grow)
def shrink():
    s = {1, 2, 3}
    for x in s: s.discard(x)
attempt(shrink)
class S(set):
    def __repr__(self): return 'S' + super().__repr__()
print(S([1]), S([1]) | {2}, type(S([1]) | {2}).__name__, type({1} | S([2])).__name__, type(S().copy()).__name__, S([1]) == {1}, S('a') - {'a'})
