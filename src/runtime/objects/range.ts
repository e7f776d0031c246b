/**
 * range and its iterators. CPython: Objects/rangeobject.c.
 *
 * The payload owns start, stop, step and length as int objects; the same values stand beside them as PyInt for computing.
 * A `range_iterator` runs over C longs, a `longrange_iterator` over anything; both compute with PyInt here.
 */
import {
  EQ,
  getIter,
  hash,
  index,
  indexObject,
  iterNext,
  NE,
  repr,
  richCompareBool,
} from '../core/abstract.ts';
import { method, noKeywords } from '../core/args.ts';
import {
  indexError,
  newExceptionText,
  overflowError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { account, decref, incref, type Owned, PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { addAtoms } from '../core/roots.ts';
import { defineType, member, newStaticType } from '../core/type-define.ts';
import {
  BoolType,
  IntType,
  type KwNames,
  RangeType,
  TPFLAGS_SEQUENCE,
  type TypeObject,
} from '../core/type-object.ts';
import * as ints from '../numbers/int-arith.ts';
import type { PyInt } from '../numbers/int-arith.ts';
import { textConcat, TextBuilder } from '../text/text.ts';
import { ValueErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { builtinNamed, ssize } from './iter.ts';
import { isSlice, sliceLongBounds } from './slice.ts';
import { newBool, newNone, newNotImplemented, None_ } from './singletons.ts';
import { intern, newStr, strValue } from './str.ts';
import { newTuple, newTupleSteal } from './tuple.ts';

class RangeParts {
  startObj: PyObject;
  stopObj: PyObject;
  stepObj: PyObject;
  lengthObj: PyObject;
  start: PyInt;
  stop: PyInt;
  step: PyInt;
  length: PyInt;
  constructor(start: PyObject, stop: PyObject, step: PyObject, length: PyObject) {
    this.startObj = start;
    this.stopObj = stop;
    this.stepObj = step;
    this.lengthObj = length;
    this.start = start.v;
    this.stop = stop.v;
    this.step = step.v;
    this.length = length.v;
  }
}

const s_iter = intern('iter');
const BLOCK = 48;
const LONG_MAX = 2n ** 63n - 1n;

/** Number of values from `start` to before `stop`. */
function rangeLength(start: PyInt, stop: PyInt, step: PyInt): PyInt {
  const up = step > 0;
  const from = up ? start : stop;
  const to = up ? stop : start;
  if (from >= to) return 0;
  const width = up ? step : ints.neg(step);
  if (typeof from === 'number' && typeof to === 'number' && typeof width === 'number') {
    const span = to - from - 1;
    if (span <= Number.MAX_SAFE_INTEGER) return Math.floor(span / width) + 1;
  }
  return ints.add(ints.floorDiv(ints.sub(ints.sub(to, from), 1), width), 1);
}

/** Takes the three int objects over. */
function newRangeSteal(start: PyObject, stop: PyObject, step: PyObject): Owned {
  const length = newInt(rangeLength(start.v, stop.v, step.v));
  const o = new PyObject(RangeType, new RangeParts(start, stop, step, length)) as Owned;
  account(o, BLOCK);
  return o;
}

function newRangeOf(start: PyInt, stop: PyInt, step: PyInt): Owned {
  return newRangeSteal(newInt(start), newInt(stop), newInt(step));
}

function rangeNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  noKeywords('range', kw);
  const n = args.length;
  if (n === 1) return newRangeSteal(newInt(0), indexInt(args[0]!), newInt(1));
  if (n === 0) throw typeError('range expected at least 1 argument, got 0');
  if (n > 3) throw typeError(`range expected at most 3 arguments, got ${n}`);
  const start = indexInt(args[0]!);
  const parts: PyObject[] = [start];
  try {
    parts.push(indexInt(args[1]!));
    parts.push(n === 3 ? indexInt(args[2]!) : newInt(1));
    if (parts[2]!.v === 0) throw valueError('range() arg 3 must not be zero');
  } catch (e) {
    for (const part of parts) decref(part);
    throw e;
  }
  return newRangeSteal(parts[0]!, parts[1]!, parts[2]!);
}

/** PyNumber_Index: an exact int. */
function indexInt(o: PyObject): Owned {
  if (o.type === IntType) return incref(o);
  const i = indexObject(o);
  if (i.type === IntType) return i;
  const exact = newInt(i.v === true ? 1 : i.v);
  decref(i);
  return exact;
}

function rangeDealloc(o: PyObject): void {
  const r: RangeParts = o.v;
  decref(r.startObj);
  decref(r.stopObj);
  decref(r.stepObj);
  decref(r.lengthObj);
  freeObject(o);
}

function rangeRepr(o: PyObject): Owned {
  const r: RangeParts = o.v;
  const out = new TextBuilder();
  out.appendText('range(');
  addRepr(out, r.startObj);
  out.appendText(', ');
  addRepr(out, r.stopObj);
  if (r.step !== 1) {
    out.appendText(', ');
    addRepr(out, r.stepObj);
  }
  out.appendText(')');
  return newStr(out.finish());
}

function addRepr(out: TextBuilder, o: PyObject): void {
  const text = repr(o);
  out.appendText(strValue(text));
  decref(text);
}

function rangeLen(o: PyObject): number {
  const n: PyInt = o.v.length;
  if (typeof n === 'bigint' && n > LONG_MAX)
    throw overflowError('Python int too large to convert to C ssize_t');
  if (typeof n === 'bigint') S.bigLength = n;
  return Number(n);
}

function itemAt(r: RangeParts, i: PyInt): PyInt {
  if (typeof i === 'number' && typeof r.start === 'number' && typeof r.step === 'number') {
    const v = r.start + i * r.step;
    if (v <= Number.MAX_SAFE_INTEGER && v >= -Number.MAX_SAFE_INTEGER) return v;
  }
  return ints.add(r.start, ints.mul(i, r.step));
}

function rangeItemWide(o: PyObject, at: PyInt): Owned {
  const r: RangeParts = o.v;
  const i = at < 0 ? ints.add(at, r.length) : at;
  if (i < 0 || i >= r.length) throw indexError('range object index out of range');
  return newInt(itemAt(r, i));
}

/** sq_item: the index has been counted from the front already. */
function rangeItem(o: PyObject, i: number): Owned {
  if (i < 0) throw indexError('range object index out of range');
  return rangeItemWide(o, i);
}

function rangeSubscript(o: PyObject, key: PyObject): Owned {
  if (key.type.nb_index !== null) return rangeItemWide(o, index(key));
  if (!isSlice(key))
    throw typeError(`range indices must be integers or slices, not ${key.type.name}`);
  const r: RangeParts = o.v;
  const [start, stop, step] = sliceLongBounds(key, r.length);
  return newRangeOf(itemAt(r, start), itemAt(r, stop), ints.mul(r.step, step));
}

function isPlainInt(o: PyObject): boolean {
  return o.type === IntType || o.type === BoolType;
}

function holds(r: RangeParts, v: PyInt): boolean {
  if (r.step > 0 ? v < r.start || v >= r.stop : v > r.start || v <= r.stop) return false;
  return ints.compare(ints.mod(ints.sub(v, r.start), r.step), 0) === 0;
}

function rangeContains(o: PyObject, x: PyObject): boolean {
  if (isPlainInt(x)) return holds(o.v, index(x));
  return searchEqual(o, x, (n) => n > 0) > 0;
}

/** Counts the equal values, stopping as soon as `enough`. */
function searchEqual(o: PyObject, x: PyObject, enough: (n: number) => boolean): number {
  const it = getIter(o);
  let n = 0;
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        if (richCompareBool(item, x, EQ)) n++;
      } finally {
        decref(item);
      }
      if (enough(n)) break;
    }
    return n;
  } finally {
    decref(it);
  }
}

