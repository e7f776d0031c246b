/** Reading, writing and deleting names: local, cell, free, global, and the names of module and class bodies. */
import type { Located } from '../parser/ast.ts';
import type { FunctionEmitter, Val } from './emit.ts';
import { borrowed, fresh } from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import {
  CELL,
  DEF_FREE_CLASS,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  type Scope,
} from './symtable.ts';

type Place =
  | { kind: 'local'; js: string; name: string }
  | { kind: 'cell'; js: string; name: string; free: boolean }
  | { kind: 'global'; name: string }
  /** A name of a module or class body, looked up in its namespace. */
  | { kind: 'name'; name: string }
  /** A free name of a class body: the namespace first, then the cell. */
  | { kind: 'classfree'; js: string; name: string }
  /** A name seen through an enclosing class namespace by an annotation scope. */
  | { kind: 'classdict'; dict: string; js: string | null; name: string };

/** Declares the JavaScript variable of a Python local or cell. */
export function declare(
  c: FunctionEmitter,
  scope: Scope,
  name: string,
  cell: boolean,
  hidden = false,
): string {
  const key = `${c.unit.position(scope.location)}:${scopeNumber(c, scope)}:${name}`;
  const old = c.vars.get(key);
  if (old !== undefined) return old;
  const i = c.varList.length;
  const ident = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : 'u';
  const js = c.resident ? `L[${i}]` : `$${ident}_${i}`;
  c.vars.set(key, js);
  c.varList.push({ js, name, cell, hidden });
  return js;
}

const scopeNumbers = new WeakMap<Scope, number>();
let nextScope = 0;
function scopeNumber(_c: FunctionEmitter, s: Scope): number {
  let n = scopeNumbers.get(s);
  if (n === undefined) {
    n = nextScope++;
    scopeNumbers.set(s, n);
  }
  return n;
}

export function resolve(c: FunctionEmitter, rawName: string): Place {
  const name = c.inner.mangled(rawName);
  return resolveIn(c, c.inner, name);
}

function resolveIn(c: FunctionEmitter, scope: Scope, name: string): Place {
  const how = scope.resolve(name);
  if (scope !== c.scope) {
    // an inlined comprehension
    if (how === LOCAL) return { kind: 'local', js: declare(c, scope, name, false, true), name };
    if (how === CELL)
      return { kind: 'cell', js: declare(c, scope, name, true, true), name, free: false };
    if (how === GLOBAL_IMPLICIT && c.scope.type === 'module') return { kind: 'name', name };
    if (how === GLOBAL_EXPLICIT || how === GLOBAL_IMPLICIT) return { kind: 'global', name };
    return resolveIn(c, scope.parent!, name);
  }
  if (scope.type === 'module') {
    if (how === GLOBAL_EXPLICIT) return { kind: 'global', name };
    return { kind: 'name', name };
  }
  if (scope.type === 'class') {
    // an inlined comprehension sees no __class__: the cell of that name is for functions alone
    if (c.inner !== scope && name === '__class__') return { kind: 'global', name };
    // what an inlined comprehension finds beyond the class is none of the class's names
    if (c.inner !== scope && how !== CELL && how !== GLOBAL_IMPLICIT)
      return { kind: 'cell', js: freeCell(c, name), name, free: true };
    if (how === FREE) return { kind: 'classfree', js: freeCell(c, name), name };
    if (how === GLOBAL_EXPLICIT) return { kind: 'global', name };
    if (how === CELL) return { kind: 'cell', js: declare(c, scope, name, true), name, free: false };
    if (c.inner !== scope && how === GLOBAL_IMPLICIT) return { kind: 'global', name };
    return { kind: 'name', name };
  }
  if (scope.canSeeClassScope && name !== '__classdict__') {
    if (how === GLOBAL_IMPLICIT || how === FREE) {
      const dict = scope.resolve('__classdict__');
      if (dict === FREE || dict === CELL) {
        return {
          kind: 'classdict',
          dict: freeCell(c, '__classdict__'),
          js: how === FREE ? freeCell(c, name) : null,
          name,
        };
      }
    }
  }
  switch (how) {
    case LOCAL:
      return { kind: 'local', js: declare(c, scope, name, false), name };
    case CELL:
      return { kind: 'cell', js: declare(c, scope, name, true), name, free: false };
    case FREE:
      return { kind: 'cell', js: freeCell(c, name), name, free: true };
    default:
      return { kind: 'global', name };
  }
}

/** Free variables in the order of code.freevars. */
export function freevarsOf(scope: Scope): string[] {
  const out: string[] = [];
  for (const s of scope.symbols.values()) {
    const passes = scope.type === 'class' || scope.canSeeClassScope;
    if (s.scope === FREE || (passes && (s.flags & DEF_FREE_CLASS) !== 0)) out.push(s.name);
  }
  return out.sort();
}

function freeCell(c: FunctionEmitter, name: string): string {
  const i = freevarsOf(c.scope).indexOf(name);
  if (i < 0) throw new Error(`free variable ${name} unknown in ${c.scope.name}`);
  return `Z[${i}]`;
}

