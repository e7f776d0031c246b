# pass, ellipsis bodies, docstrings everywhere, expression statements, comments and line joins.
"""Module doc
second line"""
def f(): "one line"
def g():
    '''triple
    lines'''
    return __doc__
def h(): ...
def i(): pass; pass
class A: "class doc"
class B: ...
class C:
    x = 1
    "not a doc"
class D(A): pass
def j():
    b'bytes are no doc'
def k():
    f'{1}'
def l():
    'a' 'b' "c"
def m():
    # comment first
    "doc after comment"
def n(): return 1; "never"
print(__doc__, f.__doc__, g.__doc__, g(), h.__doc__, h(), A.__doc__, B.__doc__, C.__doc__, D.__doc__, j.__doc__, k.__doc__, l.__doc__, m.__doc__, n(), (lambda: 'x').__doc__)
1; 'expression'; [1, 2]; f; f(); None; ...; x = 1; x
if x: pass  # trailing comment
total = 1 + \
    2 + (3 +   # inside brackets
         4)

print(total, [
    1,

    2,  # comment
], {'a':
    1})
A.__doc__ = 'changed'; print(A.__doc__); f.__doc__ = None; print(f.__doc__)
try: int.__doc__ = 'no'
except TypeError as e: print(e)
class E:
    __doc__ = 'assigned'
class F:
    __slots__ = {'s': 'slot doc'}
    @property
    def p(self): "prop doc"
print(E.__doc__, F.s.__doc__, F.p.__doc__, type.__doc__ is not None, [type(d.__doc__).__name__ for d in (len, '', 5)]); import json; print(json.__doc__.split('\n')[0][:20]); del __doc__; print('__doc__' in globals())
