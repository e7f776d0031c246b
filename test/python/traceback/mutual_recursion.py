# Two functions that call each other ten times, then fail.
def ping(n):
    if n == 0:
        raise RuntimeError('bottom of ping')
    return pong(n)
def pong(n): return ping(n - 1)
def same(n):
    if n == 0: [].pop()
    same(n - 1)
try:
    ping(4)
except RuntimeError:
    same(8)
