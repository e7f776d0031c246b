# Operators and built-ins on unsuitable objects: the messages.
ops = ['a + b', 'a - b', 'a * b', 'a / b', 'a // b', 'a % b', 'a ** b', 'a @ b', 'a & b', 'a | b', 'a ^ b', 'a << b', 'a >> b', 'a < b', 'a in b', 'a[b]', 'a(b)', '-a', '~a', 'divmod(a, b)', 'a.b', 'len(a)', 'iter(a)', 'next(a)', 'int(a)', 'float(a)', 'abs(a)', 'round(a)', 'sorted(a)', 'sum(a)', 'max(a)', 'list(a)', 'dict(a)', 'set(a)', 'bytes(a)', 'reversed(a)', 'hash(a)', 'chr(a)', 'ord(a)', 'hex(a)', 'range(a)', 'enumerate(a)', 'zip(a)', 'str.join(",", a)', '"".join(a)', 'isinstance(b, a)', 'issubclass(a, b)', 'getattr(b, a)', 'open(a)', 'eval(a)', 'format(a, "d")', '"%d" % a', '[0][a]', '{a: 1}', 'a[0] = 1', 'del a[0]', 'a.x = 1', '(*a,)', '{**a}', 'print(*a)', 'raise a', 'with a: pass', 'for x in a: pass', 'x, y = a', 'import_ = __import__(a)', 'a += b', 'lambda: a()', 'slice(a).indices(5)', 'pow(a, b, 2)', 'compile(a, b, "exec")', 'memoryview(a)', 'complex(a)', 'bin(a)', 'callable(a)', 'vars(a)', 'type(a)(b)', 'a if b else 0', 'not a']
for name, a, b in (('None', None, 1), ('int', 5, 'x'), ('str', 'ab', 3.5), ('list', [1, 'z'], {}), ('dict', {'k': 1}, None), ('function', len, 2), ('object', ..., ...)):
    print('==', name)
    for op in ops:
        try: exec(op, {'a': a, 'b': b})
        except Exception as e: print(op, '->', type(e).__name__, e)
