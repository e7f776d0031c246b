"""Times single operations: each is compiled into a loop of its own, ten copies a round.

`measure(operations)` prints one line an operation, `<nanoseconds> <name>`: the least of many short
runs. An operation is `(name, statement)` or `(name, statement, setup)`; the setup
runs in the same function, so that its names are locals (`import *` runs before it).
"""
import sys
from time import perf_counter

CHUNK = 0.002
CALM = float(sys.argv[2]) if len(sys.argv) > 2 else 0.15
MOST = 1.5


def compile_loop(statement, setup):
    stars = [line for line in setup.splitlines() if line.endswith('import *')]
    lines = stars + ['def loop(_n, _clock):']
    lines += ['    ' + line for line in setup.splitlines() if line not in stars]
    lines += ['    _start = _clock()', '    for _i in range(_n):']
    lines += ['        ' + line for line in statement.splitlines()] * 10
    lines += ['    return _clock() - _start']
    space = {}
    exec('\n'.join(lines), space)
    return space['loop']


def best(loop):
    """The least time of one copy: ends when CALM seconds have brought nothing better."""
    n = 1
    least = 1e9
    calm = spent = 0
    while calm < CALM and spent < MOST:
        t = loop(n, perf_counter)
        spent += t
        calm += t
        if t / n < least * 0.97:
            calm = 0
        least = min(least, t / n)
        if t < CHUNK / 2:
            n *= 2
        elif t > CHUNK * 4 and n > 1:
            n //= 2
    return least * 1e8


def measure(operations):
    wanted = sys.argv[1] if len(sys.argv) > 1 else ''
    for name, statement, *setup in operations:
        if wanted in name:
            print(f'{best(compile_loop(statement, setup[0] if setup else "pass")):.2f} {name}', flush=True)
