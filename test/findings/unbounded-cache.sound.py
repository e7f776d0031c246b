from functools import lru_cache


@lru_cache(maxsize=64)
def square(n):
    return n * n


for i in range(1000):
    square(i)
