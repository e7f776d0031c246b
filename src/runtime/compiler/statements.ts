/** Statements to JavaScript. CPython: compiler_visit_stmt. */
import type * as ast from '../parser/ast.ts';
import { classDef } from './classes.ts';
import {
  attributePlace,
  BORROWED,
  borrowed,
  type Context,
  EXIT_BREAK,
  EXIT_CONTINUE,
  EXIT_RETURN,
  FRESH,
  fresh,
  type FunctionEmitter,
  mask,
  type Val,
} from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { awaitVal, BINARY, branch, condition, expr, operand } from './expressions.ts';
import { foldExpr, foldIterable } from './fold.ts';
import { functionDef, leave, typeAlias } from './functions.ts';
import { matchStatement } from './matching.ts';
import { deleteName, loadName, resolve, refuseDebug, storeName } from './names.ts';
import { tryStarStatement, tryStatement, withStatement } from './try.ts';
import { unparse } from './unparse.ts';

export function body(c: FunctionEmitter, stmts: ast.Stmt[]): void {
  for (const s of stmts) statement(c, s);
}

export function statement(c: FunctionEmitter, s: ast.Stmt): void {
  if (c.unit.traceLines && s.kind !== 'For' && s.kind !== 'While') c.line(`LINE(F,${s.lineno});`);
  switch (s.kind) {
    case 'Expr':
      return expressionStatement(c, s);
    case 'Assign':
      return assign(c, s);
    case 'AugAssign':
      return augAssign(c, s);
    case 'AnnAssign':
      return annAssign(c, s);
    case 'Return':
      return returnStatement(c, s);
    case 'If':
      return ifStatement(c, s);
    case 'While':
      return whileStatement(c, s);
    case 'For':
      return forStatement(c, s, false);
    case 'AsyncFor':
      requireAsync(c, s, "'async for' outside async function");
      return forStatement(c, s, true);
    case 'Break':
    case 'Continue':
      return jump(c, s);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDef(c, s);
    case 'ClassDef':
      return classDef(c, s);
    case 'TypeAlias':
      return typeAlias(c, s);
    case 'Delete':
      for (const t of s.targets) deleteTarget(c, t);
      return;
    case 'Raise':
      return raiseStatement(c, s);
    case 'Try':
      return tryStatement(c, s);
    case 'TryStar':
      return tryStarStatement(c, s);
    case 'With':
      return withStatement(c, s, 0, false);
    case 'AsyncWith':
      requireAsync(c, s, "'async with' outside async function");
      return withStatement(c, s, 0, true);
    case 'Assert':
      return assertStatement(c, s);
    case 'Import':
      return importStatement(c, s);
    case 'ImportFrom':
      return importFrom(c, s);
    case 'Match':
      return matchStatement(c, s);
    case 'Pass':
      c.at(s);
      return;
    default:
      return;
  }
}

export function requireAsync(c: FunctionEmitter, s: ast.Located, msg: string): void {
  if (c.scope.isAsync) return;
  if (c.unit.topLevelAwait && c.scope.type === 'module') return;
  throw new SyntaxFailure(msg, s);
}

function expressionStatement(c: FunctionEmitter, s: ast.ExprStmt): void {
  if (
    c.unit.interactive &&
    c.scope.type === 'module' &&
    c.contexts.every((x) => x.kind !== 'finally' || true)
  ) {
    const v = c.pin(expr(c, s.value));
    c.at(s);
    c.line(`PRINTEXPR(${v.js});`);
    c.release(v);
    return;
  }
  const e = foldExpr(s.value, c.unit.optimize);
  if (e.kind === 'Constant') return c.at(s);
  const v = expr(c, e);
  if (v.own !== BORROWED) c.release(v);
}

// ---- assignment ----

function assign(c: FunctionEmitter, s: ast.Assign): void {
  if (s.targets.length === 1) {
    const t = s.targets[0]!;
    const pair = swapPair(t, s.value);
    if (pair !== null) return parallelAssign(c, pair.targets, pair.values);
    if (t.kind === 'Name' && s.value.kind === 'BinOp' && addLocal(c, t, s.value, false)) return;
    return store(c, t, expr(c, s.value));
  }
  const v = c.own(expr(c, s.value));
  s.targets.forEach((t, i) => {
    const last = i === s.targets.length - 1;
    store(c, t, last ? v : fresh(`inc(${v.js})`));
  });
}

