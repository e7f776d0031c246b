/**
 * Functions, lambdas, generator expressions and the blocks that CPython compiles as functions: bodies to generated
 * JavaScript functions, definitions to function objects.
 *
 * Shape of a plain function's code (see docs/compiler.md):
 *   function py_f(fn,$a_0,$b_1){const F=EN(fn,c3);let $z_2=null,t0=null;E:{try{if(S.brk!==0)BRK(F); … }
 *   catch(e){S.err=e;}}return UW(F,[$a_0,$b_1,$z_2],[t0]);}
 * A function that raises returns null with the carrier in S.err (emit.ts: `escape`).
 */
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_HAS_DOCSTRING,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
} from '../objects/code.ts';
import type * as ast from '../parser/ast.ts';
import { plainCall } from './calls.ts';
import { comprehensionLoops } from './comprehensions.ts';
import { borrowed, FunctionEmitter, fresh, type Val } from './emit.ts';
import { constantVal, expr, operand, stealVals } from './expressions.ts';
import { foldExpr, foldIterable } from './fold.ts';
import { stackDepth } from './stack-depth.ts';
import { cellFor, declare, freevarsOf, refuseDebug, storeName } from './names.ts';
import { body, endsFlow, returnValue } from './statements.ts';
import { CELL, docstringOf, type Scope } from './symtable.ts';
import type { CodeMeta } from './unit.ts';
import { unparse } from './unparse.ts';

export type BodyKind =
  | 'function'
  | 'generator'
  | 'coroutine'
  | 'asyncgen'
  | 'namespace'
  /** A module with `await` in it (PyCF_ALLOW_TOP_LEVEL_AWAIT): calling it makes a coroutine. */
  | 'awaiting';

function kindOf(scope: Scope, topLevelAwait: boolean): BodyKind {
  if (scope.type === 'module' && scope.coroutine && topLevelAwait) return 'awaiting';
  if (scope.type === 'module' || scope.type === 'class') return 'namespace';
  if (scope.coroutine) return scope.generator ? 'asyncgen' : 'coroutine';
  return scope.generator ? 'generator' : 'function';
}

export interface Params {
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
}

const NO_PARAMS: Params = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 };

/** Compiles one block; `emitBody` writes its statements. Returns the code's index in the unit. */
export function compileBlock(
  outer: FunctionEmitter | null,
  unit: FunctionEmitter['unit'],
  scope: Scope,
  name: string,
  qualname: string,
  params: Params,
  firstlineno: number,
  emitBody: (c: FunctionEmitter) => void,
  doc = -1,
): number {
  const kind = kindOf(scope, unit.topLevelAwait);
  const suspends = kind !== 'function' && kind !== 'namespace';
  const resident =
    kind === 'namespace'
      ? scope.inspectedComprehension
      : suspends || unit.verify || scope.inspectsFrame;
  const c = new FunctionEmitter(unit, scope, qualname, suspends, resident);
  const index = unit.codes.length;
  const meta: CodeMeta = {
    name,
    qualname,
    firstlineno,
    ...params,
    flags: flagsOf(scope, kind, doc >= 0) | unit.futureFlags,
    varnames: [],
    cellvars: [],
    freevars: freevarsOf(scope),
    names: [],
    consts: [],
    inner: [],
    resident: c.resident,
    doc,
    stacksize: stackDepth(scope, unit),
    slots: [],
    attributes: kind === 'namespace' && scope.type === 'class' ? [...scope.staticAttributes] : null,
  };
  unit.codes.push(meta);
  unit.factories.push('null');
  if (outer !== null) unit.codes[unit.emitters.get(outer)!]!.inner.push(index);
  unit.emitters.set(c, index);
  if (outer !== null) unit.parents.set(c, outer);
  for (const p of scope.params) {
    const js = declare(c, scope, p, scope.resolve(p) === CELL);
    c.bound.add(js);
  }
  for (const s of scope.symbols.values())
    if (s.scope === CELL && !scope.params.includes(s.name)) declare(c, scope, s.name, true);
  findUnstable(scope, c);
  emitBody(c);
  unit.factories[index] = assemble(c, scope, kind, index, name, params);
  finishMeta(c, scope, meta);
  return index;
}

