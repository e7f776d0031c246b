# Asynchronous generators: asend, athrow, aclose, states, finalisation by the loop.
import asyncio, inspect
async def ag():
    try:
        x = yield 1
        print('got', x)
        try:
            y = yield 2
        except ValueError as e:
            print('caught', e); y = yield 'recovered'
        print('y', y)
        yield 3
    finally:
        await asyncio.sleep(0); print('cleanup')
async def main():
    g = ag(); print(type(g).__name__, inspect.getasyncgenstate(g), g.ag_running, g.ag_await)
    print(await g.asend(None), await g.asend('A'), await g.athrow(ValueError('v')), await g.asend('B'))
    try: await g.__anext__()
    except StopAsyncIteration as e: print('ended', e.args, inspect.getasyncgenstate(g))
    g = ag(); await anext(g); await g.aclose(); await g.aclose(); print([x async for x in g])
    async def attempt(aw):
        try: print(await aw)
        except BaseException as e: print(type(e).__name__ + ':', e)
    await attempt(ag().asend(5)); await attempt(ag().athrow(KeyError('unstarted'))); await attempt(ag().aclose())
    g = ag(); await anext(g); await attempt(g.athrow(KeyError('through')))
    async def bad(): yield 1; raise StopAsyncIteration('leak')
    g = bad(); await anext(g); await attempt(anext(g))
    async def bad2(): yield 1; raise StopIteration('leak')
    g = bad2(); await anext(g); await attempt(anext(g))
    async def stubborn():
        try: yield 1
        finally: yield 2
    g = stubborn(); await anext(g); await attempt(g.aclose())
    a = ag().__anext__(); print(type(a).__name__); print(await a); await attempt(a)
    g = ag(); a, b = g.__anext__(), g.__anext__(); print(await asyncio.gather(a, b, return_exceptions=True)); await g.aclose()
    async for x in ag():
        print('loop', x); break
    print('after break'); await asyncio.sleep(0); await asyncio.sleep(0)
    async def nest(n):
        if n:
            async for v in nest(n - 1): yield v
        yield n
    print([v async for v in nest(4)])
    async def args(*a, k=1):
        for v in a: yield v, k
    print([v async for v in args(1, 2, k=5)], inspect.isasyncgenfunction(args), inspect.isasyncgen(args()))
asyncio.run(main())
for f in (lambda: iter(ag()), lambda: list(ag()), lambda: next(ag()), lambda: ag()[0], lambda: ag().send(1)):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(e)
g = ag(); step = g.__anext__()
try: step.send(None)
except StopIteration as e: print('by hand', e.value)
step = g.aclose(); print(step.send(None))
try: step.send(None)
except StopIteration as e: print('closed', e.value)
