# Data and non-data descriptors, precedence, __set_name__, __get__ on classes, functions as descriptors.
class Data:
    def __set_name__(self, owner, name): self.name = '_' + name; print('named', owner.__name__, name)
    def __get__(self, obj, owner=None): return f'class access {owner.__name__}' if obj is None else obj.__dict__.get(self.name, 'unset')
    def __set__(self, obj, v): obj.__dict__[self.name] = f'set {v}'
    def __delete__(self, obj): del obj.__dict__[self.name]
class NonData:
    def __get__(self, obj, owner): return 'nondata', obj is None
class SetOnly:
    def __set__(self, obj, v): obj.__dict__['so'] = v * 2
class DelOnly:
    def __delete__(self, obj): print('del only')
class C:
    d = Data(); n = NonData(); so = SetOnly(); do = DelOnly()
c = C()
print(c.d, C.d, c.n, C.n); c.d = 1; c.n = 'instance wins'; c.so = 5; print(c.d, c.n, c.so, c.__dict__); c.__dict__['d'] = 'hidden'; print(c.d); del c.d, c.n; print(c.d, c.n); del c.do
def attempt(src):
    try:
        print(src, '->', eval(src) if '=' not in src and not src.startswith('del') else exec(src))
    except Exception as e:
        print(src, '->', type(e).__name__, e)
for s in ['del c.d', 'c.do = 1', 'del c.so', 'C.d = 5', 'C.d', 'C.__dict__["n"].__get__(None, C)', 'C.__dict__["n"].__get__()', 'type(C.__dict__["so"])', 'c.so', 'c.do.__class__.__name__']: attempt(s)
def f(self): return ('f', type(self).__name__)
print(f.__get__(5)(), f.__get__('a', str).__self__, C.__dict__.get('zz'), f.__get__(None, int) is f)
for s in ['f.__get__(None)', 'f.__get__()', 'f.__get__(None, None)', 'int.real.__get__(5)', 'int.real.__get__("a")', 'str.upper.__get__("abc")()', 'str.upper("abc")', 'str.upper(5)', 'str.upper()', 'int.__add__(1, 2)', 'int.__add__("a", 1)', 'int.__add__(1)', 'int.real.__set__(5, 1)', 'int.real', 'str.upper', 'int.__add__', '(5).__add__.__name__', 'dict.__dict__["fromkeys"]', 'list.append', '[].append.__self__', 'type(C.__dict__["__dict__"])', 'type(C.__dict__["__weakref__"])', 'C.__dict__["__dict__"].__get__(c)', 'type(int.real)', 'type(str.upper)', 'type(int.__add__)', 'type((5).__add__)', 'type(dict.__dict__["fromkeys"])', 'str.upper.__name__, str.upper.__qualname__, str.upper.__objclass__', 'int.real.__name__, int.real.__objclass__', '(5).__add__.__self__', '(5).__add__(1.5)', 'len.__self__', 'len.__name__, len.__module__, len.__text_signature__', '[].append.__qualname__', 'classmethod(f).__get__(None, C)()', 'staticmethod(f)(5)', 'staticmethod(f).__get__(1)(2)', 'classmethod(5).__get__(1)', 'staticmethod(f).__func__ is f', 'repr(staticmethod(len))', 'repr(classmethod(len))', 'staticmethod(f).__wrapped__ is f, staticmethod(f).__name__', 'staticmethod()', 'classmethod(1, 2)', 'classmethod(f)()']: attempt(s)
class Validated:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, k=None): return self if o is None else o.__dict__[self.n]
    def __set__(self, o, v):
        if not isinstance(v, self.kind): raise TypeError(f'{self.n} must be {self.kind.__name__}, not {type(v).__name__}')
        o.__dict__[self.n] = v
class Person:
    name = Validated(str); age = Validated(int)
    def __init__(self, name, age): self.name, self.age = name, age
print(vars(Person('Al', 5)), Person.name.n)
for a in [('x', 'y'), (1, 2)]:
    try:
        Person(*a)
    except TypeError as e:
        print(e)
class SN:
    def __set_name__(self, o, n): raise ValueError('refuse ' + n)
try:
    class Z: s = SN()
except ValueError as e:
    print(e, e.__notes__)
Person.late = Validated(float); print(hasattr(Person.late, 'n'))
