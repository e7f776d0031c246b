# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
gc.collect()
tracemalloc.start()
text = 'the quick brown fox jumps over the lazy dog ' * 5
words = text.split()
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
caps = [w.capitalize() for w in words]
joined = '-'.join(caps)
rev = joined[::-1]
lens = {w: len(w) for w in words}
lines = []
for i, w in enumerate(words):
    lines.append(f'{i:03d}: {w:<10}|')
out = '\n'.join(lines)
chars = list('hello')
chars.sort()
pal = ''.join(chars)
enc = out.encode('utf-8')
dec = enc.decode()
idx = [i for i, c in enumerate(text) if c == 'q']
tr = text.replace('quick', 'slow').upper()
st = [s.strip() for s in ' a , b , c '.split(',')]
b = bytes(text, 'ascii')
x = text.count('the') * 1000
y = text.partition(' ')
z = text.find('fox')
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 32:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
