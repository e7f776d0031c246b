# SystemExit with a text goes to stderr and exits with 1; finally and atexit still run.
import atexit, sys
atexit.register(print, 'atexit one')
atexit.register(lambda: print('atexit two'))
class D:
    def __del__(self): print('del at exit')
d = D()
try:
    sys.exit('message on exit')
finally:
    print('finally')
