# Infinities, NaN and signed zero through comparisons, containers and built-ins.
inf, nan = float('inf'), float('nan')
print(inf > 10 ** 400, -inf < -10 ** 400, inf == inf, inf - 1 == inf, 1 / inf, -1 / inf, inf // 1, inf % 2 if False else 5 % inf, -5 % inf, inf * -1, inf + -inf, abs(-inf), inf ** -1, 0 ** inf if False else 2 ** -inf)
print(nan == nan, nan < 1, nan > 1, not nan, bool(nan), max(nan, 1), max(1, nan), min(nan, 1), min(1, nan), sorted([3, nan, 1, 2]), [nan].count(nan), [nan].index(nan), nan in (nan,), {nan, nan} == {nan}, len({float('nan'), float('nan')}), (nan,) == (nan,), [float('nan')] == [float('nan')])
print(0.0 == -0.0, str(-0.0), repr(0.0 * -1), {0.0: 'a', -0.0: 'b'}, hash(0.0) == hash(-0.0), -0.0 + 0, -0.0 * -0.0, 0.0 - 0.0, -(0.0), round(-0.3), round(-0.3, 0), int(-0.9), -0.0 is -0.0 if False else '', max(0.0, -0.0), max(-0.0, 0.0), '%+.1f' % -0.0, f'{-0.0:+}', f'{-0.0:z}', abs(-0.0), sum([-0.0, -0.0]), sum([]), float('-0'), float(-0), -0)
import math; print(math.copysign(1, nan) in (1.0, -1.0), math.isnan(nan + 1), [math.isinf(x) for x in (inf, -inf, nan, 1)], math.floor(-0.5), math.atan2(-0.0, -1), inf.is_integer(), nan.is_integer(), inf.hex(), nan.hex(), (-inf).hex())
for f in (lambda: int(inf), lambda: int(nan), lambda: inf.as_integer_ratio(), lambda: math.floor(nan), lambda: range(int(1e3)).__len__() , lambda: [1, 2][nan], lambda: divmod(inf, 1), lambda: inf // inf, lambda: round(inf, 1), lambda: inf % inf, lambda: (-inf) ** 0.5, lambda: (-inf) ** -3, lambda: nan ** 0, lambda: 1 ** nan, lambda: '%d' % inf, lambda: hash(inf), lambda: f'{inf:d}'):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