/** Names that the block deletes somewhere (del statements, `except … as`). */
function findUnstable(scope: Scope, c: FunctionEmitter): void {
  for (const n of scope.unstable) c.unstable.add(n);
}

function flagsOf(scope: Scope, kind: BodyKind, hasDoc: boolean): number {
  let f = 0;
  if (kind === 'awaiting') return CO_COROUTINE;
  if (kind !== 'namespace') f |= CO_OPTIMIZED | CO_NEWLOCALS;
  if (scope.nested && kind !== 'namespace') f |= CO_NESTED;
  if (scope.nested && scope.type === 'class') f |= CO_NESTED;
  if (scope.varargs) f |= CO_VARARGS;
  if (scope.varkeywords) f |= CO_VARKEYWORDS;
  if (kind === 'generator') f |= CO_GENERATOR;
  if (kind === 'coroutine') f |= CO_COROUTINE;
  if (kind === 'asyncgen') f |= CO_ASYNC_GENERATOR;
  if (hasDoc && kind !== 'namespace') f |= CO_HAS_DOCSTRING;
  return f;
}

function finishMeta(c: FunctionEmitter, scope: Scope, meta: CodeMeta): void {
  meta.slots = c.varList.map((v) => ({ name: v.name, cell: v.cell, hidden: v.hidden }));
  const cells = new Set<string>();
  for (const s of scope.symbols.values()) if (s.scope === CELL) cells.add(s.name);
  meta.cellvars = [...cells].sort();
  const vars = [...scope.params];
  // in functions the variables of inlined comprehensions are ordinary ones
  const inFunction = scope.type !== 'module' && scope.type !== 'class';
  for (const v of c.varList)
    if (!v.cell && (inFunction || !v.hidden) && !vars.includes(v.name)) vars.push(v.name);
  meta.varnames = vars;
  const consts = new Set<number>();
  for (const id of c.used) if (id[0] === 'k') consts.add(Number(id.slice(1)));
  if (meta.doc >= 0) consts.add(meta.doc);
  meta.consts = [...consts];
  meta.names = [...c.used]
    .filter((id) => id[0] === 'n')
    .map((id) => c.unit.names[Number(id.slice(1))]!);
}

/** Releases of the locals at the end of a call, in frame order, cells last. */
export function releaseLocals(c: FunctionEmitter): string {
  const plain: string[] = [];
  const cells: string[] = [];
  for (const v of c.varList) {
    const sure = c.scope.params.includes(v.name) && !c.unstable.has(v.name) && !v.hidden;
    (v.cell ? cells : plain).push(
      (v.cell && !v.hidden) || sure ? `dec(${v.js});` : `if(${v.js}!==null)dec(${v.js});`,
    );
  }
  return plain.join('') + cells.join('');
}

const LEAVE_MARK = '/*leave*/';

/** Emits the end of the call with `x`, an owned value in a pure expression. Locals may still be declared later: a mark stands for them. */
export function leave(c: FunctionEmitter, x: string): void {
  if (/^[\w$]+$/.test(x) || x === 'inc(None)') return c.line(`${LEAVE_MARK}return ${x};`);
  const r = c.fresh('x');
  c.line(`const ${r}=${x};${LEAVE_MARK}return ${r};`);
}

function leaveText(c: FunctionEmitter, kind: BodyKind): string {
  return (c.unit.traceLines ? 'LINEEND(F);' : '') + leaveSequence(c, kind);
}

function leaveSequence(c: FunctionEmitter, kind: BodyKind): string {
  if (c.generator) return 'GENEND(F);';
  if (kind === 'namespace' && c.varList.length === 0) return 'LEAVENS(F,fn);';
  if (c.resident) return 'LEAVER(F,fn);';
  const all = c.varList.map((v) => v.js).join(',');
  return `S.sp--;if(F.obj!==null)DETACH(F,[${all}]);else{${releaseLocals(c)}}dec(fn);`;
}

