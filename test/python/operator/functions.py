# operator: functions, itemgetter, attrgetter, methodcaller, in-place.
import operator as o
print(o.add(1, 2), o.concat('a', 'b'), o.contains([1], 1), o.countOf('abca', 'a'), o.indexOf('abc', 'c'), o.truediv(1, 2), o.floordiv(-7, 2), o.mod(-7, 3), o.pow(2, 5), o.and_(6, 3), o.or_(6, 3), o.xor(6, 3), o.invert(5), o.neg(5), o.pos(-5), o.abs(-5), o.not_(0), o.truth([]), o.is_(None, None), o.is_not(1, None), o.lshift(1, 4), o.rshift(16, 2), o.index(5), o.length_hint([1, 2]), o.length_hint(iter('abc')), o.length_hint(5, 9), o.getitem({'a': 1}, 'a'), o.call(len, 'abc'), o.lt(1, 2), o.ge(1, 2), o.eq(1, 1.0), o.ne(1, 1))
l = [1]; print(o.iadd(l, [2]) is l, l, o.iconcat(l, [3]), o.imul(2, 3), o.setitem(l, 0, 'x'), l, o.delitem(l, 0), l, o.matmul.__name__)
class A:
    def __init__(self): self.x = 5; self.y = type('B', (), {'z': [1, 2]})()
    def m(self, *a, **k): return a, k
a = A(); print(o.attrgetter('x')(a), o.attrgetter('x', 'y.z')(a), o.itemgetter(1)('abc'), o.itemgetter(0, -1)('abc'), o.itemgetter(slice(1, 3))('abcd'), o.itemgetter('k')({'k': 'v'}), o.methodcaller('m', 1, k=2)(a), o.methodcaller('upper')('a'), repr(o.itemgetter(1, 'a')), repr(o.attrgetter('a.b', 'c')), repr(o.methodcaller('f', 1, x=2)))
for f in (lambda: o.itemgetter(), lambda: o.itemgetter(5)('ab'), lambda: o.itemgetter('x')('ab'), lambda: o.attrgetter(), lambda: o.attrgetter(5), lambda: o.attrgetter('q')(a), lambda: o.attrgetter('y.nope')(a), lambda: o.methodcaller(), lambda: o.methodcaller(5), lambda: o.methodcaller('nope')(a), lambda: o.add(1), lambda: o.add('a', 1), lambda: o.index(1.5), lambda: o.indexOf('abc', 'z'), lambda: o.concat(1, 2), lambda: o.length_hint(5, 'x'), lambda: o.getitem([], 0), lambda: o.call(), lambda: o.contains(5, 1), lambda: o.countOf(5, 1), lambda: o.itemgetter(1)(), lambda: o.iadd('a', 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
