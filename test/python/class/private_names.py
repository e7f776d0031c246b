# Name mangling of __private names in classes, nested classes, calls, imports and globals.
class A:
    __x = 1
    __dunder__ = 'kept'
    __ = 'two'
    ___y = 3
    def __init__(self): self.__v = 'v'; self._single = 's'
    def __hidden(self, __p=5): __loc = __p; return __loc, sorted(locals())
    def call(self): return self.__hidden(), self.__v, self.__x
    def kw(self, **k): return k
    def use(self): return self.kw(__z=1)
    def other(self, o): return o.__v
    class __Inner:
        __q = 'inner'
        def g(self): return self.__q, __class__.__name__
    def inner(self): return self.__Inner().g()
    def lam(self): return (lambda: self.__v)(), [self.__x for _ in 'a'], {self.__v: 1}, f'{self.__x}'
    def glob(self):
        global __g; __g = 'global'
        import sys as __s; return __s.maxsize > 0
    def strs(self): return getattr(self, '_A__v'), hasattr(self, '__v')
    def exc(self):
        try: 1 / 0
        except ZeroDivisionError as __e: return type(__e).__name__
class B(A):
    __x = 'B own'
    def __init__(self): super().__init__(); self.__v = 'B v'
    def both(self): return self.__v, self._A__v, self.__x
a, b = A(), B()
print(sorted(k for k in vars(A) if 'A__' in k or k.startswith('__d') or k == '__'), a.__dict__, a.call(), a.use(), a.inner(), a.lam(), a.glob(), _A__g, a.strs(), b.both(), b.__dict__, a.other(b), a.exc())
for f in (lambda: a.__v, lambda: A.__x, lambda: A().other(5), lambda: __g):
    try: print(f())
    except (AttributeError, NameError) as e: print(e)
class _C:
    __p = 1
    def get(self): return self.__p
class __D:
    __p = 2
class ____:
    __p = 3
print(_C._C__p, _C().get(), sorted(k for k in vars(__D) if k.endswith('p')), sorted(k for k in vars(____) if k.endswith('__p')))
class E:
    def f(self, *, __kw=1): return __kw
    __slots__ = ('__s',)
print(E().f(_E__kw=2), E.__slots__, [k for k in vars(E) if k.endswith('__s')])
