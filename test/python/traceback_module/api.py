# traceback: formatting functions, StackSummary, TracebackException, limits.
import traceback as t, sys, io
def a(): b()
def b(): c()
def c(): raise ValueError('deep')
try: a()
except ValueError as e: x = e
print([(f.name, f.lineno, f.line) for f in t.extract_tb(x.__traceback__)], [f.name for f in t.extract_tb(x.__traceback__, limit=2)], [f.name for f in t.extract_tb(x.__traceback__, limit=-1)], t.format_exception_only(x), t.format_exception(x)[-1], len(t.format_tb(x.__traceback__)))
o = io.StringIO(); t.print_exception(x, limit=1, file=o); print(o.getvalue()); t.print_tb(x.__traceback__, file=sys.stdout, limit=-2); o = io.StringIO(); t.print_exc(file=o); print(repr(o.getvalue()))
te = t.TracebackException.from_exception(x, capture_locals=False); print(te.exc_type_str, str(te), te.stack[-1].name, list(te.format_exception_only()), te == t.TracebackException.from_exception(x)); fs = t.FrameSummary('f.py', 3, 'fn', line='  src line '); print(fs, fs.line, tuple(fs), fs == ('f.py', 3, 'fn', 'src line'), t.format_list([fs, ('g.py', 1, 'g', 'code')]))
def loc():
    v = [1, 2]; s = 'text'
    raise KeyError('l')
try: loc()
except KeyError as e: print(''.join(t.TracebackException.from_exception(e, capture_locals=True).format()).split('in loc\n')[1])
print([f.name for f in t.extract_stack()], t.format_exception_only(KeyError, KeyError('k')), t.format_exception(None), t.format_exception(ValueError, ValueError('v'), None), ''.join(t.format_exception(ExceptionGroup('g', [ValueError(1), KeyError(2)]))), [type(f).__name__ for f, n in t.walk_tb(x.__traceback__)], t.format_list([])); s = t.StackSummary.from_list([('f', i // 5, 'rep', None) for i in range(10)]); print(''.join(s.format()))
for f in (lambda: t.format_exception(5), lambda: t.format_exception_only(5), lambda: t.print_exception('x'), lambda: t.format_exception(ValueError, None), lambda: t.extract_tb(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t.print_last() if hasattr(sys, 'last_exc') else print('no last'); t.print_stack(file=sys.stdout); t.clear_frames(x.__traceback__)
