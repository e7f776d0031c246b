# Uncaught: a statement continued with backslashes.
x = 1 + \
    2 + \
    'three' + \
    4
