"""Code whose globals or builtins are no plain dicts."""
import types


class Raising(dict):
    def __getitem__(self, key):
        raise ZeroDivisionError(key)


class Keys(dict):
    def keys(self):
        return list('xyz')


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


for builtins in {}, types.MappingProxyType({}), {'__build_class__': 5}, 5:
    for source in 'import foo', 'class A: pass', 'print(1)', 'x':
        attempt(exec, source, {'__builtins__': builtins})
attempt(exec, 'name', Raising(name=1))
attempt(eval, 'dir()', {}, Keys())
for i in iter([1]), iter((1,)), iter('a'), iter({}), iter({1}), iter(range(3)), reversed((1,)):
    attempt(eval, 'i.__reduce__()', {'__builtins__': types.MappingProxyType({}), 'i': i})


def f(**kw):
    pass


attempt(lambda: f(**{1: 3}, **{1: 5}))
attempt(lambda: f(**{1: 3}))
