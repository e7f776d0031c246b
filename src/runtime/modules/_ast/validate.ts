/**
 * Checks a tree made from node objects before it is compiled. CPython: Python/ast.c (_PyAST_Validate).
 *
 * Lists may hold null where a program put None; the checks refuse it where it has no meaning.
 */
import { newException, type PyErr, valueError } from '../../core/errors.ts';
import { TypeErrorType } from '../../objects/exceptions.ts';
import type * as ast from '../../parser/ast.ts';

type MaybeExpr = ast.Expr | null;

function typeFault(message: string): PyErr {
  return newException(TypeErrorType, message);
}

function positions(n: ast.Located): void {
  const { lineno, end_lineno, col_offset, end_col_offset } = n;
  if (lineno > end_lineno) {
    throw valueError(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
  }
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
    throw valueError(
      `AST node column range (${col_offset}, ${end_col_offset}) for line range ` +
        `(${lineno}, ${end_lineno}) is not valid`,
    );
  }
  if (lineno === end_lineno && col_offset > end_col_offset) {
    throw valueError(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
  }
}

function name(id: string): void {
  if (id === 'None' || id === 'True' || id === 'False') {
    throw valueError(`identifier field can't represent '${id}' constant`);
  }
}

function nonempty(items: unknown[], what: string, owner: string): void {
  if (items.length === 0) throw valueError(`empty ${what} on ${owner}`);
}

function exprs(items: MaybeExpr[], ctx: ast.ExprContext, nullAllowed = false): void {
  for (const e of items) {
    if (e !== null) expr(e, ctx);
    else if (!nullAllowed) throw valueError('None disallowed in expression list');
  }
}

function optional(e: MaybeExpr, ctx: ast.ExprContext = 'Load'): void {
  if (e !== null) expr(e, ctx);
}

function comprehensions(items: ast.Comprehension[]): void {
  if (items.length === 0) throw valueError('comprehension with no generators');
  for (const c of items) {
    expr(c.target, 'Store');
    expr(c.iter, 'Load');
    exprs(c.ifs, 'Load');
  }
}

function args(items: ast.Arg[]): void {
  for (const a of items) {
    positions(a);
    optional(a.annotation);
  }
}

function argumentList(a: ast.Arguments): void {
  args(a.posonlyargs);
  args(a.args);
  if (a.vararg !== null) optional(a.vararg.annotation);
  args(a.kwonlyargs);
  if (a.kwarg !== null) optional(a.kwarg.annotation);
  if (a.defaults.length > a.posonlyargs.length + a.args.length) {
    throw valueError('more positional defaults than args on arguments');
  }
  if (a.kw_defaults.length !== a.kwonlyargs.length) {
    throw valueError('length of kwonlyargs is not the same as kw_defaults on arguments');
  }
  exprs(a.defaults, 'Load');
  exprs(a.kw_defaults, 'Load', true);
}

function keywords(items: ast.Keyword[]): void {
  for (const k of items) expr(k.value, 'Load');
}

function context(e: ast.Expr, ctx: ast.ExprContext): void {
  switch (e.kind) {
    case 'Attribute':
    case 'Subscript':
    case 'Starred':
    case 'Name':
    case 'List':
    case 'Tuple':
      if (e.kind === 'Name') name(e.id);
      if (e.ctx !== ctx) {
        throw valueError(`expression must have ${ctx} context but has ${e.ctx} instead`);
      }
      return;
    default:
      if (ctx !== 'Load') {
        throw valueError(`expression which can't be assigned to in ${ctx} context`);
      }
  }
}

function expr(e: ast.Expr, ctx: ast.ExprContext): void {
  positions(e);
  context(e, ctx);
  switch (e.kind) {
    case 'BoolOp':
      if (e.values.length < 2) throw valueError('BoolOp with less than 2 values');
      return exprs(e.values, 'Load');
    case 'BinOp':
      expr(e.left, 'Load');
      return expr(e.right, 'Load');
    case 'UnaryOp':
      return expr(e.operand, 'Load');
    case 'Lambda':
      argumentList(e.args);
      return expr(e.body, 'Load');
    case 'IfExp':
      expr(e.test, 'Load');
      expr(e.body, 'Load');
      return expr(e.orelse, 'Load');
    case 'Dict':
      if (e.keys.length !== e.values.length) {
        throw valueError("Dict doesn't have the same number of keys as values");
      }
      exprs(e.keys, 'Load', true);
      return exprs(e.values, 'Load');
    case 'Set':
      return exprs(e.elts, 'Load');
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      comprehensions(e.generators);
      return expr(e.elt, 'Load');
    case 'DictComp':
      comprehensions(e.generators);
      expr(e.key, 'Load');
      return expr(e.value, 'Load');
    case 'Yield':
      return optional(e.value);
    case 'YieldFrom':
    case 'Await':
    case 'NamedExpr':
    case 'Attribute':
      return expr(e.value, 'Load');
    case 'Compare':
      if (e.comparators.length === 0) throw valueError('Compare with no comparators');
      if (e.comparators.length !== e.ops.length) {
        throw valueError('Compare has a different number of comparators and operands');
      }
      exprs(e.comparators, 'Load');
      return expr(e.left, 'Load');
    case 'Call':
      expr(e.func, 'Load');
      exprs(e.args, 'Load');
      return keywords(e.keywords);
    case 'JoinedStr':
      return exprs(e.values, 'Load');
    case 'FormattedValue':
      expr(e.value, 'Load');
      return optional(e.format_spec);
    case 'Subscript':
      expr(e.slice, 'Load');
      return expr(e.value, 'Load');
    case 'Starred':
      return expr(e.value, ctx);
    case 'List':
    case 'Tuple':
      return exprs(e.elts, ctx);
    case 'Slice':
      optional(e.lower);
      optional(e.upper);
      return optional(e.step);
    default:
  }
}

// ---------------------------------------------------------------------------------------------
// Patterns

function isNumber(e: ast.Expr, real: boolean, imaginary: boolean): boolean {
  if (e.kind !== 'Constant') return false;
  const t = e.value.t;
  return (real && (t === 'int' || t === 'float')) || (imaginary && t === 'complex');
}

function isNegative(e: ast.Expr, real: boolean, imaginary: boolean): boolean {
  return e.kind === 'UnaryOp' && e.op === 'USub' && isNumber(e.operand, real, imaginary);
}

function isComplex(e: ast.BinOp): boolean {
  if (e.op !== 'Add' && e.op !== 'Sub') return false;
  const left = isNumber(e.left, true, false) || isNegative(e.left, true, false);
  return left && isNumber(e.right, false, true);
}

const LITERALS = ['int', 'float', 'bytes', 'complex', 'str'];

function matchValue(e: ast.Expr): void {
  expr(e, 'Load');
  switch (e.kind) {
    case 'Constant':
      if (LITERALS.includes(e.value.t)) return;
      throw valueError('unexpected constant inside of a literal pattern');
    case 'Attribute':
    case 'JoinedStr':
      return;
    case 'UnaryOp':
      if (isNegative(e, true, true)) return;
      break;
    case 'BinOp':
      if (isComplex(e)) return;
      break;
    default:
  }
  throw valueError('patterns may only match literals and attribute lookups');
}

function capture(id: string): void {
  if (id === '_') throw valueError("can't capture name '_' in patterns");
  name(id);
}

function patterns(items: ast.Pattern[], starAllowed: boolean): void {
  for (const p of items) pattern(p, starAllowed);
}

function isSingleton(v: ast.ConstValue): boolean {
  return v.t === 'None' || v.t === 'True' || v.t === 'False';
}

function matchClass(p: ast.MatchClass): void {
  if (p.kwd_attrs.length !== p.kwd_patterns.length) {
    throw valueError("MatchClass doesn't have the same number of keyword attributes as patterns");
  }
  expr(p.cls, 'Load');
  let cls: ast.Expr = p.cls;
  while (cls.kind === 'Attribute') cls = cls.value;
  if (cls.kind !== 'Name') {
    throw valueError('MatchClass cls field can only contain Name or Attribute nodes.');
  }
  for (const id of p.kwd_attrs) name(id);
  patterns(p.patterns, false);
  patterns(p.kwd_patterns, false);
}

function matchMapping(p: ast.MatchMapping): void {
  if (p.keys.length !== p.patterns.length) {
    throw valueError("MatchMapping doesn't have the same number of keys as patterns");
  }
  if (p.rest !== null) capture(p.rest);
  for (const key of p.keys) {
    if (key.kind !== 'Constant' || !isSingleton(key.value)) matchValue(key);
  }
  patterns(p.patterns, false);
}

function pattern(p: ast.Pattern, starAllowed: boolean): void {
  positions(p);
  switch (p.kind) {
    case 'MatchValue':
      return matchValue(p.value);
    case 'MatchSingleton':
      if (isSingleton(p.value)) return;
      throw valueError('MatchSingleton can only contain True, False and None');
    case 'MatchSequence':
      return patterns(p.patterns, true);
    case 'MatchMapping':
      return matchMapping(p);
    case 'MatchClass':
      return matchClass(p);
    case 'MatchStar':
      if (!starAllowed) throw valueError("can't use MatchStar here");
      if (p.name !== null) capture(p.name);
      return;
    case 'MatchAs':
      if (p.name !== null) capture(p.name);
      if (p.pattern === null) return;
      if (p.name === null) {
        throw valueError('MatchAs must specify a target name if a pattern is given');
      }
      return pattern(p.pattern, false);
    default:
      if (p.patterns.length < 2) throw valueError('MatchOr requires at least 2 patterns');
      patterns(p.patterns, false);
  }
}

// ---------------------------------------------------------------------------------------------
// Statements

function stmts(items: (ast.Stmt | null)[]): void {
  for (const s of items) {
    if (s === null) throw valueError('None disallowed in statement list');
    stmt(s);
  }
}

function body(items: ast.Stmt[], owner: string): void {
  nonempty(items, 'body', owner);
  stmts(items);
}

function typeParams(items: ast.TypeParam[]): void {
  for (const p of items) {
    positions(p);
    name(p.name);
    if (p.kind === 'TypeVar') optional(p.bound);
    optional(p.default_value);
  }
}

function functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  body(s.body, s.kind);
  typeParams(s.type_params);
  argumentList(s.args);
  exprs(s.decorator_list, 'Load');
  optional(s.returns);
}