function rangeEquals(a: RangeParts, b: RangeParts): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  if (a.length === 0) return true;
  if (a.start !== b.start) return false;
  return a.length === 1 || a.step === b.step;
}

function rangeRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (b.type !== RangeType || (op !== EQ && op !== NE)) return newNotImplemented();
  return newBool(rangeEquals(a.v, b.v) === (op === EQ));
}

function rangeHash(o: PyObject): number {
  const r: RangeParts = o.v;
  const start = r.length === 0 ? None_ : r.startObj;
  const step = r.length === 0 || r.length === 1 ? None_ : r.stepObj;
  const t = newTuple([r.lengthObj, start, step]);
  try {
    return hash(t);
  } finally {
    decref(t);
  }
}

function rangeReduce(o: PyObject): Owned {
  const r: RangeParts = o.v;
  return newTupleSteal([incref(RangeType.self), newTuple([r.startObj, r.stopObj, r.stepObj])]);
}

function rangeCount(o: PyObject, x: PyObject): Owned {
  if (isPlainInt(x)) return newInt(holds(o.v, index(x)) ? 1 : 0);
  return newInt(searchEqual(o, x, () => false));
}

function rangeIndex(o: PyObject, x: PyObject): Owned {
  const r: RangeParts = o.v;
  if (isPlainInt(x)) {
    const v = index(x);
    if (holds(r, v)) return newInt(ints.floorDiv(ints.sub(v, r.start), r.step));
    const text = repr(x);
    const message = textConcat(strValue(text), ' is not in range');
    decref(text);
    throw newExceptionText(ValueErrorType, message);
  }
  const it = getIter(o);
  try {
    let i = 0;
    for (let item = iterNext(it); item !== null; item = iterNext(it), i++) {
      let same: boolean;
      try {
        same = richCompareBool(item, x, EQ);
      } finally {
        decref(item);
      }
      if (same) return newInt(i);
    }
  } finally {
    decref(it);
  }
  throw valueError('sequence.index(x): x not in sequence');
}

// ---------------------------------------------------------------------------------------------
// Iterators

class RangeIter {
  next: PyInt;
  step: PyInt;
  left: PyInt;
  constructor(next: PyInt, step: PyInt, left: PyInt) {
    this.next = next;
    this.step = step;
    this.left = left;
  }
}

