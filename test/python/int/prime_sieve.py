# A sieve, gcd, modular powers and perfect numbers: everyday integer work.
def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0:2] = b'\0\0'
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]: flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, f in enumerate(flags) if f]
primes = sieve(200)
print(len(primes), primes[-5:], sum(primes))
def gcd(a, b):
    while b: a, b = b, a % b
    return a
print(gcd(1071, 462), gcd(-4, 6), gcd(0, 5))
def factor(n):
    out = {}
    for p in primes:
        while n % p == 0: out[p] = out.get(p, 0) + 1; n //= p
    if n > 1: out[n] = 1
    return out
print(factor(360), factor(97), factor(2 ** 20 * 3 ** 5), factor(10 ** 12 + 39))
def is_prime(n): return n > 1 and all(pow(a, n - 1, n) == 1 for a in (2, 3, 5, 7) if a < n)
print([n for n in range(60) if is_prime(n)] == primes[:17], is_prime(2 ** 61 - 1), is_prime(561))
print([n for n in range(1, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
def collatz(n):
    steps = 0
    while n != 1: n = n // 2 if n % 2 == 0 else 3 * n + 1; steps += 1
    return steps
print(max(range(1, 1000), key=collatz), collatz(27))
fib = [0, 1]
while len(fib) < 100: fib.append(fib[-1] + fib[-2])
print(fib[99], fib[50] % 10007, str(2 ** 521 - 1)[-10:], len(str(3 ** 1000)), sum(map(int, str(2 ** 1000))))
