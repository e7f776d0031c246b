# Uncaught: iterating what is not iterable, in a comprehension.
numbers = [1, 2, None]
print([x for group in numbers for x in group])
