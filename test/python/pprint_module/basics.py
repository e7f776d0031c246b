# hashseed: 0
# pprint: widths, nesting, sorting, recursion, dataclasses.
import pprint as p, dataclasses, collections
d = {'b': list(range(30)), 'a': {'x': 'long ' * 20, 'y': ('t',) * 3}, 3: {1, 2}, None: frozenset('z')}
p.pprint(d); p.pprint(d, width=40, indent=2, depth=1); p.pprint(d, compact=True, sort_dicts=False); print(p.pformat([]), p.pformat({'z': 1, 'a': 2}), p.pformat({'z': 1, 'a': 2}, sort_dicts=False), p.saferepr([1]), p.isreadable([1]), p.isrecursive([]))
r = [1]; r.append(r); print(p.isrecursive(r), p.isreadable(r), p.pformat(r).split(' with')[0]); p.pp({'k': 1, 'a': 2}); p.pprint(10 ** 9, underscore_numbers=True)
@dataclasses.dataclass
class P: x: int; name: str = 'n' * 60; rest: list = dataclasses.field(default_factory=lambda: ['w' * 30] * 3)
p.pprint(P(1)); p.pprint(collections.OrderedDict((k, 'v' * 30) for k in 'abc')); p.pprint(collections.Counter('mississippi' * 3)); p.pprint([b'x' * 100, 'y' * 100, ('a' * 50, 'b' * 50)], width=60); p.pprint(collections.deque(['q' * 40] * 2)); p.pprint(collections.defaultdict(list, a=['l' * 50, 'm' * 40]))
for f in (lambda: p.pformat(1, indent=-1), lambda: p.pformat(1, depth=0), lambda: p.pformat(1, width=0)):
    try: print(f())
    except ValueError as e: print(e)
