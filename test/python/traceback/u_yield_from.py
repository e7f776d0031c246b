# Uncaught: through yield from.
def leaf():
    yield 1
    raise LookupError('leaf')
def branch(): yield from leaf()
def tree(): yield from branch()
for x in tree():
    print(x)
