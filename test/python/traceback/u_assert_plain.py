# Uncaught: assert without a message, and print before it.
print('checking')
assert [] or {}
