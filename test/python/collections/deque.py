# deque: both ends, maxlen, rotation, insertion, errors, mutation during iteration.
from collections import deque
d = deque('abc'); d.append('d'); d.appendleft('z'); d.extend('ef'); d.extendleft('yx'); print(d, len(d), d[0], d[-1], d[3])
print(d.pop(), d.popleft(), d.index('b'), d.count('a'), 'c' in d, d.rotate(2), d, d.rotate(-3), d, d.reverse(), d)
d.insert(1, 'INS'); d.remove('a'); del d[0]; d[0] = 'first'; print(d, d.copy() == d, d.copy() is d, deque([1]) + deque([2]), deque([1]) * 3, list(reversed(d)))
m = deque(range(5), maxlen=3); m.append(9); m.appendleft(0); print(m, m.maxlen, repr(m), deque(m, 2), deque([1, 2], maxlen=0))
d += [1]; d *= 2; print(len(d), deque([1, 2]) < deque([1, 3]), deque([1]) == [1], deque() == deque(), bool(deque()), sorted(deque([3, 1])))
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: d[99], lambda: d['a'], lambda: d[1:2], lambda: d.remove('nope'), lambda: d.index('nope'), lambda: deque(5), lambda: deque([], -1), lambda: deque([], 'x'), lambda: m.insert(1, 5), lambda: setattr(m, 'maxlen', 5), lambda: hash(d), lambda: d + [1], lambda: d * 'x', lambda: d.rotate('x'), lambda: deque(1, 2, 3), lambda: d < [1]): attempt(f)
def grow():
    q = deque([1, 2])
    for x in q: q.append(x)
attempt(grow)
it = iter(deque([1, 2, 3])); print(next(it), it.__length_hint__(), list(it)); r = deque(); r.append(r); print(r)
big = deque(range(200)); big.rotate(77); print(big[0], big[150], big.index(3)); del big[100]; print(len(big), sum(big)); big.clear(); print(big, deque('abcab').index('a', 1), deque(x for x in 'gen'))
