from . import a
seen = hasattr(a, 'value')
def late(): return a.value
