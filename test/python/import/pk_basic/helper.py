print('helper runs')
def double(x): return x * 2
