# json.loads: values, hooks, whitespace, and every decoding error.
import json
from decimal import Decimal
for t in ('1', '-0', '1.5e3', '"a\\u00e9\\n\\ud83d\\ude00\\/"', '[1, [2], {}]', ' {"a" : null , "b":true} ', '1E400', '-1e-400', 'NaN', '-Infinity', '123456789012345678901234567890', '{"a":1,"a":2}', '"\\ud800"', '[]', '\ufeff1', '', ' ', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', "{'a':1}", '[1', '[1,', '[1,]', '[,]', '[1 2]', '"abc', '"\\x"', '"\\u12"', '"a\nb"', '"a\tb"', '01', '1.', '.5', '+1', '-', '1e', 'tru', 'nul', 'True', '1 2', '[1]]', '{"a":1 "b":2}', '{1:2}', 'nan', '"\\ud83d\\u0041"', '[' * 3, '/*c*/1', '\x0b1', '{"": 0}', '[1e5, 1E+2]', '"\u2028"', '{"__proto__": 1}'):
    try: print(ascii(t), '->', ascii(json.loads(t)))
    except json.JSONDecodeError as e: print(ascii(t), '->', ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
print(json.loads('{"a": 1.5, "b": [2]}', parse_float=Decimal, parse_int=str), json.loads('{"a": {"b": 1}}', object_hook=lambda d: ('hook', sorted(d.items()))), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('[NaN]', parse_constant=lambda c: f'const {c}'), json.loads(b'"\xc3\xa9"'), json.loads(bytearray(b'1')), json.loads('"a'.encode('utf-16') + '"'.encode('utf-16-le')), json.loads('"a\nb"', strict=False), json.JSONDecoder().raw_decode('[1] tail'), json.detect_encoding(b'\xff\xfe1\x00'))
for f in (lambda: json.loads(5), lambda: json.loads(None), lambda: json.loads(b'\xff'), lambda: json.load(__import__('io').StringIO('[1]')), lambda: json.loads('{}', object_hook=5), lambda: json.JSONDecoder().raw_decode('x'), lambda: json.JSONDecoder().raw_decode('1', -1), lambda: json.loads('[1,\n2,\n x]')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
o = json.loads('{"k": [{"k": 1}, {"k": 2}]}'); print([id(k) for k in o][0] == [id(k) for k in o['k'][0]][0]); import io; f = io.StringIO(); json.dump({'x': [1]}, f, indent=1); print(repr(f.getvalue()))
