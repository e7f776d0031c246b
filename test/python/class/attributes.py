# Attribute access on instances and classes: lookup order, deletion, errors, __dict__.
class A:
    shared = []
    def __init__(self): self.own = 1
    def m(self): return 'm'
a, b = A(), A()
a.shared.append(1); print(b.shared, A.shared is a.shared); a.shared = 'mine'; print(a.shared, b.shared, a.__dict__, vars(b)); del a.shared; print(a.shared)
a.m = lambda: 'instance m'; print(a.m(), b.m(), 'm' in a.__dict__); del a.m; print(a.m())
def attempt(src):
    try:
        exec(src, globals())
    except Exception as e:
        print(src, '->', type(e).__name__ + ':', e, getattr(e, 'name', ''), type(getattr(e, 'obj', None)).__name__)
for src in ['a.nope', 'A.nope', 'del a.nope', 'del A.nope', 'del a.m', 'a.__dict__ = 5', 'a.__class__ = int', 'a.__class__ = 5', 'int.x = 1', 'del int.real', 'A.__name__ = 5', 'A.__bases__ = ()', 'A.__bases__ = (int,)', 'A.__dict__ = {}', 'A.__dict__["x"] = 1', '(5).x = 1', 'object().x = 1', '"a".x', 'None.x', 'None.x = 1', 'getattr(a, 5)', 'setattr(a, 5, 1)', 'delattr(a, "zz")', 'hasattr(a, 5)', 'getattr(a)', 'a.m.x = 1', 'del a.__class__', 'b.__dict__ = {5: 1}; print(b.__dict__)', 'a()', 'A(1)', 'A.m()', 'object(1)', 'A.__new__()', 'A.__new__(int)', 'object.__new__(int)', 'int.__new__(str)', 'a.__init__(1, 2)', 'vars(5)', 'dir(a).x', 'a < b', 'a + b', 'len(a)', 'a[0]', 'a[0] = 1', 'del a[0]', 'a.x.y', 'A.mm', 'A.__mro__ = ()', 'del A.__module__', 'type(A).mro(5)']:
    attempt(src)
print(getattr(a, 'nope', 'dflt'), hasattr(a, 'm'), A.__name__, [n for n in dir(a) if not n.startswith('__')])
class Other: pass
o = Other(); o.own = 2; o.__class__ = A; print(type(o).__name__, o.m(), isinstance(o, A), o.own)
o.__dict__ = {'own': 'replaced', 'extra': 1}; print(o.own, o.extra); o.__dict__['dyn'] = 5; print(o.dyn, sorted(o.__dict__)); d = o.__dict__; del o.own; print(d)
setattr(o, 'not an identifier', 1); print(getattr(o, 'not an identifier'), o.__dict__)
A.late = property(lambda self: 'prop'); print(a.late); A.__name__ = 'Renamed'; print(A, type(a).__name__); A.__qualname__ = 'q.w'; print(repr(A), A.__module__)
