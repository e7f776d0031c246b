"""Jumps out of except*, nesting limits, and assignment expressions in the wrong places."""


def attempt(source):
    try:
        compile(source, 'f', 'exec')
        print('compiled')
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)


attempt('for x in y:\n  try: pass\n  except* A:\n    break')
attempt('try: pass\nexcept* A:\n    break')
attempt('def f():\n  try: pass\n  except* A:\n    return 5')
attempt('def f():\n  try: pass\n  except* A:\n    return')
attempt('def f():\n  try: pass\n  except* A:\n    for x in y: break\n    for x in y:\n       return 1')


def nested(n, head, tail=''):
    lines = ['def f():'] + [' ' * (i + 1) + head for i in range(n)] + [' ' * (n + 1) + 'pass']
    if tail:
        lines += [' ' * (i + 1) + tail for i in reversed(range(n))]
    return '\n'.join(lines)


for head, tail in (('with a:', ''), ('for x in y:', ''), ('while x:', ''), ('try:', 'finally: pass')):
    attempt(nested(21, head, tail))
    attempt(nested(22, head, tail))
for word in ('pass', 'yield'):
    for n in 20, 21, 22:
        attempt('def f():\n with (' + ', '.join(f'a{i}' for i in range(n)) + '): ' + word)

for source in (
    'def f[T: [(x := 1) for x in y]](): pass', 'def f[T: [(z := 1) for x in y]](): pass',
    'type A = [(z := 1) for x in y]', 'class A[T]([(z := 1) for x in y]): pass',
    'def f[T: (1, (yield))](): pass', 'def f[*T = (yield)](): pass', 'def f[**P = (yield)](): pass',
    'class A:\n  [__x := 1 for __x in y]', '[j for i in range(5) if (lambda: (j := 2))]',
    '[i for i in (lambda: (j := 1))()]', '[i for i in [j for k in (j := 1)]]',
):
    attempt(source)
