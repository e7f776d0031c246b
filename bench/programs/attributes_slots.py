"""Attribute and method traffic on instances with slots and operators."""

SIZE = 360_000


class Vector:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y


def main(n):
    position, velocity = Vector(0, 0), Vector(1, 2)
    total = 0
    for i in range(n):
        position = position + velocity * (i % 3)
        velocity.x, velocity.y = velocity.y, -velocity.x
        total += position.dot(velocity)
    return position.x, position.y, total


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
