# Uncaught: a slice with wrong bounds.
letters = 'abcdef'
print(letters[1:3], letters['1':3])
