# A coroutine that is never awaited warns when it dies.
async def forgotten(): pass
forgotten()
print('end')
