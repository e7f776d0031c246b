"""Record what CPython 3.13 does with texts: run as `python3.13 test/unit/text-record.py`.

Writes text-recorded.json, the expectations of text*.test.ts. Texts are lists of code points.
Properties are recorded as the MD5 of their values, one a line, over all code points but the
unassigned and private expanses from U+34000 on, of which every 251st stands for the rest.
"""

import _codecs
import codecs
import hashlib
import json
import os
import random
import subprocess
import sys
import unicodedata
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
OLD = unicodedata.ucd_3_2_0
COVERED = [*range(0x34000), *range(0x34000, 0xe0000, 251), *range(0xe0000, 0xe1000),
           *range(0xe1000, 0x110000, 251)]
rng = random.Random(313)
warnings.simplefilter('ignore')


def plain(v):
    if isinstance(v, str):
        return [ord(c) for c in v]
    if isinstance(v, bytes):
        return list(v)
    return [plain(x) for x in v] if isinstance(v, (list, tuple)) else v


def digest(value):
    md5 = hashlib.md5()
    for cp in COVERED:
        md5.update(f'{value(chr(cp))}\n'.encode('utf-8', 'surrogatepass'))
    return md5.hexdigest()


def codes(s):
    return '.'.join('%x' % ord(c) for c in s)


def bit(method):
    return lambda c: int(method(c))


def properties():
    made = {m: bit(getattr(str, m)) for m in (
        'isalpha', 'isdecimal', 'isdigit', 'isnumeric', 'isalnum', 'islower', 'isupper', 'istitle',
        'isspace', 'isprintable', 'isidentifier')}
    made |= {m: lambda c, m=m: codes(getattr(c, m)()) for m in (
        'lower', 'upper', 'title', 'casefold', 'swapcase')}
    made |= {'sigma': lambda c: codes(('A\u03a3' + c + 'A' + c + '\u03a3').lower())}
    for tag, db in (('', unicodedata), ('old ', OLD)):
        for m in ('category', 'bidirectional', 'combining', 'mirrored', 'east_asian_width',
                  'decomposition'):
            made[tag + m] = getattr(db, m)
        made[tag + 'numeric'] = lambda c, db=db: repr(float(db.numeric(c, -1)))
        made[tag + 'digit'] = lambda c, db=db: db.digit(c, -1)
        made[tag + 'decimal'] = lambda c, db=db: db.decimal(c, -1)
        made[tag + 'name'] = lambda c, db=db: db.name(c, '')
        for form in ('NFC', 'NFD', 'NFKC', 'NFKD'):
            made[tag + form] = lambda c, db=db, form=form: codes(db.normalize(form, c))
    return {name: digest(value) for name, value in made.items()}


ALPHABET = [65, 66, 65, 66, 32, 9, 10, 13, 0x85, 0x2028, 0x1f600, 0x1f601, 0xd83d, 0xde00, 0xe9]


def random_text(alphabet, most):
    return ''.join(chr(rng.choice(alphabet)) for _ in range(rng.randrange(most)))


def methods():
    out = []
    for _ in range(100):
        alphabet = rng.choice([ALPHABET, ALPHABET[:8], [65, 66], [65, 0x1f600]])
        s, n, x = (random_text(alphabet, k) for k in (9, 4, 3))
        m, a, b, w = rng.randrange(-1, 4), rng.randrange(10), rng.randrange(10), rng.randrange(14)
        want = {
            'find': s.find(n, a, b), 'rfind': s.rfind(n, a, b), 'count': s.count(n, a, b),
            'replace': s.replace(n, x, m), 'splitSpace': s.split(None, m),
            'rsplitSpace': s.rsplit(None, m), 'lines': s.splitlines(), 'ends': s.splitlines(True),
            'strip': s.strip(), 'lstrip': s.lstrip(), 'rstrip': s.rstrip(n), 'stripc': s.strip(n),
            'center': s.center(w, '\U0001f600'), 'ljust': s.ljust(w, 'x'), 'rjust': s.rjust(w),
            'zfill': ('-' + s).zfill(w), 'tabs': s.expandtabs(m + 2),
            'starts': s.startswith(n, a, b), 'ends at': s.endswith(n, a, b),
            'noprefix': s.removeprefix(n), 'nosuffix': s.removesuffix(n), 'join': n.join([s, x, s]),
            'repeat': s * m, 'concat': s + n, 'compare': (s > n) - (s < n), 'equal': s == n,
            'slice': s[a:b], 'step': s[::-2], 'repr': repr(s), 'ascii': ascii(s)}
        if n:
            want |= {'split': s.split(n, m), 'rsplit': s.rsplit(n, m), 'part': s.partition(n),
                     'rpart': s.rpartition(n)}
        want = {k: plain(v) for k, v in want.items()}
        out.append([plain(s), plain(n), plain(x), m, a, b, w, want])
    return out