function fitsLong(v: PyInt): boolean {
  return typeof v === 'number' || (v <= LONG_MAX && v >= -LONG_MAX - 1n);
}

/** An iterator over `length` values. */
function newRangeIter(start: PyInt, stop: PyInt, step: PyInt, length: PyInt): Owned {
  const short =
    fitsLong(start) && fitsLong(stop) && fitsLong(step) && fitsLong(ints.add(stop, step));
  const type = short ? RangeIteratorType : LongrangeIteratorType;
  const it = new PyObject(type, new RangeIter(start, step, length)) as Owned;
  account(it, 40);
  return it;
}

function rangeIter(o: PyObject): Owned {
  const r: RangeParts = o.v;
  return newRangeIter(r.start, r.stop, r.step, r.length);
}

function rangeReversed(o: PyObject): Owned {
  const r: RangeParts = o.v;
  const last = itemAt(r, ints.sub(r.length, 1));
  return newRangeIter(last, ints.sub(r.start, r.step), ints.neg(r.step), r.length);
}

/** The next value in the int object `old` where that may be overwritten (core/ops.ts), else as rangeIterNext. */
export function rangeNextInto(o: PyObject, old: PyObject | null): PyObject | null {
  const it: RangeIter = o.v;
  const { next, step, left } = it;
  if (
    old !== null &&
    old.rc === 1 &&
    old.type === IntType &&
    old.n === 0 &&
    old.a === 0 &&
    typeof next === 'number' &&
    next > 256 &&
    next < 1073741824 &&
    typeof step === 'number' &&
    typeof left === 'number' &&
    left > 0
  ) {
    it.left = left - 1;
    it.next = next + step;
    old.v = next;
    return old;
  }
  return rangeIterNext(o);
}

export function rangeIterNext(o: PyObject): Owned | null {
  const it: RangeIter = o.v;
  const { next, step, left } = it;
  if (typeof next === 'number' && typeof step === 'number' && typeof left === 'number') {
    if (left <= 0) return null;
    it.left = left - 1;
    const after = next + step;
    it.next =
      after <= Number.MAX_SAFE_INTEGER && after >= -Number.MAX_SAFE_INTEGER
        ? after
        : ints.add(next, step);
    return newInt(next);
  }
  if (left <= 0) return null;
  it.left = ints.sub(left, 1);
  it.next = ints.add(next, step);
  return newInt(next);
}

function rangeIterHint(o: PyObject): Owned {
  return newInt(o.v.left);
}

function rangeIterReduce(o: PyObject): Owned {
  const it: RangeIter = o.v;
  const f = builtinNamed(s_iter);
  const range = newRangeOf(it.next, ints.add(it.next, ints.mul(it.left, it.step)), it.step);
  return newTupleSteal([f, newTupleSteal([range]), newNone()]);
}

function rangeIterSetstate(o: PyObject, state: PyObject): void {
  const it: RangeIter = o.v;
  let i: PyInt = o.type === RangeIteratorType ? ssize(state) : index(state);
  if (i < 0) i = 0;
  if (i > it.left) i = it.left;
  it.next = ints.add(it.next, ints.mul(i, it.step));
  it.left = ints.sub(it.left, i);
}

function rangeIteratorType(name: string): TypeObject {
  return newStaticType(name, {
    flags: 0,
    basicsize: 40,
    tp_dealloc: (o: PyObject) => freeObject(o),
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: rangeIterNext,
    methods: {
      __length_hint__: method('($self, /)', rangeIterHint),
      __reduce__: method('($self, /)', rangeIterReduce),
      __setstate__: method('($self, object, /)', rangeIterSetstate),
    },
  });
}

export const RangeIteratorType = rangeIteratorType('range_iterator');
export const LongrangeIteratorType = rangeIteratorType('longrange_iterator');

defineType(RangeType, {
  flags: TPFLAGS_SEQUENCE,
  basicsize: 48,
  doc: 'Integers from start up to stop, step apart.',
  tp_new: rangeNew,
  tp_dealloc: rangeDealloc,
  tp_repr: rangeRepr,
  tp_hash: rangeHash,
  tp_richcompare: rangeRichcompare,
  tp_iter: rangeIter,
  nb_bool: (o: PyObject) => o.v.length !== 0,
  sq_length: rangeLen,
  sq_item: rangeItem,
  sq_contains: rangeContains,
  mp_length: rangeLen,
  mp_subscript: rangeSubscript,
  methods: {
    __reversed__: method('($self, /)', rangeReversed),
    __reduce__: method('($self, /)', rangeReduce),
    count: method('($self, object, /)', rangeCount),
    index: method('($self, object, /)', rangeIndex),
  },
  members: {
    start: member((o: PyObject) => incref(o.v.startObj)),
    stop: member((o: PyObject) => incref(o.v.stopObj)),
    step: member((o: PyObject) => incref(o.v.stepObj)),
  },
});

addAtoms(RangeType, (o, visit) => {
  const r: RangeParts = o.v;
  for (const x of [r.startObj, r.stopObj, r.stepObj, r.lengthObj]) visit(x);
});
