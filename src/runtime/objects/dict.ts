/**
 * dict. CPython: Objects/dictobject.c (the table itself is dict-table.ts, the views dict-views.ts).
 *
 * Invariants
 * - The payload is a DictTable; its keys block is accounted on the dict.
 * - An exact dict is untracked until a key or value that the collector may track comes in.
 * - A dict owns its keys and values. Whoever runs Python code while reading an entry holds it meanwhile.
 */
import {
  EQ,
  getItem,
  getIter,
  hash,
  iterNext,
  NE,
  repr,
  richCompareBool,
  sequenceToArray,
} from '../core/abstract.ts';
import { classMethod, method, methodRaw } from '../core/args.ts';
import { lookupAttr } from '../core/attr.ts';
import { call0, callMethod0, callSpecial1 } from '../core/call.ts';
import {
  discard,
  keyError,
  matches,
  newException,
  runtimeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { dictList } from '../core/free-lists.ts';
import { freeObject, freeOrPark, gcTrack, gcUntrack, newParked, newGC } from '../core/gc.ts';
import { genericAliasNew } from './genericalias.ts';
import {
  account,
  dealloc,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
} from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { addAtoms } from '../core/roots.ts';
import { S } from '../core/state.ts';
import { defineType } from '../core/type-define.ts';
import {
  DictType,
  FrozensetType,
  type KwNames,
  SetType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_MAPPING,
  TupleType,
  type TypeObject,
  TypeType,
  type Visit,
} from '../core/type-object.ts';
import { TextBuilder } from '../text/text.ts';
import {
  DictTable,
  keysBlockSize,
  log2ForEntries,
  MIN_LOG2,
  strHashLo,
  tableAdmit,
  tableAppend,
  tableClear,
  tableClone,
  tableEnd,
  tableFind,
  tableFindStr,
  tableForget,
  tableHashAt,
  tablePresize,
  tableResize,
  tableTruncate,
  usableFraction,
} from './dict-table.ts';
import {
  newItemsView,
  newKeysView,
  newReverseKeyIterator,
  newValuesView,
  newKeyIterator,
} from './dict-views.ts';
import { eachEntry, setLen } from './set.ts';
import { KeyErrorType, TypeErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { newItems } from './item-array.ts';
import { newBool, newNotImplemented, None_ } from './singletons.ts';
import { intern, newStr, newStrJs, strValue } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const s_keys = intern('keys');
const s_missing = intern('__missing__');

export type PyDict = PyGC<DictTable>;

/** `n` of an instance's dict that CPython would not have made (core/attr.ts): it has no block. */
const UNACCOUNTED = 1;

// ---------------------------------------------------------------------------------------------
// Making and ending

function allocDict(): Owned<PyDict> {
  return newParked(dictList, DictType, new DictTable());
}

/** An empty dict without keys block. */
export function newDict(): Owned<PyDict> {
  return allocDict();
}

/** An empty dict with room for `n` entries, as CPython's displays and merges make it. */
export function newDictPresized(n: number, unicode = true): Owned<PyDict> {
  const d = allocDict();
  tablePresize(d, n, unicode);
  return d;
}

/** Dict display: keys and values alternate in `pairs`, which is consumed. */
export function newDictFromPairsSteal(pairs: PyObject[]): Owned<PyDict> {
  let unicode = true;
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i]!.type !== StrType) {
      unicode = false;
      break;
    }
  }
  const d = newDictPresized(pairs.length >> 1, unicode);
  let i = 0;
  try {
    for (; i < pairs.length; i += 2) dictSet(d, pairs[i]!, pairs[i + 1]!);
  } catch (e) {
    for (let k = 0; k < pairs.length; k++) decref(pairs[k]!);
    decref(d);
    throw e;
  }
  for (let k = 0; k < pairs.length; k++) decref(pairs[k]!);
  return d;
}

export function isDict(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_DICT_SUBCLASS) !== 0;
}

export function isDictExact(o: PyObject): boolean {
  return o.type === DictType;
}

