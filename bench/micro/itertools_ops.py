"""itertools, functools, operator."""
from _timing import measure

I = '''from itertools import *
from functools import *
from collections import deque
import operator
l = list(range(100)); m = l[::-1]; pairs = [(k, -k) for k in l]
eat = deque(maxlen=0).extend
f = lambda x: x & 1; add2 = lambda a, b: a + b
@lru_cache(maxsize=None)
def cached(x): return x
@lru_cache(maxsize=10)
def bounded(x): return x
@cache
def cached2(x, y): return x
p = partial(add2, 1); pk = partial(int, base=16); ig = operator.itemgetter(1); ag = operator.attrgetter("real"); mc = operator.methodcaller("bit_length")
ig2 = operator.itemgetter(0, 1); i = 5
class K:
    @cached_property
    def v(self): return 1
k = K()
'''
measure([
    ('it chain', 'eat(chain(l, m))', I),
    ('it chain.from_iterable', 'eat(chain.from_iterable(pairs))', I),
    ('it islice', 'eat(islice(l, 10, 60))', I),
    ('it count', 'eat(islice(count(), 100))', I),
    ('it cycle', 'eat(islice(cycle(l), 200))', I),
    ('it repeat', 'eat(repeat(1, 100))', I),
    ('it accumulate', 'eat(accumulate(l))', I),
    ('it accumulate func', 'eat(accumulate(l, add2))', I),
    ('it product', 'eat(product(l[:10], l[:10]))', I),
    ('it permutations', 'eat(permutations(l[:5]))', I),
    ('it combinations', 'eat(combinations(l[:10], 3))', I),
    ('it groupby', 'for a, b in groupby(l, lambda x: x // 10): eat(b)', I),
    ('it takewhile', 'eat(takewhile(lambda x: x < 50, l))', I),
    ('it dropwhile', 'eat(dropwhile(lambda x: x < 50, l))', I),
    ('it starmap', 'eat(starmap(add2, pairs))', I),
    ('it zip_longest', 'eat(zip_longest(l, m))', I),
    ('it pairwise', 'eat(pairwise(l))', I),
    ('it batched', 'eat(batched(l, 5))', I),
    ('it compress', 'eat(compress(l, m))', I),
    ('it filterfalse', 'eat(filterfalse(f, l))', I),
    ('it tee', 'a, b = tee(l)\neat(a)\neat(b)', I),
    ('it for count', 'for x in count():\n if x > 99: break', I),
    ('ft lru_cache hit', 'cached(i)', I),
    ('ft lru_cache bounded', 'bounded(i)', I),
    ('ft lru_cache miss', 'bounded(i)\ni += 1', I),
    ('ft cache 2 args', 'cached2(i, i)', I),
    ('ft partial', 'p(i)', I),
    ('ft partial kw', 'pk("ff")', I),
    ('ft partial()', 'partial(add2, 1)', I),
    ('ft reduce', 'reduce(add2, l)', I),
    ('ft reduce op', 'reduce(operator.add, l)', I),
    ('ft cached_property', 'k.v', I),
    ('ft cmp_to_key', 'sorted(m, key=cmp_to_key(lambda a, b: a - b))', I),
    ('op itemgetter', 'ig(pairs)', I),
    ('op itemgetter 2', 'ig2(pairs)', I),
    ('op attrgetter', 'ag(i)', I),
    ('op methodcaller', 'mc(i)', I),
    ('op.add', 'operator.add(i, i)', I),
    ('op.mul map', 'eat(map(operator.mul, l, m))', I),
])
