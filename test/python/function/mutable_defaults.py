# Defaults are made once; rebinding, mutation, closures over loop variables, function attributes.
def add(x, to=[]): to.append(x); return to
print(add(1), add(2), add(3, []), add(4), add.__defaults__)
def safe(x, to=None): to = [] if to is None else to; to.append(x); return to
print(safe(1), safe(2))
x = 1
def early(v=x): return v
x = 2; print(early(), early(x))
fs = [lambda i=i: i * 10 for i in range(3)]; gs = [lambda: i * 10 for i in range(3)]; print([f() for f in fs], [g() for g in gs])
def counter(): counter.n = getattr(counter, 'n', 0) + 1; return counter.n
print(counter(), counter(), counter.n, vars(counter))
def rebind(l, d, n): l += [1]; l = l + [2]; d['k'] = 1; d = {}; n += 1; return l, d, n
a, b, c = [], {}, 5; print(rebind(a, b, c), a, b, c)
def swap(l, i, j): l[i], l[j] = l[j], l[i]
z = [1, 2, 3]; swap(z, 0, 2); print(z)
def outer():
    items = []
    def push(v): items.append(v); return len(items)
    def peek(): return items[-1] if items else None
    return push, peek
p, q = outer(); p('a'); p('b'); print(q(), outer()[1]())
def vararg(*a): a += (99,); return a
def kwarg(**k): k['new'] = 1; return k
orig = {'o': 1}; print(vararg(1), kwarg(**orig), orig)
def rec(n, acc=()): return acc if n == 0 else rec(n - 1, acc + (n,))
print(rec(4), (lambda f: f(f, 5))(lambda s, n: n and n + s(s, n - 1)), [*map(lambda x, y=2: x ** y, range(4))], (lambda: (lambda: (lambda: 'deep')())())())
def doc(): 'doc'; return doc.__doc__
def nodoc(): f'not a doc'; return nodoc.__doc__
print(doc(), nodoc(), (lambda: 0).__doc__); early.__defaults__ = (9,); print(early()); early.__kwdefaults__ = None; del add; 
try: add(1)
except NameError as e: print(e)
