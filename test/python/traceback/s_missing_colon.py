# The file does not compile: missing colon.
def f(x)
    return x
