# Uncaught: not a context manager.
with open('/dev/null') as f, 5 as n:
    print('never')
