# Shadowing and patching built-ins, __builtins__, globals() writes.
import builtins
def show(): return str(5)
print(show()); str = lambda x: f'fake {x}'; print(show()); del str; print(show())
builtins.extra = 'from builtins'; print(extra); del builtins.extra
try: extra
except NameError as e: print(e)
old = builtins.len; builtins.len = lambda x: 42; print(len([])); builtins.len = old; print(len([]))
globals()['made'] = 7; print(made, 'made' in globals()); del globals()['made']
try: made
except NameError as e: print(e)
def f(print=print, len=len): return len('abc')
print(f(), f(len=lambda x: 'param'))
def g():
    list = 5; dict = 6
    return list + dict, [x for x in range(2)]
print(g())
def h():
    try: print(max)
    except UnboundLocalError as e: return builtins.str(e)
    max = 1
print(h())
class int(int): pass
print(int('5'), type(int(5)).__name__, type(5) is int, isinstance(5, int)); del int; print(type(5) is int)
import sys; print(__builtins__ is builtins, sys.modules['builtins'] is builtins, builtins.__name__, 'print' in dir(builtins), eval('len', {'__builtins__': {'len': 'custom'}}))
ns = {}; exec('x = len("abc")', ns); print(ns['x'], ns['__builtins__'] is builtins.__dict__ or ns['__builtins__'] is builtins)
def locs(a): b = a; del a; return locals()
print(locs(1)); print(sorted(vars().keys() & {'f', 'g', 'old'})); True_ = True; print(True_ is True, None is not False, ... is Ellipsis, __debug__, NotImplemented)
for k in ('None', 'True', '__debug__'):
    try: exec(f'{k} = 1')
    except SyntaxError as e: print(e.msg)
globals()['True'] = 'no effect'; print(True, globals()['True']); builtins.None_ = 1; print(None_)
