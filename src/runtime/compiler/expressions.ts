/** Expressions to JavaScript. CPython: codegen of Python/compile.c (compiler_visit_expr). Evaluation order is CPython's. */
import type * as ast from '../parser/ast.ts';
import { callExpr } from './calls.ts';
import { comprehension } from './comprehensions.ts';
import {
  attributePlace,
  BORROWED,
  borrowed,
  FRESH,
  fresh,
  type FunctionEmitter,
  mask,
  type Val,
} from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { foldExpr } from './fold.ts';
import { genexp, lambdaExpr } from './functions.ts';
import { checkCompare, checkSubscript } from './literal-checks.ts';
import { loadName, storeName } from './names.ts';

export const BINARY: Record<ast.Operator, string> = {
  Add: 'ADD',
  Sub: 'SUB',
  Mult: 'MUL',
  MatMult: 'MATMUL',
  Div: 'TDIV',
  Mod: 'MOD',
  Pow: 'POW',
  LShift: 'LSH',
  RShift: 'RSH',
  BitOr: 'OR',
  BitXor: 'XOR',
  BitAnd: 'AND',
  FloorDiv: 'FDIV',
};
const COMPARE: Partial<Record<ast.CmpOperator, string>> = {
  Lt: 'LT',
  LtE: 'LE',
  Eq: 'EQ',
  NotEq: 'NE',
  Gt: 'GT',
  GtE: 'GE',
};
const UNARY: Record<'Invert' | 'UAdd' | 'USub', string> = {
  Invert: 'INVERT',
  UAdd: 'UPOS',
  USub: 'NEG',
};

/** True when evaluating e can neither run code nor change a variable: an earlier operand may stay borrowed meanwhile. */
export function isAtom(e: ast.Expr): boolean {
  return e.kind === 'Constant' || e.kind === 'Name';
}

/** Atoms only: names of functions are checked for being bound, which may throw but changes nothing. */
export function allAtoms(list: (ast.Expr | null)[]): boolean {
  return list.every((e) => e === null || isAtom(e));
}

export function constantVal(c: FunctionEmitter, value: ast.ConstValue): Val {
  switch (value.t) {
    case 'None':
      return borrowed('None');
    case 'True':
      return borrowed('True');
    case 'False':
      return borrowed('False');
    case 'Ellipsis':
      return borrowed('Ellipsis');
    default:
      return borrowed(c.constant(c.unit.constant(value)));
  }
}

/** A constant of the program's text. */
function literalVal(c: FunctionEmitter, value: ast.ConstValue): Val {
  switch (value.t) {
    case 'None':
    case 'True':
    case 'False':
    case 'Ellipsis':
      return constantVal(c, value);
    default:
      return borrowed(c.constant(c.unit.literal(value)));
  }
}

/** Evaluates e so that it stays valid while `later` operands are evaluated. */
export function operand(c: FunctionEmitter, e: ast.Expr, later: (ast.Expr | null)[]): Val {
  const v = expr(c, e);
  if (later.length === 0) return v;
  if (v.own === FRESH) return c.pin(v);
  if (v.own === BORROWED && e.kind !== 'Constant' && !allAtoms(later)) return c.own(v);
  return v;
}

export function expr(c: FunctionEmitter, e0: ast.Expr): Val {
  const e = foldExpr(e0, c.unit.optimize);
  switch (e.kind) {
    case 'Constant':
      return literalVal(c, e.value);
    case 'Name':
      if (e.id === '__debug__') return borrowed(c.unit.optimize > 0 ? 'False' : 'True');
      return loadName(c, e.id, e);
    case 'BinOp': {
      const a = operand(c, e.left, [e.right]);
      const b = c.pin(expr(c, e.right));
      c.at(e);
      return c.operate(`${BINARY[e.op]}(${a.js},${b.js},${mask(a, b)})`, [a, b]);
    }
    case 'UnaryOp': {
      if (e.op === 'Not') {
        const b = condition(c, e.operand);
        return fresh(`(${b}?False:True)`);
      }
      const a = c.pin(expr(c, e.operand));
      c.at(e);
      return c.operate(`${UNARY[e.op]}(${a.js},${mask(a)})`, [a]);
    }
    case 'BoolOp':
      return boolOp(c, e);
    case 'Compare':
      return compare(c, e);
    case 'Call':
      return callExpr(c, e);
    case 'IfExp':
      return ifExp(c, e);
    case 'Attribute': {
      const o = c.pin(expr(c, e.value));
      c.at(attributePlace(e, e));
      const n = c.name(c.inner.mangled(e.attr));
      return c.operate(`LA(${o.js},${n},${c.cache()},${mask(o)})`, [o]);
    }
    case 'Subscript':
      return subscript(c, e);
    case 'List':
      return display(c, e, 'list');
    case 'Tuple':
      return display(c, e, 'tuple');
    case 'Set':
      return display(c, e, 'set');
    case 'Dict':
      return dictDisplay(c, e);
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
      return comprehension(c, e);
    case 'GeneratorExp':
      return genexp(c, e);
    case 'Lambda':
      return lambdaExpr(c, e);
    case 'NamedExpr': {
      const v = c.pin(expr(c, e.value));
      const t = c.own(v);
      storeName(c, (e.target as ast.Name).id, fresh(`inc(${t.js})`), e.target);
      return t;
    }
    case 'JoinedStr':
      return joinedStr(c, e);
    case 'FormattedValue':
      return formatted(c, e);
    case 'Yield':
      return yieldExpr(c, e);
    case 'YieldFrom':
      return yieldFrom(c, e);
    case 'Await':
      return awaitExpr(c, e);
    case 'Slice':
      return sliceExpr(c, e);
    case 'Starred':
      throw new SyntaxFailure("can't use starred expression here", e);
  }
}

