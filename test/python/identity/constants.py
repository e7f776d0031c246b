# Which equal values are one object: small ints, strings, tuples, constants of a file.
import sys
def one(): return 257, 1.5, 'hello world', (1, 2), b'xy', 10 ** 20
def two(): return 257, 1.5, 'hello world', (1, 2), b'xy', 10 ** 20
print([x is y for x, y in zip(one(), two())], [x is y for x, y in zip(one(), one())])
a = 256; b = 255 + int('1'); print(a is b); a = 257; b = 256 + int('1'); print(a is b, int('-5') is -5 + int('0'), int('-6') is int('-6'), int('100') is int('100'), int('1000') is int('1000'))
s = 'ab'; print(''.join(['a', 'b']) is s, sys.intern(''.join(['a', 'b'])) is s, 'a' + s[1] is s, s[:] is s, str(s) is s, s.strip() is s, s.replace('z', 'y') is s, s * 1 is s, s + '' is s, '' + s is s, f'{s}' is s, '%s' % s is s, ''.join([s]) is s, ''.join([s, '']) is s, s.lower() is s, s.ljust(1) is s, s.ljust(5) is s)
print('abc'[0] is chr(97), chr(233) is 'é'[0], chr(8364) is chr(8364), 'x'.upper() is 'X', 'ab'[0:1] is 'a'[0], b'a'[0:1] is b'ab'[:1], bytes([97]) is b'a'[:], ''.join([]) is str(), b''.join([]) is bytes(), tuple([]) is (), frozenset() is frozenset())
t = (1, 2); l = [1]; print(tuple(t) is t, t[:] is t, t * 1 is t, t + () is t, () + t is t, list(l) is l, l[:] is l, tuple(l) is tuple(l), frozenset(f := frozenset([1])) is f, f.copy() is f, dict(d := {}) is d, bytes(x := b'ab') is x, x[:] is x, int(n := 10 ** 20) is n, +n is n, float(q := 1.5) is q, -(-n) is n, n * 1 is n, n + 0 is n, abs(n) is n, round(n) is n, n | 0 is n, n >> 0 is n)
print(None is None, type(None)() is None, ... is Ellipsis, NotImplemented is NotImplemented, True is bool(1), (1 == 1) is True, [] is [], {} is {}, () is tuple(), 'a' 'b' is s, 0.0 is -0.0 if False else 'n/a')
class K:
    def m(self): pass
k = K(); print(k.m is k.m, K.m is K.m, k.__class__ is K, k.__dict__ is k.__dict__, K.__dict__ is K.__dict__, type(k) is K, k.m == k.m, K.__mro__ is K.__mro__, K.__name__ is K.__name__, one.__code__ is one.__code__, one.__defaults__ is None, one.__dict__ is one.__dict__, [].append is [].append)
def consts(): x = 'same const'; y = 'same const'; return x is y, 'a' * 20 is 'a' * 20, 'a b' * 3 is 'a b' * 3, (1, 'a', None) is (1, 'a', None), 2 ** 10 is 1024, -1 is -1, 1 + 2 is 3, 'x' + 'y' is 'xy'
import warnings; print(consts())
print(id([]) == id([]), id(object()) == id(object()), id(k) == id(k), [id(o) for o in [k, k]][0] == id(k), len({id(x) for x in [[], [], []]}), len({id(i) for i in range(300)}), id(1) == id(True + 0), k is not K(), hash(k) == id(k) // 16)
d1 = {'key': 1}; key = ''.join(['k', 'ey']); print(list(d1)[0] is key, sys.intern(key) is list(d1)[0]); setattr(k, ''.join(['at', 'tr']), 1); print(list(k.__dict__)[0] is 'attr'); exec('attr2 = 1', ns := {}); print([x for x in ns if x == 'attr2'][0] is sys.intern('attr2'))
