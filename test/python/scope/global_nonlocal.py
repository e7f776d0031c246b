# global, nonlocal, class scopes, builtins shadowing, del, name errors.
x = 'global'
def f1(): return x
def f2():
    global x, created
    x = 'changed'; created = 'new'
def f3():
    x = 'local'
    def g():
        global x
        return x
    class C:
        y = x
        x = 'class'
        z = x
        def m(self): return x
    return g(), C.y, C.z, C().m()
print(f1()); f2(); print(x, created, f3())
def f4():
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)
    x = 1
f4()
class A:
    x = x
    inner = [x for _ in range(1)]
    def m(self): return x
print(A.x, A.inner, A().m())
def f5():
    x = 'f5'
    class B:
        nonlocal x
        x = 'set by class'
        w = 1
    return x, hasattr(B, 'x')
print(f5())
len = lambda o: 'shadow'
print(len([1, 2])); del len; print(len([1, 2]))
try:
    del len
except NameError as e:
    print(e)
for name in ('undefined', 'lenn', 'prin', 'Tru'):
    try:
        eval(name)
    except NameError as e:
        print(e, e.name)
def f6():
    exec('hidden = 1')
    try:
        return hidden
    except NameError as e:
        return str(e)
print(f6())
def f7():
    l = locals(); l['zz'] = 1; y = 5
    return sorted(locals()), sorted(l), locals() is l
print(f7())
if False:
    never = 1
try:
    never
except NameError as e:
    print(e)
def f8(a):
    for a in [1, 2]: pass
    with open('/dev/null') as a: pass
    try:
        raise ValueError('v')
    except ValueError as a: pass
    try:
        return a
    except UnboundLocalError as e:
        return str(e)
print(f8(0))
import math as m
def f9():
    import math as m, sys as s
    from math import (pi as p, floor)
    return sorted(locals()), m.floor(p), floor(2.5)
print(f9(), m.ceil(1.2), 'p' in globals(), globals()['x'], __name__, __doc__ is None, __builtins__ is not None)
class Outer:
    class Inner:
        val = 5
        def get(self): return Outer.Inner.val, type(self).__qualname__
    copy = Inner.val
    try:
        bad = val
    except NameError as e:
        bad = str(e)
print(Outer.Inner().get(), Outer.copy, Outer.bad)
