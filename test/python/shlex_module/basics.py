# shlex: splitting, quoting, joining, errors.
import shlex as s
for t in ("a 'b c' d", 'x"y z"w', r'a\ b "q\"r"', "it''s", '', '  ', 'a # b', "'unclosed", 'a\\', '"a\\$b"', 'é "ü x"', 'a;b|c&&d', "''"):
    for kw in ({}, {'comments': True}, {'posix': False}):
        try: print(repr(t), s.split(t, **kw), end=' ')
        except ValueError as e: print(repr(t), e, end=' ')
    print()
print(s.quote("it's"), s.quote('safe-1.txt'), s.quote(''), s.join(['a b', "c'd", 'e']), list(s.shlex('a=b c>d')), list(s.shlex('a && b || c; d', punctuation_chars=True)))
x = s.shlex('a b\nc'); print(x.get_token(), x.lineno, x.get_token(), x.get_token(), x.lineno, x.get_token(), repr(x.eof))
try: s.split(None)
except ValueError as e: print(e)
