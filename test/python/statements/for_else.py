# for/else and while/else with break, continue, return and exceptions.
def find(l, x):
    for i, v in enumerate(l):
        if v == x: break
    else: return 'absent'
    return i
print(find([1, 2, 3], 2), find([], 1), find('abc', 'z'))
for i in range(3):
    for j in range(3):
        if j == i: continue
        if j > 1: break
        print(i, j, end=' ')
    else: print('no break', end=' ')
print()
n = 5
while n:
    n -= 1
    if n == 2: continue
    print(n, end=' ')
else: print('else')
while True:
    n += 1
    if n > 2: break
else: print('never')
def f():
    for i in range(3):
        try:
            if i == 1: return i
        finally: print('fin', i, end=' ')
    else: print('no else after return')
print(f())
for x in []: pass
else: print('empty loop', 'x' in dir())
for x in range(2): pass
print(x); del x
try:
    for q in [1]: raise KeyError
    else: print('no')
except KeyError: print('raised', q)
