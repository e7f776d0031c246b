# An expression over several lines.
def f(a, b, c):
    return (
        a +
        b *
        c['missing']
    )
print(
    'start',
    f(
        1,
        2,
        {'key': 3},
    ),
)
