# Combining characters, surrogates, emoji sequences, widths and case pairs.
import unicodedata
s = 'e\u0301' 'é'
print(len(s), s[0] == s[2], unicodedata.normalize('NFC', s) == 'éé', len('👍🏽'), len('🇩🇪'), len('ﬁ'), 'ﬁ'.upper(), 'ŉ'.upper().encode(), 'ǰ'.upper().encode('unicode_escape'), 'ΐ'.upper().encode('unicode_escape'), 'İ'.lower().encode('unicode_escape'), 'ẞ'.lower(), 'ß'.title(), 'ΑΣΣ'.lower(), 'ΑΣ.'.lower(), 'Σ'.lower(), 'ﬀ'.title(), 'ᾳ'.upper().encode('unicode_escape'), 'ǆ'.title(), 'ǆ'.upper())
print('\ud800' == '\ud800', '\ud800' < '\udfff', ascii('\ud800\udc00'), len('\ud800\udc00'), '\U00010000' == '\ud800\udc00', '\U00010000'.encode('utf-16-be'), ascii('\udc80'.encode('utf-8', 'surrogateescape').decode('latin-1')), ascii(b'a\x80'.decode('utf-8', 'surrogateescape')), 'x\ud800y'.isprintable(), '\ud800'.isalpha(), ascii('\ud800'.upper()), ascii('a\ud800'[::-1]), ['\ud800'].count('\ud800'), {'\ud800': 1}['\ud800'], hash('\ud800') == hash('\ud800'), ascii('\ud800'.join('ab')), ascii('%s' % '\ud800'), ascii(f'{"\udfff":>3}'))
print('a\u0300'.center(6, '*').encode('unicode_escape'), 'é'.ljust(3, '€'), '日本'.rjust(4), '\u200b'.isspace(), '\u3000'.isspace(), '\x1c'.isspace(), '\u2028x'.strip(), ' \u00a0\u2003x'.split(), 'a\u2028b'.split(), '٣'.isdigit(), int('٣٤'), float('٣.٥'), '²'.isdigit(), '½'.isnumeric(), 'Ⅷ'.isnumeric(), 'Ⅷ'.lower(), 'ª'.isalpha(), '_'.isidentifier(), 'é1'.isidentifier(), '1é'.isidentifier(), '℮'.isidentifier(), 'a‿b'.isidentifier(), '𝐱'.isidentifier(), 'x\u0301'.isidentifier())
for c in ('²', '一', '½'):
    try: int(c)
    except ValueError as e: print(e)
print(sorted(['é', 'e', 'z', 'É', 'e\u0301', '😀', '\uffff']) == ['e', 'e\u0301', 'z', 'É', 'é', '\uffff', '😀'], max('aé€😀'), min('aé€😀'), [ord(c) for c in 'aé€😀'], 'é' in 'café', 'é' in 'cafe\u0301', 'café'.find('é'), '😀é'.index('é'), 'aé€😀'.encode('utf-8').hex(' '), list(map(len, ['a'.encode(), 'é'.encode(), '€'.encode(), '😀'.encode()])))
