# A group wider and deeper than what is printed.
def nest(n): return ExceptionGroup(f'level {n}', [nest(n - 1), ValueError(n)]) if n else ValueError('bottom')
raise ExceptionGroup('wide', [ValueError(i) for i in range(18)] + [nest(12)])