/** `a, b = x, y` without a tuple, as CPython does for up to three items. */
function swapPair(t: ast.Expr, v: ast.Expr): { targets: ast.Expr[]; values: ast.Expr[] } | null {
  if ((t.kind !== 'Tuple' && t.kind !== 'List') || v.kind !== 'Tuple') return null;
  const n = t.elts.length;
  if (n !== v.elts.length || n < 2 || n > 3) return null;
  if (t.elts.some((e) => e.kind === 'Starred') || v.elts.some((e) => e.kind === 'Starred'))
    return null;
  if (v.elts.every((e) => e.kind === 'Constant')) return null;
  return { targets: t.elts, values: v.elts };
}

function parallelAssign(c: FunctionEmitter, targets: ast.Expr[], values: ast.Expr[]): void {
  const vals = values.map((e) => c.own(expr(c, e)));
  targets.forEach((t, i) => store(c, t, vals[i]!));
}

/** Stores a value, consuming it. */
export function store(c: FunctionEmitter, t: ast.Expr, v: Val): void {
  switch (t.kind) {
    case 'Name':
      return storeName(c, t.id, v, t);
    case 'Attribute': {
      refuseDebug(t.attr, t);
      const value = c.pin(v.own === BORROWED && !isPlain(t.value) ? c.own(v) : v);
      const o = c.pin(expr(c, t.value));
      c.at(attributePlace(t, t));
      c.line(
        `SA(${o.js},${c.name(c.inner.mangled(t.attr))},${value.js},${c.cache()},${mask(o, value)});`,
      );
      c.release(o);
      c.release(value);
      return;
    }
    case 'Subscript': {
      const value = c.pin(
        v.own === BORROWED && !(isPlain(t.value) && isPlain(t.slice)) ? c.own(v) : v,
      );
      const o = operand(c, t.value, [t.slice]);
      const po = c.pin(o);
      const k = c.pin(expr(c, t.slice));
      c.at(t);
      c.line(`SETITEM(${po.js},${k.js},${value.js},${mask(po, k, value)});`);
      c.release(k);
      c.release(po);
      c.release(value);
      return;
    }
    case 'Tuple':
    case 'List':
      return unpack(c, t, v);
    case 'Starred':
      throw new SyntaxFailure('starred assignment target must be in a list or tuple', t);
    default:
      throw new SyntaxFailure(`cannot assign to ${t.kind}`, t);
  }
}

function isPlain(e: ast.Expr): boolean {
  return e.kind === 'Name' || e.kind === 'Constant';
}

function unpack(c: FunctionEmitter, t: ast.Tuple | ast.List, v: Val): void {
  const star = t.elts.findIndex((e) => e.kind === 'Starred');
  if (star >= 0 && t.elts.some((e, i) => i !== star && e.kind === 'Starred')) {
    throw new SyntaxFailure('multiple starred expressions in assignment', t);
  }
  if (star >= 256 || t.elts.length - star - 1 >= 1 << 23) {
    if (star >= 0) throw new SyntaxFailure('too many expressions in star-unpacking assignment', t);
  }
  const p = c.pin(v);
  c.at(t);
  const a = c.fresh('a');
  const n = t.elts.length;
  const temps = t.elts.map(() => c.newTemp());
  if (star < 0 && n > 0 && n <= 4) {
    const b = c.fresh('a');
    c.line(`const ${a}=ITEMSOF(${p.js},${n});if(${a}!==null){`);
    temps.forEach((x, i) => c.line(`${x.js}=inc(${a}[${i}]);`));
    c.line(`}else{const ${b}=UNPACK(${p.js},${n});`);
    temps.forEach((x, i) => c.line(`${x.js}=${b}[${i}];`));
    c.line('}');
  } else {
    c.line(
      star < 0
        ? `const ${a}=UNPACK(${p.js},${n});`
        : `const ${a}=UNPACKEX(${p.js},${star},${n - star - 1});`,
    );
    temps.forEach((x, i) => c.line(`${x.js}=${a}[${i}];`));
  }
  c.release(p);
  t.elts.forEach((e, i) => store(c, e.kind === 'Starred' ? e.value : e, temps[i]!));
}

