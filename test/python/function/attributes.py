# Function objects: attributes, names, docs, code attributes, methods.
def outer(a, b=1, *args, c, d: int = 2, **kw) -> str:
    "The doc."
    x = a
    def inner(): return x, b
    return inner
print(outer.__name__, outer.__qualname__, outer.__doc__, outer.__defaults__, outer.__kwdefaults__, outer.__annotations__, outer.__module__, outer.__dict__, outer.__closure__, outer.__type_params__)
c = outer.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_cellvars, c.co_freevars, c.co_flags & 0xff, c.co_firstlineno, c.co_filename.endswith('attributes.py'))
i = outer(5, c=1)
print(i.__qualname__, i.__code__.co_freevars, i.__closure__[0].cell_contents, len(i.__closure__), i(), i.__code__.co_flags & 16)
outer.tag = 'x'; print(outer.tag, outer.__dict__, vars(outer), hasattr(outer, 'nope'))
del outer.tag
for src in ['outer.tag', 'outer.nope', 'outer.__code__.nope', 'i.__closure__[5]', 'outer + 1', 'outer < outer', 'outer[0]', 'len(outer)', 'iter(outer)', 'outer.__code__.co_name.x', 'del_me', '(lambda: 0).__name__', '(lambda: 0).__qualname__', 'outer.__get__(5)(c=1).__name__', 'type(outer)', 'type(outer)()', 'outer == outer, outer != i, hash(outer) == hash(outer)', 'callable(outer), callable(5)', 'outer.__call__(1, c=2)()', 'type(outer.__code__)', 'outer.__builtins__ is not None', 'bool(outer)']:
    try:
        print(src, '->', eval(src))
    except Exception as e:
        print(src, '->', type(e).__name__, e)
outer.__name__ = 'renamed'; outer.__qualname__ = 'also.renamed'; outer.__doc__ = None
print(repr(outer).split(' at ')[0], outer.__code__.co_name)
def f(): return 'f'
def g(): return 'g'
f.__code__ = g.__code__; print(f())
def cell(): return x1
try:
    x1 = 1; f.__code__ = i.__code__
except ValueError as e:
    print(e)
class K:
    def m(self): return self
    @staticmethod
    def s(): pass
    @classmethod
    def c(cls): return cls
k = K(); b = k.m
print(b.__func__ is K.m, b.__self__ is k, b.__name__, b.__qualname__, b == k.m, b is k.m, hash(b) == hash(k.m), K.m.__qualname__, K.s.__qualname__, K.c.__self__ is K, k.s is K.s, K.__dict__['s'].__func__ is K.s, b.__doc__, K.__dict__['c'].__wrapped__.__name__)
for src in ['b.x = 1', 'b.__self__ = 1', 'K.m()', 'k.m(1)', 'K.c(1)', 'k.s(1)', 'b.nope']:
    try:
        exec(src)
    except Exception as e:
        print(src, type(e).__name__, e)
K.m.extra = 'on function'; print(b.extra, type(b)(lambda s, x: (s, x), 1)(2), outer.__code__.replace(co_name='new').co_name)
