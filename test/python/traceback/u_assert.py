# Uncaught: assert with a message that spans lines.
total = 3
assert total > 1 and \
    total < 3, (
        'total out of range: '
        f'{total}'
    )
