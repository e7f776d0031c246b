# The file does not compile: a string runs into the end of the line.
name = 'never closed
print(name)
