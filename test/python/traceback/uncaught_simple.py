# An uncaught exception three calls deep, with carets under sub-expressions.
def divide(a, b):
    return (a + 1) / (b - b)
class Bank:
    def __init__(self, rates): self.rates = rates
    def share(self, n):
        return sum([divide(r, n) for r in self.rates])
print('before')
total = 10 + Bank([1, 2]).share(4) * 2
