/**
 * _bisect: binary search in sorted sequences. CPython: Modules/_bisectmodule.c.
 */
import {
  asIndexNumber,
  getItem,
  index,
  isTrue,
  len,
  LT,
  richCompare,
  sequenceGetItem,
} from '../core/abstract.ts';
import { nativeFunction } from '../core/args.ts';
import { call1, callMethod2 } from '../core/call.ts';
import { typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { FloatType, IntType, ListType, type TypeObject } from '../core/type-object.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { listInsert } from '../objects/list.ts';
import { None_ } from '../objects/singletons.ts';
import { intern } from '../objects/str.ts';

const s_insert = intern('insert');

function lessThan(a: PyObject, b: PyObject): boolean {
  const answer = richCompare(a, b, LT);
  try {
    return isTrue(answer);
  } finally {
    decref(answer);
  }
}

/** The part of PySequence_GetItem that CPython does once. */
function checkIndexable(seq: PyObject): void {
  const type = seq.type;
  if (type.sq_item !== null) return;
  if (type.mp_subscript !== null) throw typeError(`${type.name} is not a sequence`);
  throw typeError(`'${type.name}' object does not support indexing`);
}

/** Whether `x` belongs behind `item`, which is released. */
function isBefore(item: Owned, x: PyObject, key: PyObject | undefined, left: boolean): boolean {
  let value: PyObject = item;
  try {
    if (key !== undefined && key !== None_) {
      value = call1(key, item);
      decref(item);
    }
    return left ? lessThan(value, x) : !lessThan(x, value);
  } finally {
    decref(value);
  }
}

function wideLow(lo: PyObject | undefined): bigint {
  return lo === undefined ? 0n : BigInt(index(lo));
}

/** The search where numbers are too short for the indexes. */
function searchWide(
  seq: PyObject,
  x: PyObject,
  lo: bigint,
  hi: bigint,
  key: PyObject | undefined,
  left: boolean,
): bigint {
  checkIndexable(seq);
  let from = lo;
  let to = hi;
  while (from < to) {
    const mid = (from + to) / 2n;
    const at = newInt(mid);
    let item: Owned;
    try {
      item = getItem(seq, at);
    } finally {
      decref(at);
    }
    if (isBefore(item, x, key, left)) from = mid + 1n;
    else to = mid;
  }
  return from;
}

/** Where `searchNumbers` has left the end of the range: its start where the search is done. */
let stopped = 0;

/** Halves the range while the items in its middle have the type of the number sought. */
function searchNumbers(
  items: PyObject[],
  v: number,
  type: TypeObject,
  from: number,
  to: number,
  left: boolean,
): number {
  while (from < to) {
    const mid = (from + to) >> 1;
    const item = items[mid]!;
    const w = item.v;
    if (item.type !== type || typeof w !== 'number') break;
    if (left ? w < v : !(v < w)) from = mid + 1;
    else to = mid;
  }
  stopped = to;
  return from;
}

/** Index where `x` belongs: before equal items (`left`) or behind them. */
function search(
  seq: PyObject,
  x: PyObject,
  lo: PyObject | undefined,
  hi: PyObject | undefined,
  key: PyObject | undefined,
  left: boolean,
): number | bigint {
  let from = lo === undefined ? 0 : asIndexNumber(lo, OverflowErrorType);
  let to = hi === undefined || hi === None_ ? -1 : asIndexNumber(hi, OverflowErrorType);
  if (from < 0) throw valueError('lo must be non-negative');
  if (to < 0) {
    to = len(seq);
    if (to > Number.MAX_SAFE_INTEGER)
      return searchWide(seq, x, wideLow(lo), S.bigLength, key, left);
  } else if (to > Number.MAX_SAFE_INTEGER) {
    return searchWide(seq, x, wideLow(lo), BigInt(index(hi!)), key, left);
  }
  if (seq.type === ListType && (key === undefined || key === None_) && to <= seq.v.length) {
    const v = x.v;
    if (typeof v === 'number' && (x.type === IntType || x.type === FloatType)) {
      from = searchNumbers(seq.v, v, x.type, from, to, left);
      // Where an item of another type stopped it, the search goes on by comparing objects.
      to = stopped;
    }
  }
  checkIndexable(seq);
  while (from < to) {
    const mid = Math.floor((from + to) / 2);
    if (isBefore(sequenceGetItem(seq, mid), x, key, left)) from = mid + 1;
    else to = mid;
  }
  return from;
}

function bisect(left: boolean) {
  return (
    _m: PyObject,
    a: PyObject,
    x: PyObject,
    lo?: PyObject,
    hi?: PyObject,
    key?: PyObject,
  ): Owned => newInt(search(a, x, lo, hi, key, left));
}

function insort(left: boolean) {
  return (
    _m: PyObject,
    a: PyObject,
    x: PyObject,
    lo?: PyObject,
    hi?: PyObject,
    key?: PyObject,
  ): void => {
    let at: number | bigint;
    if (key === undefined || key === None_) at = search(a, x, lo, hi, undefined, left);
    else {
      const value = call1(key, x);
      try {
        at = search(a, value, lo, hi, key, left);
      } finally {
        decref(value);
      }
    }
    if (a.type === ListType) {
      listInsert(a, Number(at), x);
      return;
    }
    const i = newInt(at);
    try {
      decref(callMethod2(a, s_insert, i, x));
    } finally {
      decref(i);
    }
  };
}

const SIG = '($module, /, a, x, lo=0, hi=None, *, key=None)';

export const bisectModule = defineModule('_bisect', {
  doc: 'Searching and inserting in sorted lists.',
  functions: {
    bisect_right: nativeFunction('bisect_right', SIG, bisect(false)),
    bisect_left: nativeFunction('bisect_left', SIG, bisect(true)),
    insort_right: nativeFunction('insort_right', SIG, insort(false)),
    insort_left: nativeFunction('insort_left', SIG, insort(true)),
  },
});