function augAssign(c: FunctionEmitter, s: ast.AugAssign): void {
  const op = 'I' + BINARY[s.op];
  const t = s.target;
  switch (t.kind) {
    case 'Name': {
      if (OVERWRITING.has(s.op) && augAssignLocal(c, s, t, op)) return;
      if (s.op === 'Add' && addLocal(c, t, { ...s, left: t, right: s.value }, true)) return;
      const a = operand(c, { ...t, ctx: 'Load' }, [s.value]);
      const b = c.pin(expr(c, s.value));
      c.at(s);
      const r = c.operate(`${op}(${a.js},${b.js},${mask(a, b)})`, [a, b]);
      return storeName(c, t.id, r, t);
    }
    case 'Attribute': {
      refuseDebug(t.attr, t);
      const o = c.own(expr(c, t.value));
      const n = c.name(c.inner.mangled(t.attr));
      c.at(attributePlace(t, t));
      const a = c.pin(fresh(`LA(${o.js},${n},${c.cache()},0)`));
      const b = c.pin(expr(c, s.value));
      c.at(s);
      const r = c.pin(c.operate(`${op}(${a.js},${b.js},${mask(a, b)})`, [a, b]));
      c.at(attributePlace(t, t));
      c.line(`SA(${o.js},${n},${r.js},${c.cache()},0);`);
      c.release(o);
      c.release(r);
      return;
    }
    case 'Subscript': {
      const o = c.own(expr(c, t.value));
      const k = c.own(expr(c, t.slice));
      c.at(t);
      const a = c.pin(fresh(`GETITEM(${o.js},${k.js},0)`));
      const b = c.pin(expr(c, s.value));
      c.at(s);
      const r = c.pin(c.operate(`${op}(${a.js},${b.js},${mask(a, b)})`, [a, b]));
      c.at(t);
      c.line(`SETITEM(${o.js},${k.js},${r.js},0);`);
      c.release(k);
      c.release(o);
      c.release(r);
      return;
    }
    default:
      throw new SyntaxFailure(`'${t.kind}' is an illegal expression for augmented assignment`, t);
  }
}

/** Operators with a form that may overwrite a number only the variable holds (core/ops.ts). */
const OVERWRITING = new Set<ast.Operator>(['Add', 'Sub', 'Mult']);

/**
 * `x += e` on a local variable. Only where evaluating e cannot call a function or rebind x: then it does not matter that x
 * is not held meanwhile.
 */
function augAssignLocal(c: FunctionEmitter, s: ast.AugAssign, t: ast.Name, op: string): boolean {
  const p = resolve(c, t.id);
  if (p.kind !== 'local' || !isQuiet(s.value)) return false;
  const a = loadName(c, t.id, t);
  const b = c.pin(expr(c, s.value));
  c.at(s);
  c.line(`${p.js}=${op}X(${a.js},${b.js},${mask(a, b)});`);
  c.release(b);
  return true;
}

/**
 * `x = x + e` and `x += e` of a local variable, which may extend a str in place (core/ops.ts). Nothing is folded here: the
 * left operand is a variable.
 */
function addLocal(
  c: FunctionEmitter,
  t: ast.Name,
  e: ast.Located & { left: ast.Expr; op: ast.Operator; right: ast.Expr },
  inPlace: boolean,
): boolean {
  if (e.op !== 'Add' || e.left.kind !== 'Name' || e.left.id !== t.id) return false;
  const p = resolve(c, t.id);
  if (p.kind !== 'local') return false;
  const left: ast.Name = { ...e.left, ctx: 'Load' };
  if (!inPlace && isQuiet(e.right)) {
    const a = loadName(c, t.id, left);
    const b = c.pin(expr(c, e.right));
    c.at(e);
    c.line(`${p.js}=ADDX(${a.js},${b.js},${mask(a, b)});`);
    c.release(b);
    return true;
  }
  const a = c.own(loadName(c, t.id, left));
  const b = c.pin(expr(c, e.right));
  c.at(e);
  c.line(`${p.js}=${inPlace ? 'I' : ''}ADDS(${p.js},${a.js},${b.js},${mask(a, b)});${a.js}=null;`);
  c.freeTemp(a);
  c.release(b);
  return true;
}

