# Uncaught: an exception whose cause chain returns to itself.
a, b = ValueError('a'), ValueError('b')
a.__cause__ = b
b.__cause__ = a
raise a
