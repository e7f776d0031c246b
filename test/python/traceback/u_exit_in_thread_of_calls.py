# sys.exit deep in calls runs finally blocks and returns the code.
import sys
def deep(n):
    try:
        if n == 0: sys.exit(n + 4)
        deep(n - 1)
    finally: print('leaving', n)
deep(2)