calls = []


def record_call(replacement):
    def handler(e):
        calls.append([e.encoding, e.reason, e.start, e.end])
        return replacement, e.end
    return handler


codecs.register_error('text', record_call('<!>'))
codecs.register_error('bytes', record_call(b'ABCD'))
codecs.register_error('wide', record_call('\u20ac\U0001f600'))

HOSTILE = [65, 43, 45, 92, 126, 0, 10, 39, 34, 0x7f, 0x80, 0xff, 0x20ac, 0xd800, 0xdbff, 0xdc00,
           0xdc80, 0xdcff, 0xfffe, 0xffff, 0x10000, 0x1f600, 0x10ffff]
UTF8 = bytes.fromhex('00417f808f909fa0bfc0c2dfe0e1edeff0f1f4f5ff')
ESCAPES = [b'\\', b'\\x', b'\\u', b'\\U', b'\\N', b'{', b'}', b'41', b'0010FFFF', b'00110000', b'a',
           b'"', b"'", b'\n', b'\\N{DIGIT ONE}', b'\\N{digit two', b'\\777', b'\\0', b'\\8',
           b'\xff', b'd800', b'\\N{LATIN CAPITAL LETTER GHA}', b'\\N{KEYCAP DIGIT ONE}', b'\\1']


def some(pool, most=12):
    return bytes(rng.choice(pool) for _ in range(rng.randrange(most)))


def utf32_bytes():
    units = [0, 65, 0x20ac, 0xd800, 0x10ffff, 0x110000, 0xfeff, 0xfffe0000, 0x1f600]
    chosen = (rng.choice(units) for _ in range(rng.randrange(4)))
    order = rng.choice(['little', 'big'])
    return b''.join(u.to_bytes(4, order) for u in chosen) + bytes(rng.randrange(4))


TABLE = '\0' + ''.join(chr(c) if c % 7 else '\ufffe' for c in range(1, 220))
SOURCES = {
    'utf_8': lambda: some(UTF8), 'utf_7': lambda: some(b'++--AAaZ09/+~\\ &\x80\xff\x00B2D3YA', 20),
    'utf_16': lambda: some(bytes.fromhex('0041d8dbdcdffffe10')), 'utf_32': utf32_bytes,
    'ascii': lambda: some(range(256)), 'charmap': lambda: some(range(256)),
    'unicode_escape': lambda: b''.join(rng.choice(ESCAPES) for _ in range(rng.randrange(7))),
    'raw_unicode_escape': lambda: b''.join(rng.choice(ESCAPES) for _ in range(rng.randrange(7)))}
DECODERS = {name: getattr(_codecs, name + '_decode') for name in SOURCES}
DECODERS['utf_16'] = lambda b, e, f: _codecs.utf_16_ex_decode(b, e, 0, f)
DECODERS['utf_32'] = lambda b, e, f: _codecs.utf_32_ex_decode(b, e, 0, f)
DECODERS['ascii'] = lambda b, e, f: _codecs.ascii_decode(b, e)
DECODERS['charmap'] = lambda b, e, f: _codecs.charmap_decode(b, e, TABLE)
ENCODERS = {name: getattr(_codecs, name + '_encode') for name in [*SOURCES, 'latin_1', 'utf_16_be']}
ENCODERS['charmap'] = lambda t, e: _codecs.charmap_encode(t, e, _codecs.charmap_build(TABLE))


