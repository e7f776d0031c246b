# Multiple targets, evaluation order left to right, aliasing.
a = b = c = []
a.append(1); print(b is c, c)
x = y = 0
i = l = [0, 1]
i[0], l = 5, 'rebound'; print(i, l)
log = []
class T:
    def __setattr__(self, k, v): log.append((k, v))
    def __setitem__(self, k, v): log.append((k, v))
t = T(); t.a = t.b = t['c'] = t[0:1] = log.append('value') or 'v'; print(log)
k = 0
k = d = {}
d['self'] = k; print(d is k, d['self'] is d)
n = 1; arr = [0, 0, 0]; n, arr[n] = 2, 'x'; print(n, arr)
(p, q), r = s = ('ab', 'c'); print(p, q, r, s)
*u, v = w = 'xyz'; print(u, v, w)
f = g = lambda: 1; print(f is g, f.__name__)
a1, b1, *c1 = d1, *e1 = [1, 2, 3]; print(a1, b1, c1, d1, e1)
x, y, z = z, x, y = 1, 2, 3; print(x, y, z)
m = n = m_ = None; print(m is n is m_)
val = (first := 1) + (second := first + 1); print(val, first, second)
h = [1, 2, 3]; h[0], h[1], h[2] = h[2], h[0], h[1]; print(h)
j = {'a': 1}; j['a'], j['b'] = j.get('b'), j['a']; print(j)
