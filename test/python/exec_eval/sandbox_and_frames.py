# exec with custom mappings, frames of executed code, locals in functions and classes.
import sys, types
class Track(dict):
    def __init__(self): self.log = []
    def __getitem__(self, k): self.log.append('get ' + k); return super().__getitem__(k)
    def __setitem__(self, k, v): self.log.append('set ' + k); super().__setitem__(k, v)
    def __delitem__(self, k): self.log.append('del ' + k); super().__delitem__(k)
t = Track(); exec('a = 1\nb = a + 1\ndel a\nprint(b, len("x"))', {}, t); print(t.log)
exec('class C:\n    x = 1\n    def f(self): return x\ntry: C().f()\nexcept NameError as e: print(e)', {}, {})
exec('import sys\nprint(sys._getframe().f_code.co_name, sys._getframe().f_code.co_filename, sys._getframe().f_back.f_code.co_name)')
def f():
    x = 1
    fr = sys._getframe(); print(fr.f_locals['x'], sorted(fr.f_locals)); fr.f_locals['x'] = 5; print(x, fr.f_lineno > 0, fr.f_code is f.__code__, fr.f_globals is globals())
    fr.f_locals['new'] = 9; print('new' in fr.f_locals, 'new' in locals(), type(fr.f_locals).__name__, len(fr.f_locals))
    for g in (lambda: fr.f_locals['nope'], lambda: fr.f_locals.pop('x'), lambda: fr.f_locals.clear(), lambda: fr.f_locals.__delitem__('x')):
        try: print(g())
        except Exception as e: print(type(e).__name__, e)
f()
def g(a):
    l1 = locals(); a = 2; b = 3; l2 = locals(); l1['zz'] = 1; return l1, l2
print(g(1))
class K:
    locals()['dyn'] = 5; here = sorted(k for k in locals() if k[:1] != '_')
print(K.dyn, K.here); print(eval('[locals().get("q"), q]', {}, {'q': 1}), eval('(lambda: sorted(locals()))()'), [sorted(locals()) for v in 'a'][0][:0])
code = compile('x + y', 'expr', 'eval'); print(eval(code, {'x': 1, 'y': 2}), code.co_names, eval(code.replace(co_names=('y', 'x')), {'x': 'X', 'y': 'Y'})) if False else print(eval(code, {'x': 1, 'y': 2}), code.co_names)
m = types.ModuleType('m'); exec('v = 1\ndef inc(): global v; v += 1; return v', m.__dict__); print(m.inc(), m.v, m.inc.__module__, m.inc.__globals__ is m.__dict__)
