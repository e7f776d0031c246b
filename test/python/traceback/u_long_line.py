# Uncaught: carets in a long line with many calls.
def f(*a): return a[0]
value = f(1, 2, 3) + f(4, 5, 6) + f([7, 8, 9][f(0)], [10, 11][5 - 3 + f(1)], 12) + f(13, 14, 15)
