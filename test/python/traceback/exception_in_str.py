# Exceptions whose __str__ or __repr__ fail, empty messages, multi-line messages, odd names.
import traceback, sys
class BadStr(Exception):
    def __str__(self): raise RuntimeError
class NoText(Exception): pass
class Outer:
    class Nested(Exception): pass
def local():
    class Local(Exception): pass
    return Local
class Mod(Exception): __module__ = 'some.module'
class Bu(Exception): __module__ = 'builtins'
class None_(Exception): __module__ = None
for e in (BadStr(1), NoText(), NoText(''), NoText('a\nb'), Outer.Nested('n'), local()('l'), Mod('m'), Bu('b'), KeyError('k'), KeyError(1, 2), OSError(2, 'text'), OSError(2, 'text', 'file'), OSError('only'), SyntaxError('msg'), SyntaxError('msg', ('f.py', 2, 3, 'x = (\n')), SyntaxError('m', ('f.py', 1, 5, '  abc def', 1, 8)), UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'why'), StopIteration(5), SystemExit(3), KeyboardInterrupt(), ExceptionGroup('g', [ValueError(1)]), AssertionError(), ImportError('i', name='n', path='p'), IndentationError('ind', ('f', 1, 1, ' x')), NameError('n', name='zz'), UnicodeEncodeError('ascii', 'é', 0, 1, 'r'), MemoryError(), RecursionError('deep'), Exception(Exception('inner')), Exception(b'bytes'), Exception([1], {})):
    print(''.join(traceback.format_exception_only(e)), end='')
raise Outer.Nested('line one\nline two')
