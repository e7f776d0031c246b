# tomllib: tables, arrays, strings, dates, errors.
import tomllib as t
print(t.loads('a = 1\nb = "x\\u00e9"\n[t.u]\nc = [1, 2.5, true]\nd = {k = \'raw\\\'}\n[[arr]]\nn = 1\n[[arr]]\nn = 2\ne = 2024-01-02T03:04:05Z\nf = 07:08:09\ng = 0xff\nh = 1_000\ni = inf\nj = """\nmulti\\\n   line"""\n"quoted key" = 1\nx.y.z = 3'))
for s in ('a', 'a = ', 'a = 1\na = 2', '[a]\n[a]', 'a = 01', 'a = "x', 'a = 1 b = 2', 'a = [1, 2', 'a.b = 1\na = 2', 'a = {b = 1,}', '= 1', 'a = \'\n\'', 'a = 2024-13-01', 'a = "\\q"', 'a = 1__0', 'é = 1', 'a = "\x01"', '[a', 'a = tru'):
    try: print(repr(s), t.loads(s))
    except t.TOMLDecodeError as e: print(repr(s), e)
for f in (lambda: t.loads(b'a=1'), lambda: t.load(__import__('io').StringIO('a=1')), lambda: t.loads('a = 1.5', parse_float=str)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
