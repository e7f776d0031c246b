# Uncaught: a KeyError whose key is a long structure.
cache = {}
cache[('user', 42, frozenset({'admin'}), "it's")]
