/**
 * FrameLocalsProxy: the locals of a function's frame as a mapping that writes through (PEP 667).
 * CPython: Objects/frameobject.c (framelocalsproxy_*).
 *
 * Variables are the frame's slots (`code.slots`; cells are looked through) and the free variables
 * of its function; names that are no variables go to a dict of the frame object. Variables of an
 * inlined comprehension shadow those of the function while they are bound.
 *
 * A running function whose locals are JavaScript variables (docs/differences/frame-locals.md) shows
 * only its free variables; asking for one of the others raises RuntimeError, while iteration and
 * membership leave them out, so that tools which merely look through frames go on working.
 */
import { EQ, eq, getItem, hash, iterate, NE, repr, richCompareBool } from '../core/abstract.ts';
import { checkPositional } from '../core/args.ts';
import { getAttr } from '../core/attr.ts';
import { callObject } from '../core/call.ts';
import { newException, typeError } from '../core/errors.ts';
import type { Frame } from '../core/frame.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { method, methodRaw } from '../core/native-def.ts';
import { account, decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { S } from '../core/state.ts';
import { defineType } from '../core/type-define.ts';
import {
  CellType,
  FrameType,
  type KwNames,
  TPFLAGS_HAVE_GC,
  TPFLAGS_MAPPING,
  TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { cellGetBorrowed, cellSetSteal } from './cell.ts';
import type { CodePayload } from './code.ts';
import {
  dictGetBorrowed,
  dictKeyAt,
  dictNext,
  dictSet,
  dictUpdate,
  dictValueAt,
  isDict,
  newDict,
} from './dict.ts';
import { KeyErrorType } from './exceptions.ts';
import { CLEARED, checkLocalsVisible, type FrameObjectPayload } from './frame.ts';
import { newListSteal } from './list.ts';
import { None_, newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, isStrExact, newStrJs, strJs } from './str.ts';
import { newTuple } from './tuple.ts';

export const FrameLocalsProxyType = new TypeObject('FrameLocalsProxy');

const BLOCK = 40;

/** A proxy of a frame object's locals. */
export function newFrameLocalsProxy(frame: PyObject): Owned<PyGC<PyObject>> {
  const o = newGC(FrameLocalsProxyType, incref(frame) as PyObject);
  account(o, BLOCK);
  gcTrack(o);
  return o;
}

const frameOf = (o: PyObject): Frame => (o.v.v as FrameObjectPayload).frame;
const extraOf = (o: PyObject): PyObject | null => (o.v.v as FrameObjectPayload).extraLocals;

/** Value of slot `i`, through its cell. */
function slotValueBorrowed(f: Frame, i: number): PyObject | null {
  const value = f.locals === null ? null : (f.locals[i] ?? null);
  if (value === null || !f.code!.slots[i]!.cell || value.type !== CellType) return value;
  return cellGetBorrowed(value);
}

/** Cells of the free variables; null when there are none or the frame was cleared. */
function closureOf(f: Frame): PyObject[] | null {
  return f.fn === null || f.locals === CLEARED ? null : f.fn.v.closure;
}

/**
 * Calls `f` with (name, value) of every bound variable in the order of the frame, until it returns
 * true.
 */
function eachVariable(
  frame: Frame,
  f: (name: string, value: PyObject) => boolean | undefined,
): void {
  const code = frame.code!;
  const slots = code.slots;
  const hidden = new Map<string, PyObject>();
  for (let i = 0; i < slots.length; i++) {
    if (!slots[i]!.hidden) continue;
    const value = slotValueBorrowed(frame, i);
    if (value !== null) hidden.set(slots[i]!.name, value);
  }
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < slots.length; i++) {
      const { name, cell } = slots[i]!;
      const parameterCell = cell && i < code.nparams;
      if (slots[i]!.hidden || (cell && !parameterCell) !== (pass === 1)) continue;
      const value = hidden.get(name) ?? slotValueBorrowed(frame, i);
      hidden.delete(name);
      if (value !== null && f(name, value) === true) return;
    }
  }
  for (const [name, value] of hidden) if (f(name, value) === true) return;
  const cells = closureOf(frame);
  for (let i = 0; cells !== null && i < code.freevars.length; i++) {
    const value = cellGetBorrowed(cells[i]!);
    if (value !== null && f(strJs(code.freevars[i]!), value) === true) return;
  }
}

/** Names and values of all bound variables, as pairs (names new, values new references). */
function pairs(o: PyObject): PyObject[] {
  const out: PyObject[] = [];
  const f = frameOf(o);
  eachVariable(f, (name, value) => {
    out.push(intern(name), incref(value));
  });
  const extra = extraOf(o);
  if (extra !== null) {
    for (let j = dictNext(extra, 0); j >= 0; j = dictNext(extra, j + 1)) {
      out.push(incref(dictKeyAt(extra, j)), incref(dictValueAt(extra, j)));
    }
  }
  return out;
}

