# The file compiles with warnings and runs.
x = 5
if x is 5: print('five')
print('\d', "a"  in "abc", 1or 2)
assert (x, 'always true')
