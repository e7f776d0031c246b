# del of names, items, slices, attributes, several targets; what remains.
a = b = c = 1
del a, (b), [c]
for n in 'abc':
    try: eval(n)
    except NameError as e: print(e)
l = list(range(8)); del l[0], l[-1], l[1:3], l[::2]; print(l)
d = {'x': 1, 'y': {'z': 2}}; del d['x'], d['y']['z']; print(d)
class A: v = 1
o = A(); o.p = o.q = 1; del o.p; print(vars(o)); del A.v
for src in ('del o.p', 'del A.v', 'del o.v', 'del d["no"]', 'del l[99]', 'del 5 .x', 'del nope', 'del (), []', 'del d.keys', 'del "abc"[0]', 'del (1, 2)[0]', 'del l[:], d', 'del print', 'del None.x', 'del {}["a"], never'):
    try: exec(src); print(src, 'ok')
    except (AttributeError, KeyError, IndexError, NameError, TypeError) as e: print(src, '->', type(e).__name__, e)
def f():
    x = 1; del x
    try: x
    except UnboundLocalError as e: print(e)
    x = 2
    for y in [1]: del y
    try: return y
    except UnboundLocalError: return x
print(f(), l)
def g(p, *q):
    del p, q
    return sorted(locals())
print(g(1, 2))
class B:
    t = 1; u = t; del t
print(hasattr(B, 't'), B.u)
def h():
    def inner(): return v
    v = 1; r = inner(); del v
    try: inner()
    except NameError as e: return r, str(e)
print(h())