function assemble(
  c: FunctionEmitter,
  scope: Scope,
  kind: BodyKind,
  index: number,
  name: string,
  params: Params,
): string {
  const locals = c.varList.map((v) => v.js);
  const temps: string[] = [];
  for (let i = 0; i < c.maxTemp; i++) temps.push(`t${i}`);
  let text = c.resolveDeadMarks(c.lines.join('\n')).replaceAll(LEAVE_MARK, leaveText(c, kind));
  const cellsInit = c.varList.map((v) => (v.cell && !v.hidden ? cellInit(scope, v) : '')).join('');
  // the cells of a generator are made before it
  const slots = c.varList.map((v) => {
    const cell = v.cell && !v.hidden;
    if (scope.params.includes(v.name) && !v.hidden) return { js: '', cell };
    return { js: cell ? 'NEWCELL()' : 'null', cell };
  });
  const frees = freevarsOf(scope).length > 0 ? 'const Z=fn.v.closure;' : '';
  const used = [...c.used].map((id) => `${id}=${id[0] === 'k' ? 'K' : 'N'}[${id.slice(1)}]`);
  used.push(`c=C[${index}]`);
  used.push(...c.caches);
  const id = /^[A-Za-z_]\w*$/.test(name) ? `py_${name}` : 'py_';
  const head = `()=>{const ${used.join(',')};`;
  if (c.generator) {
    const plainTemps = temps.filter((_, i) => !c.residentTemps.has(i));
    const base = c.varList.length;
    const map = new Map([...c.residentTemps].sort((a, b) => a - b).map((n, i) => [n, base + i]));
    text = text.replace(/\bt(\d+)\b/g, (m, d) =>
      map.has(Number(d)) ? `L[${map.get(Number(d))}]` : m,
    );
    const all = plainTemps;
    const decl = all.length > 0 ? `let ${all.map((t) => `${t}=null`).join(',')};` : '';
    const nparams = paramCount(scope);
    const ps = range(nparams).map((i) => `$${i}`);
    const size = base + map.size;
    const make =
      kind === 'awaiting'
        ? `function(fn,ns){return MAKEAWAITING(fn,c,${id},${size},ns);}`
        : `function(${['fn', ...ps].join(',')}){return MAKEGEN(fn,c,${id},[${initial(slots, ps)}],${size});}`;
    return (
      `${head}function* ${id}(F,L,fn){${frees}${decl}E:{try{${kind === 'awaiting' ? cellsInit : ''}\n${text}\n}` +
      `catch(e){S.err=e;}}return UG(F,[${all.join(',')}]);}` +
      `return ${make};}`
    );
  }
  if (kind === 'namespace') {
    const vars = [...(c.resident ? [] : locals), ...temps];
    const slots = `F.locals=[${locals.map(() => 'null').join(',')}]`;
    const store = c.resident ? `const L=${slots};` : '';
    const unwound = c.resident ? 'L' : `[${locals.join(',')}]`;
    const decl = vars.length > 0 ? `let ${vars.map((t) => `${t}=null`).join(',')};` : '';
    return (
      `${head}return function ${id}(fn,ns){const F=EN(fn,c);F.ns=ns;${store}${frees}${decl}E:{try{${cellsInit}if(S.brk!==0)BRK(F);\n${text}\n}` +
      `catch(e){S.err=e;}}return UW(F,${unwound},[${temps.join(',')}]);}}`
    );
  }
  const n = paramCount(scope);
  if (c.resident) {
    const ps = range(n).map((i) => `$${i}`);
    const nulls = c.varList.slice(n).map(() => 'null');
    const all = temps;
    const decl = all.length > 0 ? `let ${all.map((t) => `${t}=null`).join(',')};` : '';
    return (
      `${head}return function ${id}(${['fn', ...ps].join(',')}){const F=EN(fn,c);const L=F.locals=[${[...ps, ...nulls].join(',')}];` +
      `${frees}${decl}E:{try{${cellsInit}if(S.brk!==0)BRK(F);\n${text}\n}catch(e){S.err=e;}}return UW(F,L,[${all.join(',')}]);}}`
    );
  }
  const others = [...locals.slice(n), ...temps];
  const decl = others.length > 0 ? `let ${others.map((t) => `${t}=null`).join(',')};` : '';
  return (
    `${head}return function ${id}(${['fn', ...locals.slice(0, n)].join(',')}){const F=EN(fn,c);${frees}${decl}E:{try{${cellsInit}if(S.brk!==0)BRK(F);\n` +
    `${text}\n}catch(e){S.err=e;}}return UW(F,[${locals.join(',')}],[${temps.join(',')}]);}}`
  );
}

