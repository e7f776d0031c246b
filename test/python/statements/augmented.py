# Augmented assignment to names, items, attributes, slices; evaluated once; results of hooks.
x = 5; x += 1; x -= 2; x *= 3; x //= 2; x **= 2; x %= 7; x <<= 3; x |= 1; x ^= 3; x &= 14; x >>= 1; print(x); x /= 2; print(x)
calls = []
def idx(): calls.append('idx'); return 0
l = [1, [2]]; l[idx()] += 10; print(l, calls); l[1] += [3]; l[1:] += [9]; l[0:1] *= 2; print(l)
class A:
    n = 1
    def __init__(self): self.log = []
    def __getitem__(self, k): self.log.append(('get', k)); return 5
    def __setitem__(self, k, v): self.log.append(('set', k, v))
a = A(); a.n += 1; print(a.n, A.n); a['k'] += 2; a[1:2] *= 3; print(a.log)
s = 'a'; t = s; s += 'b'; print(s, t); u = (1,); v = u; u += (2,); print(u, v); m = [1]; k = m; m += (2,); m += 'c'; print(k)
d = {'a': 1}; e = d; d |= {'b': 2}; print(e); st = {1}; w = st; st |= {2}; st -= {1}; print(w); f = frozenset([1]); g = f; f |= {2}; print(g, f)
t = ([],)
try: t[0] += [1]
except TypeError as err: print(err, t)
for src in ('undefined += 1', 'x += "a"', 'd["no"] += 1', 'l[99] += 1', 'a.zz += 1', 'm += 5', 'd |= 5', 's += 1', 's -= "a"', 'st |= [1]', 'None.x += 1'):
    try: exec(src)
    except Exception as err: print(src, '->', type(err).__name__, err)
def local():
    try: x += 1
    except UnboundLocalError as err: print(err)
local()
def glob(): global x; x += 1; return x
print(glob())
