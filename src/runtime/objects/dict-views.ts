/**
 * dict_keys, dict_values, dict_items and the iterators of dicts in both directions. CPython: the second half of
 * Objects/dictobject.c.
 *
 * A view owns its dict. An iterator owns its dict until it is exhausted; `used` is the length it started with (-1 after an
 * error, so that it stays in error). Item iterators use one result tuple again while nobody else holds it.
 */
import {
  contains,
  EQ,
  GE,
  getIter,
  GT,
  iterNext,
  LE,
  len,
  LT,
  NE,
  repr,
  richCompareBool,
} from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { callMethod1 } from '../core/call.ts';
import { runtimeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { account, decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  DictType,
  FrozensetType,
  SetType,
  TPFLAGS_HAVE_GC,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { TextBuilder } from '../text/text.ts';
import type { DictTable } from './dict-table.ts';
import {
  dictContains,
  dictCopy,
  dictDel,
  dictGet,
  dictKeyAt,
  dictNext,
  dictValueAt,
} from './dict.ts';
import { newInt } from './int.ts';
import { beforeReduce, iteratorReduce } from './iter.ts';
import { newListFromIterable } from './list.ts';
import { newMappingproxy } from './mappingproxy.ts';
import {
  isAnySet,
  newSet,
  newSetFrom,
  setAdd,
  setDifferenceUpdate,
  setSymmetricDifferenceUpdate,
  setUpdate,
} from './set.ts';
import { newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, newStr, newStrJs, strValue } from './str.ts';
import { newTupleSteal } from './tuple.ts';

type PyDict = PyGC<DictTable>;
/** Payload: the dict, owned. */
export type PyView = PyGC<PyDict>;

const s_intersection = intern('intersection');
const VIEW_BLOCK = 40;
const ITER_BLOCK = 72;

// ---------------------------------------------------------------------------------------------
// Views

function newView(type: TypeObject, d: PyDict): Owned<PyView> {
  const view = newGC(type, incref(d) as PyDict);
  account(view, VIEW_BLOCK);
  gcTrack(view);
  return view;
}

export function newKeysView(d: PyDict): Owned {
  return newView(DictKeysType, d);
}

export function newValuesView(d: PyDict): Owned {
  return newView(DictValuesType, d);
}

export function newItemsView(d: PyDict): Owned {
  return newView(DictItemsType, d);
}

function viewDealloc(o: PyObject): void {
  gcUntrack(o);
  const d = o.v;
  o.v = null;
  decref(d);
  freeObject(o);
}

function viewTraverse(o: PyObject, visit: Visit): void {
  if (o.v !== null) visit(o.v);
}

function viewLen(o: PyObject): number {
  return o.v.v.used;
}

function viewRepr(view: PyObject): Owned {
  if (!reprEnter(view)) return newStrJs('...');
  try {
    const items = newListFromIterable(view);
    try {
      const text = repr(items);
      const out = new TextBuilder();
      out.appendText(`${view.type.name}(`);
      out.appendText(strValue(text));
      out.appendText(')');
      decref(text);
      return newStr(out.finish());
    } finally {
      decref(items);
    }
  } finally {
    reprLeave(view);
  }
}

function viewMapping(view: PyObject): Owned {
  return newMappingproxy(view.v);
}

function isSetView(o: PyObject): boolean {
  return o.type === DictKeysType || o.type === DictItemsType;
}

/** A pair is in dict_items when its key is there with an equal value. */
function itemsContain(view: PyObject, pair: PyObject): boolean {
  if (!(pair.type === TupleType || pair.type.mro.includes(TupleType)) || pair.v.length !== 2)
    return false;
  const found = dictGet(view.v, pair.v[0]);
  if (found === null) return false;
  try {
    return richCompareBool(found, pair.v[1], EQ);
  } finally {
    decref(found);
  }
}

function keysContain(view: PyObject, key: PyObject): boolean {
  return dictContains(view.v, key);
}

function allContainedIn(a: PyObject, b: PyObject): boolean {
  const it = getIter(a);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        if (!contains(b, item)) return false;
      } finally {
        decref(item);
      }
    }
    return true;
  } finally {
    decref(it);
  }
}

function viewRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isAnySet(b) && !isSetView(b)) return newNotImplemented();
  return newBool(compareViews(a, b, op));
}