/** The slots a generator starts with: parameters, in their cells where they have one, and new cells. */
function initial(slots: { js: string; cell: boolean }[], params: string[]): string {
  const out = slots.map((s, i) => {
    if (i >= params.length) return s.js;
    return s.cell ? `CELLSTEAL(${params[i]})` : params[i]!;
  });
  while (out.length > params.length && out[out.length - 1] === 'null') out.pop();
  return out.join(',');
}

function cellInit(scope: Scope, v: { js: string; name: string }): string {
  return scope.params.includes(v.name) ? `${v.js}=CELLSTEAL(${v.js});` : `${v.js}=NEWCELL();`;
}

function paramCount(scope: Scope): number {
  return scope.params.length;
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

// ---- definitions ----

export function qualnameOf(c: FunctionEmitter, name: string): string {
  const s = c.scope;
  if (s.type === 'module') return name;
  const sym = s.symbols.get(s.mangled(name));
  if (sym !== undefined && sym.scope === 2 /* GLOBAL_EXPLICIT */) return name;
  let outer: FunctionEmitter = c;
  while (outer.scope.type === 'typeparams') {
    const up: FunctionEmitter | undefined = outer.unit.parents.get(outer);
    if (up === undefined) break;
    outer = up;
  }
  if (outer.scope.type === 'module') return name;
  return outer.scope.type === 'class'
    ? `${outer.qualname}.${name}`
    : `${outer.qualname}.<locals>.${name}`;
}

/** The closure array for a block compiled inside c. */
export function closureOf(c: FunctionEmitter, scope: Scope): string {
  const free = freevarsOf(scope);
  if (free.length === 0) return 'null';
  return `[${free.map((n) => `inc(${cellFor(c, n)})`).join(',')}]`;
}

function annotationVal(c: FunctionEmitter, e: ast.Expr): Val {
  if (c.unit.futureAnnotations) return constantVal(c, { t: 'str', v: unparse(e) });
  if (e.kind === 'Starred') {
    const v = c.pin(expr(c, e.value));
    c.at(e);
    return c.operate(`UNPACK1(${v.js})`, [v]);
  }
  return expr(c, e);
}

/** Evaluates parameter annotations to a temporary holding a (name, value, …) tuple, or null. */
function annotations(
  c: FunctionEmitter,
  a: ast.Arguments,
  returns: ast.Expr | null,
  node: ast.Located,
): Val | null {
  const list: { name: string; e: ast.Expr }[] = [];
  const add = (p: ast.Arg | null): void => {
    if (p !== null && p.annotation !== null)
      list.push({ name: c.inner.mangled(p.arg), e: p.annotation });
  };
  for (const p of a.args) add(p);
  for (const p of a.posonlyargs) add(p);
  add(a.vararg);
  for (const p of a.kwonlyargs) add(p);
  add(a.kwarg);
  if (returns !== null) list.push({ name: 'return', e: returns });
  if (list.length === 0) return null;
  const vals: Val[] = [];
  for (const { e } of list) vals.push(c.pin(c.own(annotationVal(c, e))));
  c.at(node);
  const items = list.map(({ name }, i) => `inc(${c.name(name)}),${c.steal(vals[i]!)}`);
  return c.pin(fresh(`TUPLE([${items.join(',')}])`));
}

function defaultsTuple(c: FunctionEmitter, list: ast.Expr[], node: ast.Located): Val | null {
  if (list.length === 0) return null;
  const folded = list.map((e) => foldExpr(e, c.unit.optimize));
  if (folded.every((e) => e.kind === 'Constant')) {
    const items = folded.map((e) => (e as ast.Constant).value);
    return borrowed(c.constant(c.unit.literalItems({ t: 'tuple', v: items })));
  }
  // evaluated before the place changes
  const vals = list.map((e, i) => c.pin(operand(c, e, list.slice(i + 1))));
  c.at(node);
  return c.pin(fresh(`TUPLE([${stealVals(c, vals).join(',')}])`));
}

function kwdefaultsDict(c: FunctionEmitter, a: ast.Arguments, node: ast.Located): Val | null {
  if (a.kw_defaults.every((d) => d === null)) return null;
  const given = a.kwonlyargs
    .map((p, i) => ({ p, d: a.kw_defaults[i] ?? null }))
    .filter((x): x is { p: ast.Arg; d: ast.Expr } => x.d !== null);
  const later = given.map((x) => x.d);
  const vals = given.map(({ d }, i) => c.pin(operand(c, d, later.slice(i + 1))));
  c.at(node);
  const values = stealVals(c, vals);
  const names = given.map(({ p }) => `inc(${c.name(c.inner.mangled(p.arg))})`);
  return c.pin(fresh(`BUILDMAP([${names.map((n, i) => `${n},${values[i]!}`).join(',')}])`));
}

function paramsOf(a: ast.Arguments): Params {
  return {
    argcount: a.posonlyargs.length + a.args.length,
    posonlyargcount: a.posonlyargs.length,
    kwonlyargcount: a.kwonlyargs.length,
  };
}

function makeFunction(
  c: FunctionEmitter,
  index: number,
  scope: Scope,
  defaults: Val | null,
  kwdefaults: Val | null,
  ann: Val | null,
): Val {
  const d = defaults === null ? 'null' : c.steal(defaults);
  const k = kwdefaults === null ? 'null' : c.steal(kwdefaults);
  const a = ann === null ? 'null' : c.steal(ann);
  return fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},${d},${k},${a})`);
}

/** CPython: compiler_check_debug_args. */
function refuseDebugParams(a: ast.Arguments): void {
  for (const p of [...a.posonlyargs, ...a.args, a.vararg, ...a.kwonlyargs, a.kwarg])
    if (p !== null) refuseDebug(p.arg, p);
}

export function lambdaExpr(c: FunctionEmitter, e: ast.Lambda): Val {
  refuseDebugParams(e.args);
  const defaults = defaultsTuple(c, e.args.defaults, e);
  const kw = kwdefaultsDict(c, e.args, e);
  const scope = c.unit.table.of(e);
  const q = qualnameOf(c, '<lambda>');
  const index = compileBlock(c, c.unit, scope, '<lambda>', q, paramsOf(e.args), e.lineno, (f) => {
    returnValue(f, expr(f, e.body), e.body);
  });
  c.at(e);
  return makeFunction(c, index, scope, defaults, kw, null);
}

export function functionDef(c: FunctionEmitter, s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  refuseDebugParams(s.args);
  const decorators = s.decorator_list.map((d) => c.own(expr(c, d)));
  const generic = s.type_params.length > 0;
  let f: Val;
  if (!generic) {
    const defaults = defaultsTuple(c, s.args.defaults, s);
    const kw = kwdefaultsDict(c, s.args, s);
    const ann = annotations(c, s.args, s.returns, s);
    f = functionObject(c, s, defaults, kw, ann);
  } else {
    f = genericFunction(c, s);
  }
  for (let i = decorators.length - 1; i >= 0; i--) {
    f = c.pin(f);
    f = plainCall(c, decorators[i]!, [f], [], [], s.decorator_list[i]!);
  }
  storeName(c, s.name, f, s);
}

function functionObject(
  c: FunctionEmitter,
  s: ast.FunctionDef | ast.AsyncFunctionDef,
  defaults: Val | null,
  kw: Val | null,
  ann: Val | null,
): Val {
  const scope = c.unit.table.of(s);
  const q = qualnameOf(c, s.name);
  const docNode = docstringOf(s.body);
  const doc =
    docNode !== null && c.unit.optimize < 2 ? c.unit.literal(cleanDoc(docNode.value)) : -1;
  const first = s.decorator_list.length > 0 ? s.decorator_list[0]!.lineno : s.lineno;
  const index = compileBlock(
    c,
    c.unit,
    scope,
    s.name,
    q,
    paramsOf(s.args),
    first,
    (f) => {
      body(f, docNode !== null ? s.body.slice(1) : s.body);
      if (!endsFlow(s.body)) returnValue(f, borrowed('None'), lastPlace(s));
    },
    doc,
  );
  c.at(s);
  return makeFunction(c, index, scope, defaults, kw, ann);
}

function lastPlace(s: ast.FunctionDef | ast.AsyncFunctionDef): ast.Located {
  return s.body[s.body.length - 1]!;
}

/** A function with type parameters: they are made, and the function defined, in a function of their own (PEP 695). */
function genericFunction(c: FunctionEmitter, s: ast.FunctionDef | ast.AsyncFunctionDef): Val {
  const defaults = defaultsTuple(c, s.args.defaults, s);
  const kw = kwdefaultsDict(c, s.args, s);
  const scope = c.unit.table.of(s.type_params);
  const name = `<generic parameters of ${s.name}>`;
  const n = scope.params.length;
  const index = compileBlock(
    c,
    c.unit,
    scope,
    name,
    qualnameOf(c, name),
    { argcount: n, posonlyargcount: 0, kwonlyargcount: 0 },
    s.lineno,
    (f) => {
      const tp = typeParams(f, s.type_params);
      const d = defaults === null ? null : borrowed(f.varList[0]!.js);
      const k = kw === null ? null : borrowed(f.varList[defaults === null ? 0 : 1]!.js);
      const ann = annotations(f, s.args, s.returns, s);
      const fun = f.pin(functionObject(f, s, d, k, ann));
      f.line(`SETTYPEPARAMS(${fun.js},${f.steal(tp)});`);
      returnValue(f, fun, s);
    },
  );
  c.at(s);
  const args: Val[] = [];
  if (defaults !== null) args.push(defaults);
  if (kw !== null) args.push(kw);
  const owned = args.map((a) => c.own(a));
  const fn = c.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`));
  return plainCall(c, fn, owned, [], [], s);
}

