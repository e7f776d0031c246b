# Digits of pi and e by integer arithmetic; long division and isqrt.
def pi_digits(n):
    q, r, t, k, m, x, out = 1, 0, 1, 1, 3, 3, []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m); q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return ''.join(map(str, out))
print(pi_digits(60))
one = 10 ** 60; e = term = one; n = 1
while term: term //= n; e += term; n += 1
print(str(e)[:55])
def isqrt(n):
    x = n
    while True:
        y = (x + n // x) // 2
        if y >= x: return x
        x = y
print(isqrt(2 * 10 ** 80), isqrt(10 ** 50) == 10 ** 25)
for a, b in ((10 ** 50, 3), (-10 ** 50, 7), (10 ** 50, -10 ** 20 - 1), (2 ** 200, 2 ** 100 - 1), (-2 ** 200 + 5, -2 ** 64)):
    q, r = divmod(a, b); print(q, r, q * b + r == a)
print((1 << 300) >> 297, (1 << 300) % 1000, (10 ** 40) ^ (10 ** 39), bin((1 << 70) | 1).count('1'), -(10 ** 30) >> 3, (-(2 ** 65)) & (2 ** 64 - 1), ~(2 ** 66))
print(int('1' * 50) * int('9' * 50), int('-' + '8' * 40) + int('8' * 40) + 1, 7 ** 77 % 10 ** 15, pow(7, 77777, 10 ** 30), hex(3 ** 80), oct(-5 ** 30), (3 ** 200).bit_length())
