# Frames from eval, exec and lambda; <string> has no source lines.
code = compile('def inner(x):\n    return x / 0\n', 'made-up.py', 'exec')
ns = {}
exec(code, ns)
f = lambda v: eval('ns["inner"](v) + 1')
class C:
    exec('value = f')
    val = [f(i) for i in (5,)]