/** Makes and binds the type parameters; returns the tuple of them (a temporary). */
export function typeParams(c: FunctionEmitter, list: ast.TypeParam[]): Val {
  const vals: Val[] = [];
  for (const p of list) {
    c.at(p);
    let v: Val;
    if (p.kind === 'TypeVar' && p.bound !== null) {
      const b = c.pin(lazyValue(c, p, p.bound, p.name));
      v = c.pin(fresh(`TYPEVAR(${c.name(p.name)},${c.steal(b)},${p.bound.kind === 'Tuple'})`));
    } else {
      const make = { TypeVar: 'TYPEVAR', ParamSpec: 'PARAMSPEC', TypeVarTuple: 'TYPEVARTUPLE' }[
        p.kind
      ];
      v = c.pin(fresh(`${make}(${c.name(p.name)},null,false)`));
    }
    if (p.default_value !== null) {
      const d = c.pin(lazyValue(c, c.unit.table.defaultKey(p), p.default_value, p.name));
      c.line(`TYPEPARAMDEFAULT(${v.js},${c.steal(d)});`);
    }
    vals.push(v);
    storeName(c, p.name, fresh(`inc(${v.js})`), p);
  }
  return c.pin(fresh(`TUPLE([${stealVals(c, vals).join(',')}])`));
}

