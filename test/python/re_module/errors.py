# re.error: messages and positions of bad patterns.
import re, warnings
for p in ('(', ')', '[', '[]', '[a', '[b-a]', '*', '+a', 'a**', 'a{2,1}', 'a{99999999999}', '(?', '(?P', '(?P<', '(?P<1>a)', '(?P<a>x)(?P<a>y)', '(?P=b)', '(?P<a', '(?P>a)', '(?<a)', '(?<=a+)', '(?(1)a|b)', '(?(x)a)', '(a)(?(1)b|c|d)', '(?z)', '(?i', 'a(?i)b', '(?-i)', '(?i-i:a)', '(?L)a', '(?au)a', '\\', '\\q', '\\x1', '\\u12', '\\U00110000', '\\N{nope}', '\\N', '\\8', '(\\2)', '(a\\1)', '[\\q]', '[a-\\d]', '[[:alpha:]]', '(?#c', '(?P<é>a)', '\\400', 'a++b', 'x{,3}', 'x{a}', '(?:a', '|', '(?i:a)', '(?>a', '\\Z*', '^*', '(?=a)*', '{1}', '(?P<a.b>x)', '(?', 'a{1}{2}', '(?<!)', '(?!)', '[^]', '[]a]', '\\g', '[--a]', '[a&&b]', '[a||b]'):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try: re.compile(p); print(repr(p), 'ok', [str(x.message) for x in w])
        except re.error as e: print(repr(p), '->', e, '|', e.msg, e.pos, e.lineno, e.colno)
        except (OverflowError, TypeError) as e: print(repr(p), type(e).__name__, e)
try: re.compile('a\nb(')
except re.PatternError as e: print(e, e.lineno, e.colno, e.pattern.encode())
try: re.compile(b'(?u)a')
except Exception as e: print(type(e).__name__, e)
try: re.compile('a', re.L)
except Exception as e: print(type(e).__name__, e)
