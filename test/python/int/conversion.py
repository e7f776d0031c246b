# int() of everything: __int__, __index__, __trunc__, floats, bytes, and its messages.
class HasInt:
    def __int__(self): return 42
class HasIndex:
    def __index__(self): return 7
class BadInt:
    def __int__(self): return 'x'
class BadIndex:
    def __index__(self): return 1.5
class IntSub(int):
    def __repr__(self): return 'IntSub(%s)' % int(self)
class SubInt:
    def __int__(self): return True
def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__ + ':', e)
attempt('HasInt', lambda: int(HasInt()))
attempt('HasIndex', lambda: int(HasIndex()))
attempt('BadInt', lambda: int(BadInt()))
attempt('BadIndex', lambda: int(BadIndex()))
attempt('list index', lambda: [1, 2, 3][HasIndex()])
attempt('range', lambda: list(range(HasIndex()))[-1])
attempt('none', lambda: int(None))
attempt('list', lambda: int([]))
attempt('nan', lambda: int(float('nan')))
attempt('inf', lambda: int(float('-inf')))
attempt('float', lambda: int(-3.99))
attempt('bigfloat', lambda: int(1e30))
attempt('bytes', lambda: int(b'12'))
attempt('bytes base', lambda: int(b'ff', 16))
attempt('bytearray', lambda: int(bytearray(b'77'), 8))
attempt('badbytes', lambda: int(b'a\xff'))
attempt('base nonstr', lambda: int(5, 10))
attempt('base kw', lambda: int('11', base=2))
attempt('only base', lambda: int(base=10))
attempt('float base', lambda: int('1', 2.0))
attempt('too many', lambda: int(1, 2, 3))
attempt('complex', lambda: int(1j))
attempt('sub', lambda: [IntSub(5), IntSub(5) + 1, -IntSub(5), +IntSub(5), type(+IntSub(5)).__name__])
attempt('sub str', lambda: (str(IntSub(9)), '%d' % IntSub(9), f'{IntSub(9)}', f'{IntSub(9):>4}'))
attempt('as_integer_ratio', lambda: ((-6).as_integer_ratio(), (6).numerator, (6).denominator, (6).real, (6).imag))
attempt('conjugate', lambda: ((6).conjugate(), True.conjugate(), (5).is_integer(), True.real))
attempt('index names', lambda: int.__index__(True))
attempt('__round__', lambda: [round(x, -2) for x in (149, 150, 250, 251, -150, 12345)])
attempt('round types', lambda: (round(5), round(5, 2), round(15, -1), round(25, -1), round(True, 0)))
attempt('floor etc', lambda: ((5).__floor__(), (5).__ceil__(), (5).__trunc__(), int.__divmod__(7, 2)))
