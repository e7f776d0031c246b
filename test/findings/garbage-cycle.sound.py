import weakref


class Parent:
    def __init__(self):
        self.child = Child(self)


class Child:
    def __init__(self, parent):
        self.parent = weakref.ref(parent)
        self.data = list(range(300))


for _ in range(5):
    Parent()
