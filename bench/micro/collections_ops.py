"""heapq, bisect, deque, Counter, defaultdict, OrderedDict, namedtuple, array."""
from _timing import measure

C = '''from collections import *
from heapq import *
from bisect import *
from array import array
import random
rnd = random.Random(1)
l = [rnd.randrange(10**6) for _ in range(1000)]; s = sorted(l); h = l[:]; heapify(h); x = 500000
th = [(k, str(k)) for k in l]; heapify(th)
d = deque(range(100)); dd = defaultdict(int); dl = defaultdict(list); od = OrderedDict((k, k) for k in range(100))
words = [str(k % 50) for k in range(500)]; text = "the quick brown fox" * 10
P = namedtuple("P", "x y"); p = P(1, 2); i = 5; ar = array("i", range(100)); ad = array("d", range(100))
c = Counter(words); cm = ChainMap({"a": 1}, {"b": 2})
'''
measure([
    ('heap push pop', 'heappush(h, x)\nheappop(h)', C),
    ('heap pushpop', 'heappushpop(h, x)', C),
    ('heap replace', 'heapreplace(h, x)', C),
    ('heap tuples', 'heappush(th, (x, "x"))\nheappop(th)', C),
    ('heapify 1000', 'r = l[:]\nheapify(r)', C),
    ('heap nlargest', 'nlargest(5, l)', C),
    ('bisect', 'bisect(s, x)', C),
    ('bisect_left', 'bisect_left(s, x)', C),
    ('insort', 'insort(s, x)\ns.pop()', C),
    ('deque append popleft', 'd.append(i)\nd.popleft()', C),
    ('deque appendleft pop', 'd.appendleft(i)\nd.pop()', C),
    ('deque index', 'd[50]', C),
    ('deque iterate', 'for k in d: pass', C),
    ('deque rotate', 'd.rotate(1)', C),
    ('deque(list)', 'deque(l)', C),
    ('deque len', 'len(d)', C),
    ('defaultdict hit', 'dd[i] += 1', C),
    ('defaultdict miss', 'dd[i]\ndel dd[i]', C),
    ('defaultdict append', 'dl[i].append(1)', C),
    ('Counter(words)', 'Counter(words)', C),
    ('Counter(str)', 'Counter(text)', C),
    ('Counter get', 'c["7"]', C),
    ('Counter miss', 'c["nope"]', C),
    ('Counter +=', 'c["7"] += 1', C),
    ('Counter most_common', 'c.most_common(3)', C),
    ('OrderedDict set', 'od[i] = 1', C),
    ('OrderedDict get', 'od[i]', C),
    ('OrderedDict move', 'od.move_to_end(i)', C),
    ('OrderedDict iterate', 'for k in od: pass', C),
    ('OrderedDict build', 'OrderedDict.fromkeys(range(100))', C),
    ('namedtuple new', 'P(1, 2)', C),
    ('namedtuple attr', 'p.x', C),
    ('namedtuple unpack', 'a, b = p', C),
    ('namedtuple replace', 'p._replace(x=3)', C),
    ('array get', 'ar[i]', C),
    ('array set', 'ar[i] = 7', C),
    ('array set double', 'ad[i] = 7.5', C),
    ('array append', 'ar.append(3)\nar.pop()', C),
    ('array iterate', 'for k in ar: pass', C),
    ('array sum', 'sum(ar)', C),
    ('ChainMap get', 'cm["b"]', C),
])
