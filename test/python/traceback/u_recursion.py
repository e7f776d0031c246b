# Uncaught: RecursionError through a method.
class Loop:
    def __len__(self): return len(self) + 1
len(Loop())
