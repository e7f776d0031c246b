# compile(): modes, flags, filenames, AST input, optimisation, single mode.
import ast, sys
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
c = compile('1 + 2', '<f>', 'eval'); print(eval(c), c.co_name, c.co_filename, c.co_firstlineno, type(c).__name__)
exec(compile('1 + 1\nx = 5\n"text"' if False else '1 + 1', 's', 'single')); exec(compile('None', 's', 'single')); exec(compile('for i in range(3): i * 10\n', 's', 'single')); exec(compile('x = 5; x; "str"', 's', 'single'))
sys.displayhook = lambda v: print('hook', v); exec(compile('5', 's', 'single')); sys.displayhook = sys.__displayhook__; import builtins; print(builtins._)
t = ast.parse('y = [n * 2 for n in range(4)]'); exec(compile(t, 'tree', 'exec')); print(y, compile('1', 'f', 'exec', ast.PyCF_ONLY_AST).__class__.__name__, ast.dump(compile('a', '', 'eval', ast.PyCF_ONLY_AST)))
for args in (('1 +', 'f', 'eval'), ('x = 1', 'f', 'eval'), ('1', 'f', 'wrong'), (5, 'f', 'exec'), ('1', 5, 'exec'), ('1', 'f', 'exec', 999999999), ('1; 2', 's', 'single'), ('1\n2', 's', 'single'), ('', 's', 'single'), ('', 's', 'exec'), ('', 's', 'eval'), ('if 1:\n pass', 's', 'single'), ('x' * 3 + '\x00', 's', 'exec'), (b'# coding: latin-1\nx = "\xe9"', 's', 'exec'), (b'# coding: nope\n1', 's', 'exec'), (b'\xff', 's', 'exec'), (b'\xef\xbb\xbf1', 's', 'exec'), ('\ufeff1', 's', 'exec'), (ast.parse('1'), 'f', 'eval'), (ast.Expression(ast.Name('zz')), 'f', 'eval'), (ast.Module([5], []), 'f', 'exec'), ('1', 'f'), ('1', b'f', 'eval'), ('def f():\n\treturn 1\n        x', 's', 'exec'), ('assert 0', 's', 'exec', 0, True, 5)):
    attempt(lambda: type(compile(*args)).__name__)
ns = {}; exec(compile('assert 0\ndef f():\n "doc"\n assert 1/0\nz = __debug__', 's', 'exec', optimize=2), ns); print(ns['f'].__doc__, ns['f'](), ns['z'])
exec(compile(b'# -*- coding: latin-1 -*-\nv = "\xe9"', 's', 'exec')); print(v)
import __future__; print(__future__.annotations.compiler_flag == 0x1000000, compile('from __future__ import annotations\ndef f(a: 1+1): pass', 's', 'exec').co_flags & 0x1000000 > 0)
for s in ('from __future__ import nope', 'x = 1\nfrom __future__ import annotations', '"doc"\nfrom __future__ import annotations\nx: y = 1', 'from __future__ import braces', 'from __future__ import *', 'from __future__ import division, generator_stop', 'def f():\n from __future__ import division'):
    attempt(lambda: compile(s, 's', 'exec').co_name)
a = compile('lambda: 1', 'f', 'eval'); b = compile('lambda: 1', 'f', 'eval'); print(a == b, hash(a) == hash(b), a != compile('lambda: 2', 'f', 'eval'), a.replace(co_filename='g') == a, compile('x', 'f', 'eval').co_names, compile('def f(a): b = a', 'f', 'exec').co_consts[0].co_varnames)
