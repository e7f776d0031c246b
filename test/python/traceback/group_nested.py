# An uncaught ExceptionGroup with nested groups, causes and notes.
def fail(e): raise e
def collect(*errors):
    got = []
    for e in errors:
        try:
            fail(e)
        except Exception as x:
            got.append(x)
    return got
inner = ExceptionGroup('inner', collect(ValueError(1), KeyError('k')))
try:
    raise OSError(2, 'No such file', 'f.txt')
except OSError as o:
    caused = TypeError('caused'); caused.__cause__ = o
inner.add_note('a note on the group')
caused.add_note('note one\nsecond line')
raise ExceptionGroup('outer', [inner, caused, *collect(ZeroDivisionError('z'))])
