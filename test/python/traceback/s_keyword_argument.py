# The file does not compile: positional after keyword.
def f(a, b): pass
f(a=1, 2)
