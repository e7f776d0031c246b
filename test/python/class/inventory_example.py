# A small program with classes: an inventory with orders, errors and a report.
from functools import total_ordering
class StockError(Exception):
    def __init__(self, item, wanted): super().__init__(f'{item.name}: {wanted} wanted, {item.stock} left'); self.item = item
@total_ordering
class Item:
    _all = {}
    def __new__(cls, name, *a):
        if name in cls._all: return cls._all[name]
        self = super().__new__(cls); cls._all[name] = self; return self
    def __init__(self, name, price=0, stock=0):
        if not hasattr(self, 'name'): self.name, self.price, self.stock = name, price, stock
    def __repr__(self): return f'Item({self.name!r}, {self.price}, {self.stock})'
    def __eq__(self, o): return isinstance(o, Item) and self.price == o.price
    def __lt__(self, o): return self.price < o.price
    def __hash__(self): return hash(self.name)
class Order:
    def __init__(self): self.lines = []
    def __iadd__(self, line):
        item, n = line
        if n > item.stock: raise StockError(item, n)
        item.stock -= n; self.lines.append(line); return self
    def __len__(self): return sum(n for _, n in self.lines)
    def __iter__(self): return iter(self.lines)
    def __contains__(self, name): return any(i.name == name for i, _ in self)
    def __getitem__(self, name): return sum(n for i, n in self if i.name == name)
    @property
    def total(self): return sum(i.price * n for i, n in self)
    def __bool__(self): return bool(self.lines)
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        if t: [setattr(i, 'stock', i.stock + n) for i, n in self]; self.lines.clear(); print('rolled back:', e)
        return t is StockError
pen, book = Item('pen', 2, 10), Item('book', 15, 3)
print(Item('pen') is pen, max(pen, book), sorted([book, pen]), pen >= book, {pen: 1}[Item('pen')])
with Order() as o: o += pen, 4; o += book, 1
print(len(o), o.total, 'pen' in o, 'cup' in o, o['pen'], bool(o), pen, book)
with Order() as o2: o2 += pen, 5; o2 += book, 9
print(bool(o2), pen, book)
try: o += book, 50
except StockError as e: print(repr(e), e.item is book)
