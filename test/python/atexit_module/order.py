# atexit: last in first out, unregister, arguments, registering while running.
import atexit
def say(*a, **k): print('exit', *a, **k)
atexit.register(say, 1); atexit.register(say, 2, sep='-', end='!\n'); f = atexit.register(say, 'removed once')
@atexit.register
def deco(): print('decorated'); atexit.register(say, 'registered late')
atexit.unregister(len); print(f is say, atexit._ncallbacks())
def gone(): print('never')
atexit.register(gone); atexit.unregister(gone); print(atexit._ncallbacks())
for g in (lambda: atexit.register(), lambda: atexit.register(5), lambda: atexit.unregister()):
    try: g()
    except TypeError as e: print(e)
class D:
    def __del__(self): print('module global dies after atexit')
d = D(); print('end of main')
