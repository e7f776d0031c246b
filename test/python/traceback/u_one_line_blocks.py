# Uncaught: blocks on one line.
if True: print('x'); [].pop()
