# Sequences by __getitem__ only, reversed, in, index by slice objects, length hints.
class Squares:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if isinstance(i, slice): return [self[k] for k in range(*i.indices(self.n))]
        if i < 0: i += self.n
        if not 0 <= i < self.n: raise IndexError(f'no square {i}')
        return i * i
s = Squares(5)
print(list(s), s[-1], s[1:4], s[::-1], list(reversed(s)), 9 in s, 5 in s, max(s), sum(s), sorted(s, reverse=True), list(enumerate(s))[-1], [*zip(s, 'ab')], tuple(s), set(s) == {0, 1, 4, 9, 16}, iter(s).__class__.__name__)
for f in (lambda: s[9], lambda: s['a'], lambda: s[1:2, 3], lambda: s.index(4), lambda: s + s):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Hint:
    def __init__(self, h): self.h = h
    def __iter__(self): return iter('abc')
    def __length_hint__(self):
        if isinstance(self.h, Exception): raise self.h
        return self.h
for h in (3, 0, 100, NotImplemented, -1, 'x', TypeError('t'), ValueError('v')):
    try: print(h.__class__.__name__, list(Hint(h)))
    except Exception as e: print(type(e).__name__, e)
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self):
        n = self.n
        while n: yield n; n -= 1
    def __reversed__(self): yield from range(1, self.n + 1)
    def __contains__(self, x): print('contains', x, end=' '); return 0 < x <= self.n
c = Countdown(3); print(list(c), list(c), list(reversed(c)), 2 in c, 7 in c, [(a, b) for a in c for b in c if a < b], min(c), dict.fromkeys(c, 0), [*c, *c], c.__iter__().__class__.__name__)
a, *b = c; print(a, b); it = iter(c); print(next(it), [x for x in it], next(it, 'over'))
