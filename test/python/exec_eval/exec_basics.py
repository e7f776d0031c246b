# exec: namespaces, locals, builtins, code objects, closures.
g = {}
exec('x = 1\ndef f(): return x\ny = f()', g); print(g['y'], sorted(k for k in g), '__builtins__' in g)
l = {}; exec('a = 1; b = x + 1', g, l); print(l, 'a' in g)
class NS(dict):
    def __missing__(self, k): return f'<{k}>'
    def __setitem__(self, k, v): print('store', k, v); super().__setitem__(k, v)
exec('v = unknown; del v', {}, NS())
def local():
    z = 5
    exec('z = 6; w = 7')
    return z, 'w' in locals(), eval('z + 1'), eval('z', {'z': 'global z'}), eval('z', {}, {'z': 'local z'})
print(local())
exec(compile('q = __name__', 'f', 'exec')); print(q, eval(compile('q', 'f', 'eval')), exec('1 + 1'), eval('exec("q2 = 5")'), q2)
class C: exec('attr = 5; print(sorted(k for k in locals() if k[0] != "_"))')
print(C.attr)
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
def closure(): v = 1; return lambda: v
for f in (lambda: exec(5), lambda: exec(None), lambda: exec('x', 5), lambda: exec('x', {}, 5), lambda: eval('x = 1'), lambda: eval(''), lambda: eval('  1 + 1'), lambda: eval('1\n'), lambda: eval('1 2'), lambda: eval(b'1 + 1'), lambda: eval(b'\xff'), lambda: eval('\x00'), lambda: exec('a\x00b'), lambda: exec(closure().__code__), lambda: eval((lambda: 5).__code__), lambda: exec(), lambda: exec('pass', None, None), lambda: eval('len', {'__builtins__': {}}), lambda: eval('len([1])', {'__builtins__': {'len': lambda x: 'fake'}}), lambda: eval('undefined', {}), lambda: exec('import sys', {'__builtins__': {}}), lambda: exec('class A: pass', {'__builtins__': {}}), lambda: eval('(lambda: x)()', {'x': 1}, {'x': 2}), lambda: eval('[x for _ in "a"]', {'x': 1}, {'x': 2}), lambda: eval('[v for v in (1, 2) if v > n]', {}, {'n': 1}), lambda: exec('def f(): return nn\nf()', {}, {'nn': 1}), lambda: exec('return 1'), lambda: exec('yield 1'), lambda: exec('await x'), lambda: exec('nonlocal x'), lambda: exec('global gx; gx = 3', h := {}) or h['gx'], lambda: exec('break'), lambda: eval('x', globals={'x': 'kw'}), lambda: exec('x=1', globals={}, locals=(d := {})) or d, lambda: exec(closure().__code__, closure=closure().__closure__), lambda: exec('1', closure=()), lambda: eval('lambda: (yield)')().__class__.__name__, lambda: eval('__import__("math").pi'), lambda: eval('\n\n1'), lambda: eval('# c\n1'), lambda: eval('(1,\n2)'), lambda: eval(' \t1')):
    attempt(f)