/** A function object that evaluates e when called: bounds, constraints, defaults and type alias values are lazy. */
function lazyValue(c: FunctionEmitter, key: object, e: ast.Expr, name: string): Val {
  const scope = c.unit.table.of(key);
  const index = compileBlock(
    c,
    c.unit,
    scope,
    name,
    qualnameOf(c, name),
    NO_PARAMS,
    e.lineno,
    (f) => {
      const v = e.kind === 'Starred' ? starredValue(f, e) : expr(f, e);
      returnValue(f, v, e);
    },
  );
  return fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`);
}

function starredValue(c: FunctionEmitter, e: ast.Starred): Val {
  const v = c.pin(expr(c, e.value));
  c.at(e);
  return c.operate(`UNPACK1(${v.js})`, [v]);
}

export function typeAlias(c: FunctionEmitter, s: ast.TypeAlias): void {
  const name = (s.name as ast.Name).id;
  const make = (f: FunctionEmitter, tp: Val | null): Val => {
    const scope = f.unit.table.of(s);
    const index = compileBlock(
      f,
      f.unit,
      scope,
      name,
      qualnameOf(f, name),
      NO_PARAMS,
      s.lineno,
      (g) => {
        returnValue(g, expr(g, s.value), s.value);
      },
    );
    const fn = f.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(f, scope)},null,null,null)`));
    f.at(s);
    const fjs = f.steal(fn);
    return fresh(`TYPEALIAS(${f.name(name)},${tp === null ? 'null' : f.steal(tp)},${fjs})`);
  };
  if (s.type_params.length === 0) return storeName(c, name, make(c, null), s.name);
  const scope = c.unit.table.of(s.type_params);
  const gname = `<generic parameters of ${name}>`;
  const index = compileBlock(
    c,
    c.unit,
    scope,
    gname,
    qualnameOf(c, gname),
    NO_PARAMS,
    s.lineno,
    (f) => {
      const tp = typeParams(f, s.type_params);
      returnValue(f, make(f, tp), s);
    },
  );
  const fn = c.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`));
  storeName(c, name, plainCall(c, fn, [], [], [], s), s.name);
}

export function genexp(c: FunctionEmitter, e: ast.GeneratorExp): Val {
  const first = e.generators[0]!;
  const source = c.pin(expr(c, foldIterable(first.iter, c.unit.optimize)));
  const scope = c.unit.table.of(e);
  const q = qualnameOf(c, '<genexpr>');
  const index = compileBlock(
    c,
    c.unit,
    scope,
    '<genexpr>',
    q,
    { argcount: 1, posonlyargcount: 0, kwonlyargcount: 0 },
    e.lineno,
    (f) => {
      comprehensionLoops(f, e, borrowed(f.varList[0]!.js), () => {
        const v = expr(f, e.elt);
        const x = f.steal(v);
        f.at(e.elt);
        f.markYield();
        f.line(`dec(yield ${scope.coroutine ? `AGVALUE(${x})` : x});`);
        f.forgetPosition();
      });
      returnValue(f, borrowed('None'), e);
    },
  );
  c.at(first.iter);
  const it = c.pin(
    c.operate(first.is_async ? `AITER(${source.js})` : `ITER(${source.js})`, [source]),
  );
  c.at(e);
  const fn = c.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`));
  return plainCall(c, fn, [it], [], [], e);
}