function dictDealloc(o: PyObject): void {
  gcUntrack(o);
  tableEnd(o);
  if (o.n === UNACCOUNTED) return;
  if (o.type === DictType) freeOrPark(o, dictList);
  else freeObject(o);
}

/**
 * Strs are not visited, nor values that are part of an instance: that visits them itself.
 * CPython: dict_traverse.
 */
function dictTraverse(o: PyObject, visit: Visit): void {
  const t: DictTable = o.v;
  const e = t.e;
  if (t.shared !== null && t.block === 0) return;
  if (t.unicode) {
    for (let i = 2; i < e.length; i += 3) if (e[i] !== null) visit(e[i]);
    return;
  }
  for (let i = 0; i < e.length; i += 3) {
    if (e[i] === null) continue;
    visit(e[i + 2]);
    visit(e[i]);
  }
}

addAtoms(DictType, (o, visit) => {
  const t: DictTable = o.v;
  if (!t.unicode) return;
  for (let i = 0; i < t.e.length; i += 3) if (t.e[i] !== null) visit(t.e[i]);
});

/** Whether the collector may ever have to see `o` (_PyObject_GC_MAY_BE_TRACKED). */
export function mayBeTracked(o: PyObject): boolean {
  const type = o.type;
  if ((type.flags & TPFLAGS_HAVE_GC) === 0) return false;
  if (type === TupleType) return (o as PyGC).next !== null;
  if (type === TypeType) return (o.v.flags & TPFLAGS_HEAPTYPE) !== 0;
  return true;
}

/** MAINTAIN_TRACKING. */
function maintainTracking(d: PyDict, key: PyObject, value: PyObject): void {
  if (d.next === null && (mayBeTracked(value) || mayBeTracked(key))) gcTrack(d);
}

// ---------------------------------------------------------------------------------------------
// Entries: the functions the runtime uses

/** Number of items. */
export function dictLen(d: PyObject): number {
  return d.v.used;
}

/** Index of the entry of `key`, or -1. */
export function dictLookup(d: PyObject, key: PyObject): number {
  if (key.type === StrType) return tableFindStr(d.v, key);
  const lo = hash(key);
  return tableFind(d.v, key, lo, S.hashHi);
}

/** Value of `key` or null, borrowed. May run `__hash__` and `__eq__`. */
export function dictGetBorrowed(d: PyObject, key: PyObject): PyObject | null {
  const t: DictTable = d.v;
  let j: number;
  if (key.type === StrType) j = tableFindStr(t, key);
  else {
    const lo = hash(key);
    j = tableFind(t, key, lo, S.hashHi);
  }
  return j < 0 ? null : t.e[j * 3 + 2];
}

/** Value of an exact str key or null, borrowed. */
export function dictGetStrBorrowed(d: PyObject, name: PyObject): PyObject | null {
  const t: DictTable = d.v;
  const j = tableFindStr(t, name);
  return j < 0 ? null : t.e[j * 3 + 2];
}

/** Value of `key` or null, new reference. */
export function dictGet(d: PyObject, key: PyObject): Owned | null {
  const value = dictGetBorrowed(d, key);
  return value === null ? null : incref(value);
}

export function dictContains(d: PyObject, key: PyObject): boolean {
  return dictLookup(d, key) >= 0;
}

export function dictSet(d: PyObject, key: PyObject, value: PyObject): void {
  if (key.type === StrType) {
    dictSetStr(d, key, value);
    return;
  }
  const lo = hash(key);
  dictSetHashed(d, key, lo, S.hashHi, value);
}

/** `dictSet` with the hash known. */
export function dictSetHashed(
  d: PyObject,
  key: PyObject,
  lo: number,
  hi: number,
  value: PyObject,
): void {
  const t: DictTable = d.v;
  tableAdmit(d, key);
  const j = tableFind(t, key, lo, hi);
  if ((d as PyDict).next === null) maintainTracking(d as PyDict, key, value);
  if (j < 0) tableAppend(d, key, lo, hi, value);
  else replaceValue(t, j, value);
}

