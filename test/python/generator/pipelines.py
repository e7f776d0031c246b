# Generators at work: pipelines, infinite streams, batching, merging, coroutine-style consumers.
def numbers(n=0):
    while True: yield n; n += 1
def take(n, it):
    for _, x in zip(range(n), it): yield x
def primes():
    found = []
    for n in numbers(2):
        if all(n % p for p in found): found.append(n); yield n
print(list(take(10, primes())), list(take(3, (x * x for x in numbers(5)))))
def batch(it, n):
    b = []
    for x in it:
        b.append(x)
        if len(b) == n: yield b; b = []
    if b: yield b
print(list(batch('abcdefg', 3)), list(batch([], 2)))
def merge(a, b):
    a, b = iter(a), iter(b); x, y = next(a, None), next(b, None)
    while x is not None or y is not None:
        if y is None or x is not None and x <= y: yield x; x = next(a, None)
        else: yield y; y = next(b, None)
print(list(merge([1, 4, 6], [2, 3, 7, 9])))
def grep(pat, out):
    try:
        while True:
            line = yield
            if pat in line: out.append(line)
    finally: out.append('closed')
out = []; g = grep('py', out); next(g)
for l in ('python', 'java', 'happy'): g.send(l)
g.close(); print(out)
def averager():
    n = t = 0; avg = None
    while (v := (yield avg)) is not None: n += 1; t += v; avg = t / n
    return n, avg
a = averager(); next(a); print([a.send(v) for v in (10, 20, 60)])
try: a.send(None)
except StopIteration as e: print(e.value)
def walk(t, d=0):
    yield d, t[0]
    for c in t[1:]: yield from walk(c, d + 1)
print([f'{"." * d}{n}' for d, n in walk(('root', ('a', ('a1',)), ('b',)))])
def window(it, n):
    from collections import deque
    d = deque(maxlen=n)
    for x in it:
        d.append(x)
        if len(d) == n: yield tuple(d)
print(list(window(range(5), 3)), sum(1 for _ in window('abc', 5)))
def flat(x):
    for i in x:
        if isinstance(i, (list, tuple)): yield from flat(i)
        else: yield i
def fib(): a, b = 0, 1; yield from iter(lambda: None, None) if False else (); 
def fibs():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
print(list(flat([1, (2, [3, []]), 4])), list(take(12, fibs())), next(x for x in fibs() if x > 1000), list(zip(fibs(), 'abcd')), dict(zip('xyz', primes())), max(take(20, fibs())), [*take(2, take(5, numbers()))])
def rounds(): 
    r = yield 'ready'
    while r: r = yield r * 2
r = rounds(); print(next(r), r.send(1), r.send(5), next(r, 'stopped'))
