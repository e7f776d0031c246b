# Uncaught: calling something that is no function.
settings = {'debug': True}
if settings('debug'):
    print('on')
