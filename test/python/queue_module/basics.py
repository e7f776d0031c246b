# queue.Queue, LifoQueue, PriorityQueue, SimpleQueue without threads.
import queue as q
a = q.Queue(2); a.put(1); a.put(2); print(a.full(), a.qsize(), a.get(), a.get(), a.empty(), a.unfinished_tasks, a.task_done(), a.task_done())
l = q.LifoQueue(); p = q.PriorityQueue(); s = q.SimpleQueue()
for x in (2, 3, 1): l.put(x); p.put(x); s.put(x)
print([l.get() for _ in range(3)], [p.get() for _ in range(3)], [s.get() for _ in range(3)], s.empty(), s.qsize(), a.join())
for f in (lambda: a.get_nowait(), lambda: a.get(block=False), lambda: a.get(timeout=0.001), lambda: (a.put(1), a.put(2), a.put_nowait(3)), lambda: a.put(1, timeout=0.001), lambda: a.get(timeout=-1), lambda: q.Queue().task_done(), lambda: s.get_nowait(), lambda: (a.shutdown(immediate=True), a.get()), lambda: a.put(1), lambda: s.get(timeout=0.001), lambda: p.put((1, 'a')) or p.put((1, {})) or p.put('x')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
