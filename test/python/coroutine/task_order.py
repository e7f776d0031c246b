# Scheduling order of asyncio tasks, events, locks, semaphores, timeouts.
import asyncio
log = []
async def worker(n, ev, lock):
    log.append(f'{n} start'); await ev.wait()
    async with lock: log.append(f'{n} in'); await asyncio.sleep(0); log.append(f'{n} out')
async def main():
    ev, lock, sem = asyncio.Event(), asyncio.Lock(), asyncio.Semaphore(2)
    ts = [asyncio.create_task(worker(i, ev, lock)) for i in range(3)]
    await asyncio.sleep(0); log.append('set'); ev.set(); await asyncio.gather(*ts); print(log); log.clear()
    async def limited(i):
        async with sem: log.append(f'+{i}'); await asyncio.sleep(0); log.append(f'-{i}')
    await asyncio.gather(*map(limited, range(4))); print(log)
    loop = asyncio.get_running_loop(); f = loop.create_future(); loop.call_soon(f.set_result, 'by call_soon'); print(await f, f.done(), f.cancelled())
    order = []; loop.call_later(0.002, order.append, 'later'); loop.call_soon(order.append, 'soon'); await asyncio.sleep(0.01); print(order)
    try:
        async with asyncio.timeout(0.001): await asyncio.sleep(5)
    except TimeoutError: print('timed out')
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0, 5)], return_when=asyncio.FIRST_COMPLETED); print([t.result() for t in done], len(pending)); [p.cancel() for p in pending]
    print([await c for c in asyncio.as_completed([asyncio.sleep(0.004, 'b'), asyncio.sleep(0, 'a')])])
    t = asyncio.create_task(asyncio.sleep(9)); t.add_done_callback(lambda t: print('callback', t.cancelled())); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled')
    for g in (lambda: f.set_result(2), lambda: asyncio.run(main()), lambda: loop.create_future().result(), lambda: lock.release()):
        try: g()
        except Exception as e: print(type(e).__name__, e)
    async def err(): raise ValueError('from task')
    t = asyncio.create_task(err()); await asyncio.sleep(0); print(repr(t.exception()), asyncio.current_task() is not None, len(asyncio.all_tasks()))
    sh = asyncio.shield(asyncio.sleep(0, 'shielded')); print(await sh)
import warnings; warnings.simplefilter('ignore'); asyncio.run(main())
try: asyncio.get_running_loop()
except RuntimeError as e: print(e)
