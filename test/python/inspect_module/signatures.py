# inspect: signatures, binding, members, sources of information.
import inspect
def f(a, b: int = 2, /, c=3, *args, d, e: str = 'x', **kw) -> bool: "Doc.\n    more"
s = inspect.signature(f); print(s, s.return_annotation, [(p.name, p.kind.name, p.default is p.empty) for p in s.parameters.values()], s.bind(1, d=2).arguments, str(s.replace(return_annotation=int)), inspect.getdoc(f), inspect.getfullargspec(f).kwonlyargs)
class A:
    def __init__(self, x, *, y=1): pass
    def m(self, q): pass
    @classmethod
    def c(cls, z): pass
    @staticmethod
    def s(w=1): pass
    def __call__(self, k): pass
print(inspect.signature(A), inspect.signature(A.m), inspect.signature(A(1).m), inspect.signature(A.c), inspect.signature(A.s), inspect.signature(A(1)), inspect.signature(len), inspect.signature(int.__add__), inspect.signature(print), inspect.signature(lambda *, a: 0), inspect.signature(sorted), inspect.signature([].append), inspect.signature(dict.get))
b = s.bind(1, 2, 3, 4, d=5, z=6); b.apply_defaults(); print(b.args, b.kwargs, b.arguments)
def at(g):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
for g in (lambda: s.bind(), lambda: s.bind(1), lambda: s.bind(1, d=1, b=2).arguments, lambda: s.bind_partial().arguments, lambda: inspect.signature(5), lambda: inspect.signature(type), lambda: inspect.Parameter('1x', inspect.Parameter.POSITIONAL_ONLY), lambda: inspect.Parameter('x', 99), lambda: inspect.getattr_static(A, 'nope'), lambda: inspect.signature(A.m).bind(1, 2, 3)): at(g)
print([n for n, _ in inspect.getmembers(A, inspect.isfunction)], inspect.isclass(A), inspect.ismethod(A(1).m), inspect.isbuiltin(len), inspect.isgeneratorfunction(lambda: (yield)), inspect.isroutine(str.upper), inspect.ismodule(inspect), inspect.isdatadescriptor(property()), inspect.getmro(bool), type(inspect.getattr_static(A, 'c')).__name__, inspect.unwrap(f) is f, inspect.cleandoc('  a\n    b\n   c'), inspect.getmodulename('/x/y.py'), inspect.currentframe().f_code.co_name, inspect.isabstract(A), inspect.classify_class_attrs(A)[-1].name[:1] is not None)
def outer():
    fr = inspect.currentframe(); return fr.f_back.f_code.co_name, inspect.stack()[0].function, inspect.getargvalues(fr).args, fr.f_lineno - fr.f_code.co_firstlineno
print(outer(), inspect.getcallargs(f, 1, d=2)['c'])
