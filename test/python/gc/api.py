# gc.get_referrers, get_referents, is_tracked, freeze, thresholds, get_objects, is_finalized.
import gc
class A: pass
gc.collect(); gc.disable()
a = A(); l = [a]; d = {'k': a}; t = (a, [])
print(sorted(type(r).__name__ for r in gc.get_referrers(a) if r is not globals()), gc.get_referents(l) == [a], gc.get_referents(d), gc.get_referents(t) == [[], a] or gc.get_referents(t) == [a, []], gc.get_referents(5), gc.get_referents(), gc.get_referents([1, 'a'], {'z': 2}), [type(x).__name__ for x in gc.get_referents(a)]) if False else print(len([r for r in gc.get_referrers(a) if r is not globals()]), gc.get_referents(5), gc.get_referents(), gc.get_referents([1, 'b'], {'z': 2}))
a.x = 1; print([type(x).__name__ for x in gc.get_referents(a)], [type(x).__name__ for x in gc.get_referents(lambda: 0)][-1:])
for o in (1, 'a', 1.5, None, [], {}, (), (1, 2), ('a', []), {'k': 1}, {'k': []}, set(), frozenset(), a, A, lambda: 0, len, [].append, range(3), slice(1), iter([]), (x for x in []), object(), type('S', (), {'__slots__': ()})(), bytearray(), memoryview(b''), Exception(), property(), staticmethod(len), map(str, []), {}.keys(), gc, 1j, ..., int, ValueError): print(type(o).__name__, gc.is_tracked(o), end=', ')
print()
d = {}; print(gc.is_tracked(d)); d['a'] = 1; print(gc.is_tracked(d)); d['b'] = []; print(gc.is_tracked(d)); del d['b']; gc.collect(); print(gc.is_tracked(d)); t = (1, (2, 'x')); tt = tuple([1, (2, 3)]); print(gc.is_tracked(tt)); gc.collect(); print(gc.is_tracked(tt), gc.is_tracked(t))
print(gc.get_threshold(), gc.isenabled()); gc.set_threshold(100); print(gc.get_threshold()); gc.set_threshold(50, 5, 3); print(gc.get_threshold()); gc.set_threshold(2000, 10, 10); gc.enable(); print(gc.isenabled()); gc.disable()
for f in (lambda: gc.set_threshold(), lambda: gc.set_threshold('a'), lambda: gc.set_threshold(1, 2, 3, 4), lambda: gc.get_objects(5), lambda: gc.get_objects(-1), lambda: gc.get_objects('x'), lambda: gc.set_debug('x'), lambda: gc.is_tracked(), lambda: gc.collect(1, 2)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
gc.collect(); m = A(); print(any(o is m for o in gc.get_objects(0)), any(o is m for o in gc.get_objects(2))); gc.collect(0); print(any(o is m for o in gc.get_objects(1))); gc.collect(1); print(any(o is m for o in gc.get_objects(2)), any(o is m for o in gc.get_objects()))
gc.freeze(); n = gc.get_freeze_count() > 100; gc.unfreeze(); print(n, gc.get_freeze_count())
class F:
    def __del__(self): global kept; kept = self
f = F(); print(gc.is_finalized(f)); del f; print(gc.is_finalized(kept), gc.is_finalized(1))
print([sorted(s) for s in gc.get_stats()][0], len(gc.get_stats()), gc.get_count()[2] >= 0, gc.get_debug(), gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.collect(); c0 = gc.get_count()[0]; keep = [[] for _ in range(50)]; c1 = gc.get_count()[0]; print(c1 - c0 >= 40); keep2 = [A() for _ in range(100)]; print(gc.get_count()[0] - c1)
