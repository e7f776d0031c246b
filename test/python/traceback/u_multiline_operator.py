# Uncaught: an operator expression over four lines.
a, b, c = 1, 2, None
result = (a
          + b
          + c
          + 4)
