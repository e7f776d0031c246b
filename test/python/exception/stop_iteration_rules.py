# StopIteration through next, for, generators, map, zip, tuple and yield from.
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration('value')
        self.n -= 1; return self.n
print(list(It(3)), [*It(2)], tuple(map(str, It(2))), sum(It(4)), dict(zip('ab', It(2))), max(It(3)), 1 in It(3), next(It(0), 'dflt'))
try: next(It(0))
except StopIteration as e: print(e.value, e.args)
def g(): return (yield from It(2))
def h(): r = yield from g(); yield ('got', r)
print(list(h()))
def leak(): next(iter(())); yield
def wrap():
    try: yield from leak()
    except RuntimeError as e: yield str(e), repr(e.__cause__)
print(list(wrap()))
for f in (lambda: [next(iter(())) for _ in 'a'], lambda: list(next(iter(())) for _ in 'a'), lambda: list(map(next, [iter(())])), lambda: (lambda: next(iter(())))(), lambda: sorted(It(2), key=lambda x: next(iter(()))), lambda: list(filter(lambda x: next(iter(())), [1])), lambda: [*map(lambda x: next(iter(())), [1, 2])], lambda: a_unpack()):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def a_unpack(): a, b = It(1); return a
try: a_unpack()
except ValueError as e: print(e)
s = StopIteration(1, 2); print(s.value, s.args); s.value = 9; print(s.value, s.args, StopIteration().value)
class SI(StopIteration): pass
class It2(It):
    def __next__(self): raise SI('sub')
print(list(It2(1)), next(It2(1), 'd'))
def ret(): return 5; yield
def tup(): return (1, 2); yield
for x in (ret(), tup()):
    try: next(x)
    except StopIteration as e: print(e.value, e.args)
