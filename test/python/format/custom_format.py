# __format__ implementations, format() dispatch, nested specs, errors from hooks.
class Money:
    def __init__(self, v, cur='EUR'): self.v, self.cur = v, cur
    def __format__(self, spec):
        if not spec: return f'{self.v:.2f} {self.cur}'
        if spec[-1] == '$': return f'${format(self.v, spec[:-1] or ".2f")}'
        if spec == 'words': return f'{self.v} in {self.cur}'
        return format(self.v, spec)
m = Money(1234.5)
print(f'{m}', f'{m:$}', f'{m:,.1f$}', f'{m:>12.3f}', '{:words} {:$}'.format(m, m), format(m), format(m, '.0f'), '{0:{1}}'.format(m, 'words'), f'{m!s:.8}', '%s' % type(m).__name__)
try: f'{m:bad spec}'
except ValueError as e: print(e)
class Spec:
    def __format__(self, s): return repr(s)
s = Spec(); print(f'{s}', f'{s:}', f'{s:a b}', f'{s:{1}{2}}', f'{s:!r:>5}', f'{s:%Y-%m}', '{:}'.format(s), '{0:{{}}}'.format(s) if False else '{0:x{1}y}'.format(s, 5), format(s, '\n'))
class NotStr:
    def __format__(self, s): return 5
class Raises:
    def __format__(self, s): raise KeyError(s)
class NoFormat: __format__ = None
class OnlyStr:
    def __str__(self): return 'only str'
class Inherit(float): pass
class OverStr(int):
    def __str__(self): return 'over'
for f in (lambda: f'{NotStr()}', lambda: format(NotStr(), 'x'), lambda: f'{Raises():q}', lambda: f'{NoFormat()}', lambda: f'{OnlyStr()}', lambda: f'{OnlyStr():>10}', lambda: f'{Inherit(1.5):.2f} {Inherit(2)}', lambda: f'{OverStr(5)} {OverStr(5):d} {OverStr(5):>6}', lambda: '{}'.format(NotStr()), lambda: format(object(), 'x'), lambda: format(OnlyStr(), ''), lambda: object.__format__(5, ''), lambda: object.__format__(5, 'd'), lambda: str.__format__('a', '>3'), lambda: int.__format__(5, 'x'), lambda: format(5, b'x'), lambda: type(format('a', '')) , lambda: (5).__format__(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
