# Every kind of pattern: literal, capture, value, sequence, mapping, class, or, as, guard.
import math
class Color: RED = 1; GREEN = 2
class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
def kind(v):
    match v:
        case None: return 'None'
        case True | False as b: return f'bool {b}'
        case Color.RED: return 'RED'
        case -1 | -2.5 | 1+2j: return 'neg literal'
        case 0 | 0.5: return f'number {v}'
        case 'a' 'b': return 'ab'
        case b'x': return 'bytes'
        case []: return 'empty seq'
        case [x]: return f'one {x}'
        case [1, *rest]: return f'1 then {rest}'
        case [first, _, *_, last] if first == last: return f'ends {first}'
        case (x, y): return f'pair {x} {y}'
        case [[a, b], *_, {'k': c}]: return f'nested {a} {b} {c}'
        case {'type': 'circle', 'r': int(r) | float(r)}: return f'circle {r}'
        case {'type': t, **others} if others: return f'type {t} {others}'
        case {1: one, 'x': [p, q]}: return f'map {one} {p} {q}'
        case {}: return 'some mapping'
        case Point(0, 0): return 'origin'
        case Point(x, y=0): return f'on x axis {x}'
        case Point(x=int() as px, y=Point(a, b)): return f'point in point {px} {a} {b}'
        case Point(): return 'some point'
        case str(s) if len(s) > 3: return f'long {s}'
        case str() | bytes(): return 'text'
        case int(i): return f'int {i}'
        case [*_]: return f'seq {len(v)}'
        case float(f) if math.isnan(f): return 'nan'
        case _: return f'other {type(v).__name__}'
for v in (None, True, 1, 1.0, -1, -2.5, 1 + 2j, 0, 0.5, 'ab', b'x', b'y', [], (), [7], (1, 2, 3), [1], [5, 0, 5], [5, 0, 0, 5], [3, 4], [[1, 2], 0, {'k': 9}], {'type': 'circle', 'r': 2}, {'type': 'circle', 'r': 2.5}, {'type': 'circle', 'r': 'x'}, {'type': 'sq'}, {'type': 'sq', 'w': 1}, {1: 'one', 'x': 'pq'}, {1: 'one', 'x': [3, 4]}, {}, Point(0, 0), Point(5, 0), Point(1, Point(2, 3)), Point('x', 'y'), 'long text', 'abc', 42, 3.5, float('nan'), [1, 2, 3, 4][1:], range(3), range(2), iter([]), {1, 2}, bytearray(b'ab'), memoryview(b'ab'), object, 10 ** 30): print(kind(v), end=' | ')
print()
