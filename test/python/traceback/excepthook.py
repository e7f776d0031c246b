# sys.excepthook replaced, and failing itself.
import sys
def hook(t, v, tb):
    print('hook', t.__name__, v, tb.tb_lineno, tb.tb_next.tb_frame.f_code.co_name)
    print(v.__context__, sys.exc_info(), sys.last_exc if hasattr(sys, 'last_exc') else 'no last')
    raise ValueError('in the hook')
sys.excepthook = hook
def f(): raise KeyError('original')
f()
