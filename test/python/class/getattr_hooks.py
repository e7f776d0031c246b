# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.
class Proxy:
    def __init__(self, target): object.__setattr__(self, '_t', target); object.__setattr__(self, 'log', [])
    def __getattr__(self, n):
        self.log.append(f'getattr {n}')
        return getattr(object.__getattribute__(self, '_t'), n)
    def __setattr__(self, n, v): self.log.append(f'set {n}={v}'); setattr(self._t, n, v)
    def __delattr__(self, n): self.log.append(f'del {n}'); delattr(self._t, n)
class T: pass
p = Proxy(T()); p.x = 5; print(p.x, p._t.__dict__); p.x += 1; del p.x
try:
    p.x
except AttributeError as e:
    print(e)
print(p.log, hasattr(p, 'zz'), getattr(p, 'zz', 'd'))
class Loud:
    a = 1
    def __init__(self): self.b = 2
    def __getattribute__(self, n):
        print('get', n, end='; ')
        return super().__getattribute__(n)
    def __getattr__(self, n): return f'fallback {n}'
l = Loud(); print(l.a, l.b, l.c, l.__class__.__name__, l.__dict__); print(str(l)[:0], len([l]), hasattr(l, 'q')); print(vars(l)); print(isinstance(l, int), type(l) is Loud)
class Lazy:
    def __getattr__(self, n):
        if n.startswith('no'): raise AttributeError(f'custom message for {n}')
        setattr(self, n, len(n)); print('computed', n, end=' '); return getattr(self, n)
z = Lazy(); print(z.abc, z.abc, z.__dict__)
for f in (lambda: z.nope, lambda: getattr(z, 'nono', 'default'), lambda: hasattr(z, 'no'), lambda: z.no.x):
    try:
        print(f())
    except AttributeError as e:
        print('AttributeError:', e, e.name, type(e.obj).__name__)
class Prop:
    @property
    def p(self): return self.missing_inside
    def __getattr__(self, n): return f'getattr sees {n}'
print(Prop().p)
class Prop2:
    @property
    def p(self): raise AttributeError('inner')
    def __getattr__(self, n): return f'hides error of {n}'
print(Prop2().p)
class Rec:
    def __getattr__(self, n): return self.missing
try:
    Rec().x
except RecursionError as e:
    print('RecursionError', str(e)[:32])
class Frozen:
    __slots__ = ('v',)
    def __init__(self, v): object.__setattr__(self, 'v', v)
    def __setattr__(self, n, v): raise TypeError(f'{type(self).__name__} is frozen: {n}')
    __delattr__ = lambda s, n: (_ for _ in ()).throw(TypeError('no deleting ' + n))
f = Frozen(1)
for src in ('f.v = 2', 'f.w = 1', 'del f.v', 'f.v += 1', 'object.__setattr__(f, "w", 1)', 'object.__delattr__(f, "zz")', 'object.__getattribute__(f, "q")', 'object.__getattribute__(f)', 'object.__setattr__(f, "v")', 'type.__getattribute__(Frozen, "zz")', 'type.__setattr__(int, "a", 1)', 'object.__setattr__(Frozen, "a", 1)', 'object.__setattr__(int, "a", 1)', 'super(Frozen, f).zz'):
    try:
        exec(src)
    except (TypeError, AttributeError) as e:
        print(src, '->', type(e).__name__, e)
class Cls(type):
    def __getattr__(cls, n): return f'{cls.__name__} class getattr {n}'
class M(metaclass=Cls): pass
print(M.zz, hasattr(M(), 'zz'), M.__name__, M.constructor, M.__proto__)
