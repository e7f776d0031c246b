"""re."""
from _timing import measure

R = '''import re
text = "The quick brown fox jumps over 13 lazy dogs at 10:45 on 2024-01-15, foo@example.com. " * 10
word = re.compile(r"\\w+"); num = re.compile(r"\\d+"); date = re.compile(r"(\\d{4})-(\\d\\d)-(\\d\\d)")
mail = re.compile(r"[\\w.]+@[\\w.]+"); ws = re.compile(r"\\s+"); alt = re.compile(r"fox|dog|cat")
token = re.compile(r"\\s*(?:(\\d+)|([A-Za-z_]\\w*)|(.))"); lazy = re.compile(r"q.*?k"); lit = re.compile("lazy")
named = re.compile(r"(?P<h>\\d+):(?P<m>\\d+)"); m = date.search(text); ic = re.compile("FOX", re.I)
'''
measure([
    ('re match word', 'word.match(text)', R),
    ('re search literal', 'lit.search(text)', R),
    ('re search date', 'date.search(text)', R),
    ('re search mail', 'mail.search(text)', R),
    ('re search alt', 'alt.search(text)', R),
    ('re search lazy', 'lazy.search(text)', R),
    ('re search icase', 'ic.search(text)', R),
    ('re search named', 'named.search(text)', R),
    ('re fullmatch', 'num.fullmatch("123456")', R),
    ('re match miss', 'num.match(text)', R),
    ('re findall word', 'word.findall(text)', R),
    ('re findall num', 'num.findall(text)', R),
    ('re findall groups', 'date.findall(text)', R),
    ('re finditer', 'for x in word.finditer(text): pass', R),
    ('re sub', 'ws.sub(" ", text)', R),
    ('re sub groups', 'date.sub(r"\\3/\\2/\\1", text)', R),
    ('re sub callable', 'num.sub(f, text)', R + 'f = lambda m: "#"'),
    ('re split', 'ws.split(text)', R),
    ('re tokenizer', 'for x in token.finditer(text): x.lastindex', R),
    ('re m.group()', 'm.group()', R),
    ('re m.group(1)', 'm.group(1)', R),
    ('re m.groups()', 'm.groups()', R),
    ('re m.span()', 'm.span()', R),
    ('re m[1]', 'm[1]', R),
    ('re.match cached', 're.match(r"(\\w+) (\\w+)", text)', R),
    ('re.escape', 're.escape("a.b*c")', R),
    ('re count classes', 'len(r2.findall(text))', R + 'r2 = re.compile("[aeiou][^aeiou]")'),
])
