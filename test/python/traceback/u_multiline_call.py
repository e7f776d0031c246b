# Uncaught: a call whose arguments span lines; the error is in one of them.
def total(*values): return sum(values)
print(
    total(1,
          2,
          int('three'),
          4)
)
