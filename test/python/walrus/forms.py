# Assignment expressions in every allowed place, and where they are refused.
if (n := len('hello')) > 3: print(n)
it = iter('abc')
while (c := next(it, None)) is not None: print(c, end=' ')
print(c)
print((a := 1) + (b := 2), a, b, [y := 5, y ** 2], (y, z := 7), z, {(k := 'key'): (v := 'val')}, k, v)
def f(x, y=(d := 10)): return x + y
print(f((e := 3)), d, e, f(x=(g := 4)), f'{(h := 9)} {h:>{(w := 4)}} {w}', [last := i for i in range(4)], last, (lambda: (q := 1) + q)())
total = 0; print([total := total + i for i in range(5)], total, any((found := i) > 3 for i in range(10)), found, not (falsy := []), falsy, (t := 1, 2), t)
match (m := [1, 2]):
    case [p, q] if (s := p + q) > 2: print(m, s)
assert (check := True), check
r = [(u := i) + (lambda: u)() for i in range(3)]; print(r, u)
class C:
    attr = (inner := 5) + 1
print(C.attr, C.inner)
def scoped():
    global gg
    if (gg := 'set'): pass
    nl = 0
    def inner():
        nonlocal nl
        return (nl := nl + 1)
    return inner(), inner(), nl
print(scoped(), gg)
d = {}; print((i := 0, d.setdefault(i, (i := 5)), i), d, (lambda x: (x := x + 1, x))(1), 1 if (z := 0) else z, [1, 2, 3][(idx := 1)], idx, 'abc'[:(hi := 2)], hi, {s1 := 1, s2 := 2})
for src in ['x := 1', '(x.y := 1)', '(x[0] := 1)', '((a, b) := 1)', 'f(x=y:=1)', '(x := y := 1)', '[i := 0 for i in range(5)]', '[(j := 0) for i in range(5) for j in range(5)]', '[i for i in (k := range(3))]', 'lambda: x := 1', 'def f(x := 1): pass', 'x = y := 1', '(x := 1, y := 2) = 3', 'class C: [(z := i) for i in range(3)]', '(True := 1)', '(f() := 1)', 'del (x := 1)', '{a := 1: 2}', "f'{x:=5}'", '(x: int := 1)', 'with (x := open): pass', 'import (x := 1)', '[1, 2, 3][lo:=1:]', '([x for x in (y := [1])])', '(__debug__ := 1)', '(*x := 1)', '[x := 1, 2][(y := 0)]']:
    try:
        compile(src, '<s>', 'exec')
        print(src, '-> accepted')
    except SyntaxError as e:
        print(src, '->', e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset))
