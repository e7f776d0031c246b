# Uncaught: an error in a default argument, over several lines.
def f(
    a,
    b=len(
        5
    ),
): pass
