# async with, async for, async comprehensions, asynchronous iterators by hand.
import asyncio
log = []
class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    async def __aenter__(self): log.append(f'enter {self.n}'); await asyncio.sleep(0); return self.n
    async def __aexit__(self, t, v, tb): log.append(f'exit {self.n} {t.__name__ if t else None}'); return self.swallow
class AIter:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1; await asyncio.sleep(0); return self.i
class BadIter:
    def __aiter__(self): return 5
class BadNext(AIter):
    def __anext__(self): return 5
class BadEnter:
    def __aenter__(self): return 5
    def __aexit__(self, *a): return 5
class OnlyEnter:
    async def __aenter__(self): pass
async def agen(n):
    for i in range(n): yield i
async def main():
    async with CM('a') as a, CM('b') as b: log.append(a + b)
    async with CM('s', True): raise ValueError('swallowed')
    try:
        async with CM('p'): raise KeyError('passed')
    except KeyError as e: log.append(f'got {e}')
    print(log); log.clear()
    async for x in AIter(3):
        if x == 2: continue
        print(x, end=' ')
    else: print('else')
    print([x async for x in AIter(3)], {x: y async for x in agen(3) for y in 'a'}, {x async for x in agen(2) if x}, [await f async for f in futures()], [x for x in [y async for y in agen(3)]], await anext(AIter(2)), await anext(AIter(0), 'default'))
    g = (x * 2 async for x in agen(3)); print(type(g).__name__, [v async for v in g])
    async def attempt(label, f):
        try: print(label, await f())
        except Exception as e: print(label, type(e).__name__ + ':', e)
    async def for_(it):
        async for x in it: return x
    async def with_(cm):
        async with cm: return 'in'
    async def unpack(): a, *b = [x async for x in agen(4)]; return a, b
    for it in (5, [1], BadIter(), BadNext(1), agen): await attempt('for', lambda: for_(it))
    for cm in (5, BadEnter(), OnlyEnter(), open('/dev/null')): await attempt('with', lambda: with_(cm))
    await attempt('unpack', unpack); await attempt('anext', lambda: anext(5)); await attempt('aiter', lambda: aiter([])); await attempt('next end', lambda: AIter(0).__anext__())
    async def early():
        async with CM('early'):
            for i in range(3):
                async with CM(i):
                    if i == 1: return 'returned'
    print(await early(), log)
async def futures():
    for i in range(3): yield asyncio.sleep(0, i)
asyncio.run(main())