/** No calls, no assignments, no suspension: names, constants, operators, attributes and subscripts. */
function isQuiet(e: ast.Expr): boolean {
  switch (e.kind) {
    case 'Name':
    case 'Constant':
      return true;
    case 'BinOp':
      return isQuiet(e.left) && isQuiet(e.right);
    case 'UnaryOp':
      return isQuiet(e.operand);
    case 'Attribute':
      return isQuiet(e.value);
    case 'Subscript':
      return isQuiet(e.value) && isQuiet(e.slice);
    default:
      return false;
  }
}

function annAssign(c: FunctionEmitter, s: ast.AnnAssign): void {
  const t = s.target;
  if (t.kind === 'Name') refuseDebug(t.id, s);
  if (s.value !== null) store(c, t, expr(c, s.value));
  const inNamespace = c.scope.type === 'module' || c.scope.type === 'class';
  if (t.kind === 'Name') {
    if (!s.simple) {
      if (inNamespace && !c.unit.futureAnnotations) discard(c, s.annotation);
      return;
    }
    if (!inNamespace) return;
    const v = c.unit.futureAnnotations
      ? c.pin(fresh(`inc(${c.constant(c.unit.constant({ t: 'str', v: unparse(s.annotation) }))})`))
      : c.pin(expr(c, s.annotation));
    const d = c.pin(loadName(c, '__annotations__', s));
    c.at(s);
    c.line(`SETITEM(${d.js},${c.name(c.inner.mangled(t.id))},${v.js},0);`);
    c.release(d);
    c.release(v);
    return;
  }
  if (s.value === null) {
    if (t.kind === 'Attribute') discard(c, t.value);
    else if (t.kind === 'Subscript') {
      discard(c, t.value);
      discard(c, t.slice);
    }
  }
  if (inNamespace && !c.unit.futureAnnotations) discard(c, s.annotation);
}

function discard(c: FunctionEmitter, e: ast.Expr): void {
  const v = c.evaluated(expr(c, e));
  if (v.own !== BORROWED) c.release(v);
}

function deleteTarget(c: FunctionEmitter, t: ast.Expr): void {
  switch (t.kind) {
    case 'Name':
      return deleteName(c, t.id, t);
    case 'Attribute': {
      refuseDebug(t.attr, t, 'delete');
      const o = c.pin(expr(c, t.value));
      c.at(attributePlace(t, t));
      c.line(`DA(${o.js},${c.name(c.inner.mangled(t.attr))});`);
      return c.release(o);
    }
    case 'Subscript': {
      const o = c.pin(operand(c, t.value, [t.slice]));
      const k = c.pin(expr(c, t.slice));
      c.at(t);
      c.line(`DELITEM(${o.js},${k.js});`);
      c.release(k);
      return c.release(o);
    }
    case 'Tuple':
    case 'List':
      for (const e of t.elts) deleteTarget(c, e);
      return;
    default:
      throw new SyntaxFailure('cannot delete', t);
  }
}

// ---- control flow ----

function constantCondition(c: FunctionEmitter, e0: ast.Expr): boolean | null {
  const e = foldExpr(e0, c.unit.optimize);
  if (e.kind === 'Name' && e.id === '__debug__') return c.unit.optimize === 0;
  if (e.kind !== 'Constant') return null;
  switch (e.value.t) {
    case 'None':
    case 'False':
      return false;
    case 'True':
    case 'Ellipsis':
      return true;
    case 'int':
    case 'float':
      return e.value.v !== 0;
    case 'str':
      return e.value.v !== '';
    case 'bytes':
    case 'tuple':
      return e.value.v.length > 0;
    default:
      return null;
  }
}

function ifStatement(c: FunctionEmitter, s: ast.If): void {
  const known = constantCondition(c, s.test);
  if (known !== null) {
    c.at(s.test);
    // the dead branch is still compiled for its errors, into nothing
    const dead = known ? s.orelse : s.body;
    compileDead(c, dead);
    return body(c, known ? s.body : s.orelse);
  }
  const b = condition(c, s.test);
  c.open(`if(${b}){`);
  const before = new Set(c.bound);
  body(c, s.body);
  const afterThen = endsFlow(s.body) ? null : new Set(c.bound);
  c.setBound(before);
  if (s.orelse.length > 0) {
    c.open('}else{');
    body(c, s.orelse);
  }
  const afterElse = endsFlow(s.orelse) ? null : new Set(c.bound);
  c.close();
  mergeBound(c, afterThen, afterElse, before);
}

