# symtable: scopes, flags of names, children.
import symtable as s
src = 'import os\nx = 1\ndef f(a, *b, k=1):\n    global g\n    l = a\n    def h():\n        nonlocal l\n        l = x\n        return a, print\n    return h\nclass C:\n    y = [i for i in z]\n    def m(self): return __class__\n'
def show(t, d=0):
    print(' ' * d, t.get_type(), t.get_name(), t.get_lineno(), t.is_nested(), t.is_optimized(), [(n.get_name(), ''.join(c for c, v in zip('plgnfiras', (n.is_parameter(), n.is_local(), n.is_global(), n.is_nonlocal(), n.is_free(), n.is_imported(), n.is_referenced(), n.is_assigned(), n.is_namespace())) if v)) for n in sorted(t.get_symbols(), key=lambda n: n.get_name())])
    for c in t.get_children(): show(c, d + 1)
t = s.symtable(src, 'f', 'exec'); show(t); f = t.lookup('f').get_namespace(); print(f.get_parameters(), sorted(f.get_locals()), f.get_globals(), f.get_frees(), f.get_nonlocals(), [c for c in t.get_children() if c.get_type() == 'class'][0].get_methods() if False else '')
for g in (lambda: t.lookup('no'), lambda: s.symtable('x =', 'f', 'exec'), lambda: s.symtable('1', 'f', 'bad')):
    try: g()
    except Exception as e: print(type(e).__name__, e)
