# How syntax errors print: text, carets, files, missing parts.
import traceback
def show(e): print(''.join(traceback.format_exception_only(e)), end='')
for src in ('x = (1 +\n', '   foo bar', 'def f(x):\n\treturn x +', 'é = 1 +* 2', 'print("日本語" 5)', 'f(a, b c)', 'x = """abc\ndef', 'a = 1\nb = 2 2\nc = 3', 'if True:\nx', 'f(x for x in y, 1)', "f'{a b}'", "f'''\n{a\n b}'''", 'class A:\n    def f(self):\n        return (1,\n               2 3)', 'x' * 90 + ' y', '(' * 3 + ')' * 2, '\tx = 1 +', 'async = 5', 'x = 5 5 # comment', 'a.b.c d', 'lambda x: y z'):
    try: exec(compile(src, 'name.py', 'exec'))
    except SyntaxError as e: show(e)
for args in (('msg',), ('msg', ('f.py', 3, 2, 'text')), ('msg', ('f.py', 3, 2, '  text\n', 3, 5)), ('msg', ('f.py', 3, 0, 'text', 3, 0)), ('msg', ('f.py', 3, None, 'text')), ('msg', (None, 3, 2, 'text')), ('msg', ('f.py', None, 2, 'text')), ('msg', ('f.py', 3, 2, None)), ('msg', ('f.py', 3, 100, 'short')), ('msg', ('f.py', 3, -1, 'neg')), ('msg', ('f.py', 3, 2, 'multi', 5, 1)), ('msg', ('f.py', 3, 3, 'abc', 3, 2)), ('', ('f.py', 1, 1, 'x')), (None,), (), ('m', ('f.py', 1, 1, '')), ('m', ('f.py', 1, 3, 'é日本x', 1, 4))):
    try:
        e = SyntaxError(*args); print(repr(e), '|', str(e), '|', (e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line)); show(e)
    except Exception as x: print(args, type(x).__name__, x)
e = SyntaxError('m', ('f', 1, 1, 't')); e.msg = 'changed'; e.text = 'new text'; e.offset = 5; show(e); e.filename = None; show(e); del e.text; show(e); print(e.text)
