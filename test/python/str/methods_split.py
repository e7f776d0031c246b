# split, rsplit, splitlines, partition and join.
print('a b  c'.split(), ' a b '.split(' '), 'a,b,,c'.split(','), ''.split(), ''.split(','), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ' a  b c '.split(None, 1), ' a  b c '.rsplit(None, 1))
print('a<>b<>c'.split('<>'), 'aaa'.split('aa'), 'abc'.split('abc'), 'a b c'.split(maxsplit=0), ' a b'.split(maxsplit=0), 'a,b'.split(sep=',', maxsplit=-5), 'x\u2003y\xa0z\x1cw'.split())
print('a\nb\r\nc\rd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l'.splitlines())
print('a\n\nb\n'.splitlines(), 'a\n\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines(), 'a\r\n'.splitlines(keepends=True), '\r\n\r'.splitlines(True))
print('key=value=x'.partition('='), 'key=value=x'.rpartition('='), 'none'.partition('='), 'none'.rpartition('='), 'abc'.partition('abc'))
print(','.join(['a', 'b']), ''.join('xyz'), '-'.join({'k': 1, 'l': 2}), ', '.join(c.upper() for c in 'ab'), 'x'.join([]), 'x'.join(['only']), ','.join(('a', 'é', '€', '😀')))
def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: 'a'.split(''))
attempt(lambda: 'a'.rsplit(''))
attempt(lambda: 'a'.split(5))
attempt(lambda: 'a'.split(',', 'x'))
attempt(lambda: 'a'.partition(''))
attempt(lambda: 'a'.partition(None))
attempt(lambda: ','.join([1, 2]))
attempt(lambda: ','.join(['a', 'b', None]))
attempt(lambda: ','.join(['a', b'b']))
attempt(lambda: ','.join(5))
attempt(lambda: ','.join(None))
attempt(lambda: 'a'.split(sep=',', max=1))
attempt(lambda: 'a'.splitlines(1, 2))
attempt(lambda: str.join(',', 'abc'))
attempt(lambda: str.join(5, 'abc'))
attempt(lambda: str.join())
class S(str):
    pass
s = S('a b')
print(type(s.split()[0]).__name__, type(s.strip()).__name__, type(''.join([s])).__name__, ''.join([s]) == s, [s].__repr__())
