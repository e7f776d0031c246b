# graphlib: topological orders and cycles.
from graphlib import TopologicalSorter as T, CycleError
print(list(T({'d': ['b', 'c'], 'b': ['a'], 'c': ['a']}).static_order()), list(T().static_order()), list(T({1: [], 2: [1]}).static_order()))
s = T(); s.add('x', 'y', 'z'); s.add('y'); s.prepare(); print(s.is_active(), sorted(s.get_ready()), s.done('y'), s.get_ready(), s.done('z'), s.get_ready(), bool(s), s.done('x'), bool(s))
def at(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e, e.args[1:] if isinstance(e, CycleError) else '')
at(lambda: list(T({'a': ['b'], 'b': ['a']}).static_order())); at(lambda: s.done('q')); at(lambda: s.add('n')); at(lambda: T().get_ready()); at(lambda: s.prepare()); at(lambda: T({'a': ['a']}).prepare()); at(lambda: T({'a': [[]]}).prepare()); at(lambda: s.done('x'))
