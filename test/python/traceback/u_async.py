# Uncaught: an error that leaves a coroutine driven by hand.
class Ready:
    def __await__(self):
        yield 'step'
        return 5
async def inner(): return await Ready() / 0
async def outer(): return 1 + await inner()
c = outer()
print(c.send(None))
c.send(None)
