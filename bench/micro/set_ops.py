"""set and frozenset."""
from _timing import measure

S = '''s = set(range(100)); t = set(range(50, 150)); small = {1, 2, 3}; i = 50
ss = {str(k) for k in range(100)}; k = "50"; l = list(range(100)); sl = list(ss)
ts = {(a, b) for a in range(10) for b in range(10)}; a = 3; b = 4; dup = l * 2
'''
measure([
    ('set in int', 'i in s', S),
    ('set in str', 'k in ss', S),
    ('set in new tuple', '(a, b) in ts', S),
    ('set not in', '1000 in s', S),
    ('set add existing', 's.add(i)', S),
    ('set add discard', 's.add(1000)\ns.discard(1000)', S),
    ('set add new tuple', 'ts.add((a, b))', S),
    ('set build 100 int', 'r = set()\nfor j in l: r.add(j)', S),
    ('set build 1000 int', 'r = set()\nfor j in range(1000): r.add(j)', S),
    ('set(list)', 'set(l)', S),
    ('set(list str)', 'set(sl)', S),
    ('set(set)', 'set(s)', S),
    ('set comp', '{j for j in l}', S),
    ('set display', '{1, i, 3}', S),
    ('set()', 'set()', S),
    ('set |', 's | t', S),
    ('set &', 's & t', S),
    ('set -', 's - t', S),
    ('set ^', 's ^ t', S),
    ('set | small', 'small | small', S),
    ('set <=', 'small <= s', S),
    ('set ==', 's == u', S + 'u = set(s)'),
    ('set isdisjoint', 's.isdisjoint(small)', S),
    ('set iterate', 'for j in s: pass', S),
    ('set list(s)', 'list(s)', S),
    ('set update', 'small.update(l)', S),
    ('set pop add', 'x = small.pop()\nsmall.add(x)', S),
    ('set copy', 's.copy()', S),
    ('set remove add', 's.remove(i)\ns.add(i)', S),
    ('set len', 'len(s)', S),
    ('set repr', 'repr(small)', S),
    ('frozenset(list)', 'frozenset(l)', S),
    ('frozenset hash', 'hash(f)', S + 'f = frozenset(l)'),
    ('sorted(set)', 'sorted(s)', S),
])
