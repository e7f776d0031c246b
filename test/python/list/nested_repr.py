# repr of nested and recursive containers of all kinds.
l = [1, 'a', None, True, 1.5, (2,), {'k': [3]}, {4}, frozenset({5}), b'b', range(2), ..., 1j, [], (), {}, set(), slice(1), int, len, 'it\'s', "q\"", '\n']
print(l); print(str(l) == repr(l), [l[:2]] * 2)
a = []; a.append(a); b = [a]; c = (a,); d = {'a': a}; e = {}; e['e'] = [e]; a.append((a, {1: a})); print(a, b, c, d, e)
class R:
    def __repr__(self): return f'<R {self.l}>'
r = R(); r.l = [r] if False else [1]; print([r, (r,), {r: r} if False else {1: r}], r)
class Bad:
    def __repr__(self): raise ValueError('no repr')
for x in ([Bad()], (1, Bad()), {'k': Bad()}, {Bad()}):
    try: print(x)
    except ValueError as e: print(type(x).__name__, e)
class NonStr:
    def __repr__(self): return 5
try: print([NonStr()])
except TypeError as e: print(e)
class Uni:
    def __repr__(self): return 'é€\n'
print([Uni()], (Uni(),), {Uni(): 1} if False else '', ascii([Uni()]), [['']], [[[]]], [((),)], ({},), {'': {'': {}}})
class L(list): pass
class D(dict): pass
class T(tuple): pass
print(L([1]), D(a=1), T((1,)), [L()], {1: D()}, set([T()]), frozenset(), {frozenset()}, (1,), (1, 2), [1,], {1: 2, }, dict.fromkeys('ab', ()), [None] * 3, [[0] * 2] * 2)
import collections; o = collections.OrderedDict(); o['o'] = o; q = collections.deque([1]); q.append(q); dd = collections.defaultdict(list); dd['d'] = dd; print(o, q, str(dd).replace("<class 'list'>", 'list'))
