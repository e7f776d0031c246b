# __del__ that revives, runs once, stores self, raises, or creates objects.
import gc, weakref
saved = []
class R:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, end='; '); saved.append(self)
r = R('a'); r = None; print(len(saved), saved[0].n); saved.clear(); print('second death is silent')
class Attr:
    def __init__(self): self.data = ['payload']
    def __del__(self): print(self.data, self.__dict__, end='; '); Attr.last = self
a = Attr(); del a; print(Attr.last.data); del Attr.last; print('gone')
class Child:
    def __init__(self, p): self.p = p
    def __del__(self): print('child del, parent', type(self.p).__name__, end='; ')
class Parent:
    def __init__(self): self.c = Child(None)
    def __del__(self): print('parent del', end='; '); Parent.kept = self.c
p = Parent(); del p; print(Parent.kept is not None); Parent.kept = None; print('|')
class Makes:
    depth = 0
    def __del__(self):
        Makes.depth += 1
        if Makes.depth < 4: Makes()
        print('made', Makes.depth, end='; ')
Makes(); print('|')
class W:
    def __del__(self): print('weakref in del:', self.ref() is self if self.ref() else None, end='; ')
w = W(); w.ref = weakref.ref(w, lambda r: print('callback', end='; ')); del w; print('|')
class Both(R): pass
b = Both('weak'); wr = weakref.ref(b, lambda r: print('cb', end=' ')); b = None; print('alive again', saved[-1].n, wr() is saved[-1]); saved.clear(); print(wr(), '|')
class S:
    __slots__ = ('v',)
    def __init__(self, v): self.v = v
    def __del__(self): print('slots del', getattr(self, 'v', 'unset'), end='; ')
s = S(1); del s; s = S.__new__(S); del s; print('|')
class L(list):
    def __del__(self): print('list del', len(self), end='; ')
l = L([1, 2]); l.append(l); del l; print('cyclic', gc.collect() > 0)
class I(int):
    def __del__(self): print('int del', int(self), end='; ')
I(5) + 1; x = I(7); x += 1; print('|')
class Half:
    def __init__(self): raise ValueError('no init')
    def __del__(self): print('del without init', end='; ')
try: Half()
except ValueError: print('|')
class Cls:
    def __del__(cls): pass
def inst_del():
    o = R('instance attr'); o.__del__ = lambda: print('never'); del o
inst_del(); saved.clear(); print('|')
class NewDel:
    def __new__(cls): o = super().__new__(cls); print('new', end=' '); return 5
    def __del__(self): print('replaced', end='; ')
print(NewDel())
class Meta(type):
    def __del__(cls): print('class', cls.__name__, 'dies', end='; ')
def mk():
    class Temp(metaclass=Meta): pass
mk(); gc.collect(); print('|')
