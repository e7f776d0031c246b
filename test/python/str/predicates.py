# The is* predicates on characters from many categories.
samples = ['', 'a', 'A1', '1', '²', '½', '٣', 'Ⅳ', '一', ' ', '\t', '\x1f', '\x00', '\x7f', '\xa0', '\xad', 'é', 'ª', '_', 'a b', '\u2028', '\ud800', '😀', '\u0301', 'x\u0301', '_1', '1_', 'ﬁ', '℘', '·', 'a·']
names = ['isalpha', 'isdigit', 'isdecimal', 'isnumeric', 'isalnum', 'isspace', 'isprintable', 'isidentifier', 'isascii', 'islower', 'isupper']
print(' ' * 10, names)
for s in samples:
    print(ascii(s).ljust(10), ''.join('01'[getattr(s, n)()] for n in names))
import keyword
for w in ['class', 'match', 'type', '_', 'None', 'print', 'async', 'soft']:
    print(w, w.isidentifier(), keyword.iskeyword(w), keyword.issoftkeyword(w))
print(sum(chr(i).isalpha() for i in range(0x300)), sum(chr(i).isupper() for i in range(0x600)), sum(chr(i).isspace() for i in range(0x3100)))
print(sum(chr(i).isprintable() for i in range(0x500)), sum(chr(i).isdigit() for i in range(0x3000)), sum(chr(i).isdecimal() for i in range(0x1000)))
print([hex(i) for i in range(0x3001) if chr(i).isspace()])
