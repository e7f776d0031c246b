# Packages: sub-modules, relative imports, __init__, __all__, star, attributes of modules.
import sys
import pk_basic
print(pk_basic.__name__, pk_basic.__package__, pk_basic.__doc__, hasattr(pk_basic, '__path__'), pk_basic.__spec__.name, pk_basic.__file__.endswith('pk_basic/__init__.py'))
import pk_basic.sub.deep as deep
print(deep.up(), deep.__package__, pk_basic.sub.deep is deep, 'pk_basic.sub' in sys.modules)
from pk_basic import helper, VALUE as V, sub
from pk_basic.sub import *
print(helper.double(4), V, exported, 'hidden' in globals(), '_private' in globals(), sub.__name__)
import pk_basic.helper as h1, pk_basic.helper
print(h1 is helper is pk_basic.helper, helper.__spec__.parent, type(helper).__name__)
for src in ('import nothing_here', 'import pk_basic.nothing', 'from pk_basic import nothing', 'from pk_basic.helper import nope', 'import pk_basic.helper.x', 'from . import x', 'from .. import x', 'from pk_basic.sub.deep import too_far', 'import pk_basic.broken', 'import pk_basic.raises', 'from nothing_here import *', 'from pk_basic.badall import *', 'import 5', 'from pk_basic import (helper as h, VALUE,)', 'from pk_basic.helper import double as d, double as e; print(d is e)', '__import__("")', '__import__("pk_basic.sub")', '__import__("pk_basic.sub", fromlist=["x"]).__name__', '__import__(5)', '__import__("x", level=-1)', 'import pk_basic.toofar'):
    try: exec(src); print(src, '-> ok')
    except Exception as e: print(src, '->', type(e).__name__, str(e).replace(sys.path[0], ''), getattr(e, 'name', ''))
print('pk_basic.raises' in sys.modules, 'pk_basic.broken' in sys.modules)
del sys.modules['pk_basic.helper']; import pk_basic.helper as again; print(again is helper, again.double(1))
sys.modules['blocked'] = None
try: import blocked
except ImportError as e: print(type(e).__name__, e)
sys.modules['fake'] = 5; import fake; print(fake)
def f():
    import math, json as j
    from os import path as p, sep
    return sorted(locals())
print(f(), sorted(n for n in dir(pk_basic) if n[0] != '_'))
