"""Runs one program of bench/programs several times in this process: the first time, and the best of the rest.

A process that runs on is what most programs are; the first run shows what compiling costs.
"""
import runpy
import sys
from time import perf_counter

path, times = sys.argv[1], int(sys.argv[2])
program = runpy.run_path(path)
main, size = program['main'], program['SIZE']
elapsed = []
for _ in range(times):
    started = perf_counter()
    result = main(size)
    elapsed.append(perf_counter() - started)
print('checksum', result)
print('first', elapsed[0])
print('elapsed', min(elapsed))
