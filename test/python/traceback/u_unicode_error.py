# Uncaught: a decoding error.
data = b'caf\xe9 cr\xe8me'
print(data.decode('ascii'))
