# match at work: a command interpreter, an expression evaluator, JSON shapes.
def run(cmd):
    match cmd.split():
        case []: return 'nothing'
        case ['go', ('north' | 'south') as d]: return f'going {d}'
        case ['go', other]: return f'cannot go {other}'
        case ['take', *items] if items: return f'took {len(items)}: {", ".join(items)}'
        case ['take']: return 'take what?'
        case [verb, 'all' | 'everything', *_]: return f'{verb} all'
        case [x] if x.isdigit(): return int(x) * 2
        case [first, *_, last]: return f'{first}..{last}'
        case _: return 'unknown'
for c in ('', 'go north', 'go up', 'take a b', 'take', 'drop all now', '21', 'a b c', 'word'): print(repr(run(c)), end=' | ')
print()
def ev(e):
    match e:
        case int() | float(): return e
        case ('+', a, b): return ev(a) + ev(b)
        case ('*', *args):
            r = 1
            for a in args: r *= ev(a)
            return r
        case ('neg', x): return -ev(x)
        case ('if', c, t, f): return ev(t) if ev(c) else ev(f)
        case str(name): return {'x': 10}.get(name, 0)
        case (op, *_): raise ValueError(f'bad op {op}')
        case _: raise TypeError(type(e).__name__)
print(ev(('+', 1, ('*', 2, 3, 4))), ev(('neg', 'x')), ev(('if', 0, 1, ('+', 'x', 'y'))), ev(2.5))
for bad in (('?', 1), None, {1}):
    try: ev(bad)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
def shape(j):
    match j:
        case {'type': 'user', 'name': str(n), 'tags': [t, *_]}: return f'user {n} first tag {t}'
        case {'type': 'user', 'name': n}: return f'user {n}'
        case {'error': {'code': 400 | 404 as c}}: return f'client error {c}'
        case {'error': {'code': c}} if c >= 500: return 'server error'
        case [{'id': i}, {'id': j_}]: return f'two ids {i} {j_}'
        case {'items': []}: return 'no items'
        case {**rest} if len(rest) > 2: return f'big {len(rest)}'
        case {}: return 'mapping'
        case None | True | False: return 'constant'
        case _: return 'other'
for j in ({'type': 'user', 'name': 'A', 'tags': ['x', 'y']}, {'type': 'user', 'name': 5}, {'error': {'code': 404}}, {'error': {'code': 503}}, [{'id': 1}, {'id': 2, 'z': 0}], {'items': []}, dict(a=1, b=2, c=3), {}, None, True, 3): print(shape(j), end=' | ')
print()
