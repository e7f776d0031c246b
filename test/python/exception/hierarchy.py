# The tree of built-in exceptions and their constructors.
def tree(c, depth=0):
    print('  ' * depth + c.__name__, end='; ' if depth > 2 else '\n')
    for s in sorted((s for s in c.__subclasses__() if s.__module__ == 'builtins'), key=lambda s: s.__name__): tree(s, depth + 1)
tree(BaseException)
print()
for e in (ValueError(), ValueError(1), ValueError(1, 'b'), KeyError('k'), KeyError(), KeyError(1, 2), IndexError('i'), OSError(), OSError(1), OSError(1, 'two'), OSError(2, 'two', 'three'), OSError(2, 'a', 'f1', None, 'f2'), OSError(1, 2, 3, 4, 5, 6), StopIteration(), StopIteration(1, 2), SystemExit(1), ImportError('m', name='n'), UnicodeDecodeError('c', b'x', 0, 1, 'r'), UnicodeEncodeError('c', 'xyz', 0, 2, 'r'), UnicodeTranslateError('abc', 1, 2, 'r'), SyntaxError(), SyntaxError('m'), AttributeError('a', name='n', obj=5), NameError('n', name='q')):
    print(repr(e), '|', str(e), '|', e.args)
print(type(OSError(2, 'x')).__name__, type(OSError(13, 'x')).__name__, type(OSError(17, '')).__name__, type(OSError(9999, '')).__name__, OSError(2, 'a', 'f').filename, OSError(2, 'a', 'f', None, 'g').filename2, type(OSError(4, '')).__name__, type(OSError(110, '')).__name__, type(OSError(32, '')).__name__, type(OSError(10, '')).__name__, IOError is OSError, EnvironmentError is OSError)
e = UnicodeDecodeError('utf8', b'abc', 1, 2, 'bad'); print(e.encoding, e.object, e.start, e.end, e.reason); e.start = 100; e.end = -5; print(e.start, e.end, str(e))
for f in (lambda: UnicodeDecodeError(), lambda: UnicodeDecodeError('a', 'text', 0, 1, 'r'), lambda: UnicodeEncodeError(1, 2, 3, 4, 5), lambda: ImportError('a', bad=1), lambda: ValueError(a=1), lambda: AttributeError(x=1), lambda: OSError(a=1), lambda: StopIteration(value=1), lambda: ExceptionGroup(), lambda: ExceptionGroup('m', []), lambda: ExceptionGroup('m', 5), lambda: ExceptionGroup('m', [5]), lambda: ExceptionGroup(5, [ValueError()]), lambda: ExceptionGroup('m', [KeyboardInterrupt()]), lambda: SyntaxError('a', (1,)), lambda: SyntaxError('a', 5), lambda: BaseException.__new__(int), lambda: ValueError().__setstate__(5), lambda: repr(BaseExceptionGroup('m', [ValueError()])), lambda: repr(BaseExceptionGroup('m', [KeyboardInterrupt()])), lambda: ImportError('m', name='n', path='p').path, lambda: StopIteration(5, 6).value, lambda: SystemExit(5, 6).code):
    try: print(f())
    except Exception as x: print(type(x).__name__ + ':', x)
