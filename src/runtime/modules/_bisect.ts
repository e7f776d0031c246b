/**
 * _bisect: binary search in sorted sequences. CPython: Modules/_bisectmodule.c.
 */
import { asIndexNumber, isTrue, len, LT, richCompare, sequenceGetItem } from '../core/abstract.ts';
import { nativeFunction } from '../core/args.ts';
import { call1, callMethod2 } from '../core/call.ts';
import { typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { ListType } from '../core/type-object.ts';
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

/** Index where `x` belongs: before equal items (`left`) or behind them. */
function search(
  seq: PyObject,
  x: PyObject,
  lo: PyObject | undefined,
  hi: PyObject | undefined,
  key: PyObject | undefined,
  left: boolean,
): number {
  let from = lo === undefined ? 0 : asIndexNumber(lo, OverflowErrorType);
  let to = hi === undefined || hi === None_ ? -1 : asIndexNumber(hi, OverflowErrorType);
  if (from < 0) throw valueError('lo must be non-negative');
  if (to < 0) to = len(seq);
  checkIndexable(seq);
  while (from < to) {
    const mid = Math.floor((from + to) / 2);
    let item = sequenceGetItem(seq, mid);
    let before: boolean;
    try {
      if (key !== undefined && key !== None_) {
        const value = call1(key, item);
        decref(item);
        item = value;
      }
      before = left ? lessThan(item, x) : !lessThan(x, item);
    } finally {
      decref(item);
    }
    if (before) from = mid + 1;
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
    let at: number;
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
      listInsert(a, at, x);
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
  doc:
    'Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\n' +
    'having to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this ' +
    'can be an improvement over the more\ncommon approach.\n',
  functions: {
    bisect_right: nativeFunction('bisect_right', SIG, bisect(false)),
    bisect_left: nativeFunction('bisect_left', SIG, bisect(true)),
    insort_right: nativeFunction('insort_right', SIG, insort(false)),
    insort_left: nativeFunction('insort_left', SIG, insort(true)),
  },
});
