# Notes of all kinds, also ones that are not strings.
class Bad:
    def __str__(self): raise ValueError('no str')
    def __repr__(self): return 'Bad()'
e = ValueError('with notes')
e.add_note('first'); e.add_note('two\nlines'); e.add_note('')
e.__notes__.append(5); e.__notes__.append(Bad())
try:
    e.add_note(5)
except TypeError as t:
    print(t)
raise e
