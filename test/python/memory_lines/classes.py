# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
class A:
    pass
class B:
    x = 1
    y = 'abc'
    def f(self):
        return 1
    def g(self, a=1, *, b=2):
        return a
class C(B):
    def __init__(self):
        self.a = 1
        self.b = 2
class D:
    __slots__ = ('p', 'q')
    def __init__(self):
        self.p = 1
        self.q = 2
class E(A, B):
    'doc string here'
    z: int = 3
a = A()
b = [A() for i in range(5)]
c = [C() for i in range(20)]
d = [D() for i in range(10)]
e = C()
e.zz = 5
f = c[0].__dict__
g = A()
g.__dict__['k'] = 1
h = A()
for i in range(40):
    setattr(h, 'attr%d' % i, i)
class F:
    @property
    def p(self):
        return 1
    @staticmethod
    def s():
        return 2
    @classmethod
    def c(cls):
        return 3
k = F()
l = k.p + F.s() + k.c()
m = k.c
n = F.s
o = F.__dict__
class G(int):
    pass
p = G(5)
class H(dict):
    pass
q = H(a=1)
class I(list):
    pass
r = I([1, 2, 3])
class J(str):
    pass
s = J('abc')
class K(tuple):
    pass
t = K((1, 2))
class L(Exception):
    pass
u = L('x')
v = super(C, e)
w = type('Dyn', (), {})
x = type('Dyn2', (B,), {'q': 1})
B.new = 1
A.attr = 2
y = vars(e)
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 79:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
