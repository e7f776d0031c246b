# Loop variables, targets of for, and state after nested loops at module level.
for i in range(3): pass
print(i)
for a, (b, *c) in [(1, 'xyz'), (2, [5])]: print(a, b, c)
l = [0, 0]
for l[0], l[1] in [(1, 2), (3, 4)]: pass
print(l)
class O: pass
o = O()
for o.attr in 'ab': pass
print(o.attr)
d = {}
for d['k'] in range(4): pass
print(d)
total = 0
for i in range(10):
    for j in range(i):
        if (i + j) % 3 == 0: continue
        total += i * j
        if total > 200: break
    if total > 200: break
print(i, j, total)
for i, c in enumerate('ab', 1): print(i, c, end=';')
for k, v in {'x': 1}.items(): print(k, v, end=';')
for x, y in zip('ab', range(5)): print(x, y, end=';')
for ch in 'é😀': print(ascii(ch), end=';')
for b in b'ab': print(b, end=';')
for line in 'a\nb'.splitlines(): print(line, end=';')
for x in reversed([1, 2]): print(x, end=';')
for x in sorted({3, 1}): print(x, end=';')
for x in (1, 2) if total else (): print(x, end=';')
for x in *[1], *(2,): print(x, end=';')
for x in 5,: print(x)
it = iter(range(6))
for x in it: print(x, next(it, None), end='|')
print()
for f in (len, str.upper): print(f('ab'), end=' ')
for x in [[]] * 2: x.append(1)
print(x)
while total > 0: total //= 7; i += 1
print(i, total)
