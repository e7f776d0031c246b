# Warnings that the runtime itself raises: deprecated operations, resource and bytes warnings.
import warnings, sys
def caught(f):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try: r = f()
        except Exception as e: r = f'{type(e).__name__}: {e}'
    print(repr(r)[:60], [(x.category.__name__, str(x.message)) for x in w])
async def co(): pass
caught(lambda: ~True); caught(lambda: bool(NotImplemented)); caught(lambda: co() and None); caught(lambda: (lambda g: (g.send(None), g.throw(ValueError, ValueError('x'))))((x for x in 'ab')))
class I:
    def __index__(self): return True
    def __int__(self): return True
class F:
    def __float__(self): return type('F2', (float,), {})(1)
class C:
    def __complex__(self): return type('C2', (complex,), {})(1)
caught(lambda: int(I())); caught(lambda: [1, 2][I()]); caught(lambda: float(F())); caught(lambda: complex(C())); caught(lambda: compile('"\\d"', 'f', 'exec') and 1); caught(lambda: compile('0or 1', 'f', 'eval') and 1); caught(lambda: eval('1 is 1')); caught(lambda: __import__('ast').Num if hasattr(__import__('ast'), 'Num') else 'gone'); caught(lambda: open('/dev/null') and None); caught(lambda: __import__('datetime').datetime.utcfromtimestamp(0)); caught(lambda: __import__('re').sub('a', 'b', 'c', 1, 0)); caught(lambda: __import__('re').split('a', 'b', 1)); caught(lambda: type('X', (), {'__del__': 5})() and None); caught(lambda: __import__('array').array('u', 'a')); caught(lambda: __import__('calendar').January if True else 0); caught(lambda: __import__('random').sample(range(3), 1.0) if False else 'n/a'); caught(lambda: str(b'x')); caught(lambda: __import__('string').Formatter); caught(lambda: sum.__doc__ is not None)
