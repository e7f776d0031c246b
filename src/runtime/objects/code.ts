/**
 * Code objects. CPython: Objects/codeobject.c. There is no bytecode: `js` is the generated
 * JavaScript function.
 *
 * A code payload is made by the compiler (compiler/unit.ts) and never changes but for `js`, which
 * starts as a stub that instantiates the generated function (with its inline caches) at the first
 * call.
 *
 * `co_lasti` counts in units of two bytes as in CPython, but a unit is an entry of `positions`:
 * `co_positions()` yields one tuple an entry, so that `co_positions()[f_lasti // 2]` is the place
 * of the running operation.
 */
import { asIndexNumber, eq, hash } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import {
  indexError,
  notImplementedError,
  typeError,
  valueError,
  warnDeprecated,
} from '../core/errors.ts';
import { freeObject, newGC } from '../core/gc.ts';
import { method, methodRaw } from '../core/native-def.ts';
import { account, decref, incref, type Owned, type PyGC, PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, getset, member, newStaticType } from '../core/type-define.ts';
import {
  CodeType,
  ComplexType,
  FloatType,
  FrozensetType,
  type KwNames,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { newBytes } from './bytes.ts';
import { OverflowErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { addressText } from './object.ts';
import { newBool, newNone, newNotImplemented } from './singletons.ts';
import { newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

export const CO_OPTIMIZED = 0x1;
export const CO_NEWLOCALS = 0x2;
export const CO_VARARGS = 0x4;
export const CO_VARKEYWORDS = 0x8;
export const CO_NESTED = 0x10;
export const CO_GENERATOR = 0x20;
export const CO_COROUTINE = 0x80;
export const CO_ITERABLE_COROUTINE = 0x100;
export const CO_ASYNC_GENERATOR = 0x200;
export const CO_HAS_DOCSTRING = 0x4000000;

export interface SlotInfo {
  name: string;
  cell: boolean;
  hidden: boolean;
}

export class CodePayload {
  name: string;
  qualname: string;
  /** The same as (interned) str objects, owned. */
  nameObject: PyObject;
  qualnameObject: PyObject;
  /** Of a class body: the tuple of the attributes its methods assign. */
  attributes: PyObject | null;
  /** str object of the file name, shared by all code of one unit. */
  filename: PyObject;
  firstlineno: number;
  /** Positional parameters, positional-only ones included. */
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  flags: number;
  /**
   * Parameters first: positional, keyword-only, *args, **kwargs; then the other locals (interned
   * str objects).
   */
  varnames: PyObject[];
  cellvars: PyObject[];
  freevars: PyObject[];
  /** co_names: the global, attribute and import names in order of first use. */
  names: PyObject[];
  /** co_consts: owned constant objects (code objects of inner functions included). */
  consts: PyObject[];
  stacksize: number;
  /** Quadruples lineno, end_lineno, col, end_col (UTF-8 columns); index F.i * 4. */
  positions: Int32Array;
  /**
   * The generated function: js(fn, ...parameters), consuming all of them. Parameters in varnames
   * order. For module, class and exec code: js(fn, ns) with ns the namespace, borrowed.
   */
  js: (...args: any[]) => any;
  /** Locals live in the frame, not in JavaScript variables. */
  resident: boolean;
  /**
   * True when js may be called with exactly `argcount` positional arguments: no *args, **kwargs,
   * keyword-only.
   */
  simple: boolean;
  /** Number of JavaScript parameters after fn. */
  nparams: number;
  /**
   * Index into the cell array for parameters that are cells etc. is the generated function's own
   * business.
   */
  doc: PyObject | null;
  /**
   * Frame slots in order of the locals array: name, holds a cell, belongs to an inlined
   * comprehension.
   */
  slots: SlotInfo[];
  /** The code object of this payload (borrowed). */
  self: PyObject<CodePayload> | null;
  /**
   * Makes the generated function; its text tells codes apart. Null where the compiler gave none.
   */
  factory: (() => (...args: any[]) => any) | null;
  /** The payload of which `replace` made this one: frames run under that one's name. */
  origin: CodePayload | null;
  /**
   * Tuple objects of consts, names, varnames, cellvars, freevars once asked for: they own the items
   * from then on.
   */
  tuples: (PyObject | null)[];
  /** Numbers of the places of its operations while allocations are traced (core/trace-sites.ts). */
  places: Int32Array | null;
  /** Which of its operations have run as calls of a class (core/call.ts). */
  warm: Uint8Array | null;

  constructor(
    init: Omit<CodePayload, 'self' | 'factory' | 'origin' | 'tuples' | 'places' | 'warm'>,
  ) {
    this.name = init.name;
    this.qualname = init.qualname;
    this.nameObject = init.nameObject;
    this.qualnameObject = init.qualnameObject;
    this.attributes = init.attributes;
    this.filename = init.filename;
    this.firstlineno = init.firstlineno;
    this.argcount = init.argcount;
    this.posonlyargcount = init.posonlyargcount;
    this.kwonlyargcount = init.kwonlyargcount;
    this.flags = init.flags;
    this.varnames = init.varnames;
    this.cellvars = init.cellvars;
    this.freevars = init.freevars;
    this.names = init.names;
    this.consts = init.consts;
    this.stacksize = init.stacksize;
    this.positions = init.positions;
    this.js = init.js;
    this.resident = init.resident;
    this.simple = init.simple;
    this.nparams = init.nparams;
    this.doc = init.doc;
    this.slots = init.slots;
    this.self = null;
    this.factory = null;
    this.origin = null;
    this.tuples = [null, null, null, null, null];
    this.places = null;
    this.warm = null;
  }
}

export type PyCode = PyGC<CodePayload>;

const BLOCK = 200;
const LISTS = ['consts', 'names', 'varnames', 'cellvars', 'freevars'] as const;

/** A code object of a payload made by the compiler; what the payload refers to is taken over. */
export function newCodeObject(payload: CodePayload): Owned<PyCode> {
  const o = newGC(CodeType, payload);
  account(o, BLOCK);
  payload.self = o as PyObject;
  return o;
}

/**
 * Slots of a frame of this code: locals, cells, free variables, stack. CPython: co_nlocalsplus +
 * co_stacksize.
 */
export function frameSlotCount(c: CodePayload): number {
  return c.slots.length + c.freevars.length + c.stacksize;
}

/** Line of entry `i` of the positions; the first line of the code before the first operation. */
export function lineOf(c: CodePayload, i: number): number {
  return i < 0 ? c.firstlineno : c.positions[i * 4]!;
}

/**
 * The payload a frame shows that runs `running` for a function of `code`: `replace` keeps the
 * JavaScript function.
 */
export function shownCode(running: CodePayload, code: CodePayload): CodePayload {
  return code.origin === running ? code : running;
}

function codeDealloc(object: PyObject): void {
  const o = object as PyCode;
  const p = o.v;
  if (o.ext !== null) clearWeakrefs(o as PyObject);
  LISTS.forEach((list, i) => {
    const tuple = p.tuples[i]!;
    if (tuple !== null) decref(tuple);
    else for (const item of p[list]) decref(item);
  });
  decref(p.filename);
  decref(p.nameObject);
  decref(p.qualnameObject);
  if (p.attributes !== null) decref(p.attributes);
  p.self = null;
  if (p.origin !== null) decref(p.origin.self!);
  freeObject(o as PyObject);
}

/**
 * Code is not under the collector's eye (it cannot be part of a cycle); this serves the verifier
 * and the heap walker.
 */
function codeTraverse(o: PyObject, visit: Visit): void {
  const p: CodePayload = o.v;
  visit(p.filename);
  visit(p.nameObject);
  visit(p.qualnameObject);
  if (p.attributes !== null) visit(p.attributes);
  LISTS.forEach((list, i) => {
    const tuple = p.tuples[i]!;
    if (tuple !== null) visit(tuple);
    else for (const item of p[list]) visit(item);
  });
  if (p.origin !== null) visit(p.origin.self!);
}

function codeRepr(o: PyObject): Owned {
  const p: CodePayload = o.v;
  const line = p.firstlineno !== 0 ? p.firstlineno : -1;
  return newStrJs(
    `<code object ${p.name} at ${addressText(o)}, file "${strJs(p.filename)}", line ${line}>`,
  );
}

// ---------------------------------------------------------------------------------------------
// Equality

/**
 * Constants are equal only if their types are, to the bottom, and the signs of zeros. CPython:
 * _PyCode_ConstantKey.
 */
function sameConstant(a: PyObject, b: PyObject): boolean {
  if (a === b) return true;
  if (a.type !== b.type) return false;
  if (a.type === TupleType) {
    const x: PyObject[] = a.v;
    const y: PyObject[] = b.v;
    return x.length === y.length && x.every((item, i) => sameConstant(item, y[i]!));
  }
  if (a.type === FloatType) return Object.is(a.v, b.v);
  if (a.type === ComplexType) return Object.is(a.v.re, b.v.re) && Object.is(a.v.im, b.v.im);
  if (a.type === FrozensetType && !eq(a, b)) return false;
  return eq(a, b);
}

function sameList(a: PyObject[], b: PyObject[]): boolean {
  return a.length === b.length && a.every((item, i) => sameConstant(item, b[i]!));
}

/**
 * What the generated function does, as text; codes of the same unit differ in it unless they are
 * the same.
 */
function programText(p: CodePayload): string | null {
  const from = p.origin ?? p;
  return from.factory === null ? null : from.factory.toString();
}

function sameProgram(p: CodePayload, q: CodePayload): boolean {
  if ((p.origin ?? p) === (q.origin ?? q)) return true;
  const text = programText(p);
  return text !== null && text === programText(q) && sameNumbers(p.positions, q.positions);
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function sameCode(p: CodePayload, q: CodePayload): boolean {
  return (
    p.name === q.name &&
    p.argcount === q.argcount &&
    p.posonlyargcount === q.posonlyargcount &&
    p.kwonlyargcount === q.kwonlyargcount &&
    p.flags === q.flags &&
    p.firstlineno === q.firstlineno &&
    sameProgram(p, q) &&
    sameList(p.consts, q.consts) &&
    sameList(p.names, q.names) &&
    sameList(p.varnames, q.varnames) &&
    sameList(p.cellvars, q.cellvars) &&
    sameList(p.freevars, q.freevars)
  );
}

function codeCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== EQ && op !== NE) || a.type !== CodeType || b.type !== CodeType)
    return newNotImplemented();
  return newBool((a === b || sameCode(a.v, b.v)) === (op === EQ));
}

const EQ = 2;
const NE = 3;

function codeHash(o: PyObject): number {
  const p: CodePayload = o.v;
  let h = (p.firstlineno * 1000003 + p.argcount * 31 + p.flags) | 0;
  const name = newStrJs(p.name);
  h = (h * 31 + hash(name)) | 0;
  decref(name);
  for (const list of LISTS) {
    for (const item of p[list])
      h = (Math.imul(h, 1000003) ^ (item.type === CodeType ? 7 : hash(item))) | 0;
  }
  S.hashHi = h >> 31;
  return h === -1 ? -2 : h;
}

// ---------------------------------------------------------------------------------------------
// Attributes

function listTuple(i: number) {
  return (o: PyObject): Owned => {
    const p: CodePayload = o.v;
    let tuple = p.tuples[i]!;
    if (tuple === null) {
      const items = p[LISTS[i]!];
      tuple = p.tuples[i] = newTupleSteal(items);
      p[LISTS[i]!] = tuple.v;
    }
    return incref(tuple);
  };
}

/**
 * Entries of `positions` that belong to this code; all of the unit's where the compiler does not
 * say.
 */
function ownEntries(p: CodePayload): number[] {
  const text = programText(p);
  const count = p.positions.length / 4;
  if (text === null) return Array.from({ length: count }, (_, i) => i);
  const own = new Set<number>();
  for (const m of text.matchAll(/\bF\.i=(\d+);/g)) own.add(Number(m[1]));
  return [...own].sort((a, b) => a - b);
}

function codeBytes(p: CodePayload): Uint8Array {
  return new Uint8Array((p.positions.length / 4) * 2);
}

const int = (f: (p: CodePayload) => number) => member((o: PyObject) => newInt(f(o.v)));

// ---------------------------------------------------------------------------------------------
// co_lines, co_positions

class Rows {
  code: PyObject;
  i = 0;
  rows: (number | null)[][];
  constructor(code: PyObject, rows: (number | null)[][]) {
    this.code = code;
    this.rows = rows;
  }
}

function nextRow(o: PyObject): Owned | null {
  const p: Rows = o.v;
  if (p.i >= p.rows.length) return null;
  const row = p.rows[p.i++]!;
  return newTupleSteal(row.map((x): PyObject => (x === null ? newNone() : newInt(x))));
}

function rowsType(name: string, size: number): TypeObject {
  return newStaticType(name, {
    flags: TPFLAGS_BASETYPE | TPFLAGS_DISALLOW_INSTANTIATION,
    basicsize: size,
    tp_dealloc: (o) => {
      decref(o.v.code);
      freeObject(o);
    },
    tp_traverse: (o, visit) => visit(o.v.code),
    tp_iter: (o) => incref(o) as Owned,
    tp_iternext: nextRow,
  });
}

const LineIteratorType = rowsType('line_iterator', 64);
const PositionsIteratorType = rowsType('positions_iterator', 80);

function newRows(type: TypeObject, size: number, code: PyObject, rows: (number | null)[][]): Owned {
  const o = new PyObject(type, new Rows(incref(code), rows));
  account(o, size);
  return o as Owned;
}

/** (start, end, line): runs of entries on one line. */
function codeLines(o: PyObject): Owned {
  const p: CodePayload = o.v;
  const rows: number[][] = [];
  for (const i of ownEntries(p)) {
    const line = p.positions[i * 4]!;
    const last = rows[rows.length - 1];
    if (last !== undefined && last[1] === i * 2 && last[2] === line) last[1] = i * 2 + 2;
    else rows.push([i * 2, i * 2 + 2, line]);
  }
  if (rows.length === 0) rows.push([0, 2, p.firstlineno]);
  return newRows(LineIteratorType, 64, o, rows);
}

function codePositions(o: PyObject): Owned {
  const positions = (o.v as CodePayload).positions;
  const rows: number[][] = [];
  for (let i = 0; i < positions.length; i += 4) {
    rows.push([positions[i]!, positions[i + 1]!, positions[i + 2]!, positions[i + 3]!]);
  }
  return newRows(PositionsIteratorType, 80, o, rows);
}

/** Appends a number in groups of six bits. CPython: write_location_entry's varint. */
function varint(out: number[], n: number): void {
  for (; n >= 64; n = Math.floor(n / 64)) out.push(0x40 | (n & 63));
  out.push(n);
}

/** The positions in CPython's form: one entry with all four numbers for each two bytes of `co_code`. */
function lineTable(p: CodePayload): Uint8Array {
  const LONG = 0x80 | (14 << 3);
  const NONE = 0x80 | (15 << 3);
  const out: number[] = [];
  let before = p.firstlineno;
  const { positions } = p;
  for (let i = 0; i < positions.length; i += 4) {
    const [line, endLine, col, endCol] = positions.subarray(i, i + 4) as unknown as number[];
    if (line! < 0 || endLine! < line!) {
      out.push(NONE);
      continue;
    }
    const step = line! - before;
    before = line!;
    out.push(LONG);
    varint(out, step < 0 ? -step * 2 + 1 : step * 2);
    varint(out, endLine! - line!);
    varint(out, col! + 1);
    varint(out, endCol! + 1);
  }
  return Uint8Array.from(out);
}

// ---------------------------------------------------------------------------------------------
// replace

const REPLACE_SIGNATURE =
  '(*, co_argcount=0, co_posonlyargcount=0, co_kwonlyargcount=0, co_nlocals=0, co_stacksize=0, co_flags=0, ' +
  'co_firstlineno=0, co_code=0, co_consts=0, co_names=0, co_varnames=0, co_freevars=0, co_cellvars=0, co_filename=0, ' +
  'co_name=0, co_qualname=0, co_linetable=0, co_exceptiontable=0)';
const REPLACE_NAMES = REPLACE_SIGNATURE.slice(4, -1)
  .split(', ')
  .map((p) => p.slice(0, p.indexOf('=')));

function copyPayload(p: CodePayload): CodePayload {
  const copy = new CodePayload(p);
  for (const list of LISTS) copy[list] = p[list].map((x) => incref(x));
  copy.filename = incref(p.filename);
  copy.nameObject = incref(p.nameObject);
  copy.qualnameObject = incref(p.qualnameObject);
  if (p.attributes !== null) incref(p.attributes);
  const from = p.origin ?? p;
  copy.origin = from;
  incref(from.self!);
  copy.js = (...args) => from.js(...args);
  return copy;
}

function expectStr(value: PyObject, field: string): PyObject {
  if (!isInstanceOf(value, StrType)) {
    throw typeError(`replace() argument '${field}' must be str, not ${value.type.name}`);
  }
  return value;
}

function natural(value: PyObject, field: string): number {
  const n = asIndexNumber(value, OverflowErrorType);
  if (n < 0) throw valueError(`${field} must be a positive integer`);
  return n;
}

const COUNTS = new Set(['co_argcount', 'co_posonlyargcount', 'co_kwonlyargcount', 'co_nlocals']);

/**
 * The payload's value of a field that `replace` takes but cannot change, for the check that it
 * stays the same.
 */
function unchangeable(o: PyObject, p: CodePayload, field: string): Owned {
  switch (field) {
    case 'co_argcount':
      return newInt(p.argcount);
    case 'co_posonlyargcount':
      return newInt(p.posonlyargcount);
    case 'co_kwonlyargcount':
      return newInt(p.kwonlyargcount);
    case 'co_nlocals':
      return newInt(p.varnames.length);
    case 'co_code':
      return newBytes(codeBytes(p));
    case 'co_linetable':
      return newBytes(lineTable(p));
    case 'co_names':
      return listTuple(1)(o);
    case 'co_varnames':
      return listTuple(2)(o);
    case 'co_cellvars':
      return listTuple(3)(o);
    case 'co_freevars':
      return listTuple(4)(o);
    default:
      return newBytes(new Uint8Array(0));
  }
}

function replaceConsts(p: CodePayload, value: PyObject): void {
  if (!isInstanceOf(value, TupleType)) {
    throw typeError(`replace() argument 'co_consts' must be tuple, not ${value.type.name}`);
  }
  const old = p.consts;
  p.consts = (value.v as PyObject[]).map((x) => incref(x));
  for (const item of old) decref(item);
}

function applyChange(o: PyObject, p: CodePayload, field: string, value: PyObject): void {
  switch (field) {
    case 'co_name': {
      const old = p.nameObject;
      p.name = strJs(expectStr(value, field));
      p.nameObject = incref(value);
      decref(old);
      return;
    }
    case 'co_qualname': {
      const old = p.qualnameObject;
      p.qualname = strJs(expectStr(value, field));
      p.qualnameObject = incref(value);
      decref(old);
      return;
    }
    case 'co_filename': {
      const old = p.filename;
      p.filename = incref(expectStr(value, field));
      decref(old);
      return;
    }
    case 'co_firstlineno':
      p.firstlineno = natural(value, field);
      return;
    case 'co_flags':
      p.flags = natural(value, field);
      return;
    case 'co_stacksize':
      p.stacksize = natural(value, field);
      return;
    case 'co_consts':
      replaceConsts(p, value);
      return;
    case 'co_linetable':
    case 'co_exceptiontable':
      return;
  }
  if (COUNTS.has(field)) natural(value, field);
  const now = unchangeable(o, p, field);
  try {
    if (!eq(now, value)) throw notImplementedError(`code.replace() cannot change ${field}`);
  } finally {
    decref(now);
  }
}

function codeReplace(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (args.length > (kw === null ? 0 : kw.length))
    throw typeError('replace() takes no positional arguments');
  const bound = bindArgs('replace', REPLACE_SIGNATURE, args, kw) as (PyObject | undefined)[];
  const code = newCodeObject(copyPayload(o.v)) as Owned;
  try {
    REPLACE_NAMES.forEach((field, i) => {
      const value = bound[i];
      if (value !== undefined) applyChange(o, code.v, field, value);
    });
  } catch (e) {
    decref(code);
    throw e;
  }
  return code;
}

function codeNew(_type: TypeObject, args: PyObject[]): Owned {
  if (args.length < 16) throw typeError(`code expected at least 16 arguments, got ${args.length}`);
  throw notImplementedError('code objects cannot be made from bytecode');
}

function varnameFromOparg(o: PyObject, oparg: PyObject): Owned {
  const p: CodePayload = o.v;
  const all = [...p.varnames, ...p.cellvars.filter((c) => !p.varnames.includes(c)), ...p.freevars];
  const name = all[asIndexNumber(oparg, OverflowErrorType)];
  if (name === undefined) throw indexError('tuple index out of range');
  return incref(name) as Owned;
}

const REPLACE_DOC = 'Another code object with some fields changed.';

defineType(CodeType, {
  basicsize: BLOCK,
  itemsize: 2,
  hasWeakrefs: true,
  tp_new: codeNew,
  tp_dealloc: codeDealloc,
  tp_traverse: codeTraverse,
  tp_repr: codeRepr,
  tp_hash: codeHash,
  tp_richcompare: codeCompare,
  tp_sizeof: (o) => BLOCK + codeBytes(o.v).length,
  methods: {
    __sizeof__: method('($self, /)', (o: PyObject) => newInt(BLOCK + codeBytes(o.v).length)),
    co_lines: method('($self, /)', codeLines),
    co_positions: method('($self, /)', codePositions),
    replace: methodRaw(codeReplace, { sig: '($self, /, **changes)', doc: REPLACE_DOC }),
    __replace__: methodRaw(codeReplace, {
      sig: '($self, /, **changes)',
      doc: 'The same as replace().',
    }),
    _varname_from_oparg: method('($self, /, oparg)', varnameFromOparg, 'A variable by its number.'),
  },
  members: {
    co_argcount: int((p) => p.argcount),
    co_posonlyargcount: int((p) => p.posonlyargcount),
    co_kwonlyargcount: int((p) => p.kwonlyargcount),
    co_stacksize: int((p) => p.stacksize),
    co_flags: int((p) => p.flags),
    co_nlocals: int((p) => p.varnames.length),
    co_consts: member(listTuple(0)),
    co_names: member(listTuple(1)),
    co_filename: member((o) => incref(o.v.filename as PyObject)),
    co_name: member((o) => incref(o.v.nameObject)),
    co_qualname: member((o) => incref(o.v.qualnameObject)),
    co_firstlineno: int((p) => p.firstlineno),
    co_linetable: member((o) => newBytes(lineTable(o.v))),
    co_exceptiontable: member(() => newBytes(new Uint8Array(0))),
  },
  getset: {
    co_lnotab: getset(() => {
      warnDeprecated('co_lnotab is deprecated, use co_lines instead.');
      return newBytes(new Uint8Array(0));
    }),
    co_varnames: getset(listTuple(2)),
    co_cellvars: getset(listTuple(3)),
    co_freevars: getset(listTuple(4)),
    co_code: getset((o) => newBytes(codeBytes(o.v))),
    _co_code_adaptive: getset((o) => newBytes(codeBytes(o.v))),
  },
  text_signature:
    '(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, ' +
    'filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)',
  doc: 'A compiled piece of program.',
});
