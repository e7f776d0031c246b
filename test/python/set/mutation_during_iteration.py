# Changing sets while iterating, frozenset use, set comprehension scope, equality of elements.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def grow():
    s = {1, 2}; 
    for x in s: s.add(x + 100)
def shrink():
    s = {1, 2, 3}; 
    for x in s: s.remove(x)
def same():
    s = {1, 2, 3}; seen = []
    for x in s: seen.append(x); s.discard(x); s.add(x)
    return seen
def replace():
    s = {1}
    for x in s: s = {9}
    return s
def clear():
    s = {1, 2}
    for x in s: s.clear()
def copy_loop():
    s = {1, 2, 3}
    for x in s.copy(): s.discard(x) if x > 1 else s.add(10)
    return sorted(s)
for f in (grow, shrink, same, replace, clear, copy_loop): t(f)
it = iter({1, 2, 3}); next(it); print(it.__length_hint__(), len(list(it)), list(it))
class H:
    def __init__(self, v, h): self.v, self.h = v, h
    def __hash__(self): return self.h
    def __eq__(self, o): return self.v == o.v
    def __repr__(self): return f'H{self.v}'
a, b, c = H(1, 1), H(1, 1), H(2, 1); print(len({a, b, c}), b in {a}, {a} == {b}, {a, c} - {b}, a in {c}, [x is a for x in {a} | {b}], {a} & {b}, ({b} & {a}).pop() is b or 'kept other', frozenset({a}) == {b}, {frozenset({1}): 'x'}[frozenset({1})], {1, 2} in [{2, 1}], {frozenset()} == {frozenset()})
a.h = 5; print(a in {a}, (s := {c}) and s.add(a), len(s)); a.h = 6; print(a in s, len(s), [x for x in s if x is a]); x = 'outer'; print({x for x in 'ab'} == {'a', 'b'}, x); n = {float('nan')}; print(n == n, {float('nan')} == {float('nan')}, len({float('nan') for _ in range(3)})); t(lambda: {1, []}); t(lambda: {H(1, 'x')}); t(lambda: {1}.add({2})); t(lambda: frozenset([[]]))
