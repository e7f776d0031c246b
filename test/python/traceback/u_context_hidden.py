# __suppress_context__ set by hand.
try:
    1 / 0
except ZeroDivisionError:
    e = ValueError('only this')
    e.__suppress_context__ = True
    raise e
