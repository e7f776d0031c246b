# Automatic collections: when thresholds are passed, which generation, how many survive.
import gc
gc.collect()
log = []
gc.callbacks.append(lambda p, i: log.append((p[:2], i['generation'], i['collected'])) if p == 'stop' else None)
class A: pass
def cycles(n):
    for _ in range(n): a = A(); a.me = a
gc.set_threshold(100, 3, 2); gc.collect(); log.clear()
cycles(1000); print(len(log), log[:6], [g for _, g, _ in log])
gc.set_threshold(0); log.clear(); cycles(500); print('threshold 0', log, gc.collect()); log.clear()
gc.set_threshold(700, 10, 10); cycles(2000); print([(g, c) for _, g, c in log], gc.collect()); log.clear()
gc.disable(); cycles(3000); print('disabled', log); gc.enable(); x = []; cycles(1); print('enabled', len(log)); log.clear(); gc.collect(); log.clear()
gc.set_threshold(50, 2, 2)
kept = []
for i in range(600): kept.append([i])
print('growing list', [g for _, g, _ in log]); log.clear(); gc.collect(); log.clear()
def func(): return [[] for _ in range(10)]
for _ in range(100): func()
print('balanced', log)
d = {}
for i in range(300): d[i] = {i: []}
print('dicts', len(log)); log.clear()
t = [(i, []) for i in range(200)]; print('tuples', len(log)); log.clear()
s = ['x' * i for i in range(500)]; print('strings are not counted', log); log.clear()
n = [A() for i in range(200)]; print('instances', len(log)); log.clear()
gc.set_threshold(2000, 10, 10); gc.collect(); gc.callbacks.clear()
