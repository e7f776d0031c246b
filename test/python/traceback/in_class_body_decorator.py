# Errors in decorators, default arguments, class bodies, annotations.
import traceback, sys
def deco(arg):
    def wrap(fn): raise ValueError(f'decorating {fn.__name__} with {arg}')
    return wrap
def show(src):
    try:
        exec(compile(src, 'snippet.py', 'exec'))
    except Exception as e:
        for f in traceback.extract_tb(e.__traceback__)[1:]:
            print(f.filename, f.lineno, f.name, f.colno, f.end_colno, f.end_lineno)
        print(type(e).__name__, e)
show('@deco(1)\ndef f():\n    pass\n')
show('def f(a, b=1/0):\n    pass\n')
show('class A:\n    x = 1\n    y = x.z\n')
show('def f(a: undefined) -> int:\n    pass\n')
show('x: int = 1\ny: nope = 2\n')
show('class A(undefined_base):\n    pass\n')
show('with 5 as f:\n    pass\n')
show('for a, b in [(1,)]:\n    pass\n')
show('try:\n    pass\nexcept* 5:\n    pass\nelse:\n    1/0\n')
show('try:\n    1/0\nexcept 5:\n    pass\n')
show('assert (1,\n   0)[1], "msg"\n')
show('del nothing\n')
show('a = b = c.d\n')
show('x = [\n  1,\n  2 + "a",\n]\n')
show('f"{1}{2/0}{3}"\n')
show('x = 1\nx.y.z = 5\n')
show('import no_such_module_here\n')
show('raise ValueError\n')
show('raise 5\n')
show('raise ValueError("a") from 5\n')
show('lambda: 0\n(lambda q: q[1])(2)\n')
show('match 5:\n    case 5 if 1/0: pass\n')
show('x = 5\nx += "a"\n')
show('x = 5\nx[0] += 1\n')
show('print(*5)\n')
show('{**5}\n')
show('async def f(): await 5\nf().send(None)\n')
@deco('last')
class Decorated:
    pass
