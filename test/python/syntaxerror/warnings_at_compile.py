# SyntaxWarnings: literals compared by identity, calls on literals, assert on tuples, escapes.
import warnings
for src in ('x is 5', 'x is not "a"', '5 is x', 'x is ()', 'x is None', 'x is ...', 'x is True', 'x is -1', 'x is 1.5', 'x is []', 'x is b"a"', 'x is "a" is y', '"a"()', '5()', '[1]()', '(1)(2)', '{}()', '(lambda: 0)()', '{1}(2)', 'f"a"()', '[x for x in y]()', 'None()', '"a"["b"]', '[1]["a"]', '(1, 2)["a"]', '[1][1, 2]', '[1][1.5]', '"abc"[None]', '5[0]', '{1}[0]', 'f"a"["b"]', '[1][()]', '[1][lambda: 0]', '[x for x in y]["a"]', '(x for x in y)[0]', 'None[0]', 'assert (x, "msg")', 'assert ()', 'assert (x,)', 'assert x, "m"', '"\\d"', 'b"\\d"', 'r"\\d"', 'f"\\d"', '"\\400"', 'b"\\777"', '"""\n\\z"""', '"\\\n\\8"', '0xfor x in y' if False else '1or 2', '0x1or 2', '1if 2else 3', '1in [1]', '1.5and 2', '1jor 2', '0b1in x', '0o7is x', '1_0or 2', '"a" "\\q" "\\w"', 'f"{x}\\q{y}"', 'rf"\\d{x}"', 'f"{x!r:\\d}"', 'while 1: x is 2', 'def f():\n  return x is 3', 'x = 5 if y is 7 else 8'):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try: compile(src, 'f', 'exec')
        except SyntaxError as e: print(repr(src), 'error', e.msg)
    print(repr(src), [(x.category.__name__, str(x.message), x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    for src in ('x is 5', '"\\d"', 'assert (1, 2)', '"\\400"', '1or 2'):
        try: compile(src, 'f.py', 'exec')
        except SyntaxError as e: print(src, type(e).__name__, e.msg, (e.lineno, e.offset, e.end_offset), repr(e.text))
