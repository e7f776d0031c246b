# The file does not compile: a call is never closed.
print('a', (1, 2)
x = 5
