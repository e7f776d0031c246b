# raise ... from ...: the direct cause.
def low(): raise KeyError('low level')
def mid():
    try:
        low()
    except KeyError as e:
        raise ValueError('mid level') from e
try:
    mid()
except ValueError as e:
    raise RuntimeError('top level') from e
