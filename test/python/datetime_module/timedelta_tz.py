# timedelta arithmetic and timezone objects.
from datetime import timedelta as T, timezone, datetime, tzinfo
print(T(days=1, hours=25, seconds=-5), repr(T(1, 2, 3)), T(weeks=1), T(microseconds=-1), repr(T(-1)), T(0.5), T(hours=1.5), str(T(400, 5)), T(1).total_seconds(), T(1) * 2.5, T(7) / 2, T(7) / T(2), T(7) // T(2), T(7) % T(2), divmod(T(7), T(2)), T(7) // 2, -T(1), abs(T(-1)), +T(1), T(1) < T(2), T(1) == T(hours=24), bool(T()), hash(T(1)) == hash(T(hours=24)), T.min, T.max, T.resolution, sum([T(1), T(2)], T()), 3 * T(1), T(1) - T(2), T(days=1, milliseconds=5).microseconds)
for f in (lambda: T('a'), lambda: T(1) + 1, lambda: T(10 ** 9), lambda: T(1) / 0, lambda: T(1) // T(0), lambda: T(1) * 'a', lambda: T(1) * T(1), lambda: T(1) < 1, lambda: T(float('nan')), lambda: T.max + T(1), lambda: T(bad=1), lambda: T(1).days.x, lambda: setattr(T(1), 'days', 5), lambda: 5 / T(1), lambda: timezone(T(days=1)), lambda: timezone(5), lambda: timezone(T(1), 5), lambda: timezone(T(hours=2)).utcoffset(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
z = timezone(T(hours=5, minutes=30), 'IST'); u = timezone.utc; n = timezone(T(hours=-3, seconds=-15))
print(z, repr(z), u, repr(u), n, z.utcoffset(None), z.tzname(None), z.dst(None), timezone(T(hours=1)) == timezone(T(hours=1)), timezone.min, timezone.max)
t = datetime(2024, 1, 1, 12, tzinfo=z); print(t, t.utcoffset(), t.astimezone(u), t.astimezone(n), t == datetime(2024, 1, 1, 6, 30, tzinfo=u), t.tzname(), t.strftime('%z %Z %:z'), t.replace(tzinfo=None), t.timestamp(), t - datetime(2024, 1, 1, tzinfo=u), datetime.strptime('2024 +0100', '%Y %z'), t.utctimetuple().tm_hour, hash(t) == hash(t.astimezone(u)))
class Z(tzinfo):
    def utcoffset(self, dt): return T(hours=1)
    def dst(self, dt): return T(0)
    def tzname(self, dt): return 'ZZ'
print(datetime(2024, 1, 1, tzinfo=Z()).astimezone(u), f'{datetime(2024, 1, 1, tzinfo=Z()):%Z%z}')
class Bad(tzinfo):
    def utcoffset(self, dt): return 5
for f in (lambda: datetime(2024, 1, 1, tzinfo=Bad()).utcoffset(), lambda: tzinfo().utcoffset(None), lambda: str(datetime(2024, 1, 1, tzinfo=Bad()))):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