// ---- conditions ----

/** Evaluates e for its truth: a pure JavaScript boolean expression. */
export function condition(c: FunctionEmitter, e0: ast.Expr): string {
  const e = foldExpr(e0, c.unit.optimize);
  if (e.kind === 'UnaryOp' && e.op === 'Not') return `!${condition(c, e.operand)}`;
  if (e.kind === 'BoolOp') {
    const b = c.fresh('b');
    c.line(`let ${b};`);
    const depth = e.values.length - 1;
    let before = new Set(c.bound);
    e.values.forEach((v, i) => {
      c.line(`${b}=${condition(c, v)};`);
      if (i === 0) before = new Set(c.bound);
      if (i < depth) c.open(e.op === 'And' ? `if(${b}){` : `if(!${b}){`);
    });
    for (let i = 0; i < depth; i++) c.close();
    c.setBound(before);
    return b;
  }
  if (e.kind === 'Compare' && e.ops.length === 1) {
    checkCompare(c, e);
    return compareBool(c, e.ops[0]!, e.left, e.comparators[0]!, e);
  }
  if (e.kind === 'Constant') {
    const t = constantTruth(e.value);
    if (t !== null) return t ? 'true' : 'false';
  }
  const v = c.pin(expr(c, e));
  c.at(e);
  return c.operatePlain(`TRUE(${v.js})`, [v]);
}

function constantTruth(v: ast.ConstValue): boolean | null {
  switch (v.t) {
    case 'None':
    case 'False':
      return false;
    case 'True':
    case 'Ellipsis':
      return true;
    case 'int':
      return v.v !== 0;
    case 'float':
      return v.v !== 0;
    case 'str':
      return v.v !== '';
    case 'bytes':
    case 'tuple':
      return v.v.length > 0;
    default:
      return null;
  }
}

/** Runs `emit` as code that may be skipped: what it binds is not known to be bound afterwards. */
export function branch(c: FunctionEmitter, emit: () => void): void {
  const before = new Set(c.bound);
  emit();
  c.setBound(before);
}

function compareBool(
  c: FunctionEmitter,
  op: ast.CmpOperator,
  left: ast.Expr,
  right: ast.Expr,
  node: ast.Expr,
): string {
  const a = operand(c, left, [right]);
  const b = c.pin(expr(c, right));
  return compareVals(c, op, a, b, node, true);
}

function compareVals(
  c: FunctionEmitter,
  op: ast.CmpOperator,
  a: Val,
  b: Val,
  node: ast.Expr,
  release: boolean,
): string {
  if (op === 'Is' || op === 'IsNot') {
    const js = `${a.js}${op === 'Is' ? '===' : '!=='}${b.js}`;
    return release ? c.operatePlain(js, [a, b]) : c.operatePlain(js, []);
  }
  c.at(node);
  let js: string;
  if (op === 'In') js = `CONTAINS(${b.js},${a.js})`;
  else if (op === 'NotIn') js = `!CONTAINS(${b.js},${a.js})`;
  else js = `${COMPARE[op]}B(${a.js},${b.js},${mask(a, b)})`;
  return release ? c.operatePlain(js, [a, b]) : c.operatePlain(js, []);
}

