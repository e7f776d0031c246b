# Uncaught: unhashable keys in a display over lines.
keys = {
    'a': 1,
    ['b']: 2,
}
