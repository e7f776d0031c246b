# What copies and what aliases: assignment, slices, constructors, arguments, defaults.
l = [[1], [2]]
ways = {'assign': l, 'slice': l[:], 'list()': list(l), 'copy': l.copy(), 'star': [*l], 'plus': l + [], 'times': l * 1, 'comp': [x for x in l], 'tuple': tuple(l), 'sorted': sorted(l), 'reversed': list(reversed(l))}
for n, w in ways.items(): print(n, w is l, w == l, w[0] is l[0] or w[-1] is l[0])
d = {'k': []}; print([x is d or x['k'] is d['k'] for x in (dict(d), d.copy(), {**d}, d | {})], dict.fromkeys('ab', [])['a'] is dict.fromkeys('ab', [])['b'], (f := dict.fromkeys('ab', []))['a'] is f['b'])
t = (1, [2]); print(tuple(t) is t, t[:] is t, t + () is t, t * 1 is t, (*t,) is t, t == (*t,), t[1] is tuple(list(t))[1])
s = 'text'; b = b'bytes'; fz = frozenset([1]); print(str(s) is s, s[:] is s, ''.join([s]) is s, s.strip() is s, bytes(b) is b, b[:] is b, frozenset(fz) is fz, fz.copy() is fz, fz | fz is fz, set(fz) is fz, int(10 ** 9) is 10 ** 9, float(s.__len__()) == 4.0)
def f(a, b=[]): b.append(a); return b
print(f(1) is f(2), f(3, c := []) is c, c, f.__defaults__[0] is f(4)); m = [[0] * 2] * 2; m[0][0] = 1; n = [[0] * 2 for _ in range(2)]; n[0][0] = 1; print(m, n)
class A:
    shared = []
    def __init__(self): self.own = []
x, y = A(), A(); print(x.shared is y.shared, x.own is y.own, A.shared is x.shared); x.shared = x.shared + [1]; print(A.shared, x.shared); y.shared += [2]; print(A.shared, y.__dict__)
import copy; c1, c2 = copy.copy(x), copy.deepcopy(x); print(c1.own is x.own, c2.own is x.own, copy.copy(l)[0] is l[0], copy.deepcopy(l)[0] is l[0], copy.copy(t) is t, copy.copy(s) is s)
