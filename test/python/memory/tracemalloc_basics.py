# tracemalloc: totals, per-line sizes of plain allocations, snapshots and differences.
import tracemalloc, gc, sys
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit() if tracemalloc.is_tracing() else 'off')
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
attempt(tracemalloc.take_snapshot); attempt(lambda: tracemalloc.start(0)); attempt(lambda: tracemalloc.start('x'))
gc.collect(); gc.disable()
tracemalloc.start()
a = bytearray(1000)
b = [None] * 100
c = 'x' * 500 + str(len(b))
s = tracemalloc.take_snapshot()
me = [x for x in s.statistics('lineno') if x.traceback[0].filename == __file__]
for st in sorted(me, key=lambda x: x.traceback[0].lineno): print(st.traceback[0].lineno, st.size, st.count)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit(), tracemalloc.get_object_traceback(a)[0].lineno, tracemalloc.get_object_traceback(5))
s1 = tracemalloc.take_snapshot(); keep = [bytes(50) for _ in range(10)]; s2 = tracemalloc.take_snapshot()
for d in s2.compare_to(s1, 'lineno'):
    if d.traceback[0].filename == __file__ and d.traceback[0].lineno == 17: print(d.size_diff, d.count_diff)
f = s2.filter_traces([tracemalloc.Filter(True, __file__, 14), tracemalloc.Filter(False, '<unknown>')]); print([(x.size, x.count) for x in f.statistics('filename')])
before = tracemalloc.get_traced_memory()[0]; big = bytearray(100000); after, peak = tracemalloc.get_traced_memory(); print(after - before >= 100000, peak >= after); del big; tracemalloc.reset_peak(); print(tracemalloc.get_traced_memory()[0] < after)
tracemalloc.clear_traces(); print(tracemalloc.get_object_traceback(a)); tracemalloc.stop(); print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.start(5)
def deep(n): return deep(n - 1) if n else bytearray(10)
x = deep(3); t = tracemalloc.get_object_traceback(x); print(len(t), [fr.lineno for fr in t], t.total_nframe); print([line.strip() for line in t.format()][-1]); tracemalloc.stop()
print(tracemalloc.Filter(True, 'x.pyc').filename_pattern, tracemalloc.Filter(False, 'a*b', 3).inclusive, repr(tracemalloc.Frame(('f.py', 3))) if False else 'end')
