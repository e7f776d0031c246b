# importlib: import_module, reload, find_spec, loaders from text, meta path finders.
import importlib, importlib.util, importlib.abc, importlib.machinery, sys
m = importlib.import_module('pk_state'); m.counter += 10; before = m.kept if hasattr(m, 'kept') else None
m.kept = 'kept over reload'; again = importlib.reload(m); print(again is m, m.counter, m.kept)
print(importlib.import_module('.helper', 'pk_basic').double(3), importlib.util.find_spec('pk_state').name, importlib.util.find_spec('no_such_thing'), importlib.util.resolve_name('.x', 'a.b'), importlib.util.resolve_name('..x', 'a.b'))
for f in (lambda: importlib.import_module('.x'), lambda: importlib.import_module('nope'), lambda: importlib.reload('x'), lambda: importlib.util.resolve_name('...x', 'a'), lambda: importlib.util.find_spec('nope.sub'), lambda: importlib.reload(type(sys)('ghost'))):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith('virtual'): print('find', name, path); return importlib.machinery.ModuleSpec(name, self, is_package=name == 'virtual')
    def create_module(self, spec): return None
    def exec_module(self, module): exec(f'text = "made for {module.__name__}"', module.__dict__)
sys.meta_path.insert(0, Finder())
import virtual.child
print(virtual.text, virtual.child.text, virtual.child.__package__, repr(virtual).split(' from')[0].split(' (')[0])
try: import virtual.child.deeper
except ImportError as e: print(e)
spec = importlib.util.spec_from_loader('alone', Finder()); mod = importlib.util.module_from_spec(spec); spec.loader.exec_module(mod); print(mod.text, 'alone' in sys.modules)
print(sys.builtin_module_names[:0], 'sys' in sys.builtin_module_names, importlib.machinery.SOURCE_SUFFIXES, m.__spec__.has_location, m.__spec__.cached is None or m.__spec__.cached.endswith('.pyc'), importlib.util.MAGIC_NUMBER[2:])
