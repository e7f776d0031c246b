# Blocks that each line leaves behind, as tracemalloc counts them.
import gc
import tracemalloc
import json
gc.collect()
tracemalloc.start()
a = json.loads('{"a": 1, "b": [1, 2, 3], "c": null}')
b = json.dumps([1, 2, 3])
c = json.dumps({'a': 1, 'b': [1, 2]})
d = json.loads('[1.5, 2.5, "abc", true]')
e = json.loads('"hello"')
f = json.dumps('hello')
g = [json.loads('{"k": %d}' % i) for i in range(5)]
h = json.loads('[[], {}, 1000, 12345678901]')
# ---- report ----
gc.collect()
current, peak = tracemalloc.get_traced_memory()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
for st in sorted(snapshot.statistics('lineno'), key=lambda s: s.traceback[0].lineno):
    frame = st.traceback[0]
    if frame.filename == __file__ and frame.lineno < 16:
        print(f'{frame.lineno}: size={st.size} count={st.count}')
