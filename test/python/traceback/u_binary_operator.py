# Uncaught: a binary operator between calls.
def left(): return 'text'
def right(): return [1]
result = left() + right()
