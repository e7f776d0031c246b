# Uncaught: arithmetic in a nested expression with parentheses.
x = 0
y = (1 + (2 * (x ** -1))) / 3
