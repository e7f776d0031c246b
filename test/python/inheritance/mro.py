# C3 linearisation, conflicts, super chains, __mro_entries__, mro().
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B): pass
class E(C, D): pass
print([k.__name__ for k in E.__mro__], E.mro() == list(E.__mro__), E.__base__.__name__, [s.__name__ for s in O.__subclasses__()])
class X(A, B): pass
class Y(B, A): pass
for bases in [(X, Y), (A, A), (O, A), (A, 5), (object, A)]:
    try:
        type('Z', bases, {})
    except TypeError as e:
        print(str(e).replace('\n', '|'))
class Logger:
    def run(self, path): return path + ['Logger']
class P1(Logger):
    def run(self, path): return super().run(path + ['P1'])
class P2(Logger):
    def run(self, path): return super().run(path + ['P2'])
class P3(P1, P2):
    def run(self, path): return super().run(path + ['P3'])
print(P3().run([]), super(P1, P3()).run([]), P1.run(P3(), []))
class Entry:
    def __mro_entries__(self, bases): return (A, B) if len(bases) == 1 else ()
class F(Entry()): pass
print(F.__bases__, F.__orig_bases__[0].__class__.__name__)
class Meta(type):
    def mro(cls): return [cls, *super().mro()[1:][::-1][1:], object] if cls.__name__ == 'Rev' else super().mro()
class Rev(A, metaclass=Meta): pass
print([k.__name__ for k in Rev.__mro__])
class BadMro(type):
    def mro(cls): return [cls, 5]
for m, bad in (('BadMro', BadMro), ('None', type('N', (type,), {'mro': lambda c: None})), ('int', type('I', (type,), {'mro': lambda c: [c, int]}))):
    try:
        bad('q', (), {})
    except TypeError as e:
        print(m, e)
class G: v = 'G'
class H(G): pass
class I: v = 'I'
print(H().v); H.__bases__ = (I,); print(H().v, H.__mro__[1].__name__, G.__subclasses__(), [k.__name__ for k in I.__subclasses__()])
for nb in [(), (5,), (H,), (int,), 'I', (I, I)]:
    try:
        H.__bases__ = nb
    except TypeError as e:
        print(nb, e)
print(issubclass(E, O), issubclass(O, E), issubclass(E, (int, A)), isinstance(E(), D), issubclass(bool, int), isinstance(True, (str, (int, float))), isinstance(1, int | str), issubclass(int, object))
for f in (lambda: isinstance(1, 5), lambda: issubclass(5, int), lambda: issubclass(int, 'x'), lambda: isinstance(1, (int, 5)), lambda: isinstance('a', (int, 5)), lambda: isinstance(1, list[int]), lambda: issubclass(int, int | 'x'), lambda: isinstance(1), lambda: isinstance(1, ()), lambda: isinstance(1, [int])):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Duck:
    @property
    def __class__(self): return int
print(isinstance(Duck(), int), type(Duck()).__name__, isinstance(Duck(), Duck), issubclass(type(Duck()), int))
