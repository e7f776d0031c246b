# ast: parse, dump, positions, walking, transforming, literal_eval, unparse.
import ast
print(ast.dump(ast.parse('x = [a + 1 for a in b if a]'), indent=1)); print(ast.dump(ast.parse('f(*a, k=1)', mode='eval')), ast.dump(ast.parse('def f(a, /, b=1, *c, d, **e) -> int: pass').body[0].args))
for s in ('x = 1 if y else 2', 'a < b <= c', 'not (a and b or c)', 'lambda x, *y: x', 'f"{x!r:>{w}} {{}}"', 'x: int = 5', 'async def f():\n    async with a as b:\n        await c', 'try:\n    pass\nexcept* E as e:\n    raise X from e', 'match x:\n    case {"a": [1, *_], **r} if r:\n        pass', 'class A(B, metaclass=M):\n    """doc"""', 'del a[1:2, ::3]', '(yield x), (await_ := 1)', 'type X[T: int] = list[T]', 'with (a as b, c): pass', '-x ** -y', '(a, *b), c = d', "'it''s' b'x'" if False else '"a" "b"', '@d\ndef f[T](): ...', 'global a, b', '{**a, "b": 1}', '1 .real', '(-1) ** 2', '{1, 2}, {}, ()'): print(repr(ast.unparse(ast.parse(s))))
n = ast.parse('a.b(c)[d]').body[0].value; print(type(n).__name__, n.lineno, n.col_offset, n.end_col_offset, [type(x).__name__ for x in ast.walk(n)], ast.get_source_segment('a.b(c)', ast.parse('a.b(c)').body[0].value.func), [f for f, _ in ast.iter_fields(n)], n._fields, n._attributes)
class Neg(ast.NodeTransformer):
    def visit_Constant(self, k): return ast.copy_location(ast.Constant(-k.value), k) if isinstance(k.value, int) else k
class V(ast.NodeVisitor):
    def visit_Name(self, k): print('name', k.id, type(k.ctx).__name__, end=' '); self.generic_visit(k)
t = ast.fix_missing_locations(Neg().visit(ast.parse('x = 1 + 2'))); exec(compile(t, 'f', 'exec')); print(x); V().visit(ast.parse('a = b[c]'))
for s in ('[1, (2.5, "a"), {None: True}, {1}, b"x", -3, 1+2j]', '...', 'set()', ' 1', 'a', 'f(1)', '1 + 1', '[x for x in y]', '-a', '{**a}', '1 if 1 else 2', 'f"x"', '', '(' * 3):
    try: print(ast.literal_eval(s))
    except (ValueError, SyntaxError) as e: print(type(e).__name__, str(e).split(' at 0x')[0])
for f in (lambda: ast.Name(), lambda: ast.Name('a', ast.Load(), 5), lambda: ast.Constant(5) == ast.Constant(5), lambda: ast.parse('x', mode='zz'), lambda: ast.Name(id='q', bogus=1).id, lambda: ast.dump(5), lambda: ast.unparse(ast.Constant(1.0)), lambda: compile(ast.Module([ast.Pass()], []), 'f', 'exec'), lambda: ast.get_docstring(ast.parse('"""d\n  e"""'))):
    try: r = f(); print(type(r).__name__ if isinstance(r, ast.AST) else r)
    except Exception as e: print(type(e).__name__, e)
