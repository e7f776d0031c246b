# if, elif, else, nested conditions and conditional expressions.
def grade(n):
    if n >= 90: return 'A'
    elif n >= 80: return 'B'
    elif n >= 70:
        if n % 2: return 'C odd'
        return 'C even'
    else: return 'F'
print([grade(n) for n in (95, 85, 71, 70, 10)])
x = 5
print('big' if x > 10 else 'mid' if x > 3 else 'small', (1 if x else 2) + 3, [a if a % 2 else -a for a in range(4)])
if x: pass
else: 1 / 0
if not x: 1 / 0
if x and x > 3 and not x > 9 or 1 / 0: print('reached')
if (y := x * 2) > 5 and y < 20: print(y)
if 0: undefined_name()
if []: pass
elif (): pass
elif {}: pass
elif '': pass
else: print('all falsy')
def sign(v): return (v > 0) - (v < 0)
print([sign(v) for v in (-5, 0, 7)], bool(x) is True, x == 5 and 'yes' or 'no')
if True:
    if False: pass
    else:
        if True: print('nested')
if x > 1: print('a'); print('b')
if x < 1: print('c'); print('d')
def deep(a, b, c):
    if a:
        if b:
            if c: return 'abc'
            else: return 'ab'
        elif c: return 'ac'
    elif b or c: return 'b|c'
    return '-'
print([deep(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)])
