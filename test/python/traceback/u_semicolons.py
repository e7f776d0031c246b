# Uncaught: several statements on one line.
a = 1; b = 0; print('first'); c = a / b; print('never')
