# Return paths, recursion, lambdas, inner functions, try/finally returns.
def noreturn(): pass
def bare(): return
def multi(): return 1, *[2, 3]
print(noreturn(), bare(), multi())
def fin(mode):
    try:
        if mode == 'return': return 'try'
        if mode == 'raise': raise ValueError('x')
        if mode == 'loop':
            for i in range(3):
                try:
                    if i == 1: return f'from loop {i}'
                    continue
                finally:
                    print('cleanup', i, end=' ')
    except ValueError:
        return 'except'
    else:
        return 'else'
    finally:
        print('finally', mode, end=' -> ')
for m in ('return', 'raise', 'loop', 'none'): print(fin(m))
def override():
    try:
        return 'lost'
    finally:
        return 'finally wins'
def swallow():
    while True:
        try:
            raise KeyError
        finally:
            break
    return 'exception lost'
def value():
    x = 1
    try:
        return x
    finally:
        x = 2
print(override(), swallow(), value())
def nested():
    r = []
    for i in range(3):
        try:
            try:
                if i == 0: continue
                if i == 1: raise ValueError
            finally:
                r.append(('f', i))
        except ValueError:
            r.append(('e', i))
        else:
            r.append(('else', i))
    else:
        r.append('for else')
    return r
print(nested())
def fact(n): return 1 if n < 2 else n * fact(n - 1)
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(fact(30), ack(2, 3), even(100), odd(7), (lambda f: f(f, 10))(lambda f, n: 1 if n < 2 else n * f(f, n - 1)))
def hanoi(n, a='A', b='B', c='C'): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
compose = lambda *fs: lambda x: x if not fs else compose(*fs[:-1])(fs[-1](x))
print(hanoi(8), compose(str, lambda x: x + 1, int)('41'), (lambda *a, **k: (a, k))(1, b=2), (lambda x, y=lambda: 5: x + y())(1), (lambda: (yield))().__class__.__name__)
def flatten(x): return [z for y in x for z in (flatten(y) if isinstance(y, list) else [y])]
print(flatten([1, [2, [3, [4, []]]], 5]))
def fib(n, memo={0: 0, 1: 1}):
    if n not in memo: memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(90), len(fib.__defaults__[0]))
def conditional(flag):
    if flag:
        def f(): return 'one'
    else:
        def f(): return 'two'
    return f
print(conditional(1)(), conditional(0)(), conditional(1) is conditional(1), conditional(1).__code__ is conditional(1).__code__)