/** `dictSet` for an exact str key. */
export function dictSetStr(d: PyObject, name: PyObject, value: PyObject): void {
  const t: DictTable = d.v;
  const j = tableFindStr(t, name);
  if ((d as PyDict).next === null && mayBeTracked(value)) gcTrack(d);
  if (j >= 0) {
    replaceValue(t, j, value);
    return;
  }
  if (t.unicode) tableAppend(d, name, strHashLo(name), 0, value);
  else {
    const lo = StrType.tp_hash!(name);
    tableAppend(d, name, lo, S.hashHi, value);
  }
}

function replaceValue(t: DictTable, j: number, value: PyObject): void {
  const i = j * 3 + 2;
  const old = t.e[i];
  if (old === value) return;
  value.rc++;
  t.e[i] = value;
  if (--old.rc === 0) dealloc(old);
}

/** `dictSet` that consumes key and value. */
export function dictSetSteal(d: PyObject, key: PyObject, value: PyObject): void {
  try {
    dictSet(d, key, value);
  } catch (e) {
    decref(value);
    decref(key);
    throw e;
  }
  decref(value);
  decref(key);
}

/** Sets entry `j` of the table, known to be live. */
export function dictSetAt(d: PyObject, j: number, value: PyObject): void {
  if ((d as PyDict).next === null && mayBeTracked(value)) gcTrack(d);
  replaceValue(d.v, j, value);
}

/** Removes entry `j`: the key goes first, then the value. */
export function dictDelAt(d: PyObject, j: number): void {
  const t: DictTable = d.v;
  const key = t.e[j * 3];
  const value = t.e[j * 3 + 2];
  tableForget(t, j);
  decref(key);
  decref(value);
}

/** Removes `key`; false when it is not there. */
export function dictDel(d: PyObject, key: PyObject): boolean {
  const j = dictLookup(d, key);
  if (j < 0) return false;
  dictDelAt(d, j);
  return true;
}

/** Removes `key` and hands its value over, or null. */
export function dictPop(d: PyObject, key: PyObject): Owned | null {
  if (d.v.used === 0) return null;
  const j = dictLookup(d, key);
  return j < 0 ? null : dictPopAt(d, j);
}

/** Removes entry `j` and hands its value over. */
export function dictPopAt(d: PyObject, j: number): Owned {
  const t: DictTable = d.v;
  const key = t.e[j * 3];
  const value = t.e[j * 3 + 2];
  tableForget(t, j);
  decref(key);
  return value;
}

/** Index of the first live entry at or after `j`, or -1: `for (let j = dictNext(d, 0); j >= 0; j = dictNext(d, j + 1))`. */
export function dictNext(d: PyObject, j: number): number {
  const e = d.v.e;
  let i = j * 3;
  while (i < e.length) {
    if (e[i] !== null) return j;
    i += 3;
    j++;
  }
  return -1;
}

/** Key of entry `j`, borrowed. */
export function dictKeyAt(d: PyObject, j: number): PyObject {
  return d.v.e[j * 3];
}

/** Value of entry `j`, borrowed. */
export function dictValueAt(d: PyObject, j: number): PyObject {
  return d.v.e[j * 3 + 2];
}

/** Existing value of `key`, or `fallback` which is then stored; new reference. */
export function dictSetDefault(d: PyObject, key: PyObject, fallback: PyObject): Owned {
  const t: DictTable = d.v;
  const lo = hash(key);
  const hi = S.hashHi;
  tableAdmit(d, key);
  const j = tableFind(t, key, lo, hi);
  if (j >= 0) return incref(t.e[j * 3 + 2]);
  maintainTracking(d as PyDict, key, fallback);
  tableAppend(d, key, lo, hi, fallback);
  return incref(fallback);
}

/** Removes all items. */
export function dictClear(d: PyObject): void {
  if (d.v.log2 !== 0 || d.v.shared !== null) tableClear(d);
}

/** Keys in order, new references. */
export function dictKeysArray(d: PyObject): PyObject[] {
  return collect(d.v, 0);
}

