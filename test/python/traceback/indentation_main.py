# Bad indentation in the main file.
def f():
    if True:
        x = 1
      y = 2
    return x
