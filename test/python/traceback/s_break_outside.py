# The file does not compile: break outside a loop.
def f():
    if True:
        break
