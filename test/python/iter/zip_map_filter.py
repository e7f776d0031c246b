# zip, map, filter, reversed, any, all, sum over odd inputs.
print(list(zip()), list(zip('ab')), list(zip('abc', [1, 2])), list(zip('ab', [1, 2], strict=True)), list(map(lambda a, b: a + b, [1, 2, 3], (10, 20))), list(filter(None, [0, 1, '', 'a', [], [0]])), list(filter(str.isdigit, 'a1b2')), list(map(int, '123')))
print([*zip(*[(1, 'a'), (2, 'b')])], dict(zip('ab', range(2))), list(zip(*[iter('abcdef')] * 2)), list(map(max, [1, 5], [3, 2])), list(map(None.__class__, [])), sum([[1], [2]], []), sum((), 5), sum([0.1] * 10), sum([1, 2.5, True]), sum(['a'], start=type('N', (), {'__add__': lambda s, o: 'n' + o})()))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
for f in (lambda: list(zip('ab', 'c', strict=True)), lambda: list(zip('a', 'bc', strict=True)), lambda: list(zip('a', 'b', 'cd', strict=True)), lambda: list(zip('ab', 'bc', 'd', strict=True)), lambda: zip(1, 2), lambda: zip('a', 5), lambda: zip('a', wrong=1), lambda: map(), lambda: map(len), lambda: map(len, 5), lambda: list(map(len, [1])), lambda: list(map(5, [1])),
          lambda: list(map(lambda x: x, [1], [2])), lambda: filter(None), lambda: filter(None, 5), lambda: list(filter(5, [1])), lambda: sum(5), lambda: sum(['a', 'b']), lambda: sum(['a'], ''), lambda: sum([b'a'], b''), lambda: sum([1], bytearray()), lambda: sum([[1]]), lambda: any(5), lambda: all(), lambda: reversed(iter([])), lambda: list(reversed((1, 2))), lambda: reversed(zip())):
    attempt(f)
log = []
def src(name, n):
    for i in range(n):
        log.append(f'{name}{i}')
        yield i
print(list(zip(src('a', 2), src('b', 3))), log); log.clear()
print(list(zip(src('a', 3), src('b', 2))), log); log.clear()
print(any(x > 0 for x in src('c', 4)), log); log.clear()
m = map(lambda x: x * 2, src('m', 3)); print(next(m), log, list(m)); f = filter(lambda x: x % 2, src('f', 4)); print(next(f), log[-1], list(f))
z = zip(range(3), 'ab'); print(type(z).__name__, iter(z) is z, next(z), list(z), list(z)); a = iter(range(5)); print(list(zip(a, 'ab')), next(a))
class R:
    def __reversed__(self): return iter('custom')
    def __len__(self): return 2
    def __getitem__(self, i): return i
class NoR(list): __reversed__ = None
print(list(reversed(R())), list(R.__getitem__(None, 3) for _ in 'x'), list(reversed('abc')), list(reversed(range(3))), list(reversed({'a': 1, 'b': 2})), list(reversed(memoryview(b'ab'))))
attempt(lambda: reversed(NoR()))
it1 = iter([1, 2]); it2 = iter([3]); print([*it1, *it2, *'x', *{}, *range(2)], (*'ab',), {*[1], *(2,)})
