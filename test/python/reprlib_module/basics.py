# reprlib: limits by type, recursive_repr.
import reprlib as r
print(r.repr('x' * 100), r.repr(list(range(20))), r.repr({i: i for i in range(9)}), r.repr((1,)), r.repr({1, 2, 3, 4, 5, 6, 7, 8}), r.repr(10 ** 60), r.repr([[[[[[[1]]]]]]]), r.repr(b'y' * 50), r.repr(frozenset([1])), r.repr(None))
a = r.Repr(maxlist=2, maxstring=10, maxlevel=2, fillvalue='~', indent=None); print(a.repr([1, 2, 3]), a.repr('abcdefghijklmnop'), a.repr([[[1]]])); a.indent = 2; print(a.repr([1, {'a': 2}]))
class N:
    def __init__(self): self.me = self
    @r.recursive_repr()
    def __repr__(self): return f'N({self.me!r})'
class M(r.Repr):
    def repr_N(self, x, level): return f'special at {level}'
print(N(), M().repr([N()]), M().repr('q'))