function compareViews(a: PyObject, b: PyObject, op: number): boolean {
  const na = len(a);
  const nb = len(b);
  if (op === EQ) return na === nb && allContainedIn(a, b);
  if (op === NE) return !(na === nb && allContainedIn(a, b));
  if (op === LT) return na < nb && allContainedIn(a, b);
  if (op === LE) return na <= nb && allContainedIn(a, b);
  if (op === GT) return na > nb && allContainedIn(b, a);
  return op === GE && na >= nb && allContainedIn(b, a);
}

function viewToSet(view: PyObject): Owned {
  if (view.type === DictKeysType && view.v.type === DictType) return newSetFrom(view.v);
  return newSetFrom(view);
}

function withSet(view: PyObject, change: (set: PyObject) => void): Owned {
  const set = viewToSet(view);
  try {
    change(set);
  } catch (e) {
    decref(set);
    throw e;
  }
  return set;
}

function viewSub(a: PyObject, b: PyObject): Owned {
  return withSet(a, (set) => setDifferenceUpdate(set, b));
}

function viewOr(a: PyObject, b: PyObject): Owned {
  return withSet(a, (set) => setUpdate(set, b));
}

function viewXor(a: PyObject, b: PyObject): Owned {
  if (a.type === DictItemsType && b.type === DictItemsType) return itemsXor(a, b);
  return withSet(a, (set) => setSymmetricDifferenceUpdate(set, b));
}

function itemsXor(a: PyObject, b: PyObject): Owned {
  const rest = dictCopy(a.v);
  const result = newSet();
  try {
    const other: PyDict = b.v;
    for (let j = dictNext(other, 0); j >= 0; j = dictNext(other, j + 1))
      xorEntry(rest, result, other, j);
    const pairs = newItemsView(rest);
    try {
      setUpdate(result, pairs);
    } finally {
      decref(pairs);
    }
  } catch (e) {
    decref(result);
    throw e;
  } finally {
    decref(rest);
  }
  return result;
}

function xorEntry(rest: PyObject, result: PyObject, other: PyDict, j: number): void {
  const key = incref(dictKeyAt(other, j));
  const value = incref(dictValueAt(other, j));
  const mine = dictGet(rest, key);
  try {
    if (mine !== null && richCompareBool(mine, value, EQ)) dictDel(rest, key);
    else {
      const pair = newTupleSteal([incref(key), incref(value)]);
      try {
        setAdd(result, pair);
      } finally {
        decref(pair);
      }
    }
  } finally {
    if (mine !== null) decref(mine);
    decref(key);
    decref(value);
  }
}

/** Also reached with the view on the right: the operand that is a view leads. */
function viewAnd(a: PyObject, b: PyObject): Owned {
  let self = a;
  let other = b;
  if (isSetView(other) && (!isSetView(self) || len(other) > len(self))) {
    self = b;
    other = a;
  }
  if (other.type === SetType && len(self) <= len(other))
    return callMethod1(other, s_intersection, self);
  const has = self.type === DictKeysType ? keysContain : itemsContain;
  const result = newSet();
  try {
    const it = getIter(other);
    try {
      for (let item = iterNext(it); item !== null; item = iterNext(it)) {
        try {
          if (has(self, item)) setAdd(result, item);
        } finally {
          decref(item);
        }
      }
    } finally {
      decref(it);
    }
  } catch (e) {
    decref(result);
    throw e;
  }
  return result;
}

function viewIsdisjoint(view: PyObject, arg: PyObject): Owned {
  let self = view;
  let other = arg;
  if (self === other) return newBool(len(self) === 0);
  const exactSet = other.type === SetType || other.type === FrozensetType;
  if ((exactSet || isSetView(other)) && len(other) > len(self)) {
    self = arg;
    other = view;
  }
  const it = getIter(other);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        if (contains(self, item)) return newBool(false);
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
  return newBool(true);
}

function viewSlots() {
  return {
    flags: TPFLAGS_HAVE_GC,
    basicsize: 24,
    tp_dealloc: viewDealloc,
    tp_traverse: viewTraverse,
    tp_repr: viewRepr,
    mp_length: null,
    sq_length: viewLen,
  };
}

