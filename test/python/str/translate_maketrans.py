# maketrans, translate, format_map and str subclasses.
table = str.maketrans('abc', 'xyz', 'd')
print(table, 'abcdabcd'.translate(table), str.maketrans({'a': 'AA', 98: None, 'c': 0x43, 'é': 'e'}))
print('abcé€'.translate({97: 'long', 98: None, 99: 67}), 'abc'.translate(str.maketrans({'a': '', 'b': None})), 'aé'.translate({233: 0x1f600}) == 'a😀')
class Upper:
    def __getitem__(self, code):
        if code == ord('x'):
            raise LookupError(code)
        return chr(code).upper()
print('maxim'.translate(Upper()), 'abc'.translate([None] * 97 + ['q']) if False else 'ok')
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: str.maketrans('ab', 'a'))
attempt(lambda: str.maketrans('ab'))
attempt(lambda: str.maketrans({'ab': 1}))
attempt(lambda: str.maketrans({1.5: 1}))
attempt(lambda: str.maketrans('a', 'b', 5))
attempt(lambda: str.maketrans(5, 'b'))
attempt(lambda: 'abc'.translate({97: 0x110000}))
attempt(lambda: 'abc'.translate({97: 1.5}))
attempt(lambda: 'abc'.translate(5))
class Default(dict):
    def __missing__(self, key): return f'<{key}>'
print('{a} {b}'.format_map(Default(a=1)), '{x[k]}'.format_map({'x': {'k': 5}}))
attempt(lambda: '{a}'.format_map({}))
attempt(lambda: '{}'.format_map({'': 1}))
attempt(lambda: '{0}'.format_map([5]))
class Name(str):
    def __new__(cls, s): return super().__new__(cls, s.strip())
    def __eq__(self, o): return str.lower(self) == str.lower(o)
    def __hash__(self): return hash(str.lower(self))
    def __getitem__(self, i): return 'item' + str(i)
    def __len__(self): return 99
    def __str__(self): return 'STR'
    def __repr__(self): return 'REPR'
    def __format__(self, spec): return f'FORMAT({spec})'
n = Name('  Bob ')
print(n == 'bOB', n[0], len(n), n, [n], f'{n} {n!r} {n!s:>5} {n:x}', '%s %r' % (n, n), '{} {!r}'.format(n, n), n.upper(), n + '!', {n: 1}['BOB'.lower()] if False else n in {'bob'}, ','.join([n]))
