/** From a UnitSource to code objects: constants become objects, the JavaScript becomes functions. */
import { iterate } from '../core/abstract.ts';
import * as build from '../core/build.ts';
import * as call from '../core/call.ts';
import * as ceval from '../core/ceval.ts';
import * as genops from '../core/genops.ts';
import * as ic from '../core/ic.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import * as ops from '../core/ops.ts';
import { S } from '../core/state.ts';
import { BytesType, FrozensetType, TupleType } from '../core/type-object.ts';
import { CO_VARARGS, CO_VARKEYWORDS, CodePayload, newCodeObject } from '../objects/code.ts';
import { newSetSteal } from '../objects/set.ts';
import { Ellipsis_, False_, None_, True_ } from '../objects/singletons.ts';
import { internText, newStrJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import type { ConstValue } from '../parser/ast.ts';
import { constantObjects, flattenConstants } from './constants.ts';
import { RUNTIME_NAMES } from './runtime-names.ts';
import type { CodeMeta, UnitRunner, UnitSource } from './unit.ts';

/** Everything generated code may name. */
const R: Record<string, unknown> = {
  S,
  None: None_,
  True: True_,
  False: False_,
  Ellipsis: Ellipsis_,
  dec: decref,
  inc: incref,
};

function fillRuntime(): void {
  const sources: Record<string, unknown>[] = [call, build, ceval, ops, genops, ic];
  for (const n of RUNTIME_NAMES) {
    if (n in R) continue;
    const key = n in RENAMED ? RENAMED[n]! : n;
    for (const s of sources) if (key in s) R[n] = s[key];
    if (!(n in R)) throw new Error(`generated code needs ${n}, which nothing provides`);
  }
}

const RENAMED: Record<string, string> = {
  LT: 'LT_',
  LE: 'LE_',
  EQ: 'EQ_',
  NE: 'NE_',
  GT: 'GT_',
  GE: 'GE_',
};
let filled = false;

/** A constant as an object (new reference). */
export function constantObject(c: ConstValue): PyObject {
  const { table, places } = flattenConstants([c]);
  const made = constantObjects(table);
  const o = incref(made[places[0]!]!);
  for (const m of made) decref(m);
  return o;
}

/** Interned names of a unit. The code objects of a unit have most of them in common. */
class Names {
  private readonly known: Map<string, PyObject> = new Map();

  /** The str object of a name (new reference). */
  get(name: string): PyObject {
    let o = this.known.get(name);
    if (o === undefined) {
      o = internText(name);
      this.known.set(name, o);
    }
    return incref(o);
  }

  release(): void {
    for (const o of this.known.values()) decref(o);
  }
}

/**
 * Instantiates a unit; returns the code object of its top block (new reference). Each code object owns its constants,
 * as co_consts does; the unit's own references are dropped at the end. `arena` receives one more reference to each
 * literal, for its owner to release when the program has run (CPython: the arena of the syntax tree).
 */
export function instantiate(
  unit: UnitSource,
  filename: string,
  arena: PyObject[] | null = null,
): Owned<PyObject<CodePayload>> {
  if (!filled) {
    fillRuntime();
    filled = true;
  }
  const { table, places } = unit.constants ?? flattenConstants(unit.consts);
  const made = constantObjects(table);
  const K = places.map((i) => made[i]!);
  if (arena !== null) fillArena(unit.literals, K, arena);
  const names = new Names();
  const N = unit.names.map((n) => names.get(n));
  const file = newStrJs(filename);
  const positions =
    unit.positions instanceof Int32Array ? unit.positions : Int32Array.from(unit.positions);
  const C: CodePayload[] = unit.codes.map((m) => codePayload(m, K, names, file, positions));
  const objects = C.map((p) => newCodeObject(p));
  const U: {
    K: PyObject[];
    N: PyObject[];
    C: CodePayload[];
    IC: typeof ic.IC;
    factories: (() => any)[];
  } = {
    K,
    N,
    C,
    IC: ic.IC,
    factories: [],
  };
  const run = unit.run ?? (new Function('R', 'U', unit.js) as UnitRunner);
  run(R, U);
  C.forEach((p, i) => {
    p.factory = U.factories[i]!;
    p.js = lazy(p, U.factories[i]!);
    for (const inner of unit.codes[i]!.inner) p.consts.push(incref(objects[inner]!));
  });
  const top = incref(objects[0]!);
  for (const o of objects) decref(o);
  for (const k of made) decref(k);
  for (const n of N) decref(n);
  names.release();
  decref(file);
  return top as Owned<PyObject<CodePayload>>;
}

/** One reference to each literal, and to the items of literal and compiler-made tuples. */
function fillArena(literals: number[], K: PyObject[], arena: PyObject[]): void {
  const held = new Set<PyObject>();
  const hold = (o: PyObject): void => {
    if (!held.has(o)) {
      held.add(o);
      arena.push(incref(o));
      // the parser enters a bytes literal twice
      if (o.type === BytesType) arena.push(incref(o));
    }
    holdItems(o);
  };
  const holdItems = (o: PyObject): void => {
    if (o.type === TupleType) for (const item of o.v as PyObject[]) hold(item);
    else if (o.type === FrozensetType) iterate(o, hold);
  };
  for (const i of literals) {
    if (i < 0) holdItems(K[~i]!);
    else hold(K[i]!);
  }
}

/** The first call instantiates the function with its inline caches and replaces the stub. */
function lazy(p: CodePayload, factory: () => (...args: any[]) => any): (...args: any[]) => any {
  return (...args) => {
    p.js = factory();
    return p.js(...args);
  };
}

/** __static_attributes__, in the order of the set that collects them. */
function attributesTuple(names: PyObject[]): PyObject {
  const set = newSetSteal(names);
  const items: PyObject[] = [];
  iterate(set, (item) => {
    items.push(incref(item));
  });
  decref(set);
  return newTupleSteal(items);
}

function codePayload(
  m: CodeMeta,
  K: PyObject[],
  table: Names,
  file: PyObject,
  positions: Int32Array,
): CodePayload {
  const star = (m.flags & (CO_VARARGS | CO_VARKEYWORDS)) !== 0;
  const nparams =
    m.argcount +
    m.kwonlyargcount +
    ((m.flags & CO_VARARGS) !== 0 ? 1 : 0) +
    ((m.flags & CO_VARKEYWORDS) !== 0 ? 1 : 0);
  const names = (list: string[]): PyObject[] => list.map((n) => table.get(n));
  const attributes = m.attributes === null ? null : attributesTuple(names(m.attributes));
  return new CodePayload({
    name: m.name,
    qualname: m.qualname,
    nameObject: table.get(m.name),
    qualnameObject: table.get(m.qualname),
    attributes,
    filename: incref(file),
    firstlineno: m.firstlineno,
    argcount: m.argcount,
    posonlyargcount: m.posonlyargcount,
    kwonlyargcount: m.kwonlyargcount,
    flags: m.flags,
    varnames: names(m.varnames),
    cellvars: names(m.cellvars),
    freevars: names(m.freevars),
    names: names(m.names),
    consts: m.consts.map((i) => incref(K[i]!)),
    stacksize: m.stacksize,
    positions,
    js: () => {
      throw new Error('code is not instantiated');
    },
    resident: m.resident,
    simple: !star && m.kwonlyargcount === 0,
    nparams,
    doc: m.doc >= 0 ? K[m.doc]! : null,
    slots: m.slots,
  });
}
