# The order in which objects die: locals, attributes, containers, temporaries.
class D:
    def __init__(self, n, *held): self.n, self.held = n, held
    def __del__(self): print('del', self.n, end='; ')
def end(): print('|')
def f(p):
    a = D('a'); b = D('b'); c = D('c')
    print('leaving', end=' ')
f(D('param')); end()
[D(1), D(2), D(3)]; end()
(D(1), D(2)); end()
x = {'p': D('v1'), 'q': D('v2')}; del x; end()
x = [D(i) for i in range(3)]; del x[1]; end(); x[0] = None; end(); x.clear(); end()
x = D('old'); x = D('new'); end(); x = None; end()
o = D('outer', D('inner', D('innermost'))); o = 0; end()
class Box: pass
b = Box(); b.one = D('one'); b.two = D('two'); b.three = D('three'); del b.two; end(); del b; end()
D('temp').n; end(); D('call').__init__('re-init'); end(); D('discarded'), D('tuple part'); end()
def args(*a, **k): print('in call', end=' '); return a
args(D('x'), D('y'), k=D('z')); end()
r = args(D('kept'), D('also')); print('held', end=' '); del r; end()
l = [D('sort2'), D('sort1')]; l.sort(key=lambda d: d.n); l.pop(0); end(); l = l * 2; del l; end()
s = {D('s')}; s.pop(); end(); t = (D('t1'), [D('t2')], {'k': D('t3')}); del t; end()
for i in range(2): loop = D(f'loop{i}')
end(); del loop; end()
for d in [D('it1'), D('it2')]: print('body', end=' ')
end(); del d; end()
print((lambda q: q.n)(D('lambda')), end=' '); end(); print([D('c1'), D('c2')][0].n, end=' '); end()
def ret(): v = D('returned'); w = D('dropped'); return v
v = ret(); end(); del v; end()
def gen():
    g = D('gen local'); yield 1; print('resumed', end=' ')
for _ in gen(): pass
end()
try:
    e = D('try local'); raise ValueError(D('exc arg'))
except ValueError: pass
end(); del e; end()
a = D('swap a'); c = D('swap c'); a, c = c, a; del a; end(); del c; end()
def outer():
    d = D('cell')
    def inner(): return d
    return inner
fn = outer(); print('closure alive', end=' '); del fn; end()
D('g') if D('cond') else None; end(); D('and') and 0; end(); x = D('or') or 1; end(); del x; end(); f'{D("fstring").n}'; end(); D('chain').n == D('chain2').n; end()
slots = type('S', (D,), {'__slots__': ('a', 'z')})('slots'); slots.z = D('z'); slots.a = D('a'); del slots; end()
print('exit:', end=' '); g1 = D('global 1'); g2 = D('global 2')
