# Changing classes at run time: methods added, replaced and removed under existing instances.
class A:
    def m(self): return 'old'
    v = 1
class B(A): pass
b = B(); out = []
def call():
    try: return b.m(), b.v
    except (AttributeError, TypeError) as e: return str(e)
for step in ("pass", "A.m = lambda self: 'new'", "B.m = lambda self: 'B'", "b.m = lambda: 'inst'", "b.v = 5", "del b.m", "del B.m", "A.v = 9", "del b.v", "B.v = property(lambda s: 'prop')", "b.__dict__['v'] = 'hidden'", "del B.v", "A.__getattr__ = lambda s, n: f'dyn {n}'", "del A.m", "b.__class__ = type('C', (), {'m': lambda s: 'other class', 'v': 0})"):
    exec(step)
    for _ in range(3): r = call()
    print(f'{step:<75}', r)
class D:
    def __len__(self): return 1
d = D(); print([len(d) for _ in range(2)]); D.__len__ = lambda s: 2; print(len(d)); del D.__len__
try: len(d)
except TypeError as e: print(e)
D.__add__ = lambda s, o: 'added'; D.__call__ = lambda s: 'called'; D.__iter__ = lambda s: iter('it'); D.__bool__ = lambda s: False; D.__eq__ = lambda s, o: True; D.__getitem__ = lambda s, k: k; print(d + 1, d(), list(d), bool(d), d == 5, d['k'], 1 in d if False else '')
E = type('E', (D,), {}); print(E() + 1, E()()); D.__add__ = None
for f in (lambda: d + 1, lambda: E() + 1):
    try: f()
    except TypeError as e: print(e)
def loop():
    r = []
    for i in range(4):
        if i == 2: A.counter = lambda s: 'patched'
        r.append(getattr(B(), 'counter', None) if i < 2 else B().counter())
    return r
print(loop()[2:], A.__dict__['counter'](None)); B.__bases__ = (D,); print(hasattr(B(), 'counter'), B()()); int_add = int.__add__
try: int.__add__ = None
except TypeError as e: print(e)
