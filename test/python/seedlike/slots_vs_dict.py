# Sizes of instances with and without slots, and of containers of them.
import sys
from decimal import Decimal
class Plain:
    def __init__(self, donor, amount): self.donor = donor; self.amount = amount
class Slotted:
    __slots__ = ('donor', 'amount')
    def __init__(self, donor, amount): self.donor = donor; self.amount = amount
p, s = Plain('a', Decimal('1.5')), Slotted('a', Decimal('1.5'))
print(sys.getsizeof(p), sys.getsizeof(p.__dict__), sys.getsizeof(s), sys.getsizeof(p) + sys.getsizeof(p.__dict__) - sys.getsizeof(s))
many = [Plain(str(i), Decimal(i)) for i in range(100)]; print(sys.getsizeof(many), sum(map(sys.getsizeof, many)), sum(sys.getsizeof(m.__dict__) for m in many), sys.getsizeof(many[0].amount), sys.getsizeof(many[0].donor))
slots = tuple(Slotted(str(i), Decimal(i)) for i in range(100)); print(sys.getsizeof(slots), sum(map(sys.getsizeof, slots)))
for o in (p, s):
    try: o.extra = 1; print('extra', sys.getsizeof(o.__dict__))
    except AttributeError as e: print(e)
def deep(o, seen):
    if id(o) in seen: return 0
    seen.add(id(o)); n = sys.getsizeof(o)
    if isinstance(o, dict): n += sum(deep(k, seen) + deep(v, seen) for k, v in o.items())
    elif isinstance(o, (list, tuple, set)): n += sum(deep(x, seen) for x in o)
    elif hasattr(o, '__dict__'): n += deep(o.__dict__, seen)
    elif hasattr(o, '__slots__'): n += sum(deep(getattr(o, a), seen) for a in o.__slots__ if hasattr(o, a))
    return n
print(deep([Slotted('x' * 10, Decimal('2.5'))] * 3, set()), deep({'k': [1, 2, (3, 'four')]}, set()), deep([[]] * 5, set()), deep([[] for _ in range(5)], set()))