/** Values in order, new references. */
export function dictValuesArray(d: PyObject): PyObject[] {
  return collect(d.v, 2);
}

function collect(t: DictTable, offset: number): PyObject[] {
  const e = t.e;
  const out = newItems(t.used);
  for (let i = 0, n = 0; i < e.length; i += 3) {
    if (e[i] === null) continue;
    const o: PyObject = e[i + offset];
    o.rc++;
    out[n++] = o;
  }
  return out;
}

/** Pairs in order as new tuples. */
export function dictItemsArray(d: PyObject): PyObject[] {
  const t: DictTable = d.v;
  const e = t.e;
  const out = newItems(t.used);
  let n = 0;
  for (let i = 0; i < e.length; i += 3) {
    if (e[i] !== null) out[n++] = newTupleSteal([incref(e[i]), incref(e[i + 2])]);
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// Copies and merges

/** A new exact dict with the items of `d`. */
export function dictCopy(d: PyObject): Owned<PyDict> {
  const from: DictTable = d.v;
  const copy = allocDict();
  if (from.used === 0) return copy;
  const entries = from.e.length / 3;
  if (
    d.type.tp_iter === dictIter &&
    from.shared === null &&
    from.used >= Math.floor((entries * 2) / 3)
  ) {
    tableClone(copy, from);
    if ((d as PyDict).next !== null) gcTrack(copy);
    return copy;
  }
  try {
    dictMerge(copy, d, 1);
  } catch (e) {
    decref(copy);
    throw e;
  }
  return copy;
}

/**
 * Merges the mapping `b` into `d`. override 1: later wins; 0: present keys stay; 2: a present key is an error
 * (KeyError(key), which the call machinery turns into "got multiple values").
 */
export function dictMerge(d: PyObject, b: PyObject, override: number): void {
  if (isDict(b) && b.type.tp_iter === dictIter) mergeDict(d as PyDict, b as PyDict, override);
  else mergeMapping(d, b, override);
}

function mergeDict(d: PyDict, b: PyDict, override: number): void {
  const to = d.v;
  const from = b.v;
  if (b === d || from.used === 0) return;
  if (to.used === 0) {
    override = 1;
    const dense = from.shared === null && from.used * 3 === from.e.length;
    if (
      to.shared === null &&
      dense &&
      (from.log2 === MIN_LOG2 || usableFraction(from.log2 - 1) < from.used)
    ) {
      replaceByClone(d, from);
      if (b.next !== null) gcTrack(d);
      return;
    }
  }
  if (usableFraction(to.log2) < from.used)
    tableResize(d, log2ForEntries(to.used + from.used), from.unicode);
  const entries = from.e.length;
  for (let j = dictNext(b, 0); j >= 0; j = dictNext(b, j + 1)) {
    const lo = tableHashAt(from, j);
    const hi = S.hashHi;
    const key = incref(from.e[j * 3]);
    const value = incref(from.e[j * 3 + 2]);
    try {
      if (override === 1) dictSetHashed(d, key, lo, hi, value);
      else mergeEntry(d, key, lo, hi, value, override);
    } finally {
      decref(key);
      decref(value);
    }
    if (from.e.length !== entries) throw runtimeError('dict mutated during update');
  }
}

/** The table of `d`, which holds no items (perhaps deleted ones), becomes a clone. */
function replaceByClone(d: PyDict, from: DictTable): void {
  tableClone(d, from);
}

function mergeEntry(
  d: PyObject,
  key: PyObject,
  lo: number,
  hi: number,
  value: PyObject,
  override: number,
): void {
  if (tableFind(d.v, key, lo, hi) < 0) dictSetHashed(d, key, lo, hi, value);
  else if (override === 2) throw keyError(key);
}

function mergeMapping(d: PyObject, b: PyObject, override: number): void {
  const keys = callMethod0(b, s_keys);
  let it: PyObject;
  try {
    it = getIter(keys);
  } finally {
    decref(keys);
  }
  try {
    for (let key = iterNext(it); key !== null; key = iterNext(it)) {
      try {
        mergeKey(d, b, key, override);
      } finally {
        decref(key);
      }
    }
  } finally {
    decref(it);
  }
}

function mergeKey(d: PyObject, b: PyObject, key: PyObject, override: number): void {
  if (override !== 1 && dictContains(d, key)) {
    if (override === 2) throw keyError(key);
    return;
  }
  const value = getItem(b, key);
  try {
    dictSet(d, key, value);
  } finally {
    decref(value);
  }
}

/** Items from an iterable of pairs. */
export function dictMergePairs(d: PyObject, pairs: PyObject, override = true): void {
  const it = getIter(pairs);
  try {
    let i = 0;
    for (let item = iterNext(it); item !== null; item = iterNext(it), i++) {
      try {
        mergePair(d, item, i, override);
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
}

function mergePair(d: PyObject, item: PyObject, i: number, override: boolean): void {
  let pair: PyObject[];
  try {
    pair = sequenceToArray(item, '');
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`);
  }
  try {
    if (pair.length !== 2) {
      throw valueError(
        `dictionary update sequence element #${i} has length ${pair.length}; 2 is required`,
      );
    }
    if (override || !dictContains(d, pair[0]!)) dictSet(d, pair[0]!, pair[1]!);
  } finally {
    for (let k = 0; k < pair.length; k++) decref(pair[k]!);
  }
}

/** dict_update_arg: a dict, a mapping with `keys`, or pairs. */
export function dictUpdate(d: PyObject, arg: PyObject): void {
  if (arg.type === DictType) {
    dictMerge(d, arg, 1);
    return;
  }
  const keys = lookupAttr(arg, s_keys);
  if (keys === null) {
    dictMergePairs(d, arg);
    return;
  }
  decref(keys);
  dictMerge(d, arg, 1);
}

function updateCommon(self: PyObject, args: PyObject[], kw: KwNames, name: string): void {
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  if (n > 1) throw typeError(`${name} expected at most 1 argument, got ${n}`);
  if (n === 1) dictUpdate(self, args[0]!);
  if (nkw === 0) return;
  if (self.type === DictType) {
    for (let i = 0; i < nkw; i++) dictSet(self, kw![i]!, args[n + i]!);
    return;
  }
  const given = kwDict(kw!, args, n);
  try {
    dictMerge(self, given, 1);
  } finally {
    decref(given);
  }
}

/** The dict of keyword arguments whose values start at `args[from]`. */
export function kwDict(kw: PyObject[], args: PyObject[], from: number): Owned<PyDict> {
  const d = newDictPresized(kw.length, true);
  for (let i = 0; i < kw.length; i++) dictSet(d, kw[i]!, args[from + i]!);
  return d;
}

// ---------------------------------------------------------------------------------------------
// Slots

function dictNew(type: TypeObject, _args: PyObject[], _kw: KwNames): Owned {
  if (type === DictType) {
    // From tp_alloc: not of a parked block.
    const fresh = newGC(DictType, new DictTable());
    account(fresh, dictList.size);
    return fresh;
  }
  const d = type.tp_alloc(type);
  d.v = new DictTable();
  gcTrack(d);
  return d;
}

function dictInit(self: PyObject, args: PyObject[], kw: KwNames): void {
  updateCommon(self, args, kw, 'dict');
}

function dictRepr(d: PyObject): Owned {
  if (!reprEnter(d)) return newStrJs('{...}');
  try {
    if (d.v.used === 0) return newStrJs('{}');
    return newStr(reprItems(d));
  } finally {
    reprLeave(d);
  }
}

function reprItems(d: PyObject) {
  const out = new TextBuilder();
  out.appendText('{');
  let first = true;
  for (let j = dictNext(d, 0); j >= 0; j = dictNext(d, j + 1)) {
    const key = incref(dictKeyAt(d, j));
    const value = incref(dictValueAt(d, j));
    try {
      if (!first) out.appendText(', ');
      first = false;
      addRepr(out, key);
      out.appendText(': ');
      addRepr(out, value);
    } finally {
      decref(key);
      decref(value);
    }
  }
  out.appendText('}');
  return out.finish();
}

function addRepr(out: TextBuilder, o: PyObject): void {
  const s = repr(o);
  out.appendText(strValue(s));
  decref(s);
}

function dictSubscript(d: PyObject, key: PyObject): Owned {
  const value = dictGetBorrowed(d, key);
  if (value !== null) return incref(value);
  if (d.type !== DictType) {
    const made = callSpecial1(d, s_missing, key);
    if (made !== null) return made;
  }
  throw keyError(key);
}

function dictAssSubscript(d: PyObject, key: PyObject, value: PyObject | null): void {
  if (value !== null) dictSet(d, key, value);
  else if (!dictDel(d, key)) throw keyError(key);
}

/** Whether two dicts have equal items (dict_equal). */
export function dictEqual(a: PyObject, b: PyObject): boolean {
  if (a.v.used !== b.v.used) return false;
  for (let j = dictNext(a, 0); j >= 0; j = dictNext(a, j + 1)) {
    if (!entryEqual(a, j, b)) return false;
  }
  return true;
}

function entryEqual(a: PyObject, j: number, b: PyObject): boolean {
  const lo = tableHashAt(a.v, j);
  const hi = S.hashHi;
  const key = incref(dictKeyAt(a, j));
  const value = incref(dictValueAt(a, j));
  let other: PyObject | null = null;
  try {
    const at = tableFind(b.v, key, lo, hi);
    if (at >= 0) other = incref(dictValueAt(b, at));
    return other !== null && richCompareBool(other, value, EQ);
  } finally {
    if (other !== null) decref(other);
    decref(key);
    decref(value);
  }
}

function dictRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== EQ && op !== NE) || !isDict(a) || !isDict(b)) return newNotImplemented();
  return newBool(dictEqual(a, b) === (op === EQ));
}

