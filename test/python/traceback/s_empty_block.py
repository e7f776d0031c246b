# The file does not compile: a function without a body.
def f():

print('x')
