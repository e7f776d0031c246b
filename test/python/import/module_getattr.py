# Module-level __getattr__ and __dir__, module subclasses, attribute errors.
import sys, types
import pk_lazy
print(pk_lazy.computed, pk_lazy.computed, dir(pk_lazy), pk_lazy.real)
from pk_lazy import on_demand
print(on_demand)
for src in ('pk_lazy.nothing', 'from pk_lazy import nothing', 'pk_lazy.__wrong__', 'sys.nothing', 'del pk_lazy.absent', 'types.ModuleType()', 'types.ModuleType(5)', 'pk_lazy()', 'pk_lazy + 1', 'pk_lazy.__dict__ = {}', 'pk_lazy.__class__ = int'):
    try: exec(src)
    except Exception as e: print(src, '->', type(e).__name__, str(e).split(' (/')[0])
m = types.ModuleType('made', 'doc'); m.x = 1
print(m.__name__, m.__doc__, m.__dict__['x'], repr(m), sorted(vars(m)), m.__loader__, m.__spec__, m.__package__)
class Special(types.ModuleType):
    @property
    def now(self): return 'property of a module'
    def __call__(self): return 'called'
pk_lazy.__class__ = Special; print(pk_lazy.now, pk_lazy(), pk_lazy.real)
sys.modules['made'] = m; import made; from made import x; print(made is m, x)
m.__getattr__ = lambda n: f'lambda {n}'; print(m.anything, made.__wrapped__)
try:
    from made import __all__
    print(__all__)
except ImportError as e: print(e)
del m.x; m.x2 = 5; print(hasattr(m, 'x'), made.x2); exec('y = 5', m.__dict__); print(m.y); m.__name__ = 'renamed'; print(repr(m)); del m.__name__; print(repr(m))
try: types.ModuleType('t').q
except AttributeError as e: print(e, e.name)
