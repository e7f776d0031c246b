# from x import *: with and without __all__, underscores, overwriting, in exec, names in use.
import sys, types
def module(name, src): m = types.ModuleType(name); exec(src, m.__dict__); sys.modules[name] = m; return m
module('m1', 'a = 1\n_b = 2\n__c = 3\nimport math\ndef f(): return a')
module('m2', '__all__ = ["_x", "y"]\n_x = 1\ny = 2\nz = 3')
module('m3', '__all__ = ["nope"]'); module('m4', '__all__ = 5'); module('m5', '__all__ = [5]'); module('m6', '__all__ = ("t",)\ndef __getattr__(n): return n.upper()')
from m1 import *
from m2 import *
from m6 import *
print(a, '_b' in globals(), math.pi, f(), _x, y, 'z' in globals(), t)
a = 100; print(f(), sys.modules['m1'].a); sys.modules['m1'].a = 5; print(a, f())
for src in ('from m3 import *', 'from m4 import *', 'from m5 import *', 'from m1 import nope', 'from m1 import a, nope2', 'from m1.sub import x', 'import m1.sub', 'from m1 import (a as b, f as g); print(b, g())', 'import m1 as q, m2 as r; print(q.a, r.y)', 'def h():\n from m1 import *', 'class K:\n from m1 import f as method\nprint(K.method())', 'from m1 import __doc__, __name__ as n; print(n)', 'from __main__ import a as own; print(own)', 'import __main__; print(__main__.a)', 'from sys import (\n path,\n argv as av)\nprint(len(av))', 'import os.path as p; print(p.sep)', 'import xml.dom as d, json.decoder; print(d.__name__, json.decoder.__name__)', 'from os import path as a1, path as a2; print(a1 is a2)'):
    try: exec(src)
    except Exception as e: print(repr(src), type(e).__name__, str(e).split(' (unknown')[0])
sys.modules['obj'] = type('O', (), {'attr': 'instance attr', '__all__': ['attr']})(); from obj import attr; print(attr); from obj import *
class Lazy(types.ModuleType):
    def __getattr__(self, n):
        if n.startswith('__'): raise AttributeError(n)
        return f'lazy {n}'
sys.modules['lz'] = Lazy('lz'); from lz import anything, thing as other; import lz; print(anything, other, lz.x)
try: from lz import *; print('star of lazy gives nothing')
except Exception as e: print(e)
