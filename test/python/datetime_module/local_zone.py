"""Local time follows TZ."""
import os
import time
from datetime import date, datetime, timedelta, timezone

for zone in 'America/New_York', 'Asia/Gaza', 'EST+05EDT,M3.2.0,M11.1.0', 'UTC':
    os.environ['TZ'] = zone
    time.tzset()
    for t in -86400, 0, 1_000_000_000, 1_710_054_000, 1_730_613_600, 1_730_617_200:
        d = datetime.fromtimestamp(t)
        print(zone, d, d.fold, d.timestamp() == t, d.astimezone().tzname(), date.fromtimestamp(t))
print(datetime(1970, 1, 1).timestamp())
for args in (8589934592, 1, 1), (2019, 8589934592, 1), (2019, 1, 8589934592):
    try:
        date.fromisocalendar(*args)
    except ValueError as e:
        print(e)
print(date(b'19\x095').month)


class Ratio(float):
    def __init__(self, ratio):
        self.ratio = ratio

    def __new__(cls, ratio):
        return super().__new__(cls, 1)

    def as_integer_ratio(self):
        return self.ratio


for ratio in 5, (), (1, 2, 3), (3, 2):
    for op in timedelta.__mul__, timedelta.__truediv__:
        try:
            print(op(timedelta(3), Ratio(ratio)))
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
print(timezone.utc)
