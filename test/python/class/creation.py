# The class statement: bodies, names, bases, keywords, __init_subclass__, __set_name__, order.
class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag; Base.registry.append((cls.__name__, tag))
class A(Base, tag='a'): pass
class B(A): pass
class C(*[A], **{'tag': 'c'}): pass
print(Base.registry, C.tag, C.__bases__, C.__mro__ == (C, A, Base, object))
class Named:
    def __set_name__(self, owner, name): print('set_name', owner.__name__, name)
class Uses:
    x = Named(); y = Named(); z = 5
    print('body runs', sorted(k for k in locals() if len(k) == 1))
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item!r}]'
print(Uses[int], Uses['a', 1], Uses.__name__, Uses.__qualname__, Uses.__module__, Uses.__doc__, Uses.__dict__['z'])
class Doc:
    """The doc."""
    __slots__ = ()
    v: int = 1
    w: str
print(Doc.__doc__, Doc.__annotations__, list(k for k in Doc.__dict__ if k != '__static_attributes__'))
def make(n):
    class Local:
        value = n
        def get(self): return n, self.value, __class__.__qualname__
    return Local
print(make(1)().get(), make(1) is make(1), make(2).__qualname__)
for src in ['class X(5): pass', 'class X(None): pass', 'class X(A, A): pass', 'class X(Base, A): pass', 'class X(int, str): pass', 'class X(bool): pass', 'class X(tag=1): pass', 'class X(Base, wrong=1): pass', 'class X(metaclass=5): pass', 'class X(type(None)): pass', 'class X(lambda: 0): pass', 'class X(A, metaclass=type, tag=3): print(X if "X" in globals() else "undefined")', 'class X(range): pass', 'class X(slice): pass', 'class X: __slots__ = ("a", 5)', 'class X: __slots__ = ("1a",)', 'class X: a = 1; __slots__ = ("a",)', 'class X(int): __slots__ = ("a",)', 'class X: 1 / 0', 'class X: return_ = undefined', 'class X("a", "b"): pass', 'class X(str, 5): pass', 'class X(object, Base): pass', 'class X: __set_name__ = 1; y = Named', 'class X(Base, tag=1, tag=2): pass', 'class X(**{"tag": 1}, **{"tag": 2}): pass', 'class X: __init_subclass__ = None\nclass Y(X): pass', 'class X: __class__ = int\nprint(X().__class__)', 'class X: __qualname__ = 5', 'class X: __doc__ = 5\nprint(X.__doc__)']:
    try:
        exec(src)
    except Exception as e:
        print(src.replace('\n', ';'), '->', type(e).__name__, e, getattr(e, '__notes__', ''))
