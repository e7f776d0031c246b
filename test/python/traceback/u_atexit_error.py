# Exceptions in atexit functions are reported one by one.
import atexit
atexit.register(print, 'last')
@atexit.register
def bad(): return 1 / 0
atexit.register(int, 'x')
print('main done')
