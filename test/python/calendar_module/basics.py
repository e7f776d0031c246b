# calendar: months as text, leap years, weekday sets.
import calendar as c
print(c.month(2024, 2)); print(c.isleap(1900), c.isleap(2000), c.leapdays(1900, 2025), c.monthrange(2024, 2), c.weekday(2024, 2, 29), c.monthcalendar(2023, 10), list(c.day_name)[:2], c.month_abbr[3], c.timegm((1970, 1, 2, 0, 0, 0)), c.MONDAY, c.JANUARY, repr(c.Month.MAY))
s = c.TextCalendar(6); print(s.formatmonth(2024, 5, w=3), list(s.iterweekdays()), [str(d) for d in c.Calendar().itermonthdates(2024, 2)][:3], c.calendar(2024, m=4).split('\n')[2][:40], c.Calendar(0).monthdayscalendar(2024, 2)[0], c.HTMLCalendar().formatday(1, 0))
for f in (lambda: c.monthrange(2024, 0), lambda: c.weekday(2024, 2, 30), lambda: c.setfirstweekday(9)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
