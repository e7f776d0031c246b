# Coroutines driven by hand and by asyncio.run.
import asyncio, inspect, types
async def add(a, b):
    await asyncio.sleep(0)
    return a + b
class Awaitable:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield f'suspend {self.v}'
        return got or self.v
async def drive():
    x = await Awaitable(1)
    y = await Awaitable(2)
    return [x, y]
c = drive()
print(type(c).__name__, inspect.getcoroutinestate(c), c.cr_running, c.cr_await, c.send(None), c.cr_await is not None, c.send('given'), inspect.getcoroutinestate(c))
try:
    c.send(None)
except StopIteration as e:
    print(e.value, inspect.getcoroutinestate(c))
def attempt(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: c.send(None))
c2 = drive(); attempt(lambda: c2.send(5)); attempt(lambda: c2.throw(ValueError('x'))); attempt(c2.close)
c3 = drive(); attempt(lambda: iter(c3)); attempt(lambda: next(c3)); attempt(lambda: list(c3)); c3.close()
class BadAwait:
    def __await__(self): return 5
class NoAwait: pass
async def bad(x): return await x
for v in (5, NoAwait(), BadAwait(), None, [1]): attempt(lambda: bad(v).send(None))
@types.coroutine
def legacy(): r = yield 'legacy yields'; return r
l = bad(legacy()); print(l.send(None)); attempt(lambda: l.send('back'))
print(asyncio.run(add(1, 2)))
async def main():
    r = await asyncio.gather(add(1, 1), add(2, 2), add(3, 3)); print(r)
    t = asyncio.create_task(add(5, 5), name='adder'); print(t.get_name(), t.done(), await t, t.done(), t.result())
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.001)
    except TimeoutError as e:
        print('timeout', type(e).__name__)
    r = await asyncio.gather(add(1, 'a'), add(1, 1), return_exceptions=True); print(r)
    q = asyncio.Queue()
    async def producer():
        for i in range(3): await q.put(i); await asyncio.sleep(0)
        await q.put(None)
    async def consumer():
        out = []
        while (v := await q.get()) is not None: out.append(v)
        return out
    p, k = await asyncio.gather(producer(), consumer()); print(p, k)
    async with asyncio.TaskGroup() as tg: a, b = tg.create_task(add(1, 2)), tg.create_task(add(3, 4))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg: tg.create_task(bad(5)); tg.create_task(asyncio.sleep(5))
    except* TypeError as eg:
        print(type(eg).__name__, eg.exceptions)
    t = asyncio.create_task(asyncio.sleep(10)); await asyncio.sleep(0); t.cancel('reason')
    try: await t
    except asyncio.CancelledError as e: print('cancelled', e.args, t.cancelled())
    return 'main result'
print(asyncio.run(main()))
print(inspect.iscoroutinefunction(add), inspect.iscoroutine(c), inspect.isawaitable(Awaitable(1)), add.__code__.co_flags & 0x80)
