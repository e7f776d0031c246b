# Binary operator dispatch: reflected methods, subclasses first, NotImplemented, in-place fallbacks.
log = []
def ops(name, result=lambda n, op: f'{n}.{op}'):
    d = {}
    for op in ('add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor'):
        d[f'__{op}__'] = lambda s, o, op=op: result(name, op)
        d[f'__r{op}__'] = lambda s, o, op=op: result(name, 'r' + op)
    return d
A = type('A', (), ops('A')); B = type('B', (), ops('B')); Sub = type('Sub', (A,), ops('Sub')); Plain = type('Plain', (A,), {}); N = type('N', (), ops('N', lambda n, op: (log.append(f'{n}.{op}'), NotImplemented)[1]))
a, b, s, p, n = A(), B(), Sub(), Plain(), N()
for op in '+ - * @ / // % ** << >> & | ^'.split():
    print(op, eval(f'a {op} b'), eval(f'1 {op} a'), eval(f'a {op} s'), eval(f's {op} a'), eval(f'a {op} p'), eval(f'p {op} a'), eval(f'n {op} a'))
    for src in (f'n {op} 1', f'1 {op} n', f'n {op} n', f'n {op}= 1', f'"s" {op} n', f'[] {op} n', f'None {op} None'):
        try:
            exec(src) if '=' in src else print(eval(src))
        except TypeError as e:
            print(src, '->', e)
print(log[:8], len(log))
class I:
    def __init__(self): self.v = []
    def __iadd__(self, o): self.v.append(o); return self
    def __isub__(self, o): return NotImplemented
    def __sub__(self, o): return 'plain sub'
    def __imul__(self, o): return 'replaced'
    def __ior__(self, o): return NotImplemented
    def __imatmul__(self, o): return None
i = j = I(); i += 1; i += 2; print(i is j, i.v); k = i; k -= 1; print(k); k = i; k *= 2; print(k); k = i; k @= 3; print(k)
for src in ('i |= 1', 'i /= 2', 'i **= 2', 'i //= None'):
    try:
        exec(src)
    except TypeError as e:
        print(src, '->', e)
class L:
    def __radd__(self, o): return ('radd', o)
    def __rmul__(self, o): return ('rmul', o)
    def __rmod__(self, o): return ('rmod', o)
    def __ror__(self, o): return ('ror', o)
print([1] + L(), (1,) + L(), {} | L(), {1} | L(), 5 * L(), 1.5 + L())
for f in (lambda: 'ab' % L(), lambda: 'a' + L(), lambda: [1] * L(), lambda: 'x' * L(), lambda: b'x' + L()):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Pow:
    def __pow__(self, e, m=None): return ('pow', e, m)
    def __rpow__(self, b, m=None): return ('rpow', b, m)
    def __ipow__(self, e): return ('ipow', e)
    __neg__ = None
q = Pow(); print(q ** 2, 2 ** q, pow(q, 2), pow(q, 2, 5)); q **= 4; print(q)
for f in (lambda: pow(2, Pow(), 5), lambda: -Pow(), lambda: Pow() @ 1, lambda: Pow() < 1):
    try:
        print(f())
    except TypeError as e:
        print(e)
