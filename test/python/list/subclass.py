# Subclasses of list: overridden methods, what built-ins bypass, attributes.
class L(list):
    def __init__(self, *args, tag=None):
        super().__init__(*args)
        self.tag = tag
    def append(self, x):
        print('append', x)
        super().append(x)
    def __getitem__(self, i):
        return ('item', super().__getitem__(i)) if isinstance(i, int) else super().__getitem__(i)
    def __len__(self): return super().__len__() + 100
    def __contains__(self, x): return x == 'magic' or super().__contains__(x)
    def __repr__(self): return f'L{super().__repr__()}'
    def __eq__(self, o): return 'eq'
    def __add__(self, o): return 'added'
    def __radd__(self, o): return 'radded'
    def __missing__(self, k): return k
a = L([1, 2], tag='t')
a.append(3); a.extend([4]); a += [5]
print(a, len(a), list.__len__(a), a[0], a[0:2], type(a[0:2]).__name__, [x for x in a], list(a), a.tag, a.__dict__)
print('magic' in a, 2 in a, 9 in a, a == 5, a + [1], [1] + a, a * 2, type(a * 2).__name__, type(a.copy()).__name__, bool(L()), sum(a), [*a], tuple(a), sorted(a, reverse=True))
print(a[-1], a.pop(), a.index(3), a.__class__.__mro__[1].__name__, isinstance(a, list), L('ab') , L(tag=1).tag, hash is None, a != 5)
try:
    hash(a)
except TypeError as e:
    print(e)
try:
    L(5)
except TypeError as e:
    print(e)
try:
    a.nothing
except AttributeError as e:
    print(e)
def star(*args): return args
print(star(*a), '%s' % a, f'{a}', ','.join(map(str, a)), dict(zip(a, 'xyz')), max(a), set(a), a[::-1])
class Stack(list):
    push = list.append
    @property
    def top(self): return self[-1]
    def __bool__(self): raise TypeError('ambiguous')
s = Stack(); s.push(1); s.push(2); print(s.top, s)
try:
    if s: print('never')
except TypeError as e:
    print(e)
print([1, 2] == s, s == [1, 2], s < [1, 3], list(map(type, [Stack([1]) + [2], Stack([1])[:], list(Stack())])) == [list, list, list])
