# Instance sizes with shared keys, slots, many attributes.
import sys
g = sys.getsizeof
class A: pass
class B:
    def __init__(self): self.x = 1; self.y = 2; self.z = 3
class S: __slots__ = ('a', 'b', 'c')
class S0: __slots__ = ()
class SD: __slots__ = ('a', '__dict__')
class SW: __slots__ = ('__weakref__',)
class Sub(S): pass
class SubS(S): __slots__ = ('d',)
print(g(A()), g(B()), g(S()), g(S0()), g(SD()), g(SW()), g(Sub()), g(SubS()), g(A().__dict__), g(B().__dict__), g(S), g(A), g(SubS))
b = B(); print(g(b.__dict__)); b.extra = 1; print(g(b.__dict__)); c = B(); print(g(c.__dict__)); del c.x; print(g(c.__dict__), c.__dict__)
o = A(); sizes = []
for i in range(40): setattr(o, f'a{i}', i); sizes.append(g(o.__dict__))
print(sizes); print(g(A().__dict__))
class I(int): pass
class St(str): pass
class L(list): pass
class T(tuple): pass
class D(dict): pass
class F(float): pass
class E(Exception): pass
class Se(set): pass
class Is(int): __slots__ = ()
class Ts(tuple): __slots__ = ()
print([g(c()) for c in (I, St, L, T, D, F, E, Se, Is, Ts)], g(I(10 ** 20)), g(St('abc')), g(St('é')), g(L([1, 2])), g(T((1, 2))), g(Ts((1, 2))))
def f(a, b=2, *, c=3): x = 1; return lambda: x
print(g(f), g(f(1)), g(f.__defaults__), g(f.__kwdefaults__), g(f.__dict__), g(f(1).__closure__), g(f(1).__closure__[0]), g(type(f)), g((i for i in [])), g(A().__init__), g([].append), g(property()), g(super(B, b)), g(classmethod(f)))
