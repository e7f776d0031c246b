# Uncaught: raise from an expression that is no exception.
raise ValueError('x') from 'because'