function dictOr(a: PyObject, b: PyObject): Owned {
  if (!isDict(a) || !isDict(b)) return newNotImplemented();
  const d = dictCopy(a);
  try {
    dictUpdate(d, b);
  } catch (e) {
    decref(d);
    throw e;
  }
  return d;
}

function dictInplaceOr(d: PyObject, other: PyObject): Owned {
  dictUpdate(d, other);
  return incref(d);
}

/** tp_iter of dict: mergers take the fast way only while a subclass has not replaced it. */
export function dictIter(d: PyObject): Owned {
  return newKeyIterator(d as PyDict);
}

function dictSizeof(d: PyObject): number {
  const t: DictTable = d.v;
  if (t.shared !== null) return d.type.basicsize + t.shared.sizeof();
  return d.type.basicsize + keysBlockSize(t.log2, t.unicode);
}

// ---------------------------------------------------------------------------------------------
// Methods

function dictFromKeys(cls: PyObject, iterable: PyObject, value: PyObject = None_): Owned {
  const d = call0(cls);
  try {
    if (d.type === DictType && iterable.type === DictType) fromKeysOfDict(d, iterable, value);
    else if (
      d.type === DictType &&
      (iterable.type === SetType || iterable.type === FrozensetType)
    ) {
      fromKeysOfSet(d, iterable, value);
    } else fromKeysOfIterable(d, iterable, value);
  } catch (e) {
    decref(d);
    throw e;
  }
  return d;
}

