# Uncaught: the error happens in the function that a decorator wrapped.
import functools
def logged(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        print('calling', f.__name__)
        return f(*args, **kwargs)
    return wrapper
@logged
@logged
def divide(a, b):
    return a / b
divide(1, b=0)
