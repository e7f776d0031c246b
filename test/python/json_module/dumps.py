# json.dumps: types, options, escapes, keys, errors.
import json
print(json.dumps({'a': [1, 2.5, True, None, 'é"\\\n'], 'b': {}}), json.dumps('é😀\ud800\x00\u2028/'), json.dumps('é😀', ensure_ascii=False), json.dumps([1, [2, {}], []], indent=2), json.dumps({'b': 1, 'a': 2}, sort_keys=True), json.dumps([1, 2], separators=(',', ':')), json.dumps({1: 'i', 1.5: 'f', True: 't', None: 'n'}), json.dumps([1e100, 1e-7, -0.0, 10 ** 25, float('inf'), float('nan')]), json.dumps((1, 2)), json.dumps({}), json.dumps([], indent=1), json.dumps({'a': 1}, indent='--'), json.dumps([[], {}], indent=0))
class P:
    def __init__(self): self.x = 1
class E(json.JSONEncoder):
    def default(self, o): return o.__dict__ if isinstance(o, P) else super().default(o)
class I(int): pass
class S(str): pass
import enum
class Col(enum.IntEnum): R = 1
print(json.dumps(P(), cls=E), json.dumps({1, 2}, default=sorted), json.dumps([I(5), S('s'), Col.R]), json.dumps({(1, 2): 1, 'k': 2}, skipkeys=True), list(json.JSONEncoder().iterencode([1, {'a': 2}])), E().encode([P()]))
c = []; c.append(c); d = {}; d['d'] = [d]
for f in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(c), lambda: json.dumps(d), lambda: json.dumps(float('nan'), allow_nan=False), lambda: json.dumps(b'x'), lambda: json.dumps(1j), lambda: json.dumps([object], cls=E), lambda: json.dumps({'b': 1, 1: 2}, sort_keys=True), lambda: json.dumps([{'x': {'y': {1}}}]), lambda: json.dumps(1, bad=2), lambda: json.dumps()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e, getattr(e, '__notes__', ''))