function fromKeysOfDict(d: PyObject, from: PyObject, value: PyObject): void {
  tableResize(d, Math.max(log2ForEntries(from.v.used), d.v.log2), from.v.unicode);
  for (let j = dictNext(from, 0); j >= 0; j = dictNext(from, j + 1)) {
    const lo = tableHashAt(from.v, j);
    setHeldKey(d, dictKeyAt(from, j), lo, S.hashHi, value);
  }
}

function fromKeysOfSet(d: PyObject, from: PyObject, value: PyObject): void {
  tableResize(d, Math.max(log2ForEntries(setLen(from)), d.v.log2), false);
  eachEntry(from, (key, lo, hi) => {
    setHeldKey(d, key, lo, hi, value);
    return true;
  });
}

function setHeldKey(d: PyObject, key: PyObject, lo: number, hi: number, value: PyObject): void {
  key.rc++;
  try {
    dictSetHashed(d, key, lo, hi, value);
  } finally {
    decref(key);
  }
}

function fromKeysOfIterable(d: PyObject, iterable: PyObject, value: PyObject): void {
  const it = getIter(iterable);
  try {
    for (let key = iterNext(it); key !== null; key = iterNext(it)) {
      try {
        if (d.type === DictType) dictSet(d, key, value);
        else d.type.mp_ass_subscript!(d, key, value);
      } finally {
        decref(key);
      }
    }
  } finally {
    decref(it);
  }
}

