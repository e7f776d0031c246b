# Subclasses of str keep or lose their type.
class S(str):
    def upper(self): return S('UP:' + super().upper())
    def __add__(self, o): return S(str.__add__(self, o) + '+')
    def __mod__(self, o): return 'mod'
    def __contains__(self, x): return True
    def __iter__(self): return iter(['i', 't'])
s = S('abc')
print(s.upper(), type(s.upper()).__name__, s + 'd', 'x' + s, type('x' + s).__name__, s % 5, 'zz' in s, list(s), [*s], ''.join(s), tuple(s), type(s[0]).__name__, type(s[:]).__name__, type(s.lower()).__name__, type(str(s)).__name__, type(f'{s}').__name__, type(s.strip()).__name__, type(s * 1).__name__, type(s.replace('z', 'y')).__name__, type(s.format()).__name__)
print(s == 'abc', 'abc' == s, hash(s) == hash('abc'), {s: 1}['abc'], {'abc': 1}[s], s in {'abc'}, s < 'abd', sorted([S('b'), 'a']), s.split('b'), 'b'.join([s, s]), len(s), s.encode(), int(S('5')), float(S('1.5')), eval(S('1+1')), getattr('x', S('upper'))(), isinstance(s, str), s.__class__.__name__)
class Eq(str):
    def __eq__(self, o): return False
    def __hash__(self): return str.__hash__(self)
e = Eq('k'); d = {e: 1}; print(e == 'k', 'k' == e, d.get('k'), d.get(e), e in ['k'], ['k'].count(e), 'k' in d)
class R(str):
    def __repr__(self): return 'R!'
    def __str__(self): return 'str!'
    def __format__(self, sp): return f'fmt({sp})'
    def __len__(self): return 100
    def __getitem__(self, i): return 'item'
    def __hash__(self): return 1
r = R('raw'); print(r, [r], f'{r}', f'{r!r}', f'{r!s}', '%s %r' % (r, r), str(r), repr(r), len(r), r[0], r.upper(), r == 'raw', 'pre' + r, ''.join(['<', r]), r.ljust(5) + '|', hash(r), print(r, sep=''), sorted(r), r[::-1])
r.attr = 5; print(r.attr, r.__dict__); x = str.__new__(S, 'new'); print(x, type(x).__name__, S(b'ab', 'ascii'), S(5), S())
