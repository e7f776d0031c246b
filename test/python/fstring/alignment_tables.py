# f-strings for tables: alignment, numbers, dates of text width, dynamic widths, nested quotes.
rows = [('Widget', 4, 3.5), ('Gadget', 12, 10.25), ('Thing', 100, 0.999)]
w = max(len(n) for n, *_ in rows)
for n, q, p in rows: print(f'|{n:<{w}}|{q:>5d}|{p:8.2f}|{q * p:>{w + 4}.1f}|{p:<8.3}|{n[0]!r:^7}|')
print(f'{"total":.<20}{sum(q * p for _, q, p in rows):.>12,.2f}')
v = 1234567.891; i = -42
print(f'{v:,.2f} {v:_.1f} {v:e} {v:.3g} {v:+.0f} {v:012.1f} {v!s:>15} {i:05d} {i:+} {i:x} {i:#b} {i:,} {i:>+8} {i:<8}| {i:^8}| {i:=8}|')
print(f'{0.256:.1%} {1/3:.4f} {2**70:,} {True} {True:d} {None!s:>6} {[1, 2]!s:>8} {"é":>3} {"日本":_^6} {"long text":.4} {"x":*^5} {3:c}'.encode() if False else f'{0.256:.1%} {1/3:.4f} {2**70:,} {True} {True:d} {None!s:>6} {"é":>3} {"日本":_^6} {"long text":.4} {"x":*^5}')
d = {'k': 'v', 'n': {'m': [10, 20]}}; print(f"{d['k']} {d["n"]["m"][1]} {d['n']['m']!r} {len(d)} {', '.join(d)} {d=}")
x = 3; print(f'{x}{x!r}{x=}{x:{x}}{x:0{x}}', f'{x:>{x * 2}}', f'{x:{"0"}{"5"}}', f'{(lambda n: n * 2)(x)}', f'{x if x else 0}', f'{{{x}}}', f'{{x}}', f'{x:%}', f"{'\n'}{'\t'!r}", f'{x!a}', f'''{x
}''', f'{x:>{w}}|', f'{"a" "b"}', f'{"{}"}', f'{"}"}', f'{"{"}')
