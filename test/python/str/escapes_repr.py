# Escapes in literals, raw strings, adjacent literals, and repr's choice of quotes and escapes.
import warnings
print('a\tb\\n\'\"\a\b\f\v\0\x41\101\u00e9\U0001F600\N{BULLET}\N{latin small letter e with acute}'.encode('unicode_escape'))
print(r'\n\x41' r"\'" R'\\', 'a' 'b' "c" '''d''', """multi
line""", 'con\
tinued', repr('''tri'ple"'''))
print(repr("it's"), repr('say "hi"'), repr('''both ' and "'''), repr('\\'), repr('\n\r\t\x00\x1f\x7f\x80\xa0\xad\u0378\u200b\u2028\ue000\ufeff\U000e0001\ud800'))
print(ascii('é€😀\ud800'), ascii("'"), ascii(['é', {'€': 1}]), repr('é€😀'))
print(len('\400') if False else ord('\377'), '\x00' == '\0', '\08' == '\x008', '\1'.__repr__(), '\18')
for source in [r"'\x4'", r"'\u12'", r"'\U0011ffff'", r"'\N{no such name}'", r"'\N'", "'abc", "'''abc", r"b'\x4'", "b'é'", r"b'\u00e9'", "f'{", "'a\nb'", "rb'\\x' b'a' 'c'", "ur'x'", "'a' b'b'"]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            print(ascii(source), ascii(eval(source)), [str(w.message) for w in caught])
        except SyntaxError as e:
            print(ascii(source), e.msg, e.lineno, e.offset)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(ascii(eval(r"'\d\w\q'")), eval(r"b'\d'"), ascii(eval(r"'\400'")))
    for w in caught:
        print(w.category.__name__, w.message)
print(str(b'bytes'), str(b'ab\xc3\xa9', 'utf-8'), str(b'\xff', 'ascii', 'replace').encode(), str(object=5), str(), repr(str(None)))
