# Calls with every mix of positional, keyword, star and double-star arguments; order of evaluation.
def show(*a, **k): return a, k
log = []
def t(x): log.append(x); return x
print(show(t(1), *[t(2)], t(3), k=t(4), **{t('z'): t(5)}, j=t(6)), log); log.clear()
print(show(*t([1]), x=t(2), *t([3])), log); log.clear()
def d(a=t('a'), *, b=t('b')): return a, b
print(log, d(), d(1), d(b=2)); log.clear()
t(show)(t(1), a=t(2)); print([x if x is not show else 'fn' for x in log])
print(show(*'ab', *(), *range(2)), show(**{}, **{'a': 1}), show(*{'k': 1}), show(*(x for x in 'q')), show(1, *[], 2), show(**dict(a=1), b=2))
def pos(a, b, /, c): return a, b, c
print(pos(1, 2, 3), pos(1, 2, c=3), pos(*[1, 2], **{'c': 4}))
def kw(self, /, **self_): return self, self_
print(kw(1, self=2), (lambda *, a=1, **k: (a, k))(b=2), (lambda a, /, **k: (a, k))(1, a=2), (lambda *a, **k: None)())
class M:
    def __getitem__(self, k): return k.upper()
    def keys(self): return iter(['p', 'q'])
print(show(**M()), {**M()}, dict(M()))
for f in (lambda: show(**{1: 2}), lambda: show(*None), lambda: show(**None), lambda: show(**[('a', 1)]), lambda: show(a=1, **{'a': 2}), lambda: pos(1, b=2, c=3), lambda: pos(1, 2), lambda: show(**{'a': 1}, **{'a': 2}), lambda: d(1, 2), lambda: kw(self=1), lambda: show(*5, **6), lambda: len(obj=[]), lambda: int(x='5'), lambda: print(1, nope=2), lambda: [].append(object=1), lambda: [].sort(1), lambda: {}.update(1, 2), lambda: 'a'.split(maxsplit=1, sep='b', x=1), lambda: max(1, key=len, foo=2), lambda: sorted([], cmp=1), lambda: range(start=1), lambda: isinstance(1, cls=int), lambda: sum([1], begin=2), lambda: abs(x=1), lambda: round(1.5, digits=0), lambda: str(obj=1), lambda: dict({}, {}), lambda: bytes(source=b'', bad=1), lambda: enumerate(seq=[]), lambda: zip([], stric=1), lambda: open(), lambda: pow(1), lambda: divmod(1, 2, 3), lambda: getattr(1), lambda: type(1, 2), lambda: slice(), lambda: 'x'.join(), lambda: 'x'.replace('a'), lambda: (1).bit_length(1), lambda: ''.upper(1), lambda: [].pop(1, 2), lambda: {}.get(), lambda: set().add(), lambda: ().count(), lambda: b''.hex(1, 2, 3), lambda: list.append([]), lambda: dict.get({}), lambda: str.lower(), lambda: object.__init__(), lambda: int.__add__(1)):
    try: print(f())
    except TypeError as e: print(str(e).replace('__main__.', ''))
