# Closures in loops, comprehensions, classes, generators, and shared state.
def make():
    out = []
    for i in range(3):
        def f(): return i
        out.append(f)
    return out
print([f() for f in make()], [f() for f in [(lambda x: lambda: x)(i) for i in range(3)]])
def bank(balance):
    def deposit(n): nonlocal balance; balance += n; return balance
    def withdraw(n):
        nonlocal balance
        if n > balance: raise ValueError(f'only {balance}')
        balance -= n; return balance
    return {'d': deposit, 'w': withdraw, 'b': lambda: balance}
a, b = bank(10), bank(100); a['d'](5); b['w'](30); print(a['b'](), b['b']())
try: a['w'](99)
except ValueError as e: print(e)
def klass(v):
    class K:
        attr = v
        def get(self): return v
        def set(self, n): nonlocal v; v = n
        @staticmethod
        def st(): return v
        gen = (v for _ in 'ab')
        lst = [v for _ in 'ab']
    return K
k = klass('x')(); j = klass('y')(); k.set('z'); print(k.get(), k.attr, k.st(), list(k.gen), k.lst, j.get())
def gen():
    n = 0
    def bump(): nonlocal n; n += 1
    while n < 3: yield n, bump
for v, bump in gen(): print(v, end=' '); bump()
print()
def pipeline(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(pipeline(lambda x: x + 1, lambda x: x * 2, str)(5), pipeline()('same'))
def curry(f, n): return lambda *a: f(*a) if len(a) >= n else curry(lambda *b: f(*a, *b), n - len(a))
add3 = curry(lambda a, b, c: a + b + c, 3); print(add3(1)(2)(3), add3(1, 2)(3), add3(1)(2, 3))
def mutual():
    def even(n): return n == 0 or odd(n - 1)
    def odd(n): return n != 0 and even(n - 1)
    return even, odd
e, o = mutual(); print(e(10), o(10), e.__code__.co_freevars, e.__closure__[0].cell_contents is o)
def param_cell(x, y=lambda: 'default'):
    def show(): return x, y()
    x = x * 2; y = lambda: x + 1; return show
print(param_cell(5)(), param_cell.__code__.co_cellvars, (lambda x: [lambda: x, lambda v: (x := v)][0])(3)())
