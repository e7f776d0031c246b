# date: construction, arithmetic, ISO forms, errors.
from datetime import date, timedelta
d = date(2024, 2, 29)
print(d, repr(d), d.year, d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.isoformat(), d.ctime(), d.timetuple()[:8], d.replace(year=2023, day=1), d + timedelta(1), d - timedelta(days=60), d - date(2023, 2, 28), d < date(2025, 1, 1), hash(d) == hash(date(2024, 2, 29)), date.min, date.max, date.resolution)
print(date.fromisoformat('2024-12-31'), date.fromisoformat('20240105'), date.fromisoformat('2024-W01-1'), date.fromordinal(1), date.fromisocalendar(2024, 9, 4), date.fromtimestamp(0), d.strftime('%Y %y %m %d %j %A %a %B %b %U %W %u %w %G %V %%'), f'{d:%d.%m.%y}', format(d, ''), date.today() > d)
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(10000, 1, 1), lambda: date(2024, 13, 1), lambda: date(2024, 1), lambda: date('2024', 1, 1), lambda: date(2024, 1, 1.5), lambda: date.fromisoformat('2024-13-01'), lambda: date.fromisoformat('nope'), lambda: date.fromisoformat(5), lambda: d + 1, lambda: d + d, lambda: d < 5, lambda: d == 5, lambda: date.max + timedelta(1), lambda: d.replace(day=31), lambda: date.fromordinal(0), lambda: setattr(d, 'year', 1), lambda: date.fromisocalendar(2024, 60, 1), lambda: d - 5, lambda: d.strftime(5)): attempt(f)