/** A new dict of the frame's locals. */
export function localsSnapshot(frame: Frame, extra: PyObject | null): Owned {
  const dict = newDict();
  eachVariable(frame, (name, value) => {
    const key = intern(name);
    dictSet(dict, key, value);
    decref(key);
  });
  if (extra !== null) dictUpdate(dict, extra);
  return dict;
}

function snapshot(o: PyObject): Owned {
  return localsSnapshot(frameOf(o), extraOf(o));
}

/**
 * The variable of the code that a key names, or null. Keys need not be str: what is equal to a
 * name and hashes like it will do.
 */
function variableNamed(code: CodePayload, key: PyObject): string | null {
  const lo = hash(key);
  const hi = S.hashHi;
  const names = [...code.slots.map((slot) => slot.name), ...code.freevars.map((v) => strJs(v))];
  if (isStrExact(key)) {
    const text = strJs(key);
    return names.includes(text) ? text : null;
  }
  for (const name of names) {
    const o = intern(name);
    try {
      if (hash(o) === lo && S.hashHi === hi && richCompareBool(o, key, EQ)) return name;
    } finally {
      decref(o);
    }
  }
  return null;
}

/** Value of a variable, borrowed, or null while it is unbound. */
function variableBorrowed(f: Frame, name: string): PyObject | null {
  let found: PyObject | null = null;
  eachVariable(f, (n, value) => {
    if (n === name) found = value;
    return found !== null;
  });
  return found;
}

/** Value of a key, borrowed, or null. */
function lookup(o: PyObject, key: PyObject): PyObject | null {
  const f = frameOf(o);
  const name = variableNamed(f.code!, key);
  const value = name === null ? null : variableBorrowed(f, name);
  if (value !== null) return value;
  const extra = extraOf(o);
  return extra === null ? null : dictGetBorrowed(extra, key);
}

function proxyGetItem(o: PyObject, key: PyObject): Owned {
  const value = lookup(o, key);
  if (value !== null) return incref(value);
  if (variableNamed(frameOf(o).code!, key) !== null) checkLocalsVisible(frameOf(o));
  const shown = repr(key);
  const text = strJs(shown);
  decref(shown);
  throw newException(KeyErrorType, `local variable '${text}' is not defined`);
}

/** Stores into the slot, cell or free variable of that name; false when there is none. */
function storeVariable(f: Frame, name: string, value: PyObject): boolean {
  const code = f.code!;
  const locals = f.locals;
  for (let i = code.slots.length - 1; i >= 0 && locals !== null; i--) {
    const slot = code.slots[i]!;
    if (slot.name !== name || (slot.hidden && slotValueBorrowed(f, i) === null)) continue;
    const old = locals[i] ?? null;
    if (slot.cell && old !== null && old.type === CellType) cellSetSteal(old, incref(value));
    else {
      locals[i] = incref(value);
      if (old !== null) decref(old);
    }
    return true;
  }
  const at = code.freevars.findIndex((v) => strJs(v) === name);
  const cells = closureOf(f);
  if (at < 0 || cells === null) return false;
  cellSetSteal(cells[at]!, incref(value));
  return true;
}

function proxySetItem(o: PyObject, key: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('cannot remove variables from FrameLocalsProxy');
  const f = frameOf(o);
  const name = variableNamed(f.code!, key);
  if (name !== null) {
    checkLocalsVisible(f);
    if (storeVariable(f, name, value)) return;
  }
  const p = o.v.v as FrameObjectPayload;
  dictSet((p.extraLocals ??= newDict()), key, value);
}

function proxyUpdate(o: PyObject, other: PyObject): Owned {
  if (!isDict(other) && other.type !== FrameLocalsProxyType) {
    throw typeError('update() argument must be dict or another FrameLocalsProxy');
  }
  merge(o, other);
  return newNone();
}

function merge(o: PyObject, other: PyObject): void {
  const keys = intern('keys');
  const get = getAttr(other, keys);
  decref(keys);
  let names: Owned;
  try {
    names = callObject(get, []);
  } finally {
    decref(get);
  }
  try {
    iterate(names, (key) => {
      const value = getItem(other, key);
      try {
        proxySetItem(o, key, value);
      } finally {
        decref(value);
      }
    });
  } finally {
    decref(names);
  }
}

function takeEvery(o: PyObject, offset: number): Owned {
  const list = pairs(o);
  const out: PyObject[] = [];
  for (let i = 0; i < list.length; i++) {
    if (i % 2 === offset) out.push(list[i]!);
    else decref(list[i]!);
  }
  return newListSteal(out);
}

