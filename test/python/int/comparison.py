# Comparisons between unlike types and chained comparisons.
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: 1 < 'a')
attempt(lambda: 'a' >= 1)
attempt(lambda: None < 1)
attempt(lambda: [] > ())
attempt(lambda: 1j < 2)
attempt(lambda: {} <= {})
attempt(lambda: object() < object())
attempt(lambda: 1 == 'a')
attempt(lambda: None != 0)
attempt(lambda: max(1, 'a'))
attempt(lambda: sorted([3, None, 1]))
trace = []
def value(x):
    trace.append(x)
    return x
print(value(1) < value(2) < value(3), trace); trace.clear()
print(value(1) < value(0) < value(3), trace); trace.clear()
print(value(1) == value(1) != value(2) > value(0) in [value(0)], trace); trace.clear()
print(not value(1) > value(2) is True, trace)
print(1 < 2 == 2, (1 < 2) == 2, 3 > 2 > 1, 1 is not 2 is not 3 if False else 'skipped')
print(True < 2, False == 0, True + True, sum([True, False, True]))
print(max(3, 1, 2), min([4, 2, 8]), max('abc', key=lambda c: -ord(c)), max([], default='none'))
attempt(lambda: max([]))
attempt(lambda: min())
attempt(lambda: max(1))
attempt(lambda: min(1, 2, default=3))
attempt(lambda: max((1, 2), key=5))
print(max(1, 1.0), max(1.0, 1), min(True, 1), min(1, True))
print(abs(-5), abs(True), abs(-(10 ** 20)), -(-3), +-3, - - -3)
