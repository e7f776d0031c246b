# Names that trip JavaScript: __proto__, constructor, prototype, reserved words of another language.
class O: pass
o = O()
for n in ('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__', 'arguments', 'caller', 'length', 'name', 'undefined', 'NaN', 'this', 'function', 'var', 'let', 'const', 'new', 'delete', 'typeof', 'void', 'switch', 'default', 'export', 'null', 'true', 'eval', 'then', 'get', 'set', 'static', 'enum', 'super', 'window', 'globalThis', 'self', 'process', 'require', 'Object', 'Symbol', '$', 'a$b'):
    if hasattr(o, n): print('already', n)
    setattr(o, n, n + '!')
    assert getattr(o, n) == n + '!', n
print(len(o.__dict__), list(o.__dict__)[:4], o.__proto__, o.constructor)
d = {'__proto__': 1, 'constructor': 2, 'toString': 3}; print(d, d['__proto__'], '__proto__' in {}, 'hasOwnProperty' in {}, {}.get('constructor'), {'x': 1}.get('valueOf', 'none'), dict(__proto__=5, constructor=6), set(['__proto__']), dict.fromkeys(['__proto__']))
def f(arguments, this, var=1, *constructor, function=2, **prototype): return arguments, this, var, constructor, function, prototype
print(f(1, 2, 3, 4, function=5, __proto__=6, hasOwnProperty=7), f.__code__.co_varnames)
let = 1; const = 2; new = 3; delete = 4; typeof = 5; instanceof = 6; null = 7; undefined = 8; true = 9; switch = 10; case = 11; do = 12; void = 13; debugger = 14; package = 15; interface = 16; private = 17; export = 18; extends = 19; implements = 20; enum = 21; this = 22; throw = 23; catch = 24; function = 25; var = 26; default = 27; NaN = 28; Infinity = 29; window = 30; globalThis = 31; arguments = 32; require = 33; module = 34; exports = 35; process = 36; Buffer = 37; Object = 38; Array = 39; String = 40; Symbol = 41; Promise = 42; eval_ = 43; static = 44; get = 45; of = 46; target = 47
print(let + const + new + delete + typeof + instanceof + null + undefined + true + switch + case + do + void + debugger + package + interface + private + export + extends + implements + enum + this + throw + catch + function + var + default + NaN + Infinity + window + globalThis + arguments + require + module + exports + process + Buffer + Object + Array + String + Symbol + Promise + static + get + of + target)
class constructor:
    prototype = 'p'; __proto__ = 'class proto'; length = 0
    def toString(self): return 'ts'
    def hasOwnProperty(self, x): return x
    def valueOf(self): raise KeyError('__proto__')
c = constructor(); print(c.toString(), c.hasOwnProperty(1), c.__proto__, constructor.__proto__, constructor.prototype, c.length)
try: c.valueOf()
except KeyError as e: print(repr(e))
try: O().__proto__
except AttributeError as e: print(e)
try: O().constructor
except AttributeError as e: print(e)
try: hasOwnProperty
except NameError as e: print(e)
try: __proto__
except NameError as e: print(e)
__proto__ = 'global'; print(__proto__, globals()['__proto__'])
def outer():
    let = 1; yield_ = 2; this = 3
    def inner():
        nonlocal let; let += this
        class var:
            function = let
        return var.function
    return inner(), let, locals().keys() >= {'let', 'this'}
print(outer(), [let for let in 'ab'], (lambda this, new: this + new)(1, 2), {const: typeof for const, typeof in [(1, 2)]}, let)
import types
m = types.SimpleNamespace(**{'__proto__': 1, 'constructor': 2}); print(m, m.__proto__)
