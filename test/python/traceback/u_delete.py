# Uncaught: del of a missing key after another target.
table = {'a': 1, 'b': 2}
del table['a'], table['missing'], table['b']
