# A matrix and a polynomial class using most operators.
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __repr__(self): return f'Matrix({self.rows})'
    def __getitem__(self, k): return self.rows[k[0]][k[1]] if isinstance(k, tuple) else self.rows[k]
    def __setitem__(self, k, v): i, j = k; self.rows[i][j] = v
    def __eq__(self, o): return isinstance(o, Matrix) and self.rows == o.rows
    def __add__(self, o): return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)) if isinstance(o, Matrix) else NotImplemented
    def __mul__(self, k): return Matrix([a * k for a in r] for r in self.rows) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __matmul__(self, o): return Matrix([sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows)
    def __neg__(self): return self * -1
    def __pow__(self, n): return self if n == 1 else self @ self ** (n - 1)
    def __invert__(self): return Matrix(zip(*self.rows))
    def __iter__(self): return (x for r in self.rows for x in r)
    def __len__(self): return len(self.rows)
    def __contains__(self, x): return any(x in r for r in self.rows)
    def __bool__(self): return any(self)
    def __imul__(self, k): self.rows = (self * k).rows; return self
    def __abs__(self): return self[0, 0] * self[1, 1] - self[0, 1] * self[1, 0]
m = Matrix([[1, 2], [3, 4]]); n = m; n *= 2
print(m, n is m, m + m, 3 * m, m @ ~m, -m, Matrix([[1, 1], [1, 0]]) ** 10, m[1, 0], m[0], list(m), len(m), 8 in m, bool(Matrix([[0]])), abs(m), m == Matrix([[2, 4], [6, 8]]), sum(m), max(m)); m[0, 0] = 9; print(m)
for f in (lambda: m + 1, lambda: m * 'x', lambda: 'x' * m, lambda: m - m, lambda: m < m, lambda: {m}, lambda: m @ 5, lambda: m['a']):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Poly:
    def __init__(self, *c): self.c = c
    def __call__(self, x): return sum(k * x ** i for i, k in enumerate(self.c))
    def __str__(self): return ' + '.join(f'{k}x^{i}' if i else f'{k}' for i, k in enumerate(self.c) if k) or '0'
    def __add__(self, o):
        from itertools import zip_longest
        return Poly(*(a + b for a, b in zip_longest(self.c, o.c, fillvalue=0)))
    def __mul__(self, o):
        r = [0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c): r[i + j] += a * b
        return Poly(*r)
    def __divmod__(self, k): return Poly(*(a // k for a in self.c)), Poly(*(a % k for a in self.c))
    def __round__(self, n=0): return Poly(*(round(a, n) for a in self.c))
    def __format__(self, s): return f'P<{str(self)}>{s}'
p, q = Poly(1, 2), Poly(0, 1, 3); print(p, q, p + q, p * q, (p * q)(2), f'{p:!}', *map(str, divmod(Poly(5, 7), 2)), round(Poly(1.26, 2.34), 1), Poly())
