# Proxies: forwarding of operations, dead proxies, equality and hashing.
import weakref
class N:
    def __init__(self, v): self.v = v
    def __add__(self, o): return ('add', self.v, getattr(o, 'v', o))
    def __radd__(self, o): return ('radd', o)
    def __iadd__(self, o): self.v += o; return self
    def __len__(self): return self.v
    def __getitem__(self, k): return k * 2
    def __setitem__(self, k, v): self.v = (k, v)
    def __contains__(self, x): return x == self.v
    def __iter__(self): return iter([1, 2])
    def __call__(self, *a): return a
    def __str__(self): return 'str of N'
    def __repr__(self): return 'repr of N'
    def __bool__(self): return False
    def __eq__(self, o): return 'eq'
    def __lt__(self, o): return 'lt'
    def __hash__(self): return 1
    def __neg__(self): return 'neg'
    def __int__(self): return 3
    def __index__(self): return 2
    def __float__(self): return 1.5
    def __enter__(self): return 'entered'
    def __exit__(self, *a): print('exit', end=' ')
    def __next__(self): return 'next'
    def __bytes__(self): return b'b'
    def __reversed__(self): return 'rev'
    def method(self): return self
n = N(5); p = weakref.proxy(n)
def attempt(src):
    try: print(src, '->', eval(src) if '=' not in src.replace('==', '') else exec(src, globals()))
    except Exception as e: print(src, '->', type(e).__name__, e)
S = ['p.v', 'p + 1', '1 + p', 'p + p', 'len(p)', 'p["a"]', '5 in p', 'list(p)', 'p(1, 2)', 'str(p)', 'bool(p)', 'p == 1', 'p < 1', '-p', 'int(p)', '[1, 2, 3][p]', 'float(p)', 'next(p)', 'bytes(p)', 'reversed(p)', 'p.method() is n', 'type(p).__name__', 'p.__class__.__name__', 'isinstance(p, N)', 'p is n', 'hash(p)', '{p: 1}', 'p.x = 5', 'p.x', 'del_x', 'p[1] = 2', 'p.v', 'p += (1,)', 'p.v', 'p * 2', 'p.nope', 'callable(p)', 'dir(p) == dir(n)', 'p.__dict__', 'not p', 'p @ 1', 'f"{p}"', 'weakref.getweakrefcount(n)', 'p is weakref.proxy(n)']
for s in S: attempt(s)
p = weakref.proxy(n)
try:
    with p as w: print(w)
except TypeError as e: print(e)
q = weakref.proxy(lambda: 1); c = weakref.proxy(N); print(type(c).__name__); attempt('c(3).v')
class Plain: pass
o = Plain(); pp = weakref.proxy(o); print(type(pp).__name__, repr(pp).split(' at ')[0]); attempt('pp()'); attempt('iter(pp)'); attempt('len(pp)'); attempt('pp[0]'); attempt('next(pp)')
del n
for s in ('p.v', 'p + 1', 'len(p)', 'str(p)', 'bool(p)', 'p == 1', 'p()', 'list(p)', 'p.x = 1', 'repr(p)[:12]', 'type(p).__name__', 'isinstance(p, N)', 'weakref.proxy(p)', 'p is p', 'q()'): attempt(s)
