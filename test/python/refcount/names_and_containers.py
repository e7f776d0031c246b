# sys.getrefcount as names and containers come and go.
import sys
R = sys.getrefcount
class A: pass
a = A(); print('named', R(a)); b = a; print('two names', R(a)); del b; print('one again', R(a))
l = [a] * 5; print('list of five', R(a)); l.pop(); print(R(a)); del l[1:3]; print(R(a)); l.clear(); print(R(a))
d = {'k': a, a: 'v'}; print('dict value and key', R(a)); d['k'] = None; print(R(a)); d.clear(); print(R(a))
s = {a}; t = (a, a); print('set and tuple', R(a)); f = frozenset([a]); print(R(a)); del s, t, f; print(R(a))
o = A(); o.x = a; print('attribute', R(a)); o.x = 1; print(R(a)); o.__dict__['y'] = a; print(R(a)); del o; print(R(a))
def fn(v, *args, **kw): return R(v), R(args[0]) if args else None
print('argument', fn(a), fn(a, a), fn(v=a), fn(*[a]), fn(A()))
def default(v=a): return R(v)
print('default', default(), R(a)); del default; print(R(a))
c = (lambda x: lambda: x)(a); print('closure', R(a)); del c; print(R(a))
g = (x for x in [a]); print('generator source', R(a)); next(g); print('inside generator', R(a)); del g; print(R(a))
it = iter([a, a]); print('iterator', R(a)); next(it); print(R(a)); list(it); print('exhausted', R(a))
m = map(lambda x: x, [a]); z = zip([a], [a]); e = enumerate([a]); print('lazy', R(a)); p = next(z); q = next(e); print('result tuples', R(a)); del p, q, m, z, e; print(R(a))
x, y = a, a; print('unpack', R(a)); x, y = y, x; del x, y; print(R(a))
print('conditional', R(a if a else None), R([a][0]), R((a,)[0]), R({'k': a}['k']), R(a and a), R(None or a))
import functools; pt = functools.partial(fn, a); print('partial', R(a)); del pt; bm = a.__init__; print('bound slot wrapper', R(a)); del bm; print(R(a))
copy = l[:] if l else [a][:]; cc = copy + copy; print('copies', R(a)); del copy, cc
ns = {}; exec('h = v', {'v': a}, ns); print('exec', R(a)); del ns; print('final', R(a))
try: raise ValueError(a)
except ValueError as err: print('exception args', R(a)); saved = err
print('saved exception', R(a)); del saved; print(R(a))
