# Uncaught: an error in the else clause is not caught by the same try.
try:
    x = 1
except ZeroDivisionError:
    print('never')
else:
    x / 0
finally:
    print('finally')
