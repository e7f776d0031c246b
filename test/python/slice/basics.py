# slice objects: attributes, indices, comparison, hashing.
print(slice(5), slice(1, 2), slice(1, 2, 3), slice(None), slice('a', [], 1.5), slice(1).start, slice(1).stop, slice(1).step)
for s in (slice(None), slice(2, 8), slice(-3, None), slice(None, None, -1), slice(8, 2, -2), slice(100), slice(-100, 100, 3), slice(None, -100, -1), slice(5, 5)):
    print(s, s.indices(10), s.indices(0), s.indices(3))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(None, None, 0).indices(5), lambda: slice('a').indices(5), lambda: slice(1).indices(-1), lambda: slice(1).indices('x'), lambda: slice(1) < slice(2), lambda: slice(1) < 5,
          lambda: slice(1, 2) == slice(1, 2), lambda: slice(1) == slice(None, 1, None), lambda: hash(slice(1, 2)) == hash(slice(1, 2)), lambda: hash(slice([])), lambda: {slice(1): 'v'}[slice(1)], lambda: setattr(slice(1), 'stop', 2), lambda: slice(stop=1),
          lambda: slice(1, 'a') < slice(1, 'b'), lambda: slice(1, 2) < slice(1, 'x'), lambda: slice(2 ** 70).indices(5), lambda: slice(-2 ** 70, 2 ** 70, 2 ** 70).indices(2 ** 80)):
    attempt(f)
class Sub:
    def __getitem__(self, k):
        return k.indices(7) if isinstance(k, slice) else k
print(Sub()[::-2], Sub()[1:], Sub()[-2:], Sub()[1:2, 3:4], Sub()['a':'b', ...][1])
class Idx:
    def __index__(self): print('index called', end=' '); return 2
print(list(range(10))[Idx():], 'abcdef'[:Idx()], (1, 2, 3, 4)[Idx()], slice(Idx()).indices(5), slice(Idx(), Idx()) is None)
try:
    class S(slice): pass
except TypeError as e:
    print(e)
s = slice(1, 10, 2)
match s:
    case slice(start=a, stop=b): print('matched', a, b)
import copy, pickle
print(copy.copy(s) == s, pickle.loads(pickle.dumps(s)), s.__reduce__())