function setViewSlots() {
  return {
    ...viewSlots(),
    tp_richcompare: viewRichcompare,
    tp_hash: null,
    nb_subtract: viewSub,
    nb_and: viewAnd,
    nb_or: viewOr,
    nb_xor: viewXor,
  };
}

const mappingGetset = { mapping: getset(viewMapping) };

export const DictKeysType = newStaticType('dict_keys', {
  ...setViewSlots(),
  sq_contains: keysContain,
  tp_iter: (view: PyObject) => newKeyIterator(view.v),
  methods: {
    isdisjoint: method('($self, object, /)', viewIsdisjoint),
    __reversed__: method('($self, /)', (view: PyObject) => newReverseKeyIterator(view.v)),
  },
  getset: mappingGetset,
});

export const DictItemsType = newStaticType('dict_items', {
  ...setViewSlots(),
  sq_contains: itemsContain,
  tp_iter: (view: PyObject) => newItemIterator(view.v),
  methods: {
    isdisjoint: method('($self, object, /)', viewIsdisjoint),
    __reversed__: method('($self, /)', (view: PyObject) => newReverseItemIterator(view.v)),
  },
  getset: mappingGetset,
});

export const DictValuesType = newStaticType('dict_values', {
  ...viewSlots(),
  tp_iter: (view: PyObject) => newValueIterator(view.v),
  methods: {
    __reversed__: method('($self, /)', (view: PyObject) => newReverseValueIterator(view.v)),
  },
  getset: mappingGetset,
});

// ---------------------------------------------------------------------------------------------
// Iterators

class DictIter {
  d: PyDict | null;
  used: number;
  /** Next entry to look at. */
  j: number;
  /** Items still expected. */
  left: number;
  /** Result tuple of item iterators. */
  pair: PyObject | null;
  constructor(d: PyDict, j: number, pair: PyObject | null) {
    this.d = d;
    this.used = d.v.used;
    this.j = j;
    this.left = d.v.used;
    this.pair = pair;
  }
}

function newIterator(type: TypeObject, d: PyDict, j: number, withPair: boolean): Owned {
  const pair = withPair ? newTupleSteal([newNone(), newNone()]) : null;
  const it = newGC(type, new DictIter(incref(d) as PyDict, j, pair));
  account(it, ITER_BLOCK);
  gcTrack(it);
  return it;
}

export function newKeyIterator(d: PyDict): Owned {
  return newIterator(DictKeyIteratorType, d, 0, false);
}

function newValueIterator(d: PyDict): Owned {
  return newIterator(DictValueIteratorType, d, 0, false);
}

export function newItemIterator(d: PyDict): Owned {
  return newIterator(DictItemIteratorType, d, 0, true);
}

export function newReverseKeyIterator(d: PyDict): Owned {
  return newIterator(DictReverseKeyIteratorType, d, d.v.e.length / 3 - 1, false);
}

function newReverseValueIterator(d: PyDict): Owned {
  return newIterator(DictReverseValueIteratorType, d, d.v.e.length / 3 - 1, false);
}

function newReverseItemIterator(d: PyDict): Owned {
  return newIterator(DictReverseItemIteratorType, d, d.v.e.length / 3 - 1, true);
}

function iterDealloc(o: PyObject): void {
  gcUntrack(o);
  const it: DictIter = o.v;
  const d = it.d;
  const pair = it.pair;
  it.d = null;
  it.pair = null;
  if (d !== null) decref(d);
  if (pair !== null) decref(pair);
  freeObject(o);
}

function iterTraverse(o: PyObject, visit: Visit): void {
  const it: DictIter = o.v;
  if (it.d !== null) visit(it.d);
  if (it.pair !== null) visit(it.pair);
}

function exhaust(it: DictIter): void {
  const d = it.d!;
  it.d = null;
  decref(d);
}

function checkSize(it: DictIter, d: PyDict): void {
  if (it.used === d.v.used) return;
  it.used = -1;
  throw runtimeError('dictionary changed size during iteration');
}

