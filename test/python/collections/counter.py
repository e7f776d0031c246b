# hashseed: 0
# Counter: counting, arithmetic, most_common, missing keys.
from collections import Counter
c = Counter('abracadabra')
print(c, c['a'], c['zz'], c.most_common(2), c.most_common()[-1], sum(c.values()), c.total(), list(c.elements())[:6], len(c))
c.update('aaa'); c.subtract({'b': 5}); c['q'] += 2; print(c, +c, -c, Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3, b=1) - Counter(a=1, b=2), Counter(a=3, b=1) & Counter(a=1, b=5), Counter(a=3) | Counter(a=1, b=2))
print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=1), Counter(a=2) >= Counter(b=0), 'zz' in c, dict(Counter([1, 1, 2])), Counter(), Counter(x=0), Counter({'k': 'text'}))
del c['nothing']; c.clear(); print(c, c.copy(), Counter(None), Counter([3, 1, 3, 2, 1, 3]).most_common(), Counter('hello world foo').most_common(3))
x = Counter(a=5); x += Counter(a=1, b=-1); x -= Counter(a=2); x |= Counter(z=1); x &= Counter(a=10, z=5); print(x)
for f in (lambda: Counter(5), lambda: Counter.fromkeys('ab'), lambda: Counter('a', 'b'), lambda: Counter(a='x') + Counter(a=1), lambda: c.most_common('x'), lambda: Counter(a=1) < 5, lambda: Counter([[]])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Sub(Counter):
    def __missing__(self, k): return 'missing ' + k
print(Sub('a')['z'], type(Sub('a').copy()).__name__, Counter('ab').items() >= {('a', 1)}, sorted(Counter('cab')), max(Counter(a=1, b=3).items(), key=lambda p: p[1]))
