# Indexing and slicing of narrow, wide and astral strings; iteration; immutability.
s = 'abcdef'
print(s[0], s[-1], s[1:4], s[::-1], s[::2], s[5:1:-2], s[10:], s[-100:2], s[:], s[2:2], s[-3:-1], s[::-7])
w = 'a\u00e9\u20ac\U0001f600z'
print(len(w), ascii(w[3]), ascii(w[2:4]), ascii(w[::-1]), [hex(ord(c)) for c in w], ascii(w[-2]), w.index('z'), w.find('\U0001f600'))
print('😀' * 3 == '😀😀😀', len('😀' * 3), '\ud83d\ude00' == '😀', len('\ud83d\ude00'), ascii('\ud83d' + '\ude00'))
def attempt(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: s[6])
attempt(lambda: s[-7])
attempt(lambda: s['a'])
attempt(lambda: s[1.0])
attempt(lambda: s[None])
attempt(lambda: s[::0])
attempt(lambda: s['a':])
attempt(lambda: s[1, 2])
attempt(lambda: s[10 ** 30])
attempt(lambda: s[-10 ** 30:10 ** 30])
attempt(lambda: s.__setitem__(0, 'x'))
attempt(lambda: s.__getitem__(slice(1, 3)))
try:
    s[0] = 'z'
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
print('ab' + 'cd', 'ab' * 3, 3 * 'ab', 'ab' * 0, 'ab' * -1, '' * 5)
attempt(lambda: 'ab' * 1.5)
attempt(lambda: 'ab' + 5)
attempt(lambda: 5 + 'ab')
attempt(lambda: 'ab' + b'c')
attempt(lambda: 'ab' - 'b')
attempt(lambda: 'ab' < 5)
print('a' < 'b' < 'ba' < 'é' < '€' < '\uffff' < '😀', 'abc' < 'abd', '' < 'a', 'Z' < 'a', '\ud800' < '😀', '\uffff' < '\U00010000')
print(ord('é'), ord('😀'), ascii(chr(0x10ffff)), chr(65), ascii(chr(0xd800)))
attempt(lambda: ord('ab'))
attempt(lambda: ord(''))
attempt(lambda: ord(5))
attempt(lambda: ord(b'a'))
attempt(lambda: ord(b'ab'))
attempt(lambda: chr(-1))
attempt(lambda: chr(0x110000))
attempt(lambda: chr('a'))
attempt(lambda: chr(2 ** 70))
