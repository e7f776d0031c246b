/**
 * Generic operations on any object. CPython: Objects/abstract.c and the first half of Objects/object.c.
 *
 * Numbers are in number-ops.ts, instance checks in instance-check.ts, buffers in buffer.ts; this file exports them
 * too, so that everything generic is found here.
 */

import {
  IndexErrorType,
  OverflowErrorType,
  StopIterationType,
  TypeErrorType,
} from '../objects/exceptions.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { newSeqIter } from '../objects/iter.ts';
import { newListSteal } from '../objects/list.ts';
import { False_, None_, NotImplemented_, newBool, True_ } from '../objects/singletons.ts';
import { intern, newStrJs, strJs, strValue } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { isAscii, textToCodePoints } from '../text/text.ts';
import { lookupAttr } from './attr.ts';
import { call1, callMethod0, callSpecial0, callSpecial1, isCallable } from './call.ts';
import { discard, enterNative, leaveNative, matches, typeError, valueError } from './errors.ts';
import { asIndexNumber } from './number-ops.ts';
import { decref, incref, type Owned, type PyObject } from './object.ts';
import { S } from './state.ts';
import { isSubtype } from './subtype.ts';
import {
  FloatType,
  IntType,
  ListType,
  StrType,
  TPFLAGS_BYTES_SUBCLASS,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_LONG_SUBCLASS,
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_TYPE_SUBCLASS,
  TPFLAGS_UNICODE_SUBCLASS,
  TupleType,
  type TypeObject,
  TypeType,
} from './type-object.ts';

export * from './instance-check.ts';
export * from './number-ops.ts';
export { isCallable };

export const LT = 0;
export const LE = 1;
export const EQ = 2;
export const NE = 3;
export const GT = 4;
export const GE = 5;
/** Operator texts by comparison code, and the code of the mirrored comparison. */
export const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
export const MIRRORED = [GT, GE, EQ, NE, LT, LE];

const s_format = intern('__format__');
const s_length_hint = intern('__length_hint__');
const s_class_getitem = intern('__class_getitem__');
const s_dir = intern('__dir__');
const s_sort = intern('sort');
const s_fspath = intern('__fspath__');

const isStr = (o: PyObject): boolean => (o.type.flags & TPFLAGS_UNICODE_SUBCLASS) !== 0;

// ---------------------------------------------------------------------------------------------
// Text forms

function mustBeStr(r: Owned, what: string): Owned {
  if (isStr(r)) return r;
  const name = r.type.name;
  decref(r);
  throw typeError(`${what} returned non-string (type ${name})`);
}

/** `repr(o)`: a str. */
export function repr(o: PyObject): Owned {
  if (S.brk !== 0) S.collectDue();
  enterNative(' while getting the repr of an object');
  try {
    return mustBeStr(o.type.tp_repr(o), '__repr__');
  } finally {
    leaveNative();
  }
}

/** `str(o)`: a str. */
export function str_(o: PyObject): Owned {
  if (S.brk !== 0) S.collectDue();
  if (o.type === StrType) return incref(o);
  const f = o.type.tp_str;
  if (f === null) return repr(o);
  enterNative(' while getting the str of an object');
  try {
    return mustBeStr(f(o), '__str__');
  } finally {
    leaveNative();
  }
}

/** str(o) as a JavaScript string. */
export function strOfJs(o: PyObject): string {
  const r = str_(o);
  const text = strJs(r);
  decref(r);
  return text;
}

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, '0');
}

/** `ascii(o)`: repr with everything beyond ASCII escaped. */
export function ascii_(o: PyObject): Owned {
  const r = repr(o);
  const text = strValue(r);
  if (isAscii(text)) return r;
  let out = '';
  for (const c of textToCodePoints(text)) {
    if (c < 0x80) out += String.fromCharCode(c);
    else if (c < 0x100) out += `\\x${hex(c, 2)}`;
    else if (c < 0x10000) out += `\\u${hex(c, 4)}`;
    else out += `\\U${hex(c, 8)}`;
  }
  decref(r);
  return newStrJs(out);
}

/** `format(o, spec)`; spec null or '' is the plain form. */
export function format_(o: PyObject, spec: PyObject | null): Owned {
  if (spec !== null && !isStr(spec)) {
    throw typeError(`Format specifier must be a string, not ${spec.type.name}`);
  }
  if (spec === null || strValue(spec) === '') {
    if (o.type === StrType) return incref(o);
    if (o.type === IntType || o.type === FloatType) return str_(o);
  } else if (o.type.exactFormat !== null) return o.type.exactFormat(o, spec);
  const empty = spec === null ? newStrJs('') : incref(spec);
  let r: Owned | null;
  try {
    r = callSpecial1(o, s_format, empty);
  } finally {
    decref(empty);
  }
  if (r === null) throw typeError(`Type ${o.type.name} doesn't define __format__`);
  if (isStr(r)) return r;
  const name = r.type.name;
  decref(r);
  throw typeError(`__format__ must return a str, not ${name}`);
}

