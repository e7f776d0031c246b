# Multiple inheritance with built-in types, exceptions and cooperative __init__.
class Tagged:
    def __init__(self, *a, tag='none', **k):
        super().__init__(*a, **k); self.tag = tag
class TL(Tagged, list): pass
class TD(Tagged, dict): pass
class TE(Tagged, Exception): pass
t = TL([1, 2], tag='x'); d = TD({'a': 1}, tag='y', b=2); e = TE('msg', 5, tag='z')
print(t, t.tag, d, d.tag, e, e.args, e.tag, repr(e), len(t), d['b'])
try:
    raise TE('raised', tag='caught')
except Exception as x:
    print(x.tag, x)
class Str(str):
    def __new__(cls, v, extra=None): o = super().__new__(cls, v); o.extra = extra; return o
    def __add__(self, o): return Str(str.__add__(self, o), self.extra)
s = Str('ab', 1) + 'cd'; print(s, s.extra, type(s.upper()).__name__, s[0], hash(s) == hash('abcd'), {s: 1}['abcd'], 'abcd' == s, s is str(s), type(str(s)).__name__, s.__dict__)
class MyInt(int):
    def __add__(self, o): return MyInt(int(self) + int(o) + 100)
    __radd__ = __add__
    def __eq__(self, o): return 'compared'
    def __hash__(self): return 1
i = MyInt(5); print(i + 1, 1 + i, sum([i, i]), i == 5, 5 == i, i - 1, type(i - 1).__name__, -i, int(i), [10, 20, 30, 40, 50, 60][i], range(MyInt(2)), '%d' % i, i.real.__class__.__name__, bool(MyInt(0)), max(i, 3))
class DefDict(dict):
    def __missing__(self, k): self[k] = v = []; return v
dd = DefDict(); dd['x'].append(1); print(dd, dd.get('q'))
for bases in [(int, str), (list, dict), (tuple, list), (int, float), (Exception, int), (dict, Exception), (type, int)]:
    try:
        type('Bad', bases, {}); print(bases, 'ok')
    except TypeError as e:
        print([b.__name__ for b in bases], e)
class Multi(KeyError, AttributeError): pass
class Both(ValueError, OSError): pass
for k in (KeyError, AttributeError, LookupError):
    try:
        raise Multi('m')
    except k as e:
        print(k.__name__, repr(e), e)
print(Both(2, 'x').errno, Both.__mro__[3].__name__, isinstance(Both(), OSError), str(Both(5, 'text', 'file')))
class Base:
    def template(self): return f'{self.a()}-{self.b()}'
    def a(self): return 'base a'
class Mix:
    def b(self): return 'mix b'
class Impl(Mix, Base):
    def a(self): return super().a().upper()
print(Impl().template())
try:
    Base().template()
except AttributeError as e:
    print(e)
class Cnt(set):
    def __or__(self, o): return 'or'
    def __contains__(self, x): return True
c = Cnt([1]); print(c | {2}, {2} | c, 99 in c, c.union([3]), type(c.union([3])).__name__, c == {1}, c.issubset([1]))