/** Whether the last statement never falls through. */
export function endsFlow(stmts: ast.Stmt[]): boolean {
  const last = stmts[stmts.length - 1];
  return (
    last !== undefined &&
    (last.kind === 'Return' ||
      last.kind === 'Raise' ||
      last.kind === 'Break' ||
      last.kind === 'Continue')
  );
}

function mergeBound(
  c: FunctionEmitter,
  a: Set<string> | null,
  b: Set<string> | null,
  before: Set<string>,
): void {
  if (a === null && b === null) return c.setBound(before);
  if (a === null) return c.setBound(b!);
  if (b === null) return c.setBound(a);
  c.setBound(new Set([...a].filter((x) => b.has(x))));
}

/** Emits statements and throws the text away: only their errors and definitions in the unit count. */
function compileDead(c: FunctionEmitter, stmts: ast.Stmt[]): void {
  if (stmts.length === 0) return;
  const kept = c.lines;
  const boundBefore = new Set(c.bound);
  c.lines = [];
  body(c, stmts);
  c.lines = kept;
  c.setBound(boundBefore);
  c.forgetPosition();
}

function whileStatement(c: FunctionEmitter, s: ast.While): void {
  const known = constantCondition(c, s.test);
  if (known === false) {
    compileDead(c, s.body);
    return body(c, s.orelse);
  }
  const label = c.fresh('W');
  const exit = c.fresh('X');
  const hasElse = s.orelse.length > 0;
  if (hasElse) c.line(`${exit}:{`);
  c.open(`${label}:for(;;){`);
  if (c.unit.traceLines) c.line(`LINE(F,${s.lineno});`);
  let before = new Set(c.bound);
  if (known === null) {
    const b = condition(c, s.test);
    before = new Set(c.bound);
    c.line(`if(!${b})break;`);
  }
  const context: Context = { kind: 'loop', label, iter: null, elseLabel: hasElse ? exit : null };
  c.contexts.push(context);
  const live = c.live();
  body(c, s.body);
  c.restoreLive(live);
  c.contexts.pop();
  c.line('if(S.brk!==0)BRK(F);');
  c.close();
  c.setBound(before);
  if (hasElse) {
    body(c, s.orelse);
    c.close('}');
    c.setBound(before);
  }
}

/** A loop over an iterator held in `it` (consumed). `emit` gets the label to `continue`. */
export function forLoop(
  c: FunctionEmitter,
  it: Val,
  target: ast.Expr,
  isAsync: boolean,
  node: ast.Located,
  emit: (label: string) => void,
  orelse: ast.Stmt[] | null = null,
): void {
  const iter = c.pin(it);
  const label = c.fresh('W');
  const exit = c.fresh('X');
  const hasElse = orelse !== null && orelse.length > 0;
  if (hasElse) c.line(`${exit}:{`);
  const before = new Set(c.bound);
  c.open(`${label}:for(;;){`);
  if (c.unit.traceLines && orelse !== null) c.line(`LINE(F,${node.lineno});`);
  c.at(node);
  if (isAsync) asyncNext(c, iter, node);
  else {
    const x = c.fresh('x');
    const local = target.kind === 'Name' ? resolve(c, target.id) : null;
    if (local !== null && local.kind === 'local') {
      const o = c.fresh('o');
      c.line(`const ${x}=NEXTR(${iter.js},${local.js});if(${x}===null)break;`);
      c.line(
        `if(${x}!==${local.js}){const ${o}=${local.js};${local.js}=${x};if(${o}!==null)dec(${o});}`,
      );
      if (!c.unstable.has(local.name)) c.bound.add(local.js);
    } else {
      c.line(`const ${x}=NEXT(${iter.js});if(${x}===null)break;`);
      store(c, target, { js: x, own: FRESH });
    }
  }
  if (isAsync) store(c, target, { js: 'S.awaited', own: FRESH });
  c.contexts.push({ kind: 'loop', label, iter, elseLabel: hasElse ? exit : null });
  const live = c.live();
  emit(label);
  c.restoreLive(live);
  c.contexts.pop();
  c.line('if(S.brk!==0)BRK(F);');
  c.close();
  c.setBound(before);
  c.line(`dec(${iter.js});${iter.js}=null;`);
  if (hasElse) {
    body(c, orelse!);
    c.close('}');
    c.setBound(before);
  }
  c.freeTemp(iter);
}

