# Code object attributes that do not depend on bytecode: names, consts used by name, flags, positions.
def f(a, b, /, c, *d, e=1, **g):
    "doc"
    x = a + b; y = [x for _ in d]
    def inner(): return x, z
    global z; z = 5
    return inner
c = f.__code__
print(c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, sorted(c.co_varnames), c.co_cellvars, c.co_freevars, 'z' in c.co_names, c.co_name, c.co_qualname, c.co_firstlineno, bool(c.co_flags & 4), bool(c.co_flags & 8), c.co_filename == __file__, type(c.co_consts).__name__, 'doc' in c.co_consts)
def gen(): yield
async def co(): pass
async def ag(): yield
for k in (gen, co, ag, lambda: 0): print(k.__code__.co_name, hex(k.__code__.co_flags & 0x2e0))
class K:
    def m(self): return (lambda: [i for i in 'a'])
    class L:
        def n(self): pass
print(K.m.__code__.co_qualname, K().m().__code__.co_qualname, K.L.n.__qualname__, (lambda: 0).__code__.co_qualname, K().m().__qualname__, f(1, 2, 3).__qualname__, [k.__qualname__ for k in [lambda: 0]])
a = compile('x = 1', 'a', 'exec'); b = compile('x = 1', 'a', 'exec'); print(a == b, hash(a) == hash(b), a is b, a == compile('x = 1', 'b', 'exec'), a == compile('x = 2', 'a', 'exec'), c == c.replace(), c.replace(co_name='n').co_name, c == c.replace(co_name='n'), repr(a).split(' at ')[0], a.co_name)
for g in (lambda: c.replace(co_nope=1), lambda: c.replace(co_name=5), lambda: setattr(c, 'co_name', 'x'), lambda: c < c, lambda: type(c)(), lambda: c.replace(co_argcount=-1), lambda: c()):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
print(max(l or 0 for _, _, l in c.co_lines()) >= c.co_firstlineno, len(list(c.co_positions())) > 5, c.co_stacksize > 0, type(c.co_code).__name__, len(c.co_linetable) > 0)
