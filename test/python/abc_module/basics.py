# ABCMeta: abstract methods, registration, subclass hooks.
from abc import ABC, ABCMeta, abstractmethod, abstractproperty
class Shape(ABC):
    @abstractmethod
    def area(self): return 'base area'
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
class Sq(Shape):
    name = 'sq'
    def area(self): return super().area()
    @classmethod
    def make(cls): return cls()
class Half(Shape):
    def area(self): return 1
print(Sq().area(), Sq.make().name, sorted(Shape.__abstractmethods__), sorted(Half.__abstractmethods__), Shape.area.__isabstractmethod__)
for c in (Shape, Half):
    try: c()
    except TypeError as e: print(e)
@Shape.register
class Virtual: pass
print(issubclass(Virtual, Shape), isinstance(Virtual(), Shape), Virtual.__mro__, Shape in Virtual.__mro__)
class Hook(ABC):
    @classmethod
    def __subclasshook__(cls, c): return True if hasattr(c, 'magic') else NotImplemented
class M: magic = 1
print(issubclass(M, Hook), isinstance(M(), Hook), issubclass(int, Hook))
for f in (lambda: Shape.register(5), lambda: Sq.register(Shape), lambda: issubclass(5, Shape), lambda: Shape.register(Sq)):
    try: print(f())
    except (TypeError, RuntimeError) as e: print(type(e).__name__, e)
Half.name = 'late'; import abc; abc.update_abstractmethods(Half); print(sorted(Half.__abstractmethods__)); Half.make = 1; abc.update_abstractmethods(Half); print(Half().name)
