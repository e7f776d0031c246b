# Decimal contexts, traps, flags and formatting.
from decimal import *
D = Decimal
c = getcontext(); print(c.prec, c.rounding, c.Emin, c.Emax, c.capitals, c.clamp, sorted(t.__name__ for t, v in c.traps.items() if v))
with localcontext() as l: l.prec = 5; print(D(1) / 3, l.prec, +D('1.23456789'))
with localcontext(prec=3, rounding=ROUND_UP): print(D('1.2341') + 0, D(2) / 3)
print(getcontext().prec, D(1) / 7); x = Context(prec=4); print(x.divide(1, 3), x.create_decimal('1.234567'), x.add(D(1), D('0.00001')), x.sqrt(2), x)
c.clear_flags(); D(1) / 3; print([f.__name__ for f, v in c.flags.items() if v]); c.traps[DivisionByZero] = False; print(D(1) / 0, D(-1) / 0); c.traps[InvalidOperation] = False; print(D('abc'), D(0) / 0, D('-1').sqrt()); c.traps[InvalidOperation] = c.traps[DivisionByZero] = True
c.traps[Inexact] = True
try: D(1) / 3
except Inexact as e: print(type(e).__name__, e)
c.traps[Inexact] = False; c.traps[FloatOperation] = True
for f in (lambda: D(0.1), lambda: D(1) < 0.5, lambda: D(1) == 0.5):
    try: print(f())
    except FloatOperation as e: print('FloatOperation', e)
c.traps[FloatOperation] = False
setcontext(ExtendedContext); print(D(1) / 3, D(1) / 0); setcontext(BasicContext); print(D(2) / 3); setcontext(Context(prec=28)); s = Context(Emin=-5, Emax=5, prec=3, traps=[])
print(s.create_decimal('1e10'), s.create_decimal('1e-10'), s.multiply(D('1e3'), D('1e3')), DefaultContext.prec, MAX_PREC > 10 ** 9, s.is_subnormal(D('1e-6')), s.Etiny(), s.Etop())
v = D('1234567.891')
for spec in ('', 'f', '.2f', ',.1f', 'e', '.3e', 'g', '.4g', '%', '.1%', '>15', '015', '+', ' ', '*^15', 'n', '.0f', '_.2f', 'E', 'z.1f', '<12.3f', '=+12.1f', ',', '.10', '#.0f'):
    try: print(repr(spec), format(v, spec), format(D('-0.005'), spec), format(D('inf'), spec))
    except ValueError as e: print(repr(spec), e)
for f in (lambda: format(v, 'd'), lambda: format(v, 'x'), lambda: format(v, '.'), lambda: Context(prec=0), lambda: Context(rounding='x'), lambda: Context(traps=[5]), lambda: setattr(c, 'prec', -1), lambda: setattr(c, 'nope', 1), lambda: setcontext(5), lambda: localcontext(bad=1), lambda: Context(Emin=1), lambda: c.divide(1), lambda: c.add('1', 2), lambda: c.create_decimal([])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Sub(Decimal): pass
print(type(Sub('1') + 1).__name__, repr(Sub('1.5')), Sub('1').__reduce__()[0].__name__, '%s %r %.1f %d' % (v, D('1.0'), v, v), f'{v:.2f} {v!s}', str(D('1E+2')), [str(D(1).scaleb(n)) for n in (-8, -6, 0, 3)])
