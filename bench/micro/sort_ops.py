"""Sorting, min, max and the like."""
from _timing import measure

R = '''import random
from operator import itemgetter, attrgetter
rnd = random.Random(1)
ints = [rnd.randrange(10**6) for _ in range(1000)]
floats = [rnd.random() for _ in range(1000)]
strs = [str(rnd.randrange(10**6)) for _ in range(1000)]
tuples = [(rnd.randrange(100), k) for k in range(1000)]
spairs = [(str(rnd.randrange(100)), k) for k in range(1000)]
rising = list(range(1000)); small = [5, 2, 8, 1, 9, 3]
mixed = [k + 0.5 if k & 1 else k for k in ints]
class C:
    def __init__(self, v): self.v = v
    def __lt__(self, other): return self.v < other.v
objs = [C(v) for v in ints[:200]]
g = itemgetter(1); ga = attrgetter("v")
neg = lambda v: -v
'''
measure([
    ('sort ints 1000', 'sorted(ints)', R),
    ('sort floats 1000', 'sorted(floats)', R),
    ('sort strs 1000', 'sorted(strs)', R),
    ('sort tuples 1000', 'sorted(tuples)', R),
    ('sort (str, int) 1000', 'sorted(spairs)', R),
    ('sort mixed 1000', 'sorted(mixed)', R),
    ('sort rising 1000', 'sorted(rising)', R),
    ('sort reverse', 'sorted(ints, reverse=True)', R),
    ('sort key=lambda', 'sorted(ints, key=neg)', R),
    ('sort key=len', 'sorted(strs, key=len)', R),
    ('sort key=itemgetter', 'sorted(tuples, key=g)', R),
    ('sort key=str.lower', 'sorted(strs, key=str.lower)', R),
    ('sort key=attrgetter', 'sorted(objs, key=ga)', R),
    ('sort __lt__ 200', 'sorted(objs)', R),
    ('sort small', 'sorted(small)', R),
    ('sort list.sort', 'r = ints[:]\nr.sort()', R),
    ('min list 1000', 'min(ints)', R),
    ('max list 1000', 'max(ints)', R),
    ('max floats 1000', 'max(floats)', R),
    ('max strs', 'max(strs)', R),
    ('min key', 'min(ints, key=neg)', R),
    ('max key=len', 'max(strs, key=len)', R),
    ('min(a, b)', 'min(a, b)', 'a = 3; b = 5'),
    ('max(a, b, c)', 'max(a, b, c)', 'a = 3; b = 5; c = 4'),
    ('max(float, float)', 'max(a, b)', 'a = 3.5; b = 5.5'),
    ('sum ints 1000', 'sum(ints)', R),
    ('sum floats 1000', 'sum(floats)', R),
    ('sum gen 1000', 'sum(k for k in ints)', R),
    ('sum(range)', 'sum(range(1000))', R),
    ('sum small', 'sum(small)', R),
])
