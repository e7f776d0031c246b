# A leak hunt in the manner of the memory document: growth, referrers, the fix.
import gc, sys, weakref
class Event:
    def __init__(self, n): self.n = n; self.payload = bytearray(100)
class Bus:
    def __init__(self): self.handlers = []; self.log = []
    def emit(self, e): self.log.append(e); return [h(e) for h in self.handlers]
class Weak(Bus):
    def emit(self, e): self.log = self.log[-2:] + [e]; return [h(e) for h in self.handlers]
def alive(): return sum(type(o) is Event for o in gc.get_objects())
for kind in (Bus, Weak):
    bus = kind()
    for i in range(20): bus.emit(Event(i))
    print(kind.__name__, alive(), len(bus.log)); last = bus.log[-1]; print(sys.getrefcount(last), [type(r).__name__ for r in gc.get_referrers(last) if type(r) is list]); del last, bus; print(alive())
cache = {}
def compute(k):
    if k not in cache: cache[k] = Event(k)
    return cache[k].n
print(sum(compute(i) for i in range(30)), alive()); cache.clear(); print(alive())
def closure_leak(): big = Event('closure'); return lambda: big.n
f = closure_leak(); print(f(), alive(), f.__closure__[0].cell_contents.n); f = None; print(alive())
class Node:
    def __init__(self, parent=None): self.parent = parent; self.kids = []; parent and parent.kids.append(self); self.e = Event('node')
gc.collect(); gc.disable(); r = Node(); k = Node(r); del r, k; print(alive(), gc.collect() > 0, alive())
