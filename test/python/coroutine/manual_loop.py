# A tiny event loop written with generators and await: queue, sleep, cancellation.
from collections import deque
class Sleep:
    def __init__(self, n): self.n = n
    def __await__(self): return (yield ('sleep', self.n))
class Spawn:
    def __init__(self, c): self.c = c
    def __await__(self): return (yield ('spawn', self.c))
class Cancelled(Exception): pass
def run(main):
    ready, sleeping, now, ids = deque([(main, None, 0)]), [], 0, 0
    while ready or sleeping:
        if not ready: sleeping.sort(key=lambda s: s[0]); now, c, i = sleeping.pop(0); ready.append((c, now, i))
        c, v, i = ready.popleft()
        try: op, arg = c.throw(v) if isinstance(v, Exception) else c.send(v)
        except StopIteration as s: print(f'[{now}] task {i} returned {s.value}'); continue
        except Cancelled as e: print(f'[{now}] task {i} cancelled: {e}'); continue
        if op == 'sleep': sleeping.append((now + arg, c, i))
        else: ids += 1; ready.append((arg, None, ids)); ready.append((c, ids, i))
async def child(name, n):
    for k in range(n): t = await Sleep(k + 1); print(name, 'woke at', t)
    return name
async def stopped():
    try: await Sleep(1)
    finally: print('cleanup')
    raise Cancelled('by itself')
async def main():
    a = await Spawn(child('a', 2)); b = await Spawn(child('b', 1)); await Spawn(stopped()); print('spawned', a, b)
    await Sleep(5); return 'main done'
run(main())
