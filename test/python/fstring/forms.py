# f-strings: conversions, specs, nesting, quotes, =, escapes, multi-line, lambda, walrus.
import datetime
x, y, name, w = 5, 3.14159, 'Bob', 10
print(f'{x}{y:.2f}{name!r:>8}|{name:^{w}}|{name!s}|{"é"!a}|{{literal}}|{{{x}}}|{x:{w}}|{x:0{w}}|{y:{w}.{x-3}f}')
print(f'{x=}', f'{x = }', f'{x=!r}', f'{name=}', f'{name=!s}', f'{y=:.1f}', f'{x+1=}', f'{ x  + 2 = :>5}', f'{name.upper()=}', f'{(lambda: 1)()=}', f'{x!r:>3}', f"{'a' if x else 'b'}", f'{x,}', f'{[*range(3)]}', f'{ {1: 2} }', f'{ {"k": "v"}["k"] }')
print(f"{'nested ' + f'{x} {f"{y:.1f}"}'}", f'{"same quotes"}', f'{'a' + "b"}', f"{x:{'>' + str(w)}}", f'''{
    x
    + 1  # comment
}''', f'{x:\n}'.encode() if False else '', rf'\d{x}\n', fr'{name}\t', F'{x}' 'plain' f'{name}', f'\x41{x}\u00e9\N{BULLET}{{\n', f'{'\n'.join('ab')}', f'{"\u2028"!r}')
print(f'{datetime.date(2024, 2, 29):%Y/%m/%d}', f'{(z := 7)} {z}', f'{x:>{(q := 4)}}', f'{x!r}', f'{x:}', f'{None}', f'{...}', f'{(yield_ := 1)}', f'{lambda_ if False else "x"}' if False else '', f'{not x}', f'{x if x > 1 else y}', f'{x == 5}', f'{x != 5}', f'{x >= 5}', f'{x}' f'{y!r:.4}', f'{3.0:}', f'{10:#x}{10:,}{10:e}', f'{"a":*<5}{"b":*>5}', f'{x:{""}}', f'{"`${x}`"}', f'${x}', f'`{x}`', f'{{}}', f'{x}}}' '{')
class F:
    def __format__(self, s): return f'<{s}>'
    def __repr__(self): return 'F()'
f = F(); print(f'{f}', f'{f:a{x}b}', f'{f!r:>5}', f'{f:%d {{}}}' if False else '', f'{f:{x}{y}}', f'{f=}', f'{f=:s}', f'{f:!r}', f'{f: }', f'{f:::}')
for src in ("f'{}'", "f'{x'", "f'x}'", "f'{x!}'", "f'{x!z}'", "f'{x!r z}'", "f'{x:{y:{z}}}'", "f'{lambda x: 1}'", "f'{a b}'", "f'{*x}'", "f'{x=!r:5}'", "f'{!r}'", "f'{ }'", "f'{x:{}}'", "f'{:5}'", "f'{1:d }'", "f'{'", "f'{{}'", "f'{x!r!s}'", "f'{\"x'", "f'{#}'", "f'{x;y}'", "f'{x:{y'", "f'{yield}'", "f'{x,y}'", "f'{**x}'", "f'{=}'", "f'{x:.{w}q}'", "f'{name:d}'", "f'{None:5}'", "f'{[]:5}'", "f'{undefined}'", "f'{1/0}'", "f'{x! r}'", "fb'x'", "f'\\N{foo}'", "f'{x:\\x41}'", "f'{x\n}'", "f'{(x)!r}'", "f'{x:=5}'", "f'{x:%}'", "f'{del x}'", "f'{import os}'", "f'{x.y.}'"):
    try: print(src.encode(), repr(eval(src)))
    except Exception as e: print(src.encode(), type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
