# PEP 695 classes at work: stacks, bounds at run time, subclassing, introspection.
class Stack[T]:
    def __init__(self): self.items: list[T] = []
    def push(self, x: T) -> 'Stack[T]': self.items.append(x); return self
    def pop(self) -> T: return self.items.pop()
    def map[U](self, f) -> 'Stack[U]':
        s = Stack[U]()
        for i in self.items: s.push(f(i))
        return s
class IntStack(Stack[int]): pass
class Pair[A, B = A](tuple[A, B]): pass
s = Stack[int]().push(1).push(2); print(s.pop(), s.map(str).items, type(s).__name__, s.__orig_class__, IntStack.__orig_bases__, IntStack.__parameters__, IntStack.__mro__[2].__name__, Pair((1, 2)), Pair[int].__args__ if hasattr(Pair[int], '__args__') else '')
def first[T: (str, list)](x: T) -> T: return x[0]
print(first('abc'), first([5]), first.__type_params__[0].__constraints__, first.__annotations__, Stack.map.__type_params__, Stack.__type_params__ == Stack.__parameters__)
type Tree[T] = T | list[Tree[T]]
print(Tree[int].__args__, Tree.__value__, Tree[int], isinstance(Tree[int], type), Tree.__type_params__[0].__name__)
for f in (lambda: Stack[int, str], lambda: Stack[()], lambda: Stack[int][str], lambda: IntStack[int], lambda: isinstance(s, Stack[int]), lambda: issubclass(IntStack, Stack), lambda: first(5), lambda: Stack[int].nope, lambda: T, lambda: Stack.T, lambda: Stack[int] == Stack[int], lambda: hash(Stack[int]) == hash(Stack[int]), lambda: Stack[int].push.__name__, lambda: Tree[int, str], lambda: Stack['forward'], lambda: Stack[Stack[int]]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
