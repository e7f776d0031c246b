"""datetime, random, math, struct, decimal, fractions, statistics, hashlib and others."""
from _timing import measure

D = '''from datetime import *
a = datetime(2024, 3, 15, 10, 30, 45, 123456); b = datetime(2023, 1, 2); t = timedelta(days=3, seconds=7)
d = date(2024, 3, 15); e = date(2023, 1, 2); z = datetime(2024, 3, 15, tzinfo=timezone.utc); n = 1234567890
'''
measure([
    ('dt datetime()', 'datetime(2024, 3, 15, 10, 30)', D),
    ('dt date()', 'date(2024, 3, 15)', D),
    ('dt timedelta()', 'timedelta(days=3)', D),
    ('dt a - b', 'a - b', D),
    ('dt a + t', 'a + t', D),
    ('dt a < b', 'a < b', D),
    ('dt t * 2', 't * 2', D),
    ('dt t + t', 't + t', D),
    ('dt d - e', 'd - e', D),
    ('dt total_seconds', 't.total_seconds()', D),
    ('dt isoformat', 'a.isoformat()', D),
    ('dt fromisoformat', 'datetime.fromisoformat("2024-03-15T10:30:45")', D),
    ('dt strftime', 'a.strftime("%Y-%m-%d %H:%M:%S")', D),
    ('dt strptime', 'datetime.strptime("2024-03-15", "%Y-%m-%d")', D),
    ('dt str(a)', 'str(a)', D),
    ('dt repr(a)', 'repr(a)', D),
    ('dt replace', 'a.replace(day=1)', D),
    ('dt weekday', 'd.weekday()', D),
    ('dt toordinal', 'd.toordinal()', D),
    ('dt fromordinal', 'date.fromordinal(738960)', D),
    ('dt isocalendar', 'd.isocalendar()', D),
    ('dt timestamp utc', 'z.timestamp()', D),
    ('dt fromtimestamp utc', 'datetime.fromtimestamp(n, timezone.utc)', D),
    ('dt a.year', 'a.year', D),
    ('dt hash', 'hash(a)', D),
    ('dt ==', 'a == b', D),
])
