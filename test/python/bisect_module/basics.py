# bisect: left, right, insort, bounds, keys.
import bisect as b
a = [1, 2, 2, 2, 5]; print(b.bisect_left(a, 2), b.bisect_right(a, 2), b.bisect(a, 3), b.bisect(a, 0), b.bisect(a, 9), b.bisect_left(a, 2, 2), b.bisect_left(a, 5, 0, 3), b.bisect_left([], 1), b.insort(a, 3), a, b.insort_left(a, 2), b.insort_right(a, 2.0), a)
r = [('a', 1), ('b', 5)]; print(b.bisect_left(r, 3, key=lambda t: t[1])); b.insort(r, ('q', 3), key=lambda t: t[1]); print(r, b.bisect('acde', 'b'), b.bisect([9, 5, 1], -4, key=lambda x: -x))
for f in (lambda: b.bisect(5, 1), lambda: b.bisect([1], 'a'), lambda: b.bisect([1], 1, -1), lambda: b.bisect([1], 1, key=5), lambda: b.insort((1,), 0), lambda: b.bisect(), lambda: b.bisect([1, 2], 1, lo='a'), lambda: b.bisect_left({}, 1), lambda: b.bisect([1, None], 5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
