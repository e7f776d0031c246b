# PEP 695: generic functions, classes, aliases; bounds, constraints, defaults, scopes.
from typing import TypeVar, Generic, get_args, get_origin
def f[T: int, *Ts, **P](x: T, *a: *Ts) -> T: return x
class A[T, U: (int, str)](list[T]):
    def m[V](self, v: V) -> tuple[T, V]: return v
    inner = T.__name__
type Alias[K] = dict[K, list[K]]
type Rec = int | list[Rec]
type Lazy = undefined_thing
print(f.__type_params__, [type(p).__name__ for p in f.__type_params__], f.__type_params__[0].__bound__, A.__type_params__, A.__type_params__[1].__constraints__, A.inner, A.m.__type_params__, A.__orig_bases__, A.__mro__[2].__name__)
print(f(5), f.__annotations__, A[int, str], A[int, str]([1]), A.m.__annotations__, A[int, str].__origin__ is A, A[int, str].__args__)
print(Alias, Alias.__value__, Alias.__name__, Alias.__type_params__, Alias[int], Alias[int].__origin__ is Alias, get_args(Alias[str]), Rec.__value__, type(Alias).__name__, type(Alias[int]).__name__, Alias.__module__)
def d[T = int, *U = *tuple[int, str], **P = [int, str]](): pass
print([p.__default__ for p in d.__type_params__], f.__type_params__[0].has_default(), d.__type_params__[0].has_default(), f.__type_params__[0].__default__)
T = d.__type_params__[0]; print(repr(T), T.__name__, T.__variance__ if hasattr(T, '__variance__') else (T.__covariant__, T.__infer_variance__), f.__type_params__[2].args, f.__type_params__[2].kwargs, repr(f.__type_params__[1]))
def attempt(src):
    try: exec(src, dict(globals()))
    except Exception as e: print(src.encode(), '->', type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
for s in ('Lazy.__value__', 'Alias[int, str]', 'A[int]', 'A[int, str, float]', 'A[1, 2]', 'Rec[int]', 'Alias.__value__ = 1', 'Alias()', 'isinstance(1, Alias)', 'class B[T, T]: pass', 'def g[T, T](): pass', 'type X[T, T] = int', 'def g[T: (yield)](): pass', 'class B[T: (x := 1)]: pass', 'def g[T: await 1](): pass', 'type X = (yield)', 'type X = [x := 1]', 'def g[T: undefined_b](): pass\nprint(g.__type_params__)\ng.__type_params__[0].__bound__', 'def g[T = int, U](): pass', 'class B[]: pass', 'def g[](): pass', 'class B[T](Generic[T]): pass', 'class B[*Ts: int]: pass', 'class B[**P: int]: pass', 'def g[T](x: T = T): pass', 'def g[T](): return T\nprint(g() is g.__type_params__[0])', 'class B[T]:\n  global T', 'def g[T]():\n  nonlocal T', 'def g[T]():\n  T = 5\n  return T\nprint(g())', 'type = 5; type[0:1] if 0 else print(type)', 'type X', 'type X =', 'type x.y = 1', 'type X[T: int = str] = T\nprint(X.__type_params__[0].__bound__)', 'class B[__T]: v = __T\nprint(B.__type_params__)', 'def g[T: (int,)](): pass\nprint(g.__type_params__[0].__constraints__)', 'def g[T: ()](): pass\nprint(g.__type_params__[0].__constraints__)'): attempt(s)
class Outer[T]:
    class Inner[U](dict[U, int], metaclass=type): both = (T, U)
    def meth(self): return T, __class__
print(Outer.Inner.both, Outer().meth(), Outer.Inner.__orig_bases__)
x = 'module'
class S[X = int]:
    x = 'class'
    def g[Y: (lambda: x)()](self): pass
print(S.g.__type_params__[0].__bound__)
