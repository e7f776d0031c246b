# Uncaught: setting and deleting attributes that cannot be.
class Point:
    __slots__ = ('x',)
p = Point()
p.x = 1
p.y = p.x + 1
