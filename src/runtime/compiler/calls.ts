/** Calls: positional, keyword, starred, methods without bound-method objects, zero-argument super(). */
import type * as ast from '../parser/ast.ts';
import { attributePlace, BORROWED, FRESH, fresh, type FunctionEmitter, type Val } from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { expr, isAtom, operand, stealVals } from './expressions.ts';
import { checkCaller } from './literal-checks.ts';
import { cellFor, loadName, refuseDebug } from './names.ts';
import { CELL, FREE } from './symtable.ts';

/** Evaluates the argument expressions; each stays valid until stolen, which is to follow at once. */
function evaluateArgs(c: FunctionEmitter, list: ast.Expr[]): Val[] {
  return c.settle(list.map((x, i) => operand(c, x, list.slice(i + 1))));
}

export function callExpr(c: FunctionEmitter, e: ast.Call): Val {
  checkKeywords(e.keywords);
  if (e.func.kind !== 'Attribute') checkCaller(c, e.func);
  const starred =
    e.args.some((a) => a.kind === 'Starred') || e.keywords.some((k) => k.arg === null);
  if (e.func.kind === 'Name' && e.func.id === 'super' && e.args.length + e.keywords.length === 0) {
    const s = zeroArgSuper(c, e);
    if (s !== null) return s;
  }
  if (e.func.kind === 'Attribute' && !starred) return methodCall(c, e, e.func);
  const later = [
    ...e.args.map((a) => (a.kind === 'Starred' ? a.value : a)),
    ...e.keywords.map((k) => k.value),
  ];
  let f: Val = operand(c, e.func, later);
  f = c.pin(f);
  return starred
    ? starCall(c, f, e.args, e.keywords, e)
    : plainCall(c, f, [], e.args, e.keywords, e);
}

/** CPython: validate_keywords. */
export function checkKeywords(list: ast.Keyword[]): void {
  list.forEach((k, i) => {
    if (k.arg === null) return;
    refuseDebug(k.arg, k);
    const again = list.slice(i + 1).find((other) => other.arg === k.arg);
    if (again !== undefined) throw new SyntaxFailure(`keyword argument repeated: ${k.arg}`, again);
  });
}

/** The names of the keywords at a call site: a constant tuple's items, as CPython keeps them in co_consts. */
function keywordNames(c: FunctionEmitter, keywords: ast.Keyword[]): string {
  const names: ast.ConstValue[] = keywords.map((k) => ({ t: 'str', v: k.arg! }));
  return `${c.constant(c.unit.constant({ t: 'tuple', v: names }))}.v`;
}

/** Calls `f` (kept in a value) with already evaluated `head` values, then the arguments. No stars. */
export function plainCall(
  c: FunctionEmitter,
  f: Val,
  head: Val[],
  args: ast.Expr[],
  keywords: ast.Keyword[],
  node: ast.Located,
): Val {
  const all = [...args, ...keywords.map((k) => k.value)];
  const vals = [...head, ...evaluateArgs(c, all)];
  if (vals.length > 0 && vals[vals.length - 1]!.own === FRESH)
    vals[vals.length - 1] = c.evaluated(vals[vals.length - 1]!);
  c.at(node);
  const fjs = c.steal(f);
  const xs = stealVals(c, vals);
  if (keywords.length > 0) {
    return c.called(`CK(${fjs},[${xs.join(',')}],${keywordNames(c, keywords)})`);
  }
  if (xs.length <= 4) return c.called(`C${xs.length}(${[fjs, ...xs].join(',')})`);
  return c.called(`CN(${fjs},[${xs.join(',')}])`);
}

function methodCall(c: FunctionEmitter, e: ast.Call, f: ast.Attribute): Val {
  const all = [...e.args, ...e.keywords.map((k) => k.value)];
  let o = operand(c, f.value, all);
  o = c.pin(o);
  const name = c.name(c.inner.mangled(f.attr));
  // CPython looks the method up before it evaluates the arguments; only when these could change the answer does it show.
  if (!all.every(isAtom) || o.own === BORROWED) {
    if (!all.every(isAtom)) return twoStepCall(c, e, f, o, name, all);
  }
  const vals = evaluateArgs(c, all);
  c.at(attributePlace(e, f));
  const ojs = c.steal(o);
  const xs = stealVals(c, vals);
  if (e.keywords.length > 0) {
    return c.called(`MK(${ojs},${name},[${xs.join(',')}],${keywordNames(c, e.keywords)})`);
  }
  if (xs.length <= 3)
    return c.called(
      `M${xs.length}(${[ojs, name, ...xs].join(',')},${c.cache(c.unit.position(attributePlace(f, f)))})`,
    );
  return c.called(`MN(${ojs},${name},[${xs.join(',')}])`);
}

