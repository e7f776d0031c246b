"""Times single operations: each is compiled into a loop of its own, ten copies a round.

`measure(operations)` prints one line an operation, `<nanoseconds> <name>`: the least of many short
runs. An operation is `(name, statement)` or `(name, statement, setup)`; the setup
runs in the same function, so that its names are locals (`import *` runs before it).
"""
import sys
from time import perf_counter, process_time

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
    """The least time of one copy: ends when CALM seconds of work have brought nothing better.

    Work is counted in processor time: on a busy machine the wall clock runs on while nothing is
    done, and a loop would be judged before it is compiled.
    """
    n = 1
    least = 1e9
    begin = calm = process_time()
    while True:
        t = loop(n, perf_counter)
        now = process_time()
        if t / n < least * 0.97:
            calm = now
        least = min(least, t / n)
        if now - calm > CALM or now - begin > MOST:
            return least * 1e8
        if t < CHUNK / 2:
            n *= 2
        elif t > CHUNK * 4 and n > 1:
            n //= 2


def measure(operations):
    wanted = sys.argv[1] if len(sys.argv) > 1 else ''
    for name, statement, *setup in operations:
        if wanted in name:
            print(f'{best(compile_loop(statement, setup[0] if setup else "pass")):.2f} {name}', flush=True)