def outcome(run):
    calls.clear()
    try:
        v = run()
    except UnicodeError as e:
        return {'error': [e.encoding, e.start, e.end, e.reason], 'calls': calls[:]}
    return {'value': plain(v), 'calls': calls[:]}


def codec_cases():
    handlers = ['strict', 'strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape',
                'surrogatepass', 'text', 'wide']
    out = []
    for name, decode in DECODERS.items():
        for _ in range(60):
            b, e, final = SOURCES[name](), rng.choice(handlers), rng.random() < .7
            out.append(['decode', name, plain(b), e, final, outcome(lambda: decode(b, e, final))])
    for name, encode in ENCODERS.items():
        for _ in range(60):
            t = random_text(HOSTILE, 9)
            e = rng.choice([*handlers, 'xmlcharrefreplace', 'namereplace', 'bytes'])
            out.append(['encode', name, plain(t), e, True, outcome(lambda: encode(t, e))])
    return out


def byte_cases():
    out = []
    for _ in range(150):
        b = SOURCES[rng.choice(['ascii', 'unicode_escape'])]()
        e = rng.choice(['strict', 'replace', 'ignore', 'other'])
        try:
            decoded = plain(_codecs.escape_decode(b, e)[0])
        except ValueError as x:
            decoded = str(x)
        out.append([plain(b), repr(b), plain(_codecs.escape_encode(b)[0]), e, decoded])
    return out


def normal_forms():
    pool = [c for c in range(0x20000)
            if unicodedata.combining(chr(c)) or unicodedata.decomposition(chr(c))]
    common = [65, 0x1100, 0x1161, 0x11a8, 0xac00, 0x301, 0x327, 0x323, 0xe9]
    out = []
    for _ in range(120):
        s = ''.join(chr(rng.choice(rng.choice([pool, common]))) for _ in range(rng.randrange(1, 9)))
        forms = [unicodedata.normalize(f, s) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')]
        out.append(plain([s, *forms]))
    return out


def lookups():
    names = ['digit one', 'hangul syllable gag', 'HANGUL SYLLABLE GAG', 'HANGUL SYLLABLE GAGX',
             'HANGUL SYLLABLE G', 'CJK UNIFIED IDEOGRAPH-4E00', 'CJK UNIFIED IDEOGRAPH-4e00',
             'CJK UNIFIED IDEOGRAPH-A000', '', 'LATIN CAPITAL LETTER GHA', 'BEL', 'DIGIT  ONE',
             'keycap digit one', 'VS17', 'TIBETAN MARK BKA- SHOG YIG MGO', 'HANGUL JUNGSEONG O-E']
    def found(db, name):
        try:
            return plain(db.lookup(name))
        except KeyError:
            return None
    return [[n, found(unicodedata, n), found(OLD, n)] for n in names]


HASH_TEXTS = [plain(random_text(range(m), 40))
              for m in (128, 256, 0x10000, 0x110000) for _ in range(6)]


def hashes():
    code = ('import json,sys\nfor x in json.load(sys.stdin):\n'
            ' print(hash("".join(map(chr, x))), hash(bytes(c & 255 for c in x)))')
    out = {}
    for seed in ('0', '1', '42', '4294967295'):
        done = subprocess.run([sys.executable, '-c', code], input=json.dumps(HASH_TEXTS), text=True,
                              capture_output=True, env={**os.environ, 'PYTHONHASHSEED': seed})
        out[seed] = [line.split() for line in done.stdout.splitlines()]
    return {'texts': HASH_TEXTS, 'seeds': out}


recorded = {
    'properties': properties(), 'methods': methods(), 'table': plain(TABLE),
    'tableSize': _codecs.charmap_build(TABLE).size(), 'codecs': codec_cases(),
    'bytes': byte_cases(), 'normalForms': normal_forms(), 'lookups': lookups(), 'hashes': hashes()}
with open(os.path.join(HERE, 'text-recorded.json'), 'w') as f:
    dense = {'separators': (',', ':')}
    lines = (json.dumps(k) + ': ' + json.dumps(v, **dense) for k, v in recorded.items())
    f.write('{\n' + ',\n'.join(lines) + '\n}\n')
