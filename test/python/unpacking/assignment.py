# Tuple, starred, nested and attribute targets; order of evaluation; errors.
a, b = 1, 2; (c), [d, e] = 'c', 'de'; a, b = b, a; print(a, b, c, d, e)
first, *mid, last = range(6); *init, tail = 'abc'; head, *rest = [1]; [*all_] = 'xy'; *x, = (1, 2); print(first, mid, last, init, tail, head, rest, all_, x)
(p, (q, *r)), s = (1, (2, 3, 4)), 5; [(t, u), v] = [(1, 2), 3]; print(p, q, r, s, t, u, v)
m = n = o = []; m.append(1); print(n, o is m)
class T: pass
obj = T(); arr = [0, 0, 0]; dic = {}
obj.x, arr[1], dic['k'], *obj.rest = 1, 2, 3, 4, 5; print(obj.x, arr, dic, obj.rest)
i = 0; i, arr[i] = 2, 'idx'; print(i, arr)
log = []
class L:
    def __init__(self, n): self.n = n
    def __getitem__(self, k): log.append(f'get {self.n}[{k}]'); return L(k)
    def __setitem__(self, k, v): log.append(f'set {self.n}[{k}]={v}')
    def __setattr__(self, k, v):
        if k != 'n': log.append(f'attr {self.n}.{k}={v}')
        object.__setattr__(self, k, v)
def ev(x): log.append(f'ev {x}'); return x
l = L('l')
l[ev('i')], l[ev('j')][ev('k')], l.a = ev(1), ev(2), ev(3); print(log); log.clear()
l[ev(1)] = l[ev(2)] = l.b = ev('v'); print(log); log.clear()
for src in ['a, b = 1, 2, 3', 'a, b = 1,', 'a, *b, c = [1]', 'a, b = 5', 'a, b = None', 'a, (b, c) = 1, 2', 'a, (b, c) = 1, [2]', '*a, *b = 1', '*a = [1]', 'a, b = {}', "a, b = 'abc'", 'a, b = {1: 2, 3: 4}; print(a, b)', '[] = ()', '() = [1]', '[a, b] = iter("xy"); print(a, b)', 'a, b = (i for i in range(9))', 'a, b, *c = range(10 ** 3); print(len(c))', 'x, y = y0, x0', 'a = *b, = "hi"; print(a, b)', 'for a, *b in [(1, 2, 3)]: print(a, b)', '(a, b), c = "ab", "c"; print(a, b, c)', 'a, b = b, a = 1, 2; print(a, b)', '(*a, b), c = "xyz", 1; print(a)', 'print(*[1], *(2,), *{3: 4}, sep="-")', 'x = *range(3), *"a"; print(x)', 'print([*range(2), *[]], {*"a", 1} == {"a", 1}, {**{1: 2}, **{3: 4}})']:
    try:
        exec(src)
    except Exception as e:
        print(src, '->', type(e).__name__, e)
class Bad:
    def __iter__(self): yield 1; raise RuntimeError('midway')
try:
    a, b = Bad()
except RuntimeError as e:
    print(e)
def ret(): return 1, *[2, 3]
def gen(): yield 1, *[2]
print(ret(), next(gen()), dict(**{'a': 1}, b=2), [*ret(), *gen()])
