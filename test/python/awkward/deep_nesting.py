# Deeply nested expressions, blocks, calls, brackets and long chains compile and run.
print(eval('(' * 90 + '1' + ')' * 90), eval('[' * 50 + ']' * 50) != [], eval('-' * 101 + '5'), eval('not ' * 51 + '0'), eval('+'.join(['1'] * 2000)), eval(' if 1 else '.join(['7'] * 50)), eval('1' + ' and 1' * 500), len(eval('[' + '1,' * 5000 + ']')), eval('"a"' * 1000) == 'a' * 1000)
src = ''
for i in range(19): src += ' ' * i + f'for x{i} in [{i}]:\n'
src += ' ' * 19 + 'print("innermost", x0, x18)\n'; exec(src)
src = ''
for i in range(60): src += ' ' * i + f'if {i + 1}:\n'
exec(src + ' ' * 60 + 'print("deep if")\n')
exec('def f(' + ', '.join(f'a{i}=0' for i in range(300)) + '): return a0 + a299\nprint(f(1, a299=5))'); exec('print(max(' + ', '.join(map(str, range(400))) + '))'); exec('d = {' + ', '.join(f'{i}: {i}' for i in range(1000)) + '}\nprint(len(d), d[999])')
exec('\n'.join(f'v{i} = {i}' for i in range(2000)) + '\nprint(v0 + v1999)'); exec('class C:\n' + '\n'.join(f'    def m{i}(self): return {i}' for i in range(200)) + '\nprint(C().m199())')
fn = 'def g0(): return 0\n' + '\n'.join(f'def g{i}(): return g{i - 1}() + 1' for i in range(1, 200)); exec(fn + '\nprint(g199())'); exec('x = 1\nif x == 0: pass\n' + '\n'.join(f'elif x == {i}: r = {i}' for i in range(2, 300)) + '\nelse: r = "else"\nprint(r)')
n = 'lambda: ' * 40 + '5'; v = eval(n)
for _ in range(40): v = v()
print(v); s = 'x'
for _ in range(30): s = f'f"{{{s}}}"' if False else f'({s})'
print(eval(s, {'x': 'wrapped'})); exec('def outer():\n' + ''.join(' ' * (i + 1) + f'def n{i}():\n' for i in range(15)) + ' ' * 16 + 'return "nested"\n' + ''.join(' ' * (i + 1) + f'return n{i}()\n' for i in range(14, -1, -1)) + 'print(outer())')
for bad in ('(' * 300 + ')' * 300, '\n'.join(' ' * i + 'if 1:' for i in range(101)) + '\n' + ' ' * 101 + 'x', '\n'.join(' ' * i + 'for x in y:' for i in range(21)) + '\n' + ' ' * 21 + 'pass', '[' * 201):
    try: compile(bad, 'f', 'exec'); print('compiled')
    except (SyntaxError, MemoryError, RecursionError) as e: print(type(e).__name__, getattr(e, 'msg', e))
print('a.b'.join(['']) + '.'.join('abc'), eval('x' + '[0]' * 60, {'x': (lambda f: f(f, 60))(lambda f, k: [f(f, k - 1)] if k else 'bottom')}), eval('f' + '(1)' * 30, {'f': (f := lambda v: f)}) is f)
