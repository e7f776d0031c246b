# os._exit skips cleanup; output was flushed by hand.
import os, atexit
atexit.register(print, 'not shown')
print('shown', flush=True)
os._exit(9)