function proxyItems(o: PyObject): Owned {
  const list = pairs(o);
  const out: PyObject[] = [];
  for (let i = 0; i < list.length; i += 2) {
    out.push(newTuple([list[i]!, list[i + 1]!]));
    decref(list[i]!);
    decref(list[i + 1]!);
  }
  return newListSteal(out);
}

function iterOf(list: Owned, reverse: boolean): Owned {
  const name = intern(reverse ? '__reversed__' : '__iter__');
  const f = getAttr(list, name);
  decref(name);
  decref(list);
  try {
    return callObject(f, []);
  } finally {
    decref(f);
  }
}

/** reversed() gives a list in CPython as well. */
function proxyReversed(o: PyObject): Owned {
  const list = takeEvery(o, 0);
  (list.v as PyObject[]).reverse();
  return list;
}

function proxyNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  checkPositional('FrameLocalsProxy', args.length - (kw === null ? 0 : kw.length), 1, 1);
  if (kw !== null && kw.length > 0) throw typeError('FrameLocalsProxy takes no keyword arguments');
  const frame = args[0]!;
  if (frame.type !== FrameType) throw typeError(`expect frame, not ${frame.type.name}`);
  return newFrameLocalsProxy(frame);
}

function proxyRepr(o: PyObject): Owned {
  if (!reprEnter(o)) return newStrJs('{...}');
  try {
    const dict = snapshot(o);
    try {
      return repr(dict);
    } finally {
      decref(dict);
    }
  } finally {
    reprLeave(o);
  }
}

function proxyCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (op !== EQ && op !== NE) return newNotImplemented();
  if (b.type === FrameLocalsProxyType) return newBool((a.v === b.v) === (op === EQ));
  if (!isDict(b)) return newNotImplemented();
  const dict = snapshot(a);
  try {
    return newBool(eq(dict, b) === (op === EQ));
  } finally {
    decref(dict);
  }
}

function isMergeable(o: PyObject): boolean {
  return isDict(o) || o.type === FrameLocalsProxyType;
}

function proxyOr(a: PyObject, b: PyObject): Owned {
  if (!isMergeable(a) || !isMergeable(b)) return newNotImplemented();
  const dict = newDict();
  try {
    dictUpdate(dict, a);
    dictUpdate(dict, b);
  } catch (e) {
    decref(dict);
    throw e;
  }
  return dict;
}

function proxyInplaceOr(a: PyObject, b: PyObject): Owned {
  if (!isMergeable(b)) return newNotImplemented();
  merge(a, b);
  return incref(a) as Owned;
}

function oneOrTwo(name: string, args: PyObject[]): void {
  if (args.length < 1 || args.length > 2) throw typeError(`${name} expected 1 or 2 arguments`);
}

function proxyGet(o: PyObject, args: PyObject[]): Owned {
  oneOrTwo('get', args);
  const value = lookup(o, args[0]!);
  return incref(value ?? args[1] ?? None_);
}

function proxySetDefault(o: PyObject, args: PyObject[]): Owned {
  oneOrTwo('setdefault', args);
  const value = lookup(o, args[0]!);
  if (value !== null) return incref(value);
  const fallback = args[1] ?? None_;
  proxySetItem(o, args[0]!, fallback);
  return incref(fallback);
}

defineType(FrameLocalsProxyType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_MAPPING,
  basicsize: BLOCK - 16,
  tp_new: proxyNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    decref(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => visit(o.v),
  tp_repr: proxyRepr,
  tp_richcompare: proxyCompare,
  tp_hash: null,
  tp_iter: (o) => iterOf(takeEvery(o, 0), false),
  nb_or: proxyOr,
  nb_inplace_or: proxyInplaceOr,
  mp_length: (o) => {
    const list = pairs(o);
    for (const x of list) decref(x);
    return list.length / 2;
  },
  mp_subscript: proxyGetItem,
  mp_ass_subscript: proxySetItem,
  sq_contains: (o, key) => lookup(o, key) !== null,
  methods: {
    __contains__: method('($self, object, /)', (o: PyObject, key: PyObject) =>
      newBool(lookup(o, key) !== null),
    ),
    __getitem__: method('($self, object, /)', proxyGetItem),
    update: method('($self, object, /)', proxyUpdate),
    __reversed__: method('($self, /)', proxyReversed),
    copy: method('($self, /)', snapshot),
    keys: method('($self, /)', (o: PyObject) => takeEvery(o, 0)),
    values: method('($self, /)', (o: PyObject) => takeEvery(o, 1)),
    items: method('($self, /)', proxyItems),
    get: methodRaw(proxyGet, { kw: false }),
    setdefault: methodRaw(proxySetDefault, { kw: false }),
  },
});