// ---------------------------------------------------------------------------------------------
// Hash, truth, comparison

/** Low half of the hash; the high half is in S.hashHi. */
export function hash(o: PyObject): number {
  if (o.type === IntType) {
    const v = o.v;
    if (typeof v === 'number' && v <= 2147483647 && v >= 0) {
      S.hashHi = 0;
      return v;
    }
  }
  const f = o.type.tp_hash;
  if (f === null) throw unhashable(o);
  return f(o);
}

export function unhashable(o: PyObject) {
  return typeError(`unhashable type: '${o.type.name}'`);
}

/** The truth of `o`. */
export function isTrue(o: PyObject): boolean {
  if (o === True_) return true;
  if (o === False_ || o === None_) return false;
  const t = o.type;
  if (t.nb_bool !== null) return t.nb_bool(o);
  if (t.mp_length !== null) return t.mp_length(o) > 0;
  if (t.sq_length !== null) return t.sq_length(o) > 0;
  return true;
}

/** `a <op> b` as an object. */
export function richCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (++S.nativeDepth > S.nativeLimit) {
    S.nativeDepth--;
    enterNative(' in comparison');
  }
  try {
    return compare(a, b, op);
  } finally {
    S.nativeDepth--;
  }
}

function compare(a: PyObject, b: PyObject, op: number): Owned {
  const ta = a.type;
  const tb = b.type;
  let reversed = false;
  if (ta !== tb && tb.tp_richcompare !== null && isSubtype(tb, ta)) {
    reversed = true;
    const r = tb.tp_richcompare(b, a, MIRRORED[op]!);
    if (r !== NotImplemented_) return r;
    r.rc--;
  }
  if (ta.tp_richcompare !== null) {
    const r = ta.tp_richcompare(a, b, op);
    if (r !== NotImplemented_) return r;
    r.rc--;
  }
  if (!reversed && tb.tp_richcompare !== null) {
    const r = tb.tp_richcompare(b, a, MIRRORED[op]!);
    if (r !== NotImplemented_) return r;
    r.rc--;
  }
  if (op === EQ) return newBool(a === b);
  if (op === NE) return newBool(a !== b);
  throw typeError(
    `'${COMPARISONS[op]}' not supported between instances of '${ta.name}' and '${tb.name}'`,
  );
}

/** Truth of `a <op> b`; identical objects are equal without asking. */
export function richCompareBool(a: PyObject, b: PyObject, op: number): boolean {
  if (a === b) {
    if (op === EQ) return true;
    if (op === NE) return false;
  }
  const type = a.type;
  if (type === b.type) {
    const x = a.v;
    const y = b.v;
    if (type === IntType || type === FloatType) {
      if (typeof x === 'number' && typeof y === 'number') return compareNumbers(x, y, op);
    } else if (type === StrType && op === EQ && typeof x === 'string') return x === y;
  }
  return compareTruth(a, b, op);
}

function compareNumbers(x: number, y: number, op: number): boolean {
  switch (op) {
    case LT:
      return x < y;
    case LE:
      return x <= y;
    case EQ:
      return x === y;
    case NE:
      return x !== y;
    case GT:
      return x > y;
    default:
      return x >= y;
  }
}

/** Truth of `a <op> b` with the comparison always made (a NaN is not equal to itself). */
export function compareTruth(a: PyObject, b: PyObject, op: number): boolean {
  const r = richCompare(a, b, op);
  if (r === True_) {
    r.rc--;
    return true;
  }
  if (r === False_) {
    r.rc--;
    return false;
  }
  try {
    return isTrue(r);
  } finally {
    decref(r);
  }
}

/** `a is b or a == b`. */
export function eq(a: PyObject, b: PyObject): boolean {
  return a === b || compareTruth(a, b, EQ);
}

// ---------------------------------------------------------------------------------------------
// Length and items

/** `len(o)`. */
export function len(o: PyObject): number {
  const t = o.type;
  if (t.sq_length !== null) return t.sq_length(o);
  if (t.mp_length !== null) return t.mp_length(o);
  throw typeError(`object of type '${t.name}' has no len()`);
}

/** The same without rounding. */
export function exactLen(o: PyObject): number | bigint {
  const n = len(o);
  return n > Number.MAX_SAFE_INTEGER ? S.bigLength : n;
}

export function hasLen(o: PyObject): boolean {
  return o.type.sq_length !== null || o.type.mp_length !== null;
}

