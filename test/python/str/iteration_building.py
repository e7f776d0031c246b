# Everyday string work: palindromes, ciphers, counting, run lengths, tables.
text = 'A man, a plan, a canal: Panama'
clean = ''.join(c.lower() for c in text if c.isalnum()); print(clean, clean == clean[::-1])
def caesar(s, k): return ''.join(chr((ord(c) - b + k) % 26 + b) if c.isalpha() and (b := 65 if c.isupper() else 97) else c for c in s)
print(caesar('Hello, World!', 3), caesar(caesar('Hello, World!', 3), -3))
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append(f'{s[i]}{j - i}'); i = j
    return ''.join(out)
print(rle('aaabccdddd'), rle(''), rle('x'))
counts = {}
for w in text.lower().split(): counts[w.strip(',:')] = counts.get(w.strip(',:'), 0) + 1
print(counts, sorted(counts.items(), key=lambda p: (-p[1], p[0])))
s = ''
for i in range(10): s += str(i); s = s[::-1]
print(s, len(s * 1000), s.join('ab'), '-'.join(reversed(s)))
rows = [('name', 'qty'), ('apple', 3), ('kiwi', 12)]; print('\n'.join(f'{a:<8}|{b:>5}' for a, b in rows))
def levenshtein(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1): cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]
print(levenshtein('kitten', 'sitting'), levenshtein('', 'abc'), [levenshtein(w, 'python') for w in ('pyhton', 'java', 'python')])
print(''.join(sorted('hello')), ' '.join(w.capitalize() for w in 'the end'.split()), 'abc'.translate({97: '1', 99: None}), [text.count(v) for v in 'aeiou'], text.swapcase(), ''.join(map(chr, range(65, 91))), max(text.split(), key=len), 'é'.encode(), [hex(b) for b in 'ñ€'.encode()], '%s' % ('x',), 'a' in 'abc' in ['abc'], 'mississippi'.replace('ss', '*').partition('*'))
