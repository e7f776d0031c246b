"""json."""
from _timing import measure

J = '''import json
doc = {"name": "Widget", "id": 12345, "price": 9.99, "tags": ["a", "b", "c"], "nested": {"x": 1, "y": None, "ok": True}}
docs = [doc] * 20
text = json.dumps(doc); texts = json.dumps(docs); loads = json.loads; dumps = json.dumps
ints = list(range(100)); itext = dumps(ints); strs = ["word%d" % k for k in range(100)]; stext = dumps(strs)
floats = [k / 7 for k in range(100)]; ftext = dumps(floats); esc = dumps(["a\\nb\\"c é"] * 50)
'''
measure([
    ('json loads small', 'loads(text)', J),
    ('json loads 20 docs', 'loads(texts)', J),
    ('json loads ints', 'loads(itext)', J),
    ('json loads strs', 'loads(stext)', J),
    ('json loads floats', 'loads(ftext)', J),
    ('json loads escapes', 'loads(esc)', J),
    ('json dumps small', 'dumps(doc)', J),
    ('json dumps 20 docs', 'dumps(docs)', J),
    ('json dumps ints', 'dumps(ints)', J),
    ('json dumps strs', 'dumps(strs)', J),
    ('json dumps floats', 'dumps(floats)', J),
    ('json dumps indent', 'dumps(doc, indent=2)', J),
    ('json dumps sort', 'dumps(doc, sort_keys=True)', J),
    ('json dumps str', 'dumps("hello world")', J),
])
