# An uncaught KeyboardInterrupt raised by hand inside a generator.
def g():
    yield 1
    raise KeyboardInterrupt
try:
    for x in g(): print(x)
finally:
    print('cleaned')
