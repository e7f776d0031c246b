# Strings that could break generated code: back-ticks, ${}, U+2028, surrogates, quotes, comment ends.
def f():
    """Doc with `back-ticks`, ${interpolation}, */ and // and \u2028 separators, \\ and "quotes" ''."""
    return '`${1 + 1}` */ <!-- --> </script> \u2028\u2029'
print(ascii(f()), ascii(f.__doc__), len(f()))
s = ['`', '${', '${x}', '\\`', '\u2028', '\u2029', '\0', '\r', '\r\n', '\ud800', '\udfff', '\ud83d\ude00', '\U0001f600', '*/', '//', "'", '"', '\\', '\\n', '\x7f', '\x85', '\ufeff', '\u200d', '</script>', '<!--', 'use strict', '%s', '{}', '\n']
print([ascii(x) for x in s], [len(x) for x in s], ascii(''.join(s)), ascii(f'{s[0]}`${{x}}${s[2]}\u2028'))
print(ascii(repr(s)), {x: i for i, x in enumerate(s)}['\u2028'], s.index('\ud83d\ude00'), s.index('\U0001f600'), '\ud83d\ude00' == '\U0001f600', '\ud83d' + '\ude00' == '😀', [ascii(c) for c in '\ud83d\ude00😀'], len('\ud83d\ude00😀'))
class A: pass
for x in s: setattr(A, x, x); assert getattr(A, x) == x
print(sum(1 for k in vars(A) if k in s), hasattr(A, '`'), eval("'`${1}`'"), eval('f"`{1}`${{2}}"'), ascii(eval("'\u2028'")), ascii(eval('"""a\u2028b"""')))
try: raise ValueError('`${boom}` \u2028')
except ValueError as e: print(ascii(str(e)))
try: exec('x = 1\u2028y = 2')
except SyntaxError as e: print(e.msg, ascii(e.text))
try: {}['\ud800']
except KeyError as e: print(ascii(e), e.args[0] == '\ud800')
try: print('\ud800')
except UnicodeEncodeError as e: print(e)
try: getattr(A, '\ud800x')
except AttributeError as e: print(ascii(e))
for n in ('\ud800', 'a\ud83db'):
    try: compile(n, 'f', 'exec')
    except UnicodeEncodeError as e: print(e)
print(b'`${x}` \\u2028', '\N{LINE SEPARATOR}'.isspace(), 'a\u2028b\x85c'.split(), 'a\u2028b'.splitlines(), '${}'.format() if False else '${{{}}}'.format(5), '$%s' % '{x}', '`' * 3, "\\'", r'\`', 'tab\there', '\v\f\a\b'.encode())
print(sorted(['\uffff', '\U00010000', '\ud800', 'z']) == ['z', '\ud800', '\uffff', '\U00010000'], '\U00010000' > '\uffff', max('😀', '\uffff') == '😀', '😀'.encode('utf-16-le'), '😀x'.find('x'), '😀x'[1], 'a😀b'[::-1] == 'b😀a', 'x😀'.center(5, '😀') == '😀x😀😀😀'[:5], ascii('😀'.replace('\ud83d', '')), '😀'.split('\ude00') == ['😀'], '\ude00' in '😀', len('👨‍👩‍👧'), '😀'.isprintable(), ord('😀'[0]), '%c' % 0x1f600 == '😀', '{:😀>3}'.format('x') == '😀😀x', 'é' == 'e\u0301', hash('😀') == hash('\U0001f600'))
def g(ünïcode='`', 名='${}'): return ünïcode + 名
print(g(), g(**{'名': '\\'}), g.__code__.co_varnames, (lambda ſ: s)(1) is s if False else 'ok')
assert '`' '${' "'" '"' == '`${\'"', 'never'
x = '''
`multi ${line}
''' + """\
continued"""; print(repr(x)); "statement string `"; '''${another}'''