/** `async for`: awaits the next value into S.awaited; StopAsyncIteration ends the loop. */
function asyncNext(c: FunctionEmitter, iter: Val, node: ast.Located): void {
  const e = c.fresh('e');
  c.open('try{');
  const v = awaitVal(c, fresh(`ANEXT(${iter.js})`), node, 3);
  c.line(`S.awaited=${c.steal(v)};`);
  c.open(`}catch(${e}){`);
  releaseUnder(c, iter);
  c.line(`if(ENDASYNCFOR(F,${e}))break;`);
  c.close();
}

/** In a catch clause: releases temporaries above those alive at its try. */
function releaseUnder(c: FunctionEmitter, _keep: Val): void {
  c.releaseDead();
}

function forStatement(c: FunctionEmitter, s: ast.For | ast.AsyncFor, isAsync: boolean): void {
  const source = c.pin(expr(c, isAsync ? s.iter : foldIterable(s.iter, c.unit.optimize)));
  c.at(s.iter);
  const it = c.operate(isAsync ? `AITER(${source.js})` : `ITER(${source.js})`, [source]);
  forLoop(c, it, s.target, isAsync, s.iter, () => body(c, s.body), s.orelse);
}

/** except* handlers cannot be left by a jump; `inner` for one that ends at the innermost loop. */
function forbidInStar(c: FunctionEmitter, s: ast.Located, inner: boolean): void {
  for (let i = c.contexts.length - 1; i >= 0; i--) {
    const x = c.contexts[i]!;
    if (inner && x.kind === 'loop') return;
    if (x.kind === 'handler' && x.star)
      throw new SyntaxFailure(
        "'break', 'continue' and 'return' cannot appear in an except* block",
        s,
      );
  }
}

/** break and continue: leave every construct up to the loop. */
function jump(c: FunctionEmitter, s: ast.Break | ast.Continue): void {
  const isBreak = s.kind === 'Break';
  c.at(s);
  forbidInStar(c, s, true);
  if (!c.contexts.some((x) => x.kind === 'loop'))
    throw new SyntaxFailure(
      isBreak ? "'break' outside loop" : "'continue' not properly in loop",
      s,
    );
  for (let i = c.contexts.length - 1; i >= 0; i--) {
    const x = c.contexts[i]!;
    if (x.kind === 'handler') x.exit();
    else if (x.kind === 'finally') {
      const code = isBreak ? EXIT_BREAK : EXIT_CONTINUE;
      x.used.add(code);
      c.line(`${x.code}=${code};break ${x.label};`);
      return;
    } else {
      endJump(c, x, isBreak);
      return;
    }
  }
}

function endJump(c: FunctionEmitter, x: Context & { kind: 'loop' }, isBreak: boolean): void {
  if (!isBreak) {
    c.line('if(S.brk!==0)BRK(F);');
    c.line(`continue ${x.label};`);
    return;
  }
  if (x.elseLabel !== null) {
    if (x.iter !== null) c.line(`dec(${x.iter.js});${x.iter.js}=null;`);
    c.line(`break ${x.elseLabel};`);
  } else c.line(`break ${x.label};`);
}

/** After a finally body: goes on with the break, continue or return (of the value in `result`) that led into it. */
export function resumeExit(c: FunctionEmitter, code: number, result: Val): void {
  if (code === EXIT_RETURN) {
    const x = c.fresh('x');
    c.line(`const ${x}=${result.js};${result.js}=null;`);
    return leaveWith(c, x);
  }
  for (let i = c.contexts.length - 1; i >= 0; i--) {
    const x = c.contexts[i]!;
    if (x.kind === 'handler') x.exit();
    else if (x.kind === 'finally') {
      x.used.add(code);
      c.line(`${x.code}=${code};break ${x.label};`);
      return;
    } else {
      endJump(c, x, code === EXIT_BREAK);
      return;
    }
  }
}

