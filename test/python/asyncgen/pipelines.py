# Asynchronous generators in pipelines, with cleanup by aclosing.
import asyncio
from contextlib import aclosing, asynccontextmanager, AsyncExitStack
async def count(n):
    try:
        for i in range(n): await asyncio.sleep(0); yield i
    finally: print('count closed', end='; ')
async def double(src):
    async for x in src: yield x * 2
async def chunk(src, n):
    buf = []
    async for x in src:
        buf.append(x)
        if len(buf) == n: yield buf; buf = []
    if buf: yield buf
@asynccontextmanager
async def res(n):
    print('open', n, end='; ')
    try: yield n
    except ValueError as e: print('saw', e, end='; ')
    finally: print('close', n, end='; ')
async def main():
    print([x async for x in chunk(double(count(5)), 2)])
    async with aclosing(count(10)) as c:
        async for x in c:
            if x == 2: break
    print('after aclosing')
    async with res('r') as r: raise ValueError(r)
    print(); 
    async with AsyncExitStack() as s: print([await s.enter_async_context(res(i)) for i in 'ab'], end=' '); s.push_async_callback(asyncio.sleep, 0)
    print(); print({i: [y async for y in count(i)] async for i in count(3)}); print(sum([x async for x in count(4) if x % 2]), await anext(count(1)), [x async for x in count(2)] + [0])
    async def gen_send():
        got = []
        while len(got) < 3: got.append((yield len(got)))
        yield got
    g = gen_send(); await g.asend(None); print([await g.asend(c) for c in 'xyz'])
asyncio.run(main())
