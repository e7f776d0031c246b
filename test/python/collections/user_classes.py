# UserDict, UserList, UserString and the collections.abc mixins.
from collections import UserDict, UserList, UserString
from collections.abc import *
class Low(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
d = Low(A=1); d['B'] = 2; d.update(C=3); print(d, d.data, 'a' in d, d | {'D': 4}, d.copy(), type(d.copy()).__name__, d.pop('a'), d == {'b': 2, 'c': 3})
class LL(UserList):
    def append(self, x): super().append(x * 2)
l = LL([1]); l.append(5); l += [3]; print(l, l[0:2], type(l[0:1]).__name__, l + [1], [0] + l, l * 2, l.index(10), l == [1, 10, 3], sorted(l, reverse=True))
s = UserString('hello'); print(s.upper(), s + ' x', s[1], s[1:3], type(s[1:]).__name__, s == 'hello', 'ell' in s, s % (), hash(s) == hash('hello'), s.split('l'))
class Seq(Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
q = Seq(); print(list(q), 20 in q, q.index(10), q.count(20), list(reversed(q)), isinstance(q, Iterable))
class Mp(MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = Mp(); m.update(a=1, b=2); print(m.pop('a'), m.setdefault('c', 5), m.get('zz'), dict(m), m.popitem(), m == {'c': 5}, list(m.items()), list(m.keys()), m.clear(), len(m))
class St(Set):
    def __init__(self, it): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def __repr__(self): return f'St({self.s})'
a, b = St([1, 2, 3]), St([2, 3, 4]); print(a & b, a | b, a - b, a ^ b, a <= b, a == {1, 2, 3}, a.isdisjoint([9]), a > St([1]))
for f in (Seq.__mro__[1], Mapping, MutableSet):
    try: f()
    except TypeError as e: print(e)
class Dk:
    def __len__(self): return 1
    def __iter__(self): return iter('a')
    def __contains__(self, x): return True
class NoH: __hash__ = None
print(isinstance(Dk(), (Sized, Collection)), issubclass(dict, Mapping), isinstance([], MutableSequence), isinstance('', Sequence), isinstance(NoH(), Hashable), isinstance(len, Callable), isinstance(iter([]), Iterator), isinstance((x for x in ''), Generator), issubclass(int, Hashable), isinstance({}.keys(), KeysView), isinstance(b'', Buffer), isinstance(range(1), Sequence))
