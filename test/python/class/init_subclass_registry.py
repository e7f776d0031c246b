# Plugins by __init_subclass__, class decorators and __class_getitem__.
class Plugin:
    registry = {}
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        cls.name = name or cls.__name__.lower()
        if cls.name in Plugin.registry: raise TypeError(f'duplicate {cls.name}')
        Plugin.registry[cls.name] = cls
    def __class_getitem__(cls, n): return Plugin.registry[n]
class Upper(Plugin):
    def run(self, s): return s.upper()
class Rev(Plugin, name='reverse'):
    def run(self, s): return s[::-1]
print(sorted(Plugin.registry), Plugin['upper']().run('abc'), Plugin['reverse']().run('abc'))
for src in ('class Upper(Plugin): pass', 'class X(Plugin, bad=1): pass', "Plugin['nope']"):
    try: exec(src)
    except Exception as e: print(type(e).__name__, e)
def add_repr(cls):
    cls.__repr__ = lambda s: f'{cls.__name__}({", ".join(f"{k}={v!r}" for k, v in vars(s).items())})'
    return cls
def singleton(cls): inst = cls(); return lambda: inst
@add_repr
class P:
    def __init__(self, x, y): self.x, self.y = x, y
@singleton
class Conf: v = 1
print(P(1, 'a'), Conf() is Conf(), Conf().v)
class Field:
    def __init__(self, kind, default): self.kind, self.default = kind, default
    def __set_name__(self, o, n): self.n = n; o.__dict__.get('_fields', o.__mro__[0].__dict__) and o._fields.append(n)
    def __get__(self, i, o): return self if i is None else i.__dict__.get(self.n, self.default)
    def __set__(self, i, v):
        if not isinstance(v, self.kind): raise TypeError(f'{self.n}: {type(v).__name__}')
        i.__dict__[self.n] = v
class Model:
    _fields = []
    def __init_subclass__(cls): cls._fields = [k for k, v in vars(cls).items() if isinstance(v, Field)]
    def __init__(self, **k): [setattr(self, n, v) for n, v in k.items()]
    def dump(self): return {f: getattr(self, f) for f in self._fields}
class User(Model): name = Field(str, 'anon'); age = Field(int, 0)
u = User(name='Al'); print(u.dump(), User._fields, User.name.kind); u.age = 5; print(u.dump())
try: u.age = 'old'
except TypeError as e: print(e)
