"""Records what CPython 3.13's _decimal answers: `python3.13 decimal-cases.py N SEED [hard]`.

Prints JSON: a list of [operation, [prec, Emax, Emin, rounding, clamp], operands, answer, flags].
Values are their str(); flags is a mask of the eight signals in the order of SIGNALS. With an
argument after SEED also the operands are large and the functions slow.
"""
import json
import random
import sys
import _decimal as d

SIGNALS = [d.Clamped, d.InvalidOperation, d.DivisionByZero, d.Inexact, d.Rounded, d.Subnormal,
           d.Overflow, d.Underflow]
ROUNDINGS = [d.ROUND_UP, d.ROUND_DOWN, d.ROUND_CEILING, d.ROUND_FLOOR, d.ROUND_HALF_UP,
             d.ROUND_HALF_DOWN, d.ROUND_HALF_EVEN, d.ROUND_05UP]
TWO = ['add', 'subtract', 'multiply', 'divide', 'divide_int', 'remainder', 'divmod',
       'remainder_near', 'compare', 'compare_signal', 'compare_total', 'compare_total_mag', 'max',
       'min', 'max_mag', 'min_mag', 'quantize', 'same_quantum', 'next_toward', 'copy_sign']
COUNT = ['scaleb', 'shift', 'rotate']
ONE = ['plus', 'minus', 'abs', 'normalize', 'to_integral_value', 'to_integral_exact', 'next_minus',
       'next_plus', 'logb', 'number_class', 'is_normal', 'is_subnormal', 'sqrt', 'to_sci_string',
       'to_eng_string', 'create_decimal', 'copy_abs', 'copy_negate']
LOGIC = ['logical_and', 'logical_or', 'logical_xor']
SLOW = ['exp', 'ln', 'log10']
OTHER = ['fma', 'power', 'powmod', 'logical_invert', 'hash', 'ratio', 'float', 'int', 'format']


def digits(r, n):
    return ''.join(r.choice('0123456789999000555') for _ in range(n))


def value(r, hard):
    k = r.random()
    sign = r.choice(['', '', '-'])
    if k < 0.05:
        return sign + r.choice(['Infinity', 'NaN', 'sNaN', 'NaN' + digits(r, 3),
                                'sNaN' + digits(r, r.choice([1, 5, 20]))])
    if k < 0.12:
        return sign + '0E' + str(r.randint(-30, 30))
    if k < 0.5:
        a = digits(r, r.randint(1, 6))
        b = digits(r, r.randint(0, 4))
        return sign + a + ('.' + b if b else '')
    n = r.choice([1, 2, 5, 9, 15, 16, 17, 28, 29, 40] + ([120] if hard else []))
    e = r.choice([r.randint(-5, 5), r.randint(-40, 40), r.randint(-420, 420), -n, 1 - n])
    return sign + digits(r, n) + 'E' + str(e)


def near(r, v):
    """Something close to v, so that equality and cancellation happen."""
    if r.random() < 0.5 or not d.Decimal(v).is_finite():
        return v
    c = d.Context(prec=60)
    x = d.Decimal(v)
    return str(c.add(x, c.scaleb(d.Decimal(r.choice([1, -1, 5])), x.adjusted() - r.randint(0, 30))))


def context(r, hard):
    prec = r.choice([1, 2, 3, 5, 7, 9, 15, 16, 17, 28, 28, 28, 34, 50] + ([150] if hard else []))
    emax = r.choice([1, 9, 50, 384, 999999, 999999, 999999999, 9 * 10 ** 15])
    emin = r.choice([0, -1, -9, -383, -999999, -999999, -9 * 10 ** 15])
    return [prec, emax, emin, r.randrange(8), int(r.random() < 0.2)]


def make(parts):
    prec, emax, emin, rounding, clamp = parts
    return d.Context(prec=prec, Emax=emax, Emin=emin, rounding=ROUNDINGS[rounding], clamp=clamp,
                     traps=[], capitals=1)


SPECS = ['', 'f', 'e', 'g', 'E', 'G', '%', '.2f', '.0f', '.3e', '.0e', '.4g', '.0g', '.1%', ',',
         ',.2f', '010', '010,', '015,.2f', '+.2f', ' .2f', '<12', '>12', '^12', '=+12', '*^15.3f',
         'é<10', 'z.1f', 'z', '+z.0f', '020', '-08.1e', '012,.1%', '.15f', '08', '<08', 'x', '_',
         ',n', '.2', '5', 'F', '.3F', 'n', '.5n', '0', '0f', '00', '3,', 'zf', '.20g']


