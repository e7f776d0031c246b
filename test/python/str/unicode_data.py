# unicodedata: names, categories, normalisation.
import unicodedata as u
for c in ['a', 'é', '½', '٣', '一', '😀', ' ', '\n', '\u0301', 'ﬁ', '가']:
    print(ascii(c), u.name(c, '-'), u.category(c), u.bidirectional(c), u.combining(c), u.east_asian_width(c), u.mirrored(c), u.decomposition(c), u.numeric(c, None), u.digit(c, None), u.decimal(c, None))
for form in ['NFC', 'NFD', 'NFKC', 'NFKD']:
    print(form, [ascii(u.normalize(form, s)) for s in ['é', 'e\u0301', 'ﬁ', 'Å', '한', 'ẛ̣', '①', 'q\u0307\u0323']], u.is_normalized(form, 'é'))
print(ascii(u.lookup('SNOWMAN')), ascii(u.lookup('latin small letter sharp s')), u.lookup('LATIN CAPITAL LETTER A WITH GRAVE') == 'À')
for f in (lambda: u.lookup('NO SUCH THING'), lambda: u.name('\n'), lambda: u.numeric('a'), lambda: u.digit('½'), lambda: u.decimal('²'), lambda: u.normalize('NFX', 'a'), lambda: u.category('ab'), lambda: u.name(5)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
ﬁnal = 1
print('final' in globals(), 'ﬁnal' in globals())
ª = 5
print(a if 'a' in globals() else None, getattr(__import__('builtins'), 'ﬁlter', 'missing'))
变量 = 'ok'; é = 2
print(变量, é, sorted(n for n in globals() if not n.startswith('_') and not n.isascii()) == ['é', '变量'])
