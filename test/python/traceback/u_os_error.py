# Uncaught: an OSError with a file name.
with open('/no/such/folder/file.txt') as f:
    print(f.read())
