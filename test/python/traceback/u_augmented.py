# Uncaught: an augmented assignment.
count = 5
names = {'a': 1}
count += names['a'] + names
