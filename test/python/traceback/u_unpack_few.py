# Uncaught: too few values for a starred target.
first, second, *rest = [1]