/** Returns the owned value `js` through what encloses the place: the first finally part on the way takes it over. */
function leaveWith(c: FunctionEmitter, js: string): void {
  for (let i = c.contexts.length - 1; i >= 0; i--) {
    const x = c.contexts[i]!;
    if (x.kind === 'handler') x.exit();
    else if (x.kind === 'finally') {
      x.used.add(EXIT_RETURN);
      c.line(`${x.result.js}=${js};${x.code}=${EXIT_RETURN};break ${x.label};`);
      return;
    } else if (x.iter !== null) c.line(`dec(${x.iter.js});${x.iter.js}=null;`);
  }
  leave(c, js);
}

function returnStatement(c: FunctionEmitter, s: ast.Return): void {
  if (c.scope.type === 'module' || c.scope.type === 'class')
    throw new SyntaxFailure("'return' outside function", s);
  if (s.value !== null && c.scope.coroutine && c.scope.generator) {
    throw new SyntaxFailure("'return' with value in async generator", s);
  }
  const v = s.value === null ? borrowed('None') : expr(c, s.value);
  if (s.value === null) c.at(s);
  const constant = s.value?.kind === 'Constant' && s.value.lineno === s.lineno;
  forbidInStar(c, constant ? s.value! : s, false);
  returnValue(c, v, s);
}

/** Returns v from the block, doing on the way what the enclosing constructs demand. */
export function returnValue(c: FunctionEmitter, v: Val, _node: ast.Located): void {
  leaveWith(c, c.steal(v));
}

function raiseStatement(c: FunctionEmitter, s: ast.Raise): void {
  if (s.exc === null) {
    c.at(s);
    c.raise('RERAISE()');
    return;
  }
  const e = operand(c, s.exc, [s.cause]);
  const pe = c.pin(e);
  const cause = s.cause === null ? null : c.pin(expr(c, s.cause));
  c.at(s);
  const ejs = c.steal(pe);
  c.raise(`RAISE(${ejs},${cause === null ? 'null' : c.steal(cause)})`);
}

function assertStatement(c: FunctionEmitter, s: ast.Assert): void {
  const test = foldExpr(s.test, c.unit.optimize);
  if (
    (test.kind === 'Tuple' && test.elts.length > 0) ||
    (test.kind === 'Constant' && test.value.t === 'tuple' && test.value.v.length > 0)
  ) {
    c.unit.warn('assertion is always true, perhaps remove parentheses?', s);
  }
  if (c.unit.optimize > 0) return;
  const b = condition(c, s.test);
  c.open(`if(!${b}){`);
  branch(c, () => {
    const v = s.msg === null ? null : c.pin(expr(c, s.msg));
    c.at(s.test);
    c.raise(`ASSERTFAIL(${v === null ? 'null' : c.steal(v)})`);
  });
  c.close();
}

// ---- import ----

function importStatement(c: FunctionEmitter, s: ast.Import): void {
  for (const a of s.names) {
    c.at(s);
    const m = fresh(`IMPORT(F,fn,${c.name(a.name)},None,0)`);
    if (a.asname === null) {
      const dot = a.name.indexOf('.');
      storeName(c, dot < 0 ? a.name : a.name.slice(0, dot), m, s);
      continue;
    }
    let v: Val = m;
    for (const part of a.name.split('.').slice(1)) {
      const p = c.pin(v);
      c.at(s);
      v = c.operate(`IMPORTFROM(${p.js},${c.name(part)})`, [p]);
    }
    storeName(c, a.asname, v, s);
  }
}

function importFrom(c: FunctionEmitter, s: ast.ImportFrom): void {
  if (s.module === '__future__' && s.lineno > c.unit.futureLine)
    throw new SyntaxFailure('from __future__ imports must occur at the beginning of the file', s);
  c.at(s);
  const list = c.constant(
    c.unit.constant({ t: 'tuple', v: s.names.map((a) => ({ t: 'str', v: a.name })) }),
  );
  const m = c.pin(fresh(`IMPORT(F,fn,${c.name(s.module ?? '')},${list},${s.level})`));
  for (const a of s.names) {
    if (a.name === '*') {
      c.at(s);
      c.line(`IMPORTSTAR(F,${m.js});`);
      continue;
    }
    c.at(s);
    storeName(c, a.asname ?? a.name, fresh(`IMPORTFROM(${m.js},${c.name(a.name)})`), s);
  }
  c.release(m);
}