def run(c, op, args):
    v = [d.Decimal(a) for a in args]
    if op == 'power':
        return str(c.power(*v))
    if op == 'powmod':
        return str(c.power(*v))
    if op == 'hash':
        return str(hash(v[0])) if v[0].is_finite() or v[0].is_infinite() else None
    if op == 'ratio':
        return [str(x) for x in v[0].as_integer_ratio()] if v[0].is_finite() else None
    if op == 'int':
        return str(int(v[0])) if v[0].is_finite() and v[0].adjusted() < 1000 else None
    if op == 'float':
        return str(d.Decimal(float(args[0])))
    if op == 'divmod':
        return [str(x) for x in c.divmod(*v)]
    if op == 'same_quantum':
        return v[0].same_quantum(v[1])
    r = getattr(c, op)(*v)
    return r if isinstance(r, (str, bool)) else str(r)


def formatted(c, v, spec):
    d.setcontext(c)
    try:
        return format(d.Decimal(v), spec)
    except ValueError:
        return None


def cases(n, seed, hard):
    r = random.Random(seed)
    ops = TWO * 4 + COUNT * 2 + ONE * 3 + LOGIC + (SLOW + ['power']) * 3 + OTHER * 2
    for _ in range(n):
        op = r.choice(ops)
        parts = context(r, hard)
        c = make(parts)
        a = value(r, hard)
        if op in TWO or op == 'power':
            args = [a, near(r, a) if r.random() < 0.2 else value(r, hard)]
            if op == 'quantize' and r.random() < 0.6:
                args[1] = '1E%d' % r.randint(-10, 5)
            if op == 'power' and r.random() < 0.7:
                args[1] = r.choice([str(r.randint(-30, 30)), '0.5', '-0.5', '1.5', '2', '1E1',
                                    str(r.randint(-10 ** 6, 10 ** 6)), '0.333'])
                args[0] = r.choice(['1', '1.00', '-1', '-1.0', '0.999', '1.0001', args[0], args[0],
                                    args[0], '2', '10', '0.1', '-3'])
        elif op in COUNT:
            args = [a, r.choice([str(r.randint(-60, 60)), '1E1', '2.0', '1.5', value(r, hard)])]
        elif op in LOGIC or op == 'logical_invert':
            args = [''.join(r.choice('01') for _ in range(r.randint(1, 30))) for _ in range(2)]
            if r.random() < 0.2:
                args[0] = a
            args = args[:1] if op == 'logical_invert' else args
        elif op == 'fma':
            args = [a, value(r, hard), value(r, hard)]
        elif op == 'powmod':
            args = [r.choice([str(r.randint(-99, 10 ** 12)), '1E5', '2.0', '0', a]),
                    r.choice([str(r.randint(-3, 10 ** 9)), '1E3', '0', '3.0']),
                    r.choice([str(r.randint(-9, 10 ** 9)), '1E2', '1', '7.0'])]
        elif op == 'float':
            x = r.choice([r.random(), r.uniform(-1e6, 1e6), r.uniform(-1, 1) * 10.0 **
                          r.randint(-300, 300), float(r.randint(-9, 9)), 1e22, -0.0, 5e-324])
            args = [repr(x)]
        elif op == 'format':
            spec = r.choice(SPECS)
            c = make([28, 999999, -999999, parts[3], 0])
            yield [op, [28, 999999, -999999, parts[3], 0], [a, spec], formatted(c, a, spec), 0]
            continue
        elif op in SLOW and r.random() < 0.7:
            args = [r.choice(['', '', '-']) + r.choice([
                '%d.%s' % (r.randint(0, 99), digits(r, r.randint(0, 30))), '1.' + '0' * r.randint(
                    0, 40) + digits(r, 3), '0.' + '9' * r.randint(1, 40), '1E%d' % r.randint(
                        -40, 40)])]
        else:
            args = [a]
        if op in ('exp', 'power') and parts[1] > 10 ** 10:
            parts[1] = 999999
            c = make(parts)
        if op in ('exp', 'power') and parts[2] < -10 ** 10:
            parts[2] = -999999
            c = make(parts)
        if op in SLOW and a.count('E') and abs(int(a.split('E')[1])) > 60 and not hard:
            continue
        got = run(c, op, args)
        mask = sum(1 << i for i, s in enumerate(SIGNALS) if c.flags[s])
        yield [op, parts, args, got, mask]


if __name__ == '__main__':
    json.dump(list(cases(int(sys.argv[1]), int(sys.argv[2]), len(sys.argv) > 3)), sys.stdout,
              separators=(',', ':'))
