# super(): zero-argument, explicit, in class methods, static methods, properties, nested functions.
class A:
    x = 'A.x'
    def m(self): return ['A.m']
    @classmethod
    def c(cls): return [f'A.c({cls.__name__})']
    @staticmethod
    def s(): return ['A.s']
    @property
    def p(self): return ['A.p']
class B(A):
    x = 'B.x'
    def m(self): return ['B.m'] + super().m()
    @classmethod
    def c(cls): return ['B.c'] + super().c()
    @staticmethod
    def s(): return ['B.s'] + super(B, B).s()
    @property
    def p(self): return ['B.p'] + super().p
    def attr(self): return super().x, super(B, self).x, super(B, type(self)).x
    def nested(self): return (lambda: super().m() if False else super(B, self).m())()
    def inner(self):
        def f(this): return super(B, this).m()
        return f(self)
    def gen(self): return [super(B, self).x for _ in 'ab']
    def comp(self): return [super().x for _ in 'a']
    def cls(self): return __class__
    def shadow(self, super=lambda: 'shadowed'): return super()
    def set(self): super().newattr = 1
    def first_rebound(self): self = 5; return super().m()
    def deleted(self): del self; return super().m()
    def noargs(): return super().m()
    def kw(*, self): return super()
    def star(*args): return super().m()
b = B()
print(b.m(), b.c(), B.c(), b.s(), b.p, b.attr(), b.nested(), b.inner(), b.gen(), b.cls() is B, b.shadow())
s = super(B, b); print(s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__, repr(s).split(' object')[0], s.m(), type(s).__name__, super(B, b).__init__.__self__ is b)
u = super(B); print(u.__self__, u.__get__(b).m(), repr(u))
for f in (b.comp, b.set, b.first_rebound, b.deleted, B.noargs, lambda: B.kw(self=b), b.star, lambda: super(), lambda: super().m, lambda: super(5), lambda: super(B, 5), lambda: super(B, A()), lambda: super(5, b), lambda: super(A, B).m(b), lambda: super(B, b).nope, lambda: super(B).m, lambda: super(B, b)[0], lambda: super(B, b, 1), lambda: super(object, b).m, lambda: super(B, b).x, lambda: len(super(B, b)), lambda: super(B, None), lambda: s == super(B, b), lambda: setattr(s, 'x', 1), lambda: super(A, b).__repr__() == object.__repr__(b)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
class Item(list):
    def __getitem__(self, i): return 'sub', super().__getitem__(i)
    def __len__(self): return super().__len__() + 1
    def __contains__(self, x): return super().__contains__(x)
i = Item([1, 2]); print(i[0], len(i), 2 in i, super(Item, i).__len__())
class Meta(type):
    def __call__(cls, *a): return ('meta', super().__call__(*a).__class__.__name__)
class K(metaclass=Meta): pass
print(K())
