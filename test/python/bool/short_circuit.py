# Evaluation order of boolean operators, conditional expressions and assert.
log = []
def t(name): log.append(name); return True
def f(name): log.append(name); return False
def run(expression):
    log.clear()
    result = eval(expression)
    print(f'{expression:<45} {result!s:<6} {"".join(log)}')
for e in ["t('a') and f('b') or t('c')", "f('a') and t('b') or f('c')", "t('a') or f('b') and t('c')", "not t('a') or not f('b')",
          "(t('a') or f('b')) and (f('c') or t('d'))", "t('a') if f('b') else f('c')", "f('a') if t('b') and not f('c') else t('d')",
          "not (f('a') or f('b'))", "all([t('a'), f('b'), t('c')])", "all(g for g in (t('a'), f('b')))",
          "any(x('k') for x in (f, t, f))", "all(x('k') for x in (t, f, t))", "t('a') == t('b') != f('c')",
          "(lambda: f('a'))() or (lambda: t('b'))()", "[x for x in (1, 2, 3) if t('a') and x > 1 or f('b')]"]:
    run(e)
def check(x):
    assert x > 0, f'bad value {x}'
    assert x < 10
    return 'fine'
for v in (5, -1, 20):
    try:
        print(check(v))
    except AssertionError as e:
        print(repr(e), e.args)
try:
    assert (), {'detail': 1}
except AssertionError as e:
    print(e.args)
try:
    assert False, None
except AssertionError as e:
    print(repr(e), e.args)
class Tri:
    def __bool__(self): raise RuntimeError('undecided')
for e in ['Tri() and 1', 'not Tri()', '1 or Tri()', '1 if Tri() else 2', '[1 for _ in [0] if Tri()]', 'any([Tri()])', 'bool(Tri())']:
    try:
        print(e, eval(e))
    except RuntimeError as err:
        print(e, '->', err)
n = 0
while n < 3 and not (n == 2 and t('stop')):
    n += 1
else:
    print('loop ended by its condition', n)
