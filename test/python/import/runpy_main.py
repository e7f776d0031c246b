# Running modules by name with runpy, and __main__ blocks.
import runpy, sys
r = runpy.run_module('pk_run.tool', run_name='__main__', alter_sys=False)
print(sorted(k for k in r if not k.startswith('__')), r['__name__'], r['__package__'])
r = runpy.run_module('pk_run', init_globals={'given': 1}); print(r['__name__'], r['inside'], r['given'])
r = runpy.run_path('pk_run/tool.py', run_name='other'); print(r['mode'], r['__name__'])
for name in ('pk_nothing', 'pk_run.nothing', 'pk_run.sub'):
    try: runpy.run_module(name)
    except ImportError as e: print(type(e).__name__, e)
print(__name__, sys.modules['__main__'].__dict__ is globals(), 'pk_run.tool' in sys.modules)
