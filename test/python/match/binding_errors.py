# Bindings after failed matches, evaluation counts, errors of class patterns, __match_args__.
import collections.abc
class V:
    def __eq__(self, o): print('eq', o, end=' '); return False
match V():
    case 1: pass
    case 'a' | None: pass
    case _: print('default')
match [1, 2]:
    case [a, 3]: pass
    case [a, b] if a > b: pass
    case _: print(a, b)
class M(collections.abc.Mapping):
    def __getitem__(self, k): print('getitem', k); return 1
    def get(self, k, d=None): print('get', k, end=' '); return {'x': 1}.get(k, d)
    def keys(self): return ['x']
    def __iter__(self): return iter(['x'])
    def __len__(self): print('len', end=' '); return 1
match M():
    case {'x': 1, 'y': 2}: print('no')
    case {'x': 1, **r}: print('matched')
class S(collections.abc.Sequence):
    def __len__(self): print('len', end=' '); return 3
    def __getitem__(self, i):
        print('item', i, end=' ')
        if i > 2: raise IndexError
        return i
match S():
    case [a, b]: print('no')
    case [a, *m, z]: print(a, m, z)
class Reg:
    def __len__(self): return 2
    def __getitem__(self, i): return i
match Reg():
    case [a, b]: print('sequence')
    case _: print('not registered')
class A: pass
class B: __match_args__ = ['x']
class C: __match_args__ = (5,)
class D: __match_args__ = ('x', 'x'); x = 1
class E: __match_args__ = ('missing',)
class F:
    __match_args__ = ('p',)
    @property
    def p(self): raise ValueError('in property')
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
def m(v, n):
    match v:
        case A(1) if n == 0: return 'A'
        case B(1) if n == 1: return 'B'
        case C(1) if n == 2: return 'C'
        case D(1, 1) if n == 3: return 'D'
        case D(1, x=1) if n == 4: return 'D kw'
        case E(1) if n == 5: return 'E'
        case F(p=1) if n == 6: return 'F'
        case int(1, 2) if n == 7: return 'int'
        case int(real=5) if n == 8: return 'int kw'
        case list([a, b]) if n == 9: return 'list', a, b
        case dict(keys=k) if n == 10: return 'dict attr'
        case undefined.attr if n == 11: return '?'
        case {'a': 1, **kw} if n == 12: return kw
    return 'none'
for v, n in ((A(), 0), (B(), 1), (C(), 2), (D(), 3), (D(), 4), (E(), 5), (F(), 6), (1, 7), (5, 8), ([1, 2], 9), ({}, 10), (5, 11), ({'a': 1, 'b': 2}, 12)): attempt(lambda: m(v, n))
notclass = 5
def nc():
    match 1:
        case notclass(): return 1
attempt(nc)
for src in ('case x: pass\n case y: pass', 'case x | y: pass', 'case (x, x): pass', 'case {"a": x, **x}: pass', 'case {**rest, "a": 1}: pass', 'case [*a, *b]: pass', 'case {1: a, 1: b}: pass', 'case P(a=1, a=2): pass', 'case P(a=1, 2): pass', 'case 1 + 1: pass', 'case -x: pass', 'case f"x": pass', 'case _ as _: pass', 'case x.y as x.z: pass', 'case {x: 1}: pass', 'case (1 | x) | 2: pass', 'case _ | 1: pass', 'case *a: pass', 'case 1 as 2: pass', 'case {**_}: pass', 'case x if y := 1: pass', 'case {-1-0j: z}: pass', 'case 1 + 2j | -3 - 1.5J: pass', 'case {None: 1, True: 2}: pass'):
    try: compile(f'match v:\n {src}\n', 's', 'exec'); print(src, '-> ok')
    except SyntaxError as e: print(src, '->', e.msg)
match = case = type = _ = 5; match[0] if False else 0; print(match, case, type, [match for match in 'ab'])