/** Entry offset (3j) of the next live entry, or -1 at the end. */
function advance(it: DictIter): number {
  const d = it.d;
  if (d === null) return -1;
  if (it.used !== d.v.used) checkSize(it, d);
  const e = d.v.e;
  const n = e.length;
  let j = it.j;
  let i = j * 3;
  while (i < n && e[i] === null) {
    i += 3;
    j++;
  }
  if (i >= n) {
    exhaust(it);
    return -1;
  }
  if (it.left === 0) {
    exhaust(it);
    throw runtimeError('dictionary keys changed during iteration');
  }
  it.j = j + 1;
  it.left--;
  return i;
}

/** The same towards the front. */
function retreat(it: DictIter): number {
  const d = it.d;
  if (d === null) return -1;
  if (it.used !== d.v.used) checkSize(it, d);
  const e = d.v.e;
  let i = it.j * 3;
  if (i >= e.length || it.left === 0) i = -3;
  while (i >= 0 && e[i] === null) i -= 3;
  if (i < 0) {
    exhaust(it);
    return -1;
  }
  it.j = i / 3 - 1;
  it.left--;
  return i;
}

function pairAt(it: DictIter, i: number): Owned {
  const e = it.d!.v.e;
  const key = incref(e[i]);
  const value = incref(e[i + 2]);
  const pair = it.pair!;
  if (pair.rc !== 1) return newTupleSteal([key, value]);
  const items = pair.v;
  const oldKey = items[0];
  const oldValue = items[1];
  items[0] = key;
  items[1] = value;
  const result = incref(pair);
  decref(oldKey);
  decref(oldValue);
  gcTrack(pair);
  return result;
}

/** tp_iternext of dict_keyiterator. */
export function nextKey(o: PyObject): Owned | null {
  const it: DictIter = o.v;
  const i = advance(it);
  return i < 0 ? null : incref(it.d!.v.e[i]);
}

function nextValue(o: PyObject): Owned | null {
  const it: DictIter = o.v;
  const i = advance(it);
  return i < 0 ? null : incref(it.d!.v.e[i + 2]);
}

/** tp_iternext of dict_itemiterator. */
export function nextItem(o: PyObject): Owned | null {
  const it: DictIter = o.v;
  const i = advance(it);
  return i < 0 ? null : pairAt(it, i);
}

function previousKey(o: PyObject): Owned | null {
  const it: DictIter = o.v;
  const i = retreat(it);
  return i < 0 ? null : incref(it.d!.v.e[i]);
}

function previousValue(o: PyObject): Owned | null {
  const it: DictIter = o.v;
  const i = retreat(it);
  return i < 0 ? null : incref(it.d!.v.e[i + 2]);
}

function previousItem(o: PyObject): Owned | null {
  const it: DictIter = o.v;
  const i = retreat(it);
  return i < 0 ? null : pairAt(it, i);
}

function lengthHint(o: PyObject): Owned {
  const it: DictIter = o.v;
  return newInt(it.d !== null && it.used === it.d.v.used ? it.left : 0);
}

/** `(iter, ([remaining items],))`: the iterator itself stays where it is. */
function reduce(o: PyObject): Owned {
  beforeReduce();
  const it: DictIter = o.v;
  if (it.d === null) return iteratorReduce(newListFromIterable(null));
  const copy = newIterator(o.type, it.d, it.j, it.pair !== null);
  const state: DictIter = copy.v;
  state.used = it.used;
  state.left = it.left;
  try {
    return iteratorReduce(newListFromIterable(copy));
  } finally {
    decref(copy);
  }
}

function iteratorType(name: string, next: (o: PyObject) => Owned | null): TypeObject {
  return newStaticType(name, {
    flags: TPFLAGS_HAVE_GC,
    basicsize: 56,
    tp_dealloc: iterDealloc,
    tp_traverse: iterTraverse,
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: next,
    methods: {
      __length_hint__: method('($self, /)', lengthHint),
      __reduce__: method('($self, /)', reduce),
    },
  });
}

export const DictKeyIteratorType = iteratorType('dict_keyiterator', nextKey);
export const DictValueIteratorType = iteratorType('dict_valueiterator', nextValue);
export const DictItemIteratorType = iteratorType('dict_itemiterator', nextItem);
export const DictReverseKeyIteratorType = iteratorType('dict_reversekeyiterator', previousKey);
export const DictReverseValueIteratorType = iteratorType(
  'dict_reversevalueiterator',
  previousValue,
);
export const DictReverseItemIteratorType = iteratorType('dict_reverseitemiterator', previousItem);
