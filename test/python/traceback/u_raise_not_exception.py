# Uncaught: raising something that is no exception.
try:
    raise 'text'
except TypeError as e:
    print(e)
raise 42