function dictGetMethod(d: PyObject, key: PyObject, fallback: PyObject = None_): Owned {
  const value = dictGetBorrowed(d, key);
  return incref(value === null ? fallback : value);
}

function dictSetdefaultMethod(d: PyObject, key: PyObject, fallback: PyObject = None_): Owned {
  return dictSetDefault(d, key, fallback);
}

function dictPopMethod(d: PyObject, key: PyObject, fallback?: PyObject): Owned {
  const value = dictPop(d, key);
  if (value !== null) return value;
  if (fallback !== undefined) return incref(fallback);
  throw keyError(key);
}

function dictPopitem(d: PyObject): Owned {
  const t: DictTable = d.v;
  if (t.used === 0) throw newException(KeyErrorType, 'popitem(): dictionary is empty');
  let j = t.e.length / 3 - 1;
  while (t.e[j * 3] === null) j--;
  const key = t.e[j * 3];
  const value = t.e[j * 3 + 2];
  const pair = newTupleSteal([key, value]);
  tableTruncate(t, j);
  return pair;
}

function dictReversed(d: PyObject): Owned {
  return newReverseKeyIterator(d as PyDict);
}

defineType(DictType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  basicsize: 48,
  doc: 'A mapping of hashable keys to values, in order of insertion.',
  tp_new: dictNew,
  tp_init: dictInit,
  tp_dealloc: dictDealloc,
  tp_traverse: dictTraverse,
  tp_clear: dictClear,
  tp_repr: dictRepr,
  tp_hash: null,
  tp_richcompare: dictRichcompare,
  tp_iter: dictIter,
  tp_sizeof: dictSizeof,
  nb_or: dictOr,
  nb_inplace_or: dictInplaceOr,
  sq_contains: dictContains,
  mp_length: dictLen,
  mp_subscript: dictSubscript,
  mp_ass_subscript: dictAssSubscript,
  methods: {
    __contains__: method('($self, key, /)', (d: PyObject, key: PyObject) =>
      newBool(dictContains(d, key)),
    ),
    __getitem__: method('($self, key, /)', dictSubscript),
    get: method('($self, key, default=None, /)', dictGetMethod),
    setdefault: method('($self, key, default=None, /)', dictSetdefaultMethod),
    pop: methodRaw((d: PyObject, args: PyObject[]) => dictPopMethod(d, args[0]!, args[1]), {
      name: 'pop',
      sig: '($self, key, default=<unrepresentable>, /)',
      min: 1,
      max: 2,
      kw: false,
    }),
    __sizeof__: method('($self, /)', (d: PyObject) => newInt(dictSizeof(d))),
    popitem: method('($self, /)', dictPopitem),
    keys: method('($self, /)', (d: PyObject) => newKeysView(d as PyDict)),
    items: method('($self, /)', (d: PyObject) => newItemsView(d as PyDict)),
    values: method('($self, /)', (d: PyObject) => newValuesView(d as PyDict)),
    update: methodRaw(
      (d: PyObject, args: PyObject[], kw: KwNames) => updateCommon(d, args, kw, 'update'),
      { name: 'update' },
    ),
    fromkeys: classMethod('($type, iterable, value=None, /)', dictFromKeys),
    clear: method('($self, /)', (d: PyObject) => dictClear(d)),
    copy: method('($self, /)', (d: PyObject) => dictCopy(d)),
    __reversed__: method('($self, /)', dictReversed),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
});
