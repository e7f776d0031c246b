# hashseed: 0
# Iteration order of sets: ints by table position, collisions, strings under a fixed seed.
import sys
print({3, 1, 2}, {10, 1, 100}, {8, 0, 16, 1}, {-1, -2, -3}, {1000, 24, 7}, set(range(20, 0, -1)), {2 ** 61, 2 ** 61 - 1, 5})
print({33, 1, 65, 97, 129}, {0.5, 1, 2.5}, {True, 2, 0}, {5, 5 + 2 ** 61 - 1}, set(range(100, 0, -9)))
s = set()
for n in [40, 8, 16, 24, 32, 0]: s.add(n); print(s, end=' ')
print()
s.discard(8); s.add(72); print(s, list(s), s.pop(), s.pop(), s)
print({'apple', 'banana', 'cherry'}, set('hello world'), {'a', 'b', 'c', 'd'}, frozenset('xyz'))
print({b'ab', b'cd'}, {('a', 1), ('b', 2)}, {'a', 1, None} if False else {'a', 1}, {'é', '€', '😀'})
print(hash('a'), hash('hello'), hash(''), hash('é'), hash('日本'), hash('😀'), hash(b'a'), hash(b'hello'), hash(('a', 'b')), hash(frozenset('ab')))
sizes = []
t = set()
for n in range(400):
    t.add(n)
    z = sys.getsizeof(t)
    if not sizes or sizes[-1][1] != z: sizes.append((n + 1, z))
print(sizes)
print([sys.getsizeof(set(range(n))) for n in (0, 4, 5, 8, 16, 20, 32, 100)], sys.getsizeof({1, 2, 3, 4, 5}), sys.getsizeof(frozenset()), sys.getsizeof(set('abcde')))
big = set(range(1000)); big -= set(range(10, 1000)); print(big, len(big), sys.getsizeof(big)); big.add(1); print(sys.getsizeof(big), sys.getsizeof(big.copy()), sys.getsizeof(big | {1}))
print(set([9, 8, 7]) | set([1, 2]), set([1, 2]) | set([9, 8, 7]), {9, 8, 7} & {7, 8, 100}, {64, 0} ^ {128, 0}, {n * n % 31 for n in range(31)})
print(sorted({'b', 'a'}), list({'k1': 0, 'k0': 0}), [*{'one', 'two', 'three'}], ''.join(set('mississippi')), repr({'x', 'y'}), dict.fromkeys({'q', 'r', 's'}))
