# Writes to stderr stand before the traceback.
import sys
print('to stderr', file=sys.stderr)
sys.stderr.write('no newline')
raise ValueError('after')
