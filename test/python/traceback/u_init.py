# Uncaught: an error in a constructor chain.
class Base:
    def __init__(self, size): self.items = [None] * size
class Derived(Base):
    def __init__(self, size):
        super().__init__(
            size + '1'
        )
Derived(3)
