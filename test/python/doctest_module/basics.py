# doctest: passing, failing and exception examples, directives.
import doctest, io, contextlib
def f(x):
    """
    >>> f(2)
    4
    >>> f(3)
    10
    >>> f('a')
    Traceback (most recent call last):
        ...
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> print('a   b')  # doctest: +NORMALIZE_WHITESPACE
    a b
    >>> list(range(20))  # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    >>> 1 / 0  # doctest: +SKIP
    >>> f(1); f(2)
    1
    4
    """
    return x * x
p = doctest.DocTestFinder().find(f, 'f', globs={'f': f})[0]; print([(e.source, e.want, e.lineno, e.exc_msg) for e in p.examples][:3])
o = io.StringIO(); r = doctest.DocTestRunner(verbose=False).run(p, out=o.write); print(r, o.getvalue().split('Failed example')[1])
print(doctest.DocTestParser().get_examples('>>> 1\n1\n>>> for i in []:\n...     pass\n'), doctest.OutputChecker().check_output('a\n', 'a \n', doctest.NORMALIZE_WHITESPACE)) if False else print(len(doctest.DocTestParser().get_examples('>>> 1\n1\n>>> for i in []:\n...     pass\n')), doctest.OutputChecker().check_output('ab\n', 'a...\n', doctest.ELLIPSIS))
for s in ('>>>1', '  >>> a\n b', '>>> 1\n...x'):
    try: doctest.DocTestParser().get_examples(s); print('ok')
    except ValueError as e: print(e)
print(doctest.script_from_examples('text\n>>> 1 + 1\n2\n'))