/**
 * LOAD_ATTR (method form) before the arguments are evaluated: LM returns the callable and leaves self in S.self, or null there.
 */
function twoStepCall(
  c: FunctionEmitter,
  e: ast.Call,
  f: ast.Attribute,
  o: Val,
  name: string,
  all: ast.Expr[],
): Val {
  c.at(attributePlace(f, f));
  const self = c.newTemp();
  const meth = c.newTemp();
  const ojs = c.steal(o);
  c.line(`${meth.js}=LM(${ojs},${name},${c.cache()});${self.js}=S.self;S.self=null;`);
  const vals = evaluateArgs(c, all);
  if (vals[vals.length - 1]!.own === FRESH)
    vals[vals.length - 1] = c.evaluated(vals[vals.length - 1]!);
  c.at(attributePlace(e, f));
  const mjs = c.steal(meth);
  const sjs = c.steal(self);
  const xs = stealVals(c, vals);
  if (e.keywords.length > 0) {
    return c.called(`SK(${mjs},${sjs},[${xs.join(',')}],${keywordNames(c, e.keywords)})`);
  }
  if (xs.length <= 3) return c.called(`S${xs.length}(${[mjs, sjs, ...xs].join(',')})`);
  return c.called(`SN_(${mjs},${sjs},[${xs.join(',')}])`);
}

/** f(*a, **k): the arguments are gathered into a tuple and a dict as CPython does. */
export function starCall(
  c: FunctionEmitter,
  f: Val,
  args: ast.Expr[],
  keywords: ast.Keyword[],
  node: ast.Located,
  head: Val[] = [],
): Val {
  const fv = c.own(f);
  let tuple: Val;
  const only = args[0];
  if (head.length === 0 && args.length === 1 && only!.kind === 'Starred') {
    tuple = c.own(expr(c, only.value));
  } else if (!args.some((a) => a.kind === 'Starred')) {
    const vals = [...head, ...evaluateArgs(c, args)];
    const xs = stealVals(c, vals);
    tuple = c.pin(fresh(`TUPLE([${xs.join(',')}])`));
  } else {
    const list = c.newTemp();
    c.at(node);
    c.line(`${list.js}=LIST([${head.map((v) => c.steal(v)).join(',')}]);`);
    for (const a of args) {
      if (a.kind === 'Starred') {
        const v = c.pin(expr(c, a.value));
        c.at(node);
        c.line(`LISTEXTEND(${list.js},${v.js});`);
        c.release(v);
      } else {
        const v = expr(c, a);
        c.line(`LISTAPPEND(${list.js},${c.steal(v)});`);
      }
    }
    tuple = c.pin(fresh(`LISTTOTUPLE(${c.steal(list)})`));
  }
  let kw: Val | null = null;
  if (keywords.length > 0) {
    kw = c.newTemp();
    c.at(node);
    c.line(`${kw.js}=NEWDICT(0);`);
    for (const k of keywords) {
      const v = c.pin(expr(c, k.value));
      if (k.arg === null) {
        c.at(node);
        c.line(`DICTMERGE(${kw.js},${v.js},${fv.js});`);
      } else {
        c.at(node);
        c.line(`KWSET(${kw.js},${c.name(k.arg)},${v.js},${fv.js});`);
      }
      c.release(v);
    }
  }
  c.at(node);
  const fjs = c.steal(fv);
  const tjs = c.steal(tuple);
  return c.called(`CX(${fjs},${tjs},${kw === null ? 'null' : c.steal(kw)})`);
}

/** super() inside a method: __class__ and the first argument are known here, no frame is inspected. */
function zeroArgSuper(c: FunctionEmitter, e: ast.Call): Val | null {
  const scope = c.scope;
  if (scope.type !== 'function' || scope.comprehension !== null) return null;
  const how = scope.resolve('__class__');
  if (how !== FREE && how !== CELL) return null;
  if (scope.positional === 0) return null;
  const f = c.pin(loadName(c, 'super', e.func));
  const first = c.varList[0]!;
  const cell = cellFor(c, '__class__');
  c.at(e);
  const fjs = c.steal(f);
  return fresh(`SUPER0(${fjs},${cell},${first.js},${first.cell})`);
}
