# Context managers in practice: timing stacks, transactions, temporary state, locks by hand.
class Tx:
    def __init__(self, d): self.d = d
    def __enter__(self): self.saved = dict(self.d); return self.d
    def __exit__(self, t, v, tb):
        if t: self.d.clear(); self.d.update(self.saved)
        return t is ValueError
d = {'a': 1}
with Tx(d) as x: x['a'] = 2; x['b'] = 3
print(d)
with Tx(d) as x: x.clear(); raise ValueError
print(d)
try:
    with Tx(d) as x: x['c'] = 9; raise KeyError('k')
except KeyError as e: print(e, d)
class Indent:
    level = 0
    def __enter__(self): Indent.level += 1; return self
    def __exit__(self, *a): Indent.level -= 1
    def p(self, s): print('  ' * self.level + s)
with Indent() as i:
    i.p('one')
    with i: i.p('two'); i.p('still two')
    i.p('one again')
class Patch:
    def __init__(self, o, n, v): self.o, self.n, self.v = o, n, v
    def __enter__(self): self.old = getattr(self.o, self.n); setattr(self.o, self.n, self.v)
    def __exit__(self, *a): setattr(self.o, self.n, self.old)
class Conf: mode = 'prod'
with Patch(Conf, 'mode', 'test'): print(Conf.mode)
print(Conf.mode)
def work(n):
    with Indent(), Tx({}) as t:
        for k in range(n):
            if k == 2: return k, t
            t[k] = Indent.level
    return 'all', Indent.level
print(work(1), work(5), Indent.level)
managers = [Tx({}) for _ in range(3)]
with managers[0] as a, managers[1] as b, managers[2] as c: print(a is managers[0].d, a, b, c)
with (Tx({}) as p, Tx({'q': 1}) as (k)): print(p, k)
with open(__file__) as f, open(__file__) as g: print(f.readline() == g.readline(), f.closed)
print(f.closed, g.closed)