function withStatement(s: ast.With | ast.AsyncWith): void {
  nonempty(s.items, 'items', s.kind);
  for (const item of s.items) {
    expr(item.context_expr, 'Load');
    optional(item.optional_vars, 'Store');
  }
  body(s.body, s.kind);
}

function tryStatement(s: ast.Try | ast.TryStar): void {
  body(s.body, s.kind);
  if (s.handlers.length === 0 && s.finalbody.length === 0) {
    throw valueError(`${s.kind} has neither except handlers nor finalbody`);
  }
  if (s.handlers.length === 0 && s.orelse.length > 0) {
    throw valueError(`${s.kind} has orelse but no except handlers`);
  }
  for (const h of s.handlers) {
    positions(h);
    optional(h.type);
    body(h.body, 'ExceptHandler');
  }
  stmts(s.finalbody);
  stmts(s.orelse);
}

function matchStatement(s: ast.Match): void {
  expr(s.subject, 'Load');
  nonempty(s.cases, 'cases', 'Match');
  for (const c of s.cases) {
    pattern(c.pattern, false);
    optional(c.guard);
    body(c.body, 'match_case');
  }
}

function annAssign(s: ast.AnnAssign): void {
  if (s.target.kind !== 'Name' && s.simple !== 0) {
    throw typeFault('AnnAssign with simple non-Name target');
  }
  expr(s.target, 'Store');
  optional(s.value);
  expr(s.annotation, 'Load');
}

