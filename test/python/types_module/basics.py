# types: SimpleNamespace, MappingProxyType, MethodType, DynamicClassAttribute, new_class, GenericAlias.
import types
n = types.SimpleNamespace(a=1, b=[2]); n.c = 3; del n.a; print(n, n == types.SimpleNamespace(b=[2], c=3), n.__dict__, types.SimpleNamespace({'x': 1}, y=2)); n.self = n; print(n)
d = {'k': 1}; m = types.MappingProxyType(d); d['z'] = 2; print(m, m['z'], len(m), 'k' in m, m | {'q': 1}, m == d, list(m.items()), m.get('no'), hash is None, m.copy(), repr(m))
f = types.MethodType(lambda s, x: (s, x), 'self'); print(f(1), f.__self__, f.__func__.__name__)
C = types.new_class('C', (list,), {}, lambda ns: ns.update(v=5)); print(C([1]), C.v, types.resolve_bases((int,)), types.prepare_class('X')[0], types.get_original_bases(C))
g = types.GenericAlias(list, (int,)); print(g, g.__origin__, g.__args__, list[int] == g, list[int]([1]), dict[str, list[int]], tuple[()], type[int], list['fwd'], hash(list[int]) == hash(g), list[int].__parameters__)
print(types.FunctionType is type(f.__func__), types.NoneType, types.EllipsisType, types.UnionType, types.GeneratorType.__name__, types.BuiltinFunctionType is type(len), types.coroutine.__name__)
for h in (lambda: m.__setitem__('a', 1), lambda: m['no'], lambda: types.MappingProxyType(5), lambda: types.MethodType(5, 1), lambda: types.MethodType(len, None), lambda: types.SimpleNamespace(1), lambda: types.SimpleNamespace({1: 2}), lambda: n.nope, lambda: types.NoneType(1), lambda: list[int][str], lambda: isinstance([], list[int]), lambda: types.UnionType(), lambda: int | 5, lambda: int | 'x', lambda: (int | str)(5), lambda: (int | None).__args__, lambda: list[int].nope, lambda: types.new_class('X', (int, str)), lambda: m.clear()):
    try: print(h())
    except Exception as e: print(type(e).__name__, e)