function compare(c: FunctionEmitter, e: ast.Compare): Val {
  checkCompare(c, e);
  if (e.ops.length === 1) {
    const op = e.ops[0]!;
    const name = COMPARE[op];
    if (name === undefined)
      return fresh(`(${compareBool(c, op, e.left, e.comparators[0]!, e)}?True:False)`);
    const a = operand(c, e.left, [e.comparators[0]!]);
    const b = c.pin(expr(c, e.comparators[0]!));
    c.at(e);
    return c.operate(`${name}(${a.js},${b.js},${mask(a, b)})`, [a, b]);
  }
  // a < b < c: the middle values are evaluated once; the result is that of the last comparison made
  const result = c.newTemp();
  const done = c.fresh('D');
  let a = c.own(operand(c, e.left, [e.comparators[0]!]));
  c.open(`${done}:{`);
  const before = new Set(c.bound);
  e.ops.forEach((op, i) => {
    const last = i === e.ops.length - 1;
    const b = c.own(c.pin(expr(c, e.comparators[i]!)));
    c.at(e);
    const name = COMPARE[op];
    if (name === undefined) {
      const js = compareVals(c, op, a, b, e, false);
      c.line(`${result.js}=${js}?True:False;${result.js}.rc++;`);
    } else {
      c.line(`${result.js}=${name}(${a.js},${b.js},0);`);
    }
    c.line(`dec(${a.js});${a.js}=null;`);
    c.freeTemp(a);
    if (last) {
      c.line(`dec(${b.js});${b.js}=null;`);
      c.freeTemp(b);
    } else {
      c.open(`if(!TRUE(${result.js})){`);
      c.line(`dec(${b.js});${b.js}=null;break ${done};`);
      c.close();
      c.line(`dec(${result.js});${result.js}=null;`);
      a = b;
    }
    if (i === 0) {
      before.clear();
      for (const n of c.bound) before.add(n);
    }
  });
  c.close();
  c.setBound(before);
  return result;
}

function boolOp(c: FunctionEmitter, e: ast.BoolOp): Val {
  const t = c.newTemp();
  const depth = e.values.length - 1;
  let before = new Set(c.bound);
  e.values.forEach((v, i) => {
    const x = expr(c, v);
    c.line(`${t.js}=${c.steal(x)};`);
    if (i === 0) before = new Set(c.bound);
    if (i < depth) {
      c.at(v);
      c.open(`if(${e.op === 'And' ? '' : '!'}TRUE(${t.js})){`);
      c.line(`dec(${t.js});${t.js}=null;`);
    }
  });
  for (let i = 0; i < depth; i++) c.close();
  c.setBound(before);
  return t;
}

function ifExp(c: FunctionEmitter, e: ast.IfExp): Val {
  const b = condition(c, e.test);
  const t = c.newTemp();
  c.open(`if(${b}){`);
  branch(c, () => c.line(`${t.js}=${c.steal(expr(c, e.body))};`));
  c.open('}else{');
  branch(c, () => c.line(`${t.js}=${c.steal(expr(c, e.orelse))};`));
  c.close();
  return t;
}

// ---- subscripts and displays ----

function subscript(c: FunctionEmitter, e: ast.Subscript): Val {
  checkSubscript(c, e);
  const o = operand(c, e.value, [e.slice]);
  const k = c.pin(expr(c, e.slice));
  c.at(e);
  const x = c.called(`SUBSCR(${o.js},${k.js},${mask(o, k)})`);
  c.release(o);
  c.release(k);
  return x;
}

export function sliceExpr(c: FunctionEmitter, e: ast.Slice): Val {
  const parts = [e.lower, e.upper, e.step];
  const vals = parts.map((p, i) =>
    p === null ? borrowed('None') : operand(c, p, parts.slice(i + 1)),
  );
  const pinned = vals.map((v) => c.pin(v));
  c.at(e);
  return c.operate(`SLICE(${pinned.map((v) => v.js).join(',')})`, pinned);
}

/**
 * The stealing expressions of values, to be used at once. The last may be fresh: it is evaluated before any temporary gives
 * up its value, since it may throw.
 */
export function stealVals(c: FunctionEmitter, vals: Val[]): string[] {
  const last = vals.length - 1;
  const safe = vals.map((v, i) => (i === last ? c.evaluated(v) : v));
  return safe.map((v) => c.steal(v));
}

/** Evaluates a list of expressions into owned values and returns their stealing expressions, to be used at once. */
export function stealAll(c: FunctionEmitter, exprs: ast.Expr[]): string[] {
  return stealVals(
    c,
    exprs.map((x, i) => operand(c, x, exprs.slice(i + 1))),
  );
}

