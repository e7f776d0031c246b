# cmath: polar form, roots, logs, branch cuts, special values.
import cmath as c, math
z = 3 + 4j
print(c.phase(z), c.polar(z), c.rect(2, math.pi / 2), abs(z), c.sqrt(-1), c.sqrt(z), c.exp(1j * math.pi), c.log(z), c.log(-1), c.log(z, 10), c.log10(z), c.sin(z), c.cos(1j), c.tan(1 + 1j), c.asin(2), c.acos(2), c.atan(1j / 2), c.sinh(z), c.cosh(z), c.tanh(1j), c.asinh(2j), c.acosh(-2), c.atanh(2))
print(c.isfinite(z), c.isinf(complex('inf')), c.isnan(complex('nan')), c.isclose(1 + 1e-12j, 1), c.inf, c.infj, c.nanj, c.pi, c.tau, c.sqrt(complex(-1, -0.0)), c.sqrt(complex(-1, 0.0)), c.phase(-1), c.phase(complex(-1, -0.0)), c.log(complex(-1, -0.0)))
for f in (lambda: c.log(0), lambda: c.log(1, 0), lambda: c.exp(1000), lambda: c.atanh(1), lambda: c.rect(math.inf, math.nan), lambda: c.sqrt('a'), lambda: c.sqrt(), lambda: c.exp(complex('inf')), lambda: c.cosh(1000), lambda: c.polar(5), lambda: c.polar('a'), lambda: c.isclose(1, 2, abs_tol=-1), lambda: c.atan(1j), lambda: c.sin(complex('inf')), lambda: c.log(complex('-inf')), lambda: c.sqrt(complex('inf+nanj')), lambda: c.tan(complex(0, 1000)), lambda: c.rect(1, math.inf), lambda: c.rect(0, math.inf), lambda: c.phase(0), lambda: c.phase(complex('nan'))):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
