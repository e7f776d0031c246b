# The main file itself does not compile.
def f():
    x = [1, 2
    return x
print(f())