/** `operator.length_hint(o, fallback)`. */
export function lengthHint(o: PyObject, fallback: number): number {
  if (hasLen(o)) {
    try {
      return len(o);
    } catch (e) {
      if (!matches(e, TypeErrorType)) throw e;
      discard(e);
    }
  }
  let r: Owned | null;
  try {
    r = callSpecial0(o, s_length_hint);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    return fallback;
  }
  if (r === null) return fallback;
  try {
    if (r === NotImplemented_) return fallback;
    if ((r.type.flags & TPFLAGS_LONG_SUBCLASS) === 0) {
      throw typeError(`__length_hint__ must be an integer, not ${r.type.name}`);
    }
    const n = asIndexNumber(r, OverflowErrorType);
    if (n < 0) throw valueError('__length_hint__() should return >= 0');
    return n;
  } finally {
    decref(r);
  }
}

/** Whether items can be taken by number (CPython: PySequence_Check). */
export function isSequence(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_DICT_SUBCLASS) === 0 && o.type.sq_item !== null;
}

export function isMapping(o: PyObject): boolean {
  return o.type.mp_subscript !== null;
}

function sequenceIndex(key: PyObject): number {
  if (key.type.nb_index === null) {
    throw typeError(`sequence index must be integer, not '${key.type.name}'`);
  }
  return asIndexNumber(key, IndexErrorType);
}

/** `o[i]` by number, negative numbers from the end (CPython: PySequence_GetItem). */
export function sequenceGetItem(o: PyObject, i: number): Owned {
  const t = o.type;
  if (t.sq_item === null) {
    throw typeError(
      t.mp_subscript !== null
        ? `${t.name} is not a sequence`
        : `'${t.name}' object does not support indexing`,
    );
  }
  return t.sq_item(o, i < 0 && t.sq_length !== null ? i + t.sq_length(o) : i);
}

/** `o[i] = value`, or deletion with null, by number. */
export function sequenceSetItem(o: PyObject, i: number, value: PyObject | null): void {
  const t = o.type;
  if (t.sq_ass_item === null) {
    if (t.mp_ass_subscript !== null) throw typeError(`${t.name} is not a sequence`);
    const what = value === null ? 'deletion' : 'assignment';
    throw typeError(`'${t.name}' object doesn't support item ${what}`);
  }
  t.sq_ass_item(o, i < 0 && t.sq_length !== null ? i + t.sq_length(o) : i, value);
}

/** `o[key]`. */
export function getItem(o: PyObject, key: PyObject): Owned {
  const t = o.type;
  if (t.mp_subscript !== null) return t.mp_subscript(o, key);
  if (t.sq_item !== null) return sequenceGetItem(o, sequenceIndex(key));
  if ((t.flags & TPFLAGS_TYPE_SUBCLASS) !== 0) return classGetItem(o, key);
  throw typeError(`'${t.name}' object is not subscriptable`);
}

/** `C[key]` of a class: type[…], then `__class_getitem__`. */
function classGetItem(o: PyObject, key: PyObject): Owned {
  if (o === TypeType.self) return genericAliasNew(o, key);
  const f = lookupAttr(o, s_class_getitem);
  if (f !== null && f !== None_) return callOwned1(f, key);
  if (f !== null) decref(f);
  throw typeError(`type '${(o.v as TypeObject).name}' is not subscriptable`);
}

function callOwned1(f: Owned, a: PyObject): Owned {
  try {
    return call1(f, a);
  } finally {
    decref(f);
  }
}

/** `o[key] = value`. */
export function setItem(o: PyObject, key: PyObject, value: PyObject): void {
  const t = o.type;
  if (t.mp_ass_subscript !== null) t.mp_ass_subscript(o, key, value);
  else if (t.sq_ass_item !== null) sequenceSetItem(o, sequenceIndex(key), value);
  else throw typeError(`'${t.name}' object does not support item assignment`);
}

/** `del o[key]`. */
export function delItem(o: PyObject, key: PyObject): void {
  const t = o.type;
  if (t.mp_ass_subscript !== null) t.mp_ass_subscript(o, key, null);
  else if (t.sq_ass_item !== null) sequenceSetItem(o, sequenceIndex(key), null);
  else {
    const sequence =
      t.sq_length !== null || t.sq_item !== null || (t.flags & TPFLAGS_HEAPTYPE) !== 0;
    const not = sequence && key.type.nb_index !== null ? "doesn't" : 'does not';
    throw typeError(`'${t.name}' object ${not} support item deletion`);
  }
}

/** `x in o`. */
export function contains(o: PyObject, x: PyObject): boolean {
  const f = o.type.sq_contains;
  if (f !== null) return f(o, x);
  return searchIter(o, (item) => eq(item, x));
}