/** The cell object of a name, for an inner function's closure. */
export function cellFor(c: FunctionEmitter, name: string): string {
  if (c.scope.type === 'class' && (name === '__class__' || name === '__classdict__')) {
    if (name === '__class__' ? c.scope.needsClassClosure : c.scope.needsClassDict)
      return declare(c, c.scope, name, true);
  }
  for (let s: Scope | null = c.inner; s !== null; s = s.parent) {
    const how = s.resolve(name);
    if (s !== c.scope) {
      if (how === CELL) return declare(c, s, name, true, true);
      continue;
    }
    if (how === CELL) return declare(c, s, name, true);
    return freeCell(c, name);
  }
  throw new Error('no cell for ' + name);
}

export function loadName(c: FunctionEmitter, raw: string, node: Located): Val {
  const p = resolve(c, raw);
  switch (p.kind) {
    case 'local':
      if (!c.bound.has(p.js)) {
        c.at(node);
        c.line(`if(${p.js}===null)unboundLocal(${c.name(p.name)});`);
        if (!c.unstable.has(p.name)) c.bound.add(p.js);
      }
      return borrowed(p.js);
    case 'cell':
      c.at(node);
      return fresh(`LDEREF(${p.js},${c.name(p.name)},${p.free})`);
    case 'global':
      c.at(node);
      return fresh(`LG(fn,${c.name(p.name)},${c.cache()})`);
    case 'name':
      c.at(node);
      return fresh(`LN(F,${c.name(p.name)},${c.cache()})`);
    case 'classfree':
      c.at(node);
      return fresh(`LCLASSDEREF(F.ns,${p.js},${c.name(p.name)})`);
    case 'classdict':
      c.at(node);
      return fresh(`LFROMDICT(fn,${p.dict},${c.name(p.name)},${p.js ?? 'null'})`);
  }
}

/** `__debug__` is a constant. CPython: forbidden_name. */
export function refuseDebug(name: string, node: Located, verb = 'assign to'): void {
  if (name === '__debug__') throw new SyntaxFailure(`cannot ${verb} __debug__`, node);
}

export function storeName(c: FunctionEmitter, raw: string, v: Val, node: Located): void {
  refuseDebug(raw, node);
  const p = resolve(c, raw);
  switch (p.kind) {
    case 'local': {
      const x = c.steal(v);
      const o = c.fresh('o');
      c.line(`const ${o}=${p.js};${p.js}=${x};if(${o}!==null)dec(${o});`);
      if (!c.unstable.has(p.name)) c.bound.add(p.js);
      return;
    }
    case 'cell':
      c.line(`SDEREF(${p.js},${c.steal(v)});`);
      return;
    case 'global': {
      if (v.own === 2) v = c.evaluated(v);
      c.at(node);
      c.line(`SG(fn,${c.name(p.name)},${c.steal(v)},${c.cache()});`);
      return;
    }
    case 'classfree':
      // only a nonlocal statement lets a class body assign to a free name
      c.line(`SDEREF(${p.js},${c.steal(v)});`);
      return;
    case 'name':
      if (v.own === 2) v = c.evaluated(v);
      c.at(node);
      c.line(`SN(F,${c.name(p.name)},${c.steal(v)},${c.cache()});`);
      return;
    case 'classdict':
      throw new SyntaxFailure('cannot assign here', node);
  }
}

export function deleteName(c: FunctionEmitter, raw: string, node: Located): void {
  refuseDebug(raw, node, 'delete');
  const p = resolve(c, raw);
  c.at(node);
  switch (p.kind) {
    case 'local': {
      c.line(`if(${p.js}===null)unboundLocal(${c.name(p.name)});`);
      const o = c.fresh('o');
      c.line(`const ${o}=${p.js};${p.js}=null;dec(${o});`);
      c.bound.delete(p.js);
      return;
    }
    case 'cell':
      c.line(`DDEREF(${p.js},${c.name(p.name)},${p.free});`);
      return;
    case 'classfree':
      c.line(`DDEREF(${p.js},${c.name(p.name)},true);`);
      return;
    case 'global':
      c.line(`DG(fn,${c.name(p.name)});`);
      return;
    default:
      c.line(`DN(F,${c.name(p.name)});`);
  }
}

/** End of `except … as name`: the name is set to None and deleted, without complaint when the body deleted it already. */
export function deleteQuietly(c: FunctionEmitter, raw: string, node: Located): void {
  const p = resolve(c, raw);
  switch (p.kind) {
    case 'local': {
      const o = c.fresh('o');
      c.line(`const ${o}=${p.js};${p.js}=null;if(${o}!==null)dec(${o});`);
      c.bound.delete(p.js);
      return;
    }
    case 'cell':
      c.line(`CLEARCELL(${p.js});`);
      return;
    case 'global':
      c.line(`SG(fn,${c.name(p.name)},inc(None),${c.cache()});DG(fn,${c.name(p.name)});`);
      return;
    default:
      c.at(node);
      c.line(`SN(F,${c.name(p.name)},inc(None),${c.cache()});DN(F,${c.name(p.name)});`);
  }
}