/** A comprehension that is a function of its own: in annotation scopes that see a class. */
export function comprehensionCall(
  c: FunctionEmitter,
  e: ast.ListComp | ast.SetComp | ast.DictComp,
  emit: (f: FunctionEmitter, out: Val) => void,
  empty: string,
): Val {
  const first = e.generators[0]!;
  const source = c.pin(expr(c, first.iter));
  const scope = c.unit.table.of(e);
  const name = { ListComp: '<listcomp>', SetComp: '<setcomp>', DictComp: '<dictcomp>' }[e.kind];
  const params = { argcount: 1, posonlyargcount: 0, kwonlyargcount: 0 };
  const build = (f: FunctionEmitter): void => {
    const out = f.newTemp();
    f.line(`${out.js}=${empty};`);
    comprehensionLoops(f, e, borrowed(f.varList[0]!.js), () => emit(f, out));
    returnValue(f, out, e);
  };
  const q = qualnameOf(c, name);
  const index = compileBlock(c, c.unit, scope, name, q, params, e.lineno, build);
  c.at(first.iter);
  const it = c.pin(c.operate(`ITER(${source.js})`, [source]));
  c.at(e);
  const fn = c.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`));
  return plainCall(c, fn, [it], [], [], e);
}

/** CPython 3.13 strips the common indentation of docstrings at compile time (_PyCompile_CleanDoc). */
export function cleanDoc(v: ast.ConstValue): ast.ConstValue {
  if (v.t !== 'str' || typeof v.v !== 'string') return v;
  const expanded = v.v.includes('\t') ? expandTabs(v.v) : v.v;
  const lines = expanded.split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (const l of lines.slice(1)) {
    const text = l.replace(/^ +/, '');
    if (text.length > 0) margin = Math.min(margin, l.length - text.length);
  }
  if (margin === Number.POSITIVE_INFINITY) margin = 0;
  const first = lines[0]!.replace(/^ +/, '');
  return {
    t: 'str',
    v: [
      first,
      ...lines
        .slice(1)
        .map((l) => l.slice(Math.min(margin, l.length - l.replace(/^ +/, '').length))),
    ].join('\n'),
  };
}

function expandTabs(s: string): string {
  let col = 0;
  let out = '';
  for (const ch of s) {
    if (ch === '\t') {
      const n = 8 - (col % 8);
      out += ' '.repeat(n);
      col += n;
    } else {
      out += ch;
      col = ch === '\n' || ch === '\r' ? 0 : col + 1;
    }
  }
  return out;
}
