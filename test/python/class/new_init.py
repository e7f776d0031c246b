# __new__ and __init__: which runs, with what, and what they may return.
log = []
class A:
    def __new__(cls, *args, **kw):
        log.append(('new', cls.__name__, args, kw)); return super().__new__(cls)
    def __init__(self, *args, **kw): log.append(('init', args, kw))
class Other:
    def __init__(self): log.append('other init')
class ReturnsOther:
    def __new__(cls): return Other()
    def __init__(self): log.append('never')
class ReturnsSub(A):
    def __new__(cls, x): return A.__new__(Child, x)
    def __init__(self, x): log.append('sub init?')
class Child(ReturnsSub): pass
A(1, b=2); type(ReturnsOther()); r = ReturnsSub(5)
print(log, type(r).__name__); log.clear()
class Single:
    _one = None
    def __new__(cls):
        if cls._one is None: cls._one = super().__new__(cls)
        return cls._one
print(Single() is Single())
class BadInit:
    def __init__(self): return 5
class InitArgs:
    def __init__(self, a): pass
class NewArgs:
    def __new__(cls, a): return super().__new__(cls)
class Neither: pass
class NewOnlyForward:
    def __new__(cls, *a): return super().__new__(cls, *a)
class InitForward:
    def __init__(self, *a): super().__init__(*a)
class Abstract:
    def __new__(cls):
        if cls is Abstract: raise TypeError('abstract')
        return object.__new__(cls)
class Concrete(Abstract): pass
for f in (lambda: BadInit(), lambda: InitArgs(), lambda: InitArgs(1, 2), lambda: NewArgs(), lambda: type(NewArgs(1)).__name__, lambda: Neither(1), lambda: Neither(x=1), lambda: NewOnlyForward(1), lambda: InitForward(1), lambda: InitArgs(b=1), lambda: Abstract(), lambda: type(Concrete()).__name__, lambda: object(5), lambda: object.__init__(5, 6), lambda: object.__new__(), lambda: object.__new__(5), lambda: A.__new__(A, 1) is None, lambda: type(object.__new__(A)).__name__, lambda: list.__new__(list, 5), lambda: list.__init__([], 5), lambda: dict.__new__(list), lambda: int.__new__(bool, 1), lambda: str.__new__(int), lambda: type.__call__(int, '7'), lambda: tuple.__new__(tuple, 'ab'), lambda: float.__new__(float, '1.5'), lambda: type(None)(), lambda: type(...)() is ..., lambda: type(NotImplemented)(), lambda: type(None)(1), lambda: type(lambda: 0)()):
    try:
        print(f())
    except TypeError as e:
        print('TypeError:', e)
class Inch(float):
    def __new__(cls, cm=0.0): return super().__new__(cls, cm / 2.54)
    def __init__(self, *a): self.made = a
i = Inch(5.08); print(i, i.made, Inch(), type(i + 1).__name__)
class T(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)
print(T(1, 2, 3), T(), len(T(5)), T(1) + (2,))