function display(
  c: FunctionEmitter,
  e: ast.List | ast.Tuple | ast.SetExpr,
  kind: 'list' | 'tuple' | 'set',
): Val {
  const make = { list: 'LIST', tuple: 'TUPLE', set: 'SET' }[kind];
  const constants = kind === 'tuple' ? null : constantItems(c, e.elts);
  if (constants !== null) {
    const all: ast.ConstValue = { t: kind === 'set' ? 'frozenset' : 'tuple', v: constants };
    const t = c.newTemp();
    c.at(e);
    c.line(`${t.js}=${make}([]);`);
    const k = c.constant(c.unit.literalItems(all));
    c.line(`${kind === 'set' ? 'SETUPDATE' : 'LISTEXTEND'}(${t.js},${k});`);
    return t;
  }
  const starred = e.elts.findIndex((x) => x.kind === 'Starred');
  const big = e.elts.length > 30;
  if (starred < 0 && !big) {
    const xs = stealAll(c, e.elts);
    c.at(e);
    return fresh(`${make}([${xs.join(',')}])`);
  }
  // CPython builds into a list (or set) when there are stars or many items
  const t = c.newTemp();
  const setKind = kind === 'set';
  c.at(e);
  const first = big ? 0 : starred;
  const head = stealAll(c, e.elts.slice(0, first));
  c.line(`${t.js}=${setKind ? 'SET' : 'LIST'}([${head.join(',')}]);`);
  for (const x of e.elts.slice(first)) {
    if (x.kind === 'Starred') {
      const v = c.pin(expr(c, x.value));
      c.at(e);
      c.line(`${setKind ? 'SETUPDATE' : 'LISTEXTEND'}(${t.js},${v.js});`);
      c.release(v);
    } else {
      const v = expr(c, x);
      const js = c.steal(v);
      c.line(`${setKind ? 'SETADD' : 'LISTAPPEND'}(${t.js},${js});`);
    }
  }
  if (kind !== 'tuple') return t;
  const x = c.steal(t);
  return fresh(`LISTTOTUPLE(${x})`);
}

/** The items of a display that CPython builds from one constant: three or more, constants all; null for others. */
function constantItems(c: FunctionEmitter, elts: ast.Expr[]): ast.ConstValue[] | null {
  if (elts.length < 3) return null;
  const out: ast.ConstValue[] = [];
  for (const x of elts) {
    const f = foldExpr(x, c.unit.optimize);
    if (f.kind !== 'Constant') return null;
    out.push(f.value);
  }
  return out;
}

/** Pairs that are evaluated before the dict is made; more of them enter it one by one. CPython: STACK_USE_GUIDELINE. */
const MOST_PAIRS = 15;

/** CPython: compiler_dict. A part after the first is a dict of its own and is merged. */
function dictDisplay(c: FunctionEmitter, e: ast.Dict): Val {
  const n = e.keys.length;
  let whole: Val | null = null;
  const merge = (part: Val): void => {
    if (whole === null) {
      whole = part;
      return;
    }
    c.at(e);
    c.line(`DICTUPDATE(${whole.js},${part.js});`);
    c.release(part);
  };
  const empty = (): Val => {
    const t = c.newTemp();
    c.at(e);
    c.line(`${t.js}=NEWDICT(0);`);
    return t;
  };
  let begin = 0;
  for (let i = 0; i <= n; i++) {
    const spread = i < n && e.keys[i] === null;
    if (i < n && !spread) {
      if (i - begin <= MOST_PAIRS) continue;
      merge(dictPart(c, e, begin, i + 1));
      begin = i + 1;
      continue;
    }
    if (i > begin) merge(dictPart(c, e, begin, i));
    begin = i + 1;
    if (!spread) continue;
    if (whole === null) whole = empty();
    merge(c.pin(expr(c, e.values[i]!)));
  }
  return whole ?? empty();
}

/** CPython: compiler_subdict. */
function dictPart(c: FunctionEmitter, e: ast.Dict, begin: number, end: number): Val {
  if (end - begin > MOST_PAIRS) return longDictPart(c, e, begin, end);
  const exprs: ast.Expr[] = [];
  for (let i = begin; i < end; i++) exprs.push(e.keys[i]!, e.values[i]!);
  const vals = exprs.map((x, i) => c.pin(operand(c, x, exprs.slice(i + 1))));
  c.at(e);
  return c.pin(fresh(`BUILDMAP([${stealVals(c, vals).join(',')}])`));
}

