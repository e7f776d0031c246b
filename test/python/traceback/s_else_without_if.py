# The file does not compile: else alone.
x = 1
else:
    x = 2
