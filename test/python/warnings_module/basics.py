# warnings: categories, filters, once per place, catching, errors, stderr form.
import warnings, sys
def f(n): warnings.warn(f'message {n}', stacklevel=2)
warnings.warn('plain'); warnings.warn('dep', DeprecationWarning); warnings.warn(RuntimeWarning('instance'))
for i in range(3): warnings.warn('repeated')
f(1); f(1)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); f(2); f(2); warnings.warn_explicit('explicit', UserWarning, 'file.py', 7); print([(str(x.message), x.category.__name__, x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('as error', FutureWarning)
    except FutureWarning as e: print(repr(e))
    warnings.filterwarnings('ignore', message='hush.*'); warnings.warn('hush now'); warnings.filterwarnings('ignore', category=BytesWarning)
for g in (lambda: warnings.warn(5), lambda: warnings.warn('x', int), lambda: warnings.simplefilter('nope'), lambda: warnings.filterwarnings('ignore', message=5), lambda: warnings.warn('x', 'y'), lambda: warnings.filterwarnings('ignore', lineno=-1), lambda: warnings.warn('x', stacklevel='a')):
    try: print(g())
    except (TypeError, ValueError, AssertionError) as e: print(type(e).__name__, str(e).split("'<")[0])
@warnings.deprecated('use other')
def old(): return 'old result'
with warnings.catch_warnings(record=True) as w: warnings.simplefilter('always'); print(old(), w[0].message, w[0].category.__name__, old.__deprecated__)
warnings.showwarning = lambda m, c, fn, ln, *a: print('shown', m, c.__name__, ln); warnings.warn('custom show'); warnings.formatwarning; print(warnings.formatwarning('m', UserWarning, 'f.py', 3, 'the line')); sys.stderr.flush()
~True; import ast