function longDictPart(c: FunctionEmitter, e: ast.Dict, begin: number, end: number): Val {
  const t = c.newTemp();
  c.at(e);
  c.line(`${t.js}=NEWDICT(0);`);
  for (let i = begin; i < end; i++) {
    const value = e.values[i]!;
    const k = operand(c, e.keys[i]!, [value]);
    const v = c.pin(expr(c, value));
    c.at(e);
    c.line(`DICTSET(${t.js},${k.js},${v.js});`);
    c.release(v);
    c.release(k);
  }
  return t;
}

// ---- f-strings ----

function joinedStr(c: FunctionEmitter, e: ast.JoinedStr): Val {
  if (e.values.length === 0) return constantVal(c, { t: 'str', v: '' });
  if (e.values.length === 1 && e.values[0]!.kind === 'FormattedValue') return expr(c, e.values[0]!);
  const vals = e.values.map((x, i) => operand(c, x, e.values.slice(i + 1)));
  const pinned = vals.map((v) => c.pin(v));
  c.at(e);
  return c.operate(`JOINSTR([${pinned.map((v) => v.js).join(',')}])`, pinned);
}

function formatted(c: FunctionEmitter, e: ast.FormattedValue): Val {
  const v = operand(c, e.value, [e.format_spec]);
  const pv = c.pin(v);
  const spec = e.format_spec === null ? null : c.pin(expr(c, e.format_spec));
  c.at(e);
  const js = `FORMAT(${pv.js},${e.conversion},${spec === null ? 'null' : spec.js})`;
  return c.operate(js, spec === null ? [pv] : [spec, pv]);
}

// ---- yield, await ----

/** The JavaScript of a suspension: the resumed value arrives as an owned reference. */
function suspend(c: FunctionEmitter, owned: string): Val {
  c.markYield();
  const x = c.fresh('x');
  c.line(`const ${x}=yield ${owned};`);
  c.forgetPosition();
  return { js: x, own: FRESH };
}

function yieldExpr(c: FunctionEmitter, e: ast.Yield): Val {
  requireFunction(c, e, "'yield' outside function");
  const v = e.value === null ? borrowed('None') : expr(c, e.value);
  const x = c.steal(v);
  c.at(e);
  return suspend(c, c.scope.coroutine && c.scope.generator ? `AGVALUE(${x})` : x);
}

/** Drives a sub-iterator held in `it` (a temporary) to its end; gives its result. */
export function delegate(c: FunctionEmitter, it: Val, node: ast.Located): Val {
  const t = c.pin(it);
  const s = c.fresh('s');
  const y = c.fresh('y');
  c.at(node);
  c.line(`let ${s}=None,${y};None.rc++;F.yf=${t.js};`);
  c.open('for(;;){');
  c.line(`${y}=YFSEND(F,${t.js},${s});if(${y}===null)break;`);
  c.markYield();
  const e = c.fresh('e');
  c.open(`for(;;){try{${s}=yield ${y};break;}catch(${e}){`);
  c.line(`${y}=YFTHROW(F,${t.js},${e});if(${y}===null)break;`);
  c.close('}}');
  c.line(`if(${y}===null)break;`);
  c.close();
  c.line('F.yf=null;');
  c.release(t);
  return fresh('YFRESULT()');
}

function yieldFrom(c: FunctionEmitter, e: ast.YieldFrom): Val {
  requireFunction(c, e, "'yield from' outside function");
  if (c.scope.isAsync) throw new SyntaxFailure("'yield from' inside async function", e);
  const v = c.pin(expr(c, e.value));
  c.at(e);
  const it = c.operate(`YFITER(F,${v.js})`, [v]);
  return delegate(c, it, e);
}

export function awaitVal(c: FunctionEmitter, v: Val, node: ast.Located, how = 0): Val {
  const p = c.pin(v);
  c.at(node);
  const it = c.operate(`AWAITABLE(${p.js},${how})`, [p]);
  return delegate(c, it, node);
}

function awaitExpr(c: FunctionEmitter, e: ast.Await): Val {
  requireFunction(c, e, "'await' outside function");
  const allowed = c.unit.topLevelAwait && c.scope.type === 'module';
  if (!c.scope.isAsync && c.scope.comprehension === null && !allowed)
    throw new SyntaxFailure("'await' outside async function", e);
  return awaitVal(c, expr(c, e.value), e);
}

function requireFunction(c: FunctionEmitter, e: ast.Located, msg: string): void {
  const t = c.scope.type;
  if (t === 'class' || (t === 'module' && !c.unit.topLevelAwait)) throw new SyntaxFailure(msg, e);
}
