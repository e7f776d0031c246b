# Uncaught: an error in a lambda used as a key.
people = [{'age': 3}, {'name': 'x'}]
people.sort(key=lambda p: p['age'])
