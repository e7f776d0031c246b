# Annotations: evaluation, storage, classes, functions, locals, strings and get_type_hints.
from typing import get_type_hints, Optional, ClassVar, Annotated, Final
log = []
def t(x): log.append(x); return x
a: t('int') = t(1)
b: t('str')
(c): t('paren') = 2
d = {}; d['k']: t('sub') = t('val'); d['none']: t('not evaluated target')
class X: pass
X.y: t('attr') = 1
print(log, __annotations__, d); log.clear()
def f(p: t('P'), /, q: t('Q') = t('default'), *r: t('R'), s: t('S'), **u: t('U')) -> t('ret'):
    local: t('never evaluated') = 1
    unset: t('nor this')
    try: unset
    except UnboundLocalError as e: print(e)
    return local
print(log, f.__annotations__, f('x', s=1)); log.clear()
class C:
    x: int = 1
    y: 'C'
    z: Optional['int'] = None
    cv: ClassVar[int] = 2
    an: Annotated[int, 'meta'] = 3
    __private: int = 4
    def m(self, o: 'C') -> list['C']: ...
class D(C): w: str
class E(C): pass
print(C.__annotations__, D.__annotations__, 'y' in C.__dict__, E.__dict__.get('__annotations__'), get_type_hints(D), get_type_hints(C.m), get_type_hints(C, include_extras=True)['an'])
f.__annotations__['new'] = 5; print(list(f.__annotations__)[-1], (lambda: 0).__annotations__); del f.__annotations__; print(f.__annotations__)
for src in ('x: int: str = 1', '(a, b): int', '[a]: int = 1', 'x: int += 1', 'f(): int', 'x, y: int', 'def g():\n global gg\n gg: int = 1', 'lambda x: int: 1', 'for i: int in []: pass', 'x: undefined_name = 1', 'x: (yield) = 1', 'class Q:\n v: (1/0) = 1', 'def g() -> 1/0: pass', 'def g(x: 1/0 = 2): pass', 'def g():\n x: (1/0) = 2\n return x\nprint(g())', '5: int', '"a": int', 'x.y: int', 'x[0]: int = 1', 'with (x: int): pass', 'def g():\n nonlocal x\n x: int', 'x: *int = 1', 'def g(*a: *tuple[int]): pass\nprint(g.__annotations__)', 'x: int = *[1], 2\nprint(x)', 'x: lambda: 5\nprint(list(__annotations__))'):
    try: exec(src, {'__builtins__': __builtins__})
    except Exception as e: print(src.encode(), '->', type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
exec('from __future__ import annotations\nx: undefined[1 +  2] = 1\ndef f(a: "q", *b: lambda: (yield 1)) -> {1:2}: pass\nprint(__annotations__, f.__annotations__)', {})
