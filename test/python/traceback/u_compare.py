# Uncaught: a comparison inside a chain.
low, high = 1, 'z'
if low < 5 < high: print('never')
