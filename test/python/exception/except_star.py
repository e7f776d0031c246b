# except*: splitting groups, naked exceptions, re-raising, combining.
def run(exc, body):
    try: body(exc)
    except BaseException as e: return show(e)
    return 'nothing left'
def show(e): return f'{type(e).__name__}({e.message}: [{", ".join(map(show, e.exceptions))}])' if isinstance(e, BaseExceptionGroup) else repr(e)
def split(exc):
    try: raise exc
    except* ValueError as g: print('V', show(g), end='; ')
    except* (KeyError, TypeError) as g: print('KT', show(g), end='; ')
def everything(exc):
    try: raise exc
    except* Exception as g: print('E', show(g), end='; ')
    else: print('else')
    finally: print('finally', end='; ')
def raising(exc):
    try: raise exc
    except* ValueError as g: raise RuntimeError('new') from None
    except* KeyError: raise
def reraise_part(exc):
    try: raise exc
    except* ValueError as g: raise g.exceptions[0]
G = ExceptionGroup
mixed = lambda: G('m', [ValueError(1), G('n', [KeyError(2), ValueError(3), OSError(4)]), TypeError(5)])
for body in (split, everything, raising, reraise_part):
    for exc in (ValueError('naked'), OSError('other'), mixed(), G('only', [ValueError(1)]), KeyError('k')):
        print(body.__name__, '->', run(exc, body))
def none():
    try: pass
    except* ValueError: print('no')
    else: print('else runs')
    finally: print('finally runs')
none()
def in_loop():
    for i in range(2):
        try: raise G('g', [ValueError(i), KeyError(i)])
        except* ValueError as e: print('loop', show(e))
        except* KeyError: pass
    return 'end'
print(in_loop())
for src in ('try: pass\nexcept* ValueError: pass\nexcept KeyError: pass', 'try: pass\nexcept*: pass', 'for x in []:\n try: pass\n except* ValueError: break', 'def f():\n try: pass\n except* ValueError: return', 'for x in []:\n try: pass\n except* ValueError: continue'):
    try: compile(src, 's', 'exec'); print('ok')
    except SyntaxError as e: print(e.msg, e.lineno)
for h in (ExceptionGroup, 5, (ValueError, BaseExceptionGroup)):
    try:
        try: raise ValueError(1)
        except* h: pass
    except TypeError as e: print(e)
g = mixed()
print(show(g.subgroup(ValueError)), g.subgroup(ZeroDivisionError), [show(x) if x else x for x in g.split(KeyError)], show(g.subgroup(lambda e: e.args == (5,))), show(g.derive([OSError()])), g.exceptions[1].message, str(g), str(g.exceptions[1]), repr(G('m', [ValueError(1)])))
class MyG(ExceptionGroup):
    def derive(self, excs): return MyG(self.message + '!', excs)
m = MyG('mine', [ValueError(1), KeyError(2)]); m.add_note('n'); s, r = m.split(ValueError); print(show(s), show(r), s.__notes__)
for f in (lambda: g.split(5), lambda: g.subgroup('x'), lambda: g.derive(5), lambda: g.split((ValueError, 5)), lambda: g.message.x, lambda: setattr(g, 'message', 1), lambda: setattr(g, 'exceptions', ())):
    try: f()
    except Exception as e: print(type(e).__name__, e)