function stmt(s: ast.Stmt): void {
  positions(s);
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDef(s);
    case 'ClassDef':
      body(s.body, 'ClassDef');
      typeParams(s.type_params);
      exprs(s.bases, 'Load');
      keywords(s.keywords);
      return exprs(s.decorator_list, 'Load');
    case 'Return':
      return optional(s.value);
    case 'Delete':
      nonempty(s.targets, 'targets', 'Delete');
      return exprs(s.targets, 'Del');
    case 'Assign':
      nonempty(s.targets, 'targets', 'Assign');
      exprs(s.targets, 'Store');
      return expr(s.value, 'Load');
    case 'AugAssign':
      expr(s.target, 'Store');
      return expr(s.value, 'Load');
    case 'AnnAssign':
      return annAssign(s);
    case 'TypeAlias':
      if (s.name.kind !== 'Name') throw typeFault('TypeAlias with non-Name name');
      expr(s.name, 'Store');
      typeParams(s.type_params);
      return expr(s.value, 'Load');
    case 'For':
    case 'AsyncFor':
      expr(s.target, 'Store');
      expr(s.iter, 'Load');
      body(s.body, s.kind);
      return stmts(s.orelse);
    case 'While':
    case 'If':
      expr(s.test, 'Load');
      body(s.body, s.kind);
      return stmts(s.orelse);
    case 'With':
    case 'AsyncWith':
      return withStatement(s);
    case 'Match':
      return matchStatement(s);
    case 'Raise':
      if (s.exc !== null) {
        expr(s.exc, 'Load');
        return optional(s.cause);
      }
      if (s.cause !== null) throw valueError('Raise with cause but no exception');
      return;
    case 'Try':
    case 'TryStar':
      return tryStatement(s);
    case 'Assert':
      expr(s.test, 'Load');
      return optional(s.msg);
    case 'Import':
      return nonempty(s.names, 'names', 'Import');
    case 'ImportFrom':
      if (s.level < 0) throw valueError('Negative ImportFrom level');
      return nonempty(s.names, 'names', 'ImportFrom');
    case 'Global':
    case 'Nonlocal':
      return nonempty(s.names, 'names', s.kind);
    case 'Expr':
      return expr(s.value, 'Load');
    default:
  }
}

/** Throws ValueError or TypeError for a tree that no source could have. */
export function validate(mod: ast.Mod): void {
  switch (mod.kind) {
    case 'Module':
    case 'Interactive':
      return stmts(mod.body);
    case 'Expression':
      return expr(mod.body, 'Load');
    default:
      exprs(mod.argtypes, 'Load');
      expr(mod.returns, 'Load');
  }
}
