# add_note, assert messages, exception attributes, with_traceback.
def check(v):
    try:
        assert isinstance(v, int), f'{v!r} is not an int'
        assert v > 0, ('tuple', v)
        assert v < 100
    except AssertionError as e: return e.args
    return 'ok'
print(check(5), check('x'), check(-1), check(500))
e = ValueError('v'); print(hasattr(e, '__notes__')); e.add_note('n1'); e.add_note('n2'); print(e.__notes__, e.__dict__)
for bad in (5, None, b'x'):
    try: e.add_note(bad)
    except TypeError as t: print(t)
try: e.add_note()
except TypeError as t: print(t)
e.__notes__ = 'text'
try: e.add_note('x')
except TypeError as t: print(t)
del e.__notes__; e.add_note('fresh'); print(e.__notes__)
print(e.__traceback__, e.__cause__, e.__context__, e.__suppress_context__, e.with_traceback(None) is e)
try: raise e
except ValueError as x: print(x is e, x.__traceback__.tb_lineno, x.__traceback__.tb_next, type(x.__traceback__).__name__, x.__traceback__.tb_frame.f_code.co_name)
tb = e.__traceback__
try: raise KeyError('k').with_traceback(tb)
except KeyError as k: print(k.__traceback__.tb_next is tb, k.__traceback__.tb_next.tb_lineno)
for f in (lambda: setattr(tb, 'tb_next', tb), lambda: setattr(tb, 'tb_next', 5), lambda: setattr(tb, 'tb_lineno', 5), lambda: type(tb)(None, tb.tb_frame, 1, 2).tb_lineno, lambda: type(tb)(), lambda: tb.nope):
    try: print(f())
    except Exception as x: print(type(x).__name__, x)
g = ExceptionGroup('g', [ValueError(1)]); g.add_note('group note'); print(g.__notes__, g.split(ValueError)[0].__notes__)
