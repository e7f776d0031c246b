# Uncaught: nested comprehensions and conditions.
table = [[1, 2], [3, 'x']]
print({k: [v / 2 for v in row if v] for k, row in enumerate(table)})
