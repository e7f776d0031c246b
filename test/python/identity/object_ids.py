# id() reuse and stability, hash from id, is versus ==.
class A: pass
class S: __slots__ = ()
print(id([]) == id([]), id({}) == id({}), id(object()) == id(object()), id(S()) == id(S()), id(lambda: 0) == id(lambda: 0), id(1.5 + 0) == id(2.5 + 0) if False else '')
a = A(); i = id(a); b = a; print(id(b) == i, hash(a) == (i >> 4 | (i & 15) << 60), a is b, a == b); l = [a]; a.x = 1; l2 = l; l.append(5); print(id(l) == id(l2), id(l[0]) == i)
x = [1, 2]; y = [1, 2]; print(x == y, x is y, id(x) != id(y)); s = id(x); x += [3]; print(id(x) == s); x = x + [4]; print(id(x) == s); t = (1, 2); u = t; t += (3,); print(u is t, u)
n = 10 ** 10; m = n; n += 0; print(m is n, m == n); f = 1.0; g = f; f *= 1; print(f is g, f == g)
def ids(): return id(ids), id(ids.__code__)
print(ids() == ids(), len({id(o) for o in [object() for _ in range(50)]}), len({id(object()) for _ in range(50)}))
d = {'k': [1]}; e = d.copy(); print(d['k'] is e['k'], dict(d)['k'] is d['k'], list(d)[0] is list(e)[0]); import copy; print(copy.deepcopy(d)['k'] is d['k'])
c = [None] * 3; print(all(v is None for v in c), [[]] * 2 == [[], []], ([[]] * 2)[0] is ([[]] * 2)[1]); z = [[]] * 2; print(z[0] is z[1]); p, q = 'same', 'same'; print(p is q, ''.join(list('same')) is p, 'sa' 'me' is p)
