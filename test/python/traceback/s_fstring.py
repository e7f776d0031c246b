# The file does not compile: inside an f-string.
x = 1
print(f'{x +}')
