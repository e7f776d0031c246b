# Uncaught: what except* leaves over.
try:
    raise ExceptionGroup('mixed', [ValueError(1), KeyError('k'), OSError('o')])
except* ValueError as g:
    print('handled', len(g.exceptions))
except* OSError:
    raise RuntimeError('while handling')
