# Uncaught: an error inside a generator reached through sum and a generator expression.
def source():
    yield 1
    yield int('two')
print(sum(x * 2 for x in source()))
