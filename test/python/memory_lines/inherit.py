# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
class Base:
    count = 0
    def __init__(self, name):
        self.name = name
        Base.count += 1
    def hello(self):
        return 'hello ' + self.name
class Child(Base):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def hello(self):
        return super().hello() + '!'
class GrandChild(Child):
    pass
a = Base('x')
b = Child('y', 5)
c = GrandChild('z', 6)
d = b.hello()
e = [Child('n%d' % i, i) for i in range(10)]
f = [x.hello() for x in e]
g = isinstance(c, Base)
h = Child.__mro__
i = c.__class__.__name__
class Meta(type):
    def __new__(m, n, b, d):
        return super().__new__(m, n, b, d)
class WithMeta(metaclass=Meta):
    pass
j = WithMeta()
class Abs:
    def __init_subclass__(cls, **kw):
        cls.registered = True
class Sub(Abs):
    pass
k = getattr(b, 'age')
setattr(b, 'extra', 1000)
l = hasattr(b, 'nope')
m = b.__dict__
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 46:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
