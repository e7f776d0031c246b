# Tracebacks keep frames and their locals alive until the exception goes.
import sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, end='; ')
def raiser():
    local = D('local'); raise ValueError('x')
def end(s=''): print('|', s)
try: raiser()
except ValueError: print('handling', end=' ')
end('after handler')
try: raiser()
except ValueError as e: saved = e
end('saved'); print(saved.__traceback__.tb_next.tb_frame.f_locals['local'].n, end=' '); saved.__traceback__ = None; end('traceback dropped')
try: raiser()
except ValueError as e: saved = e
saved = None; end('exception dropped')
def handler():
    mine = D('handler local')
    try: raiser()
    except ValueError as e: return e
x = handler(); end('returned exception'); x.__traceback__.tb_frame.clear() if x.__traceback__ else None; end('outer cleared'); x.__traceback__.tb_next.tb_frame.clear(); end('inner cleared'); del x
def swallow():
    try: raiser()
    except ValueError: pass
    print('still inside', end=' ')
swallow(); end()
def chain():
    try: raiser()
    except ValueError as e: raise KeyError('second')
try: chain()
except KeyError as k: print(repr(k.__context__), end=' '); k.__context__ = None; end('context cut')
end('chain gone')
def rethrow():
    own = D('rethrow local')
    try: raiser()
    except ValueError: raise
try: rethrow()
except ValueError: pass
end()
def fin():
    try: raiser()
    finally: print('finally', end=' ')
try: fin()
except ValueError: end('in except')
end('out')
def cyc():
    d = D('in cycle')
    try: raise ValueError
    except ValueError as e: keep = e
cyc(); end('cycle'); import gc; gc.collect(); end('collected')
def loop():
    for i in range(2):
        try: v = D(i); raise KeyError(i)
        except KeyError: continue
loop(); end('loop'); 
try: [D('partial'), 1 / 0]
except ZeroDivisionError: end('list never built')
try: print(D('arg'), 1 / 0)
except ZeroDivisionError: end('call never made')
try: {'k': D('v'), 'z': undefined}
except NameError: end('dict never built')
def g(a, b): return a / b
try: g(D('numerator'), 2)
except TypeError as t: end('type error'); print(sys.getrefcount(t), end=' ')
end('done')