/** Whether any item satisfies `test` (borrowed), by iteration. */
function searchIter(o: PyObject, test: (item: PyObject) => boolean): boolean {
  let it: Owned;
  try {
    it = getIter(o);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError(`argument of type '${o.type.name}' is not iterable`);
  }
  try {
    for (;;) {
      const item = iterNext(it);
      if (item === null) return false;
      try {
        if (test(item)) return true;
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
}

/** `operator.countOf(o, x)`. */
export function countOf(o: PyObject, x: PyObject): number {
  let n = 0;
  searchIter(o, (item) => {
    if (eq(item, x)) n++;
    return false;
  });
  return n;
}

/** `operator.indexOf(o, x)`. */
export function indexOf(o: PyObject, x: PyObject): number {
  let n = -1;
  const found = searchIter(o, (item) => {
    n++;
    return eq(item, x);
  });
  if (!found) throw valueError('sequence.index(x): x not in sequence');
  return n;
}

// ---------------------------------------------------------------------------------------------
// Iteration

/** `iter(o)`. */
export function getIter(o: PyObject): Owned {
  const f = o.type.tp_iter;
  if (f === null) {
    if (isSequence(o)) return newSeqIter(o);
    throw typeError(`'${o.type.name}' object is not iterable`);
  }
  const r = f(o);
  if (r.type.tp_iternext !== null) return r;
  const name = r.type.name;
  decref(r);
  throw typeError(`iter() returned non-iterator of type '${name}'`);
}

export function isIterator(o: PyObject): boolean {
  return o.type.tp_iternext !== null;
}

/**
 * The next item, null at the end. A StopIteration that code called by the iterator raised counts as the end, as for
 * every C function that drains an iterator.
 */
export function iterNext(it: PyObject): Owned | null {
  const next = it.type.tp_iternext;
  if (next === null) throw typeError(`'${it.type.name}' object is not an iterator`);
  try {
    return next(it);
  } catch (e) {
    if (!matches(e, StopIterationType)) throw e;
    discard(e);
    return null;
  }
}

/** `f` for each item (borrowed during the call). */
export function iterate(o: PyObject, f: (item: PyObject) => void): void {
  const it = getIter(o);
  try {
    for (;;) {
      const item = iterNext(it);
      if (item === null) return;
      try {
        f(item);
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
}

/** Drains an iterable into `out`; on an error what was collected is released. */
function drain(o: PyObject, out: PyObject[]): void {
  const it = getIter(o);
  try {
    for (;;) {
      const item = iterNext(it);
      if (item === null) return;
      out.push(item);
    }
  } catch (e) {
    for (let i = 0; i < out.length; i++) decref(out[i]!);
    throw e;
  } finally {
    decref(it);
  }
}

/** The items of an iterable, owned. A not iterable `o` is a TypeError with `message`, or the usual one for ''. */
export function sequenceToArray(o: PyObject, message = ''): Owned[] {
  if (
    o.type === ListType ||
    o.type === TupleType ||
    ((o.type.flags & (TPFLAGS_LIST_SUBCLASS | TPFLAGS_TUPLE_SUBCLASS)) !== 0 &&
      (o.type.tp_iter === ListType.tp_iter || o.type.tp_iter === TupleType.tp_iter))
  ) {
    const items: PyObject[] = (o.v as PyObject[]).slice();
    for (let i = 0; i < items.length; i++) items[i]!.rc++;
    return items as Owned[];
  }
  if (message !== '' && o.type.tp_iter === null && !isSequence(o)) throw typeError(message);
  const out: Owned[] = [];
  drain(o, out);
  return out;
}

/** `list(o)`. */
export function sequenceList(o: PyObject): Owned {
  return newListSteal(sequenceToArray(o));
}

/** `tuple(o)`; an exact tuple is itself. */
export function sequenceTuple(o: PyObject): Owned {
  return o.type === TupleType ? incref(o) : newTupleSteal(sequenceToArray(o));
}

// ---------------------------------------------------------------------------------------------
// Leftovers

/** `dir(o)`: a sorted list. */
export function dir_(o: PyObject): Owned {
  const names = callSpecial0(o, s_dir);
  if (names === null) throw typeError('object does not provide __dir__');
  let list: Owned;
  try {
    list = sequenceList(names);
  } finally {
    decref(names);
  }
  try {
    decref(callMethod0(list, s_sort));
  } catch (e) {
    decref(list);
    throw e;
  }
  return list;
}

/** `os.fspath(o)`: a str or bytes object. CPython: PyOS_FSPath. */
export function fspath(o: PyObject): Owned {
  const text = TPFLAGS_UNICODE_SUBCLASS | TPFLAGS_BYTES_SUBCLASS;
  if ((o.type.flags & text) !== 0) return incref(o);
  const r = callSpecial0(o, s_fspath);
  if (r === null) {
    throw typeError(`expected str, bytes or os.PathLike object, not ${o.type.name}`);
  }
  if ((r.type.flags & text) !== 0) return r;
  const name = r.type.name;
  decref(r);
  throw typeError(`expected ${o.type.name}.__fspath__() to return str or bytes, not ${name}`);
}
