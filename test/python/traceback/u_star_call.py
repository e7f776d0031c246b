# Uncaught: star arguments that are no iterables.
def show(*a, **k): pass
extra = 5
show(1, *extra, key=2)
