/**
 * The node classes of the abstract syntax: names, fields and their kinds. CPython: Parser/Python.asdl.
 *
 * One line a sum type: `name(attributes) = Constructor(kind field, …) | …`; a product has no `=`. A field's kind ends
 * in `?` when it may be None and in `*` when it is a list. `@` stands for the four positions with optional ends, `!` for
 * them with all four required.
 */

const TABLE = `
mod = Module(stmt* body, type_ignore* type_ignores) | Interactive(stmt* body) | Expression(expr body) | FunctionType(expr* argtypes, expr returns)
stmt @ = FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params) | AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params) | ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params) | Return(expr? value) | Delete(expr* targets) | Assign(expr* targets, expr value, string? type_comment) | TypeAlias(expr name, type_param* type_params, expr value) | AugAssign(expr target, operator op, expr value) | AnnAssign(expr target, expr annotation, expr? value, int simple) | For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment) | AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment) | While(expr test, stmt* body, stmt* orelse) | If(expr test, stmt* body, stmt* orelse) | With(withitem* items, stmt* body, string? type_comment) | AsyncWith(withitem* items, stmt* body, string? type_comment) | Match(expr subject, match_case* cases) | Raise(expr? exc, expr? cause) | Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody) | TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody) | Assert(expr test, expr? msg) | Import(alias* names) | ImportFrom(identifier? module, alias* names, int? level) | Global(identifier* names) | Nonlocal(identifier* names) | Expr(expr value) | Pass | Break | Continue
expr @ = BoolOp(boolop op, expr* values) | NamedExpr(expr target, expr value) | BinOp(expr left, operator op, expr right) | UnaryOp(unaryop op, expr operand) | Lambda(arguments args, expr body) | IfExp(expr test, expr body, expr orelse) | Dict(expr* keys, expr* values) | Set(expr* elts) | ListComp(expr elt, comprehension* generators) | SetComp(expr elt, comprehension* generators) | DictComp(expr key, expr value, comprehension* generators) | GeneratorExp(expr elt, comprehension* generators) | Await(expr value) | Yield(expr? value) | YieldFrom(expr value) | Compare(expr left, cmpop* ops, expr* comparators) | Call(expr func, expr* args, keyword* keywords) | FormattedValue(expr value, int conversion, expr? format_spec) | JoinedStr(expr* values) | Constant(constant value, string? kind) | Attribute(expr value, identifier attr, expr_context ctx) | Subscript(expr value, expr slice, expr_context ctx) | Starred(expr value, expr_context ctx) | Name(identifier id, expr_context ctx) | List(expr* elts, expr_context ctx) | Tuple(expr* elts, expr_context ctx) | Slice(expr? lower, expr? upper, expr? step)
expr_context = Load | Store | Del
boolop = And | Or
operator = Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop = Invert | Not | UAdd | USub
cmpop = Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
comprehension(expr target, expr iter, expr* ifs, int is_async)
excepthandler @ = ExceptHandler(expr? type, identifier? name, stmt* body)
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)
arg(identifier arg, expr? annotation, string? type_comment) @
keyword(identifier? arg, expr value) @
alias(identifier name, identifier? asname) @
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)
pattern ! = MatchValue(expr value) | MatchSingleton(constant value) | MatchSequence(pattern* patterns) | MatchMapping(expr* keys, pattern* patterns, identifier? rest) | MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns) | MatchStar(identifier? name) | MatchAs(pattern? pattern, identifier? name) | MatchOr(pattern* patterns)
type_ignore = TypeIgnore(int lineno, string tag)
type_param ! = TypeVar(identifier name, expr? bound, expr? default_value) | ParamSpec(identifier name, expr? default_value) | TypeVarTuple(identifier name, expr? default_value)
`;

/** One field: its kind, '' or '?' or '*', and the property of the tree that holds it. */
export interface FieldSpec {
  name: string;
  kind: string;
  many: string;
  property: string;
}

/** A constructor, or a product. */
export interface NodeSpec {
  name: string;
  /** The sum it belongs to; null for a product. */
  sum: string | null;
  fields: FieldSpec[];
  /** The text shown as its doc. */
  doc: string;
}

/** A sum or a product. */
export interface GroupSpec {
  name: string;
  product: boolean;
  /** '' without positions, '@' with optional ends, '!' with all required. */
  located: string;
  nodes: NodeSpec[];
  doc: string;
}

function readNode(text: string, sum: string | null): NodeSpec {
  const open = text.indexOf('(');
  const name = open < 0 ? text : text.slice(0, open);
  const fields: FieldSpec[] = [];
  if (open >= 0) {
    for (const part of text.slice(open + 1, -1).split(', ')) {
      const [kind, field] = part.split(' ') as [string, string];
      const many = /[?*]$/.test(kind) ? kind.slice(-1) : '';
      fields.push({
        name: field,
        kind: many === '' ? kind : kind.slice(0, -1),
        many,
        // The trees call a node's class `kind`.
        property: field === 'kind' ? 'u' : field,
      });
    }
  }
  return { name, sum, fields, doc: text };
}

function readGroup(line: string): GroupSpec {
  const sum = / = /.exec(line);
  if (sum === null) {
    const located = line.endsWith(' @') ? '@' : '';
    const text = located === '' ? line : line.slice(0, -2);
    const node = readNode(text, null);
    return { name: node.name, product: true, located, nodes: [node], doc: text };
  }
  const [name, located = ''] = line.slice(0, sum.index).split(' ') as [string, string?];
  const parts = line.slice(sum.index + 3).split(' | ');
  const plain = parts.every((part) => !part.includes('('));
  const joint = plain ? ' | ' : `\n${' '.repeat(name.length + 1)}| `;
  return {
    name,
    product: false,
    located,
    nodes: parts.map((part) => readNode(part, name)),
    doc: `${name} = ${parts.join(joint)}`,
  };
}

/** All groups, in CPython's order. */
export function readSchema(): GroupSpec[] {
  return TABLE.trim().split('\n').map(readGroup);
}

/** The positions of located nodes. */
export const POSITIONS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;
