# time: struct_time, strftime, strptime, gmtime, mktime under UTC.
import time
t = time.gmtime(86400 * 365); print(t, t.tm_year, t[1], len(t), tuple(t)[:3], t.tm_zone, t == time.gmtime(86400 * 365), time.struct_time(range(9)).tm_hour)
print(time.strftime('%Y-%m-%d %H:%M:%S %j %a %b %p %%', t), time.asctime(t), time.ctime(0), time.mktime(t), time.strptime('2024-02-29 13', '%Y-%m-%d %H')[:4], time.strptime('Mar 5 99', '%b %d %y')[:3], time.timezone, time.tzname, time.daylight, time.localtime(0)[:6])
a = time.perf_counter(); time.sleep(0.001); print(time.perf_counter() > a, time.monotonic() <= time.monotonic(), time.time_ns() > 10 ** 18, isinstance(time.process_time(), float), time.get_clock_info('monotonic').monotonic)
for f in (lambda: time.sleep(-1), lambda: time.sleep('x'), lambda: time.strptime('x', '%Y'), lambda: time.strptime('2024', '%Q'), lambda: time.struct_time((1, 2)), lambda: time.mktime((1,)), lambda: time.gmtime('x'), lambda: time.strftime('%Y', (1, 2)), lambda: time.asctime((2024, 13, 1, 0, 0, 0, 0, 0, 0)), lambda: time.gmtime(float('nan')), lambda: time.strftime(5), lambda: time.gmtime(10 ** 20)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
