# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
import re
gc.collect()
tracemalloc.start()
pat = re.compile(r'(\w+) (\d+)')
m = pat.match('hello 42 world 7')
g = m.groups()
h = m.group(1)
f = pat.findall('a 1 b 2 c 3')
s = pat.sub('x', 'a 1 b 2')
t = pat.split('a 1 b')
i = list(pat.finditer('a 1 b 2 c 3'))
d = m.groupdict()
sp = m.span()
st = m.start()
q = pat.search('zzz 9')
r = [x.group(2) for x in pat.finditer('a 1 b 22 c 333')]
n = pat.fullmatch('a 1')
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 22:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
