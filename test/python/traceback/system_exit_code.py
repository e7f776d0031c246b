# Exit codes: None, ints, and exit in nested calls.
import sys
for arg in ((), (None,), (0,), (3,), ('text',), ((1, 2),), (True,), (1.5,)):
    try:
        sys.exit(*arg)
    except SystemExit as e:
        print(arg, repr(e), e.code, e.args)
def f():
    try:
        raise SystemExit(7)
    except Exception:
        print('not an Exception')
f()
