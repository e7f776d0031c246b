# Cooperative __init__ through a diamond; mixins; abstract hooks; method order.
calls = []
class Root:
    def __init__(self, **kw): calls.append('Root'); assert not kw, kw; super().__init__()
class A(Root):
    def __init__(self, a=1, **kw): calls.append('A'); super().__init__(**kw); self.a = a
class B(Root):
    def __init__(self, b=2, **kw): calls.append('B'); super().__init__(**kw); self.b = b
class C(A, B):
    def __init__(self, **kw): calls.append('C'); super().__init__(**kw)
c = C(a=10, b=20); print(calls, c.a, c.b, [k.__name__ for k in C.__mro__]); calls.clear(); A(a=5); print(calls)
try: C(z=1)
except AssertionError as e: print(e)
class JsonMixin:
    def dump(self): return {k: v for k, v in sorted(vars(self).items())}
class EqMixin:
    def __eq__(self, o): return type(self) is type(o) and vars(self) == vars(o)
    __hash__ = None
class D(JsonMixin, EqMixin, C): pass
print(D().dump(), D() == D(), D() == C(), D(a=3) != D())
class Animal:
    def speak(self): return f'{self.name()} says {self.sound()}'
    def name(self): return type(self).__name__
    def sound(self): raise NotImplementedError(self.name())
class Dog(Animal):
    def sound(self): return 'woof'
class Puppy(Dog):
    def sound(self): return super().sound() + '!'
    def name(self): return 'little ' + super().name()
print(Puppy().speak(), Dog.speak(Puppy()), [x.speak() for x in (Dog(), Puppy())])
try: Animal().speak()
except NotImplementedError as e: print(repr(e))
class Stack(list):
    def push(self, x): self.append(x); return self
class Logged(Stack):
    def append(self, x): print('log', x, end=' '); super().append(x)
print(Logged().push(1).push(2), Logged.__mro__[1:3]); print(super(Stack, Logged()).__len__(), isinstance(Logged(), list), Stack.__subclasses__(), issubclass(Logged, (int, list)))
class X:
    def f(self): return 'X'
class Y(X):
    f = None
class Z(Y):
    def f(self): return super().f
print(Z().f(), Y.f); del Y.f; print(Y().f(), Z().f()()); X.f = lambda s: 'patched'; print(Y().f())
