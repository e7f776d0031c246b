# Uncaught: a plain exception group raised in a function.
def fail():
    raise ExceptionGroup('two problems', [ValueError('one'), TypeError('two')])
fail()
