/**
 * set and frozenset. CPython: Objects/setobject.c.
 *
 * Invariants
 * - The payload is a SetTable laid out slot by slot as CPython's, so that iteration order is CPython's for equal hashes:
 *   runs of up to ten neighbouring slots, then a jump by the perturbed 64-bit hash.
 * - `k[i]` is null (never used), DUMMY (was used) or an owned key; `h[2i]`, `h[2i+1]` are the halves of its hash.
 * - `fill` counts keys and dummies, `used` keys. Tables above eight slots are accounted at 16 bytes a slot.
 */
import {
  EQ,
  GE,
  getIter,
  GT,
  hash,
  iterNext,
  LE,
  LT,
  NE,
  repr,
  richCompareBool,
} from '../core/abstract.ts';
import { bindArgs, classMethod, method, noKeywords } from '../core/args.ts';
import { callMethod0 } from '../core/call.ts';
import { discard, keyError, matches, newException, runtimeError } from '../core/errors.ts';
import { newInt32 } from '../core/array-pool.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import {
  account,
  accountPart,
  dealloc,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  unaccountPart,
} from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { S } from '../core/state.ts';
import { isSubtype } from '../core/subtype.ts';
import { defineType, newStaticType } from '../core/type-define.ts';
import {
  DictType,
  FrozensetType,
  IntType,
  type KwNames,
  SetType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { FrozensetHash } from '../numbers/tuple-hash.ts';
import { textEquals, textLength, textSlice, TextBuilder } from '../text/text.ts';
import { tableFind, tableHashAt } from './dict-table.ts';
import { dictKeyAt, dictLen, dictNext } from './dict.ts';
import { KeyErrorType, TypeErrorType } from './exceptions.ts';
import { genericAliasNew } from './genericalias.ts';
import { newInt } from './int.ts';
import { newItems, newNulls } from './item-array.ts';
import { beforeReduce, iteratorReduce } from './iter.ts';
import { newListFromIterable, newListSteal } from './list.ts';
import { newBool, newNotImplemented } from './singletons.ts';
import { intern, newStr, newStrJs, strValue } from './str.ts';
import { newTupleSteal } from './tuple.ts';
import { clearWeakrefs } from './weakref.ts';

const LINEAR_PROBES = 9;
const MIN_SIZE = 8;
const BLOCK = 216;
/** Stands where a key was. Never reaches Python code. */
const DUMMY: any = { dummy: true };
const s_getstate = intern('__getstate__');

class SetTable {
  k: any[];
  h: Int32Array;
  mask: number;
  fill: number;
  used: number;
  /** Where pop() looks first. */
  finger: number;
  /** Cached hash of a frozenset. */
  hashed: boolean;
  hashLo: number;
  hashHi: number;
  constructor() {
    this.k = newNulls(MIN_SIZE);
    this.h = new Int32Array(2 * MIN_SIZE);
    this.mask = MIN_SIZE - 1;
    this.fill = 0;
    this.used = 0;
    this.finger = 0;
    this.hashed = false;
    this.hashLo = 0;
    this.hashHi = 0;
  }
}

export type PySet = PyGC<SetTable>;

// ---------------------------------------------------------------------------------------------
// Making and ending

function allocSet(type: TypeObject): Owned<PySet> {
  let o: Owned<PySet>;
  if (type === SetType || type === FrozensetType) {
    o = newGC(type, new SetTable());
    account(o, BLOCK);
  } else {
    o = type.tp_alloc(type) as Owned<PySet>;
    o.v = new SetTable();
  }
  gcTrack(o);
  return o;
}

function makeSet(type: TypeObject, iterable: PyObject | null): Owned<PySet> {
  const o = allocSet(type);
  if (iterable === null) return o;
  try {
    setUpdate(o, iterable);
  } catch (e) {
    decref(o);
    throw e;
  }
  return o;
}

/** Of the built-in type that `type` is or derives from. */
function makeBaseSet(type: TypeObject, iterable: PyObject | null): Owned<PySet> {
  if (type === SetType || type === FrozensetType) return makeSet(type, iterable);
  return makeSet(isSubtype(type, SetType) ? SetType : FrozensetType, iterable);
}

export function newSet(): Owned<PySet> {
  return allocSet(SetType);
}

export function newSetFrom(iterable: PyObject): Owned<PySet> {
  return makeSet(SetType, iterable);
}

export function newFrozenset(iterable: PyObject | null = null): Owned<PySet> {
  return makeSet(FrozensetType, iterable);
}

/** A set display: the owned items are added in order. */
export function newSetSteal(items: PyObject[]): Owned<PySet> {
  return fillSteal(allocSet(SetType), items);
}

/** A frozenset of owned items (constants). */
export function newFrozensetSteal(items: PyObject[]): Owned<PySet> {
  return fillSteal(allocSet(FrozensetType), items);
}

export { newFrozensetSteal as newFrozensetFromItems, newFrozensetSteal as newFrozensetFromOwned };

function fillSteal(o: Owned<PySet>, items: PyObject[]): Owned<PySet> {
  try {
    for (let i = 0; i < items.length; i++) setAdd(o, items[i]!);
  } catch (e) {
    decref(o);
    throw e;
  } finally {
    for (let i = 0; i < items.length; i++) decref(items[i]!);
  }
  return o;
}

export function isSet(o: PyObject): boolean {
  return o.type === SetType || isSubtype(o.type, SetType);
}

export function isFrozenset(o: PyObject): boolean {
  return o.type === FrozensetType || isSubtype(o.type, FrozensetType);
}

/** set, frozenset or a subclass of either. */
export function isAnySet(o: PyObject): boolean {
  const type = o.type;
  return (
    type === SetType ||
    type === FrozensetType ||
    isSubtype(type, SetType) ||
    isSubtype(type, FrozensetType)
  );
}

export function setLen(o: PyObject): number {
  return o.v.used;
}

/** The keys in table order, borrowed. */
export function setItems(o: PyObject): PyObject[] {
  const k: any[] = o.v.k;
  const out = newItems(o.v.used);
  let n = 0;
  for (let i = 0; i < k.length; i++) if (k[i] !== null && k[i] !== DUMMY) out[n++] = k[i];
  return out;
}

function setDealloc(o: PyObject): void {
  gcUntrack(o);
  if ((o as PyGC).ext !== null) clearWeakrefs(o);
  const t: SetTable = o.v;
  const k = t.k;
  let left = t.used;
  for (let i = 0; left > 0; i++) {
    const key = k[i];
    if (key === null || key === DUMMY) continue;
    left--;
    if (--key.rc === 0) dealloc(key);
  }
  if (t.mask >= MIN_SIZE) unaccountPart(o, 16 * (t.mask + 1));
  o.v = null;
  freeObject(o);
}

function setTraverse(o: PyObject, visit: Visit): void {
  const k: any[] = o.v.k;
  for (let i = 0; i < k.length; i++) if (k[i] !== null && k[i] !== DUMMY) visit(k[i]);
}

/** Removes all keys and releases them in table order. */
export function setClear(o: PyObject): void {
  const t: SetTable = o.v;
  const k = t.k;
  const size = t.mask + 1;
  if (t.fill > 0 || size > MIN_SIZE) {
    const fresh = new SetTable();
    t.k = fresh.k;
    t.h = fresh.h;
  }
  t.mask = MIN_SIZE - 1;
  t.fill = 0;
  t.used = 0;
  t.hashed = false;
  if (t.k !== k) for (let i = 0; i < size; i++) if (k[i] !== null && k[i] !== DUMMY) decref(k[i]);
  if (size > MIN_SIZE) unaccountPart(o, 16 * size);
}

// ---------------------------------------------------------------------------------------------
// The table

function keyEquals(stored: PyObject, key: PyObject): boolean {
  if (stored.type === key.type) {
    if (stored.type === StrType)
      return stored.v === key.v || (typeof key.v === 'object' && textEquals(stored.v, key.v));
    if (stored.type === IntType) return stored.v === key.v;
  }
  stored.rc++;
  try {
    return richCompareBool(stored, key, EQ);
  } finally {
    decref(stored);
  }
}

/** Result of `find` when the table changed under a comparison. */
const CHANGED = -2147483648;

/**
 * Slot of the key, or ~slot of the last dummy that the search met, else of the unused place where it ended. May run `__eq__`; when that changes the table
 * the search starts again, unless the key is being added and was found equal (nothing is left to do then).
 */
function find(t: SetTable, key: PyObject, lo: number, hi: number, adding: boolean): number {
  for (;;) {
    const i = findOnce(t, key, lo, hi, adding);
    if (i !== CHANGED) return i;
  }
}

function findOnce(t: SetTable, key: PyObject, lo: number, hi: number, adding: boolean): number {
  const k = t.k;
  const h = t.h;
  const mask = t.mask;
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  let dummy = -1;
  for (;;) {
    const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
    for (let s = i; s <= last; s++) {
      const stored = k[s];
      if (stored === null) return dummy >= 0 ? ~dummy : ~s;
      if (stored === key) return s;
      if (stored === DUMMY) dummy = s;
      else if (h[2 * s] === lo && h[2 * s + 1] === hi) {
        const same = keyEquals(stored, key);
        if (same && adding) return s;
        if (t.k !== k || k[s] !== stored) return CHANGED;
        if (same) return s;
      }
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + 1 + plo) & mask;
  }
}

/** Puts a key known to be new into a table without dummies. */
function insertClean(
  k: any[],
  h: Int32Array,
  mask: number,
  key: PyObject,
  lo: number,
  hi: number,
): void {
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  for (;;) {
    const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
    for (let s = i; s <= last; s++) {
      if (k[s] !== null) continue;
      k[s] = key;
      h[2 * s] = lo;
      h[2 * s + 1] = hi;
      return;
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + 1 + plo) & mask;
  }
}

/** set_table_resize: the smallest table of more than `minUsed` slots. */
function resize(o: PyObject, minUsed: number): void {
  const t: SetTable = o.v;
  let size = MIN_SIZE;
  while (size <= minUsed) size *= 2;
  const old = t.mask + 1;
  if (size === MIN_SIZE && old === MIN_SIZE && t.fill === t.used) return;
  if (size > MIN_SIZE) accountPart(o, 16 * size);
  const k = newNulls(size);
  const h = newInt32(2 * size);
  const oldK = t.k;
  const oldH = t.h;
  for (let i = 0; i < old; i++) {
    const key = oldK[i];
    if (key !== null && key !== DUMMY)
      insertClean(k, h, size - 1, key, oldH[2 * i]!, oldH[2 * i + 1]!);
  }
  t.k = k;
  t.h = h;
  t.mask = size - 1;
  t.fill = t.used;
  if (old > MIN_SIZE) unaccountPart(o, 16 * old);
}

function growthTarget(used: number): number {
  return used > 50000 ? used * 2 : used * 4;
}

/** Adds a key (a reference is taken) with its hash; nothing happens when an equal one is there. */
function addHashed(o: PyObject, key: PyObject, lo: number, hi: number): void {
  const t: SetTable = o.v;
  let s = find(t, key, lo, hi, true);
  if (s >= 0) return;
  s = ~s;
  key.rc++;
  const reused = t.k[s] === DUMMY;
  t.k[s] = key;
  t.h[2 * s] = lo;
  t.h[2 * s + 1] = hi;
  t.used++;
  if (reused) return;
  if (++t.fill * 5 >= t.mask * 3) resize(o, growthTarget(t.used));
}

/** `s.add(key)` */
export function setAdd(o: PyObject, key: PyObject): void {
  const lo = hash(key);
  addHashed(o, key, lo, S.hashHi);
}

/** Adds `key`, which it takes over (set displays). */
export function setAddSteal(o: PyObject, key: PyObject): void {
  try {
    setAdd(o, key);
  } finally {
    decref(key);
  }
}

function containsHashed(o: PyObject, key: PyObject, lo: number, hi: number): boolean {
  return find(o.v, key, lo, hi, false) >= 0;
}

function discardHashed(o: PyObject, key: PyObject, lo: number, hi: number): boolean {
  const t: SetTable = o.v;
  const s = find(t, key, lo, hi, false);
  if (s < 0) return false;
  const old = t.k[s];
  t.k[s] = DUMMY;
  t.h[2 * s] = -1;
  t.h[2 * s + 1] = -1;
  t.used--;
  decref(old);
  return true;
}

/** A set is looked up as the frozenset equal to it. */
function withKey(key: PyObject, use: (key: PyObject) => boolean): boolean {
  try {
    return use(key);
  } catch (e) {
    if (!isSet(key) || !matches(e, TypeErrorType)) throw e;
    discard(e);
  }
  const frozen = newFrozenset(key);
  try {
    return use(frozen);
  } finally {
    decref(frozen);
  }
}

/** `key in s` */
export function setContains(o: PyObject, key: PyObject): boolean {
  if (key.type.tp_hash === SetType.tp_hash) return withKey(key, (k) => containsPlain(o, k));
  return containsPlain(o, key);
}

function containsPlain(o: PyObject, key: PyObject): boolean {
  const lo = hash(key);
  return containsHashed(o, key, lo, S.hashHi);
}

/** Removes `key`; false when it is not there. */
export function setDiscard(o: PyObject, key: PyObject): boolean {
  if (key.type.tp_hash === SetType.tp_hash) return withKey(key, (k) => discardPlain(o, k));
  return discardPlain(o, key);
}

function discardPlain(o: PyObject, key: PyObject): boolean {
  const lo = hash(key);
  return discardHashed(o, key, lo, S.hashHi);
}

/** Calls `f` for the keys of a set in table order with their hashes, each held meanwhile; stops at `false`. */
export function eachEntry(
  o: PyObject,
  f: (key: PyObject, lo: number, hi: number) => boolean,
): boolean {
  const t: SetTable = o.v;
  for (let i = 0; i <= t.mask; i++) {
    const key = t.k[i];
    if (key === null || key === DUMMY) continue;
    key.rc++;
    try {
      if (!f(key, t.h[2 * i]!, t.h[2 * i + 1]!)) return false;
    } finally {
      decref(key);
    }
  }
  return true;
}

/** Calls `f` for the items of an iterable; stops at `false`. */
function eachItem(iterable: PyObject, f: (item: PyObject) => boolean): boolean {
  const it = getIter(iterable);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        if (!f(item)) return false;
      } finally {
        decref(item);
      }
    }
    return true;
  } finally {
    decref(it);
  }
}

// ---------------------------------------------------------------------------------------------
// Updates

/** `s.update(other)` with one argument. */
export function setUpdate(o: PyObject, other: PyObject): void {
  if (isAnySet(other)) mergeSet(o, other);
  else if (other.type === DictType) updateFromDict(o, other);
  else addItems(o, other);
}

/** Adds the items of any iterable. */
function addItems(o: PyObject, iterable: PyObject): void {
  const it = getIter(iterable);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        setAdd(o, item);
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
}

/** Adds the keys of another set. */
function addEntries(o: PyObject, other: PyObject): void {
  const from: SetTable = other.v;
  for (let i = 0; i <= from.mask; i++) {
    const key = from.k[i];
    if (key === null || key === DUMMY) continue;
    key.rc++;
    try {
      addHashed(o, key, from.h[2 * i]!, from.h[2 * i + 1]!);
    } finally {
      decref(key);
    }
  }
}

/** Adds those keys of `from` to `result` that are, or are not, in `other`. */
function addThose(result: PyObject, from: PyObject, other: PyObject, wanted: boolean): void {
  const t: SetTable = from.v;
  for (let i = 0; i <= t.mask; i++) {
    const key = t.k[i];
    if (key === null || key === DUMMY) continue;
    const lo = t.h[2 * i]!;
    const hi = t.h[2 * i + 1]!;
    key.rc++;
    try {
      if (find(other.v, key, lo, hi, false) >= 0 === wanted) addHashed(result, key, lo, hi);
    } finally {
      decref(key);
    }
  }
}

function mergeSet(o: PyObject, other: PyObject): void {
  const t: SetTable = o.v;
  const from: SetTable = other.v;
  if (from === t || from.used === 0) return;
  if ((t.fill + from.used) * 5 >= t.mask * 3) resize(o, (t.used + from.used) * 2);
  if (t.fill > 0) {
    addEntries(o, other);
    return;
  }
  const { k, h } = t;
  const sameShape = t.mask === from.mask && from.fill === from.used;
  for (let i = 0; i <= from.mask; i++) {
    const key = from.k[i];
    if (key === null || key === DUMMY) continue;
    key.rc++;
    if (sameShape) {
      k[i] = key;
      h[2 * i] = from.h[2 * i]!;
      h[2 * i + 1] = from.h[2 * i + 1]!;
    } else insertClean(k, h, t.mask, key, from.h[2 * i]!, from.h[2 * i + 1]!);
  }
  t.fill = from.used;
  t.used = from.used;
}

function updateFromDict(o: PyObject, d: PyObject): void {
  const t: SetTable = o.v;
  const n = dictLen(d);
  if ((t.fill + n) * 5 >= t.mask * 3) resize(o, (t.used + n) * 2);
  eachDictKey(d, (key, lo, hi) => addHashed(o, key, lo, hi));
}

/** Calls `f` for the keys of a dict with their hashes, each held meanwhile. */
function eachDictKey(d: PyObject, f: (key: PyObject, lo: number, hi: number) => void): void {
  for (let j = dictNext(d, 0); j >= 0; j = dictNext(d, j + 1)) {
    const lo = tableHashAt(d.v, j);
    const hi = S.hashHi;
    const key = incref(dictKeyAt(d, j));
    try {
      f(key, lo, hi);
    } finally {
      decref(key);
    }
  }
}

/** Resizes when more than a quarter of the table are dummies. */
function sweepDummies(o: PyObject): void {
  const t: SetTable = o.v;
  if (t.fill - t.used > Math.floor(t.mask / 4)) resize(o, growthTarget(t.used));
}

/** `s.difference_update(other)` with one argument. */
export function setDifferenceUpdate(o: PyObject, other: PyObject): void {
  if (o === other) {
    setClear(o);
    return;
  }
  if (isAnySet(other)) {
    const big = other.v.used >> 3 > o.v.used;
    const common = big ? intersection(o, other) : incref(other);
    try {
      eachEntry(common, (key, lo, hi) => {
        discardHashed(o, key, lo, hi);
        return true;
      });
    } finally {
      decref(common);
    }
  } else {
    eachItem(other, (item) => {
      const lo = hash(item);
      discardHashed(o, item, lo, S.hashHi);
      return true;
    });
  }
  sweepDummies(o);
}

/** `s.symmetric_difference_update(other)` */
export function setSymmetricDifferenceUpdate(o: PyObject, other: PyObject): void {
  if (o === other) {
    setClear(o);
    return;
  }
  const toggle = (key: PyObject, lo: number, hi: number): boolean => {
    if (!discardHashed(o, key, lo, hi)) addHashed(o, key, lo, hi);
    return true;
  };
  if (other.type === DictType) {
    eachDictKey(other, toggle);
    return;
  }
  const keys = isAnySet(other) ? incref(other) : makeBaseSet(o.type, other);
  try {
    eachEntry(keys, toggle);
  } finally {
    decref(keys);
  }
}

/** set_swap_bodies. */
function swapBodies(a: PyObject, b: PyObject): void {
  const t = a.v;
  a.v = b.v;
  b.v = t;
  const exact = (o: PyObject) => o.type === FrozensetType || isSubtype(o.type, FrozensetType);
  if (exact(a) && exact(b)) return;
  a.v.hashed = false;
  b.v.hashed = false;
}

// ---------------------------------------------------------------------------------------------
// New sets

function copySet(o: PyObject): Owned<PySet> {
  return makeBaseSet(o.type, o);
}

function building(o: Owned<PySet>, change: (o: PyObject) => void): Owned<PySet> {
  try {
    change(o);
  } catch (e) {
    decref(o);
    throw e;
  }
  return o;
}

function intersection(o: PyObject, arg: PyObject): Owned<PySet> {
  if (o === arg) return copySet(o);
  return building(makeBaseSet(o.type, null), (result) => {
    if (isAnySet(arg)) {
      const swap = arg.v.used > o.v.used;
      addThose(result, swap ? o : arg, swap ? arg : o, true);
      return;
    }
    eachItem(arg, (key) => {
      const lo = hash(key);
      const hi = S.hashHi;
      if (!containsHashed(o, key, lo, hi)) return true;
      addHashed(result, key, lo, hi);
      return result.v.used < o.v.used;
    });
  });
}

function difference(o: PyObject, other: PyObject): Owned<PySet> {
  const isDict = other.type === DictType;
  const size = isDict ? dictLen(other) : isAnySet(other) ? other.v.used : -1;
  if (size < 0 || o.v.used >> 2 > size)
    return building(copySet(o), (result) => setDifferenceUpdate(result, other));
  return building(makeBaseSet(o.type, null), (result) => {
    if (!isDict) {
      addThose(result, o, other, false);
      return;
    }
    eachEntry(o, (key, lo, hi) => {
      if (tableFind(other.v, key, lo, hi) < 0) addHashed(result, key, lo, hi);
      return true;
    });
  });
}

function symmetricDifference(o: PyObject, other: PyObject): Owned<PySet> {
  return building(makeBaseSet(o.type, other), (result) => setSymmetricDifferenceUpdate(result, o));
}

// ---------------------------------------------------------------------------------------------
// Comparisons

function isSubset(o: PyObject, other: PyObject): boolean {
  if (!isAnySet(other)) {
    const common = intersection(o, other);
    const n = common.v.used;
    decref(common);
    return n === o.v.used;
  }
  if (o.v.used > other.v.used) return false;
  const t: SetTable = o.v;
  for (let i = 0; i <= t.mask; i++) {
    const key = t.k[i];
    if (key === null || key === DUMMY) continue;
    key.rc++;
    let there: boolean;
    try {
      there = find(other.v, key, t.h[2 * i]!, t.h[2 * i + 1]!, false) >= 0;
    } finally {
      decref(key);
    }
    if (!there) return false;
  }
  return true;
}

function isSuperset(o: PyObject, other: PyObject): boolean {
  if (isAnySet(other)) return isSubset(other, o);
  return eachItem(other, (item) => containsPlain(o, item));
}

function isDisjoint(o: PyObject, arg: PyObject): boolean {
  if (o === arg) return o.v.used === 0;
  if (arg.type === SetType || arg.type === FrozensetType) {
    const swap = arg.v.used > o.v.used;
    const self = swap ? arg : o;
    return eachEntry(swap ? o : arg, (key, lo, hi) => !containsHashed(self, key, lo, hi));
  }
  return eachItem(arg, (item) => !containsPlain(o, item));
}

function equalSets(a: PyObject, b: PyObject): boolean {
  const x: SetTable = a.v;
  const y: SetTable = b.v;
  if (x.used !== y.used) return false;
  if (x.hashed && y.hashed && (x.hashLo !== y.hashLo || x.hashHi !== y.hashHi)) return false;
  return isSubset(a, b);
}

function setRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isAnySet(b)) return newNotImplemented();
  switch (op) {
    case EQ:
      return newBool(equalSets(a, b));
    case NE:
      return newBool(!equalSets(a, b));
    case LE:
      return newBool(isSubset(a, b));
    case GE:
      return newBool(isSubset(b, a));
    case LT:
      return newBool(a.v.used < b.v.used && isSubset(a, b));
    case GT:
      return newBool(a.v.used > b.v.used && isSubset(b, a));
  }
  return newNotImplemented();
}

const accumulator = new FrozensetHash();

function frozensetHash(o: PyObject): number {
  const t: SetTable = o.v;
  if (!t.hashed) {
    accumulator.reset();
    for (let i = 0; i <= t.mask; i++) {
      if (t.k[i] !== null && t.k[i] !== DUMMY) accumulator.add(t.h[2 * i]!, t.h[2 * i + 1]!);
    }
    accumulator.finish(t.used);
    t.hashed = true;
    t.hashLo = accumulator.lo;
    t.hashHi = accumulator.hi;
  }
  S.hashHi = t.hashHi;
  return t.hashLo;
}

// ---------------------------------------------------------------------------------------------
// Slots

function setNew(type: TypeObject, _args: PyObject[], _kw: KwNames): Owned {
  return allocSet(type);
}

function setInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  noKeywords('set', kw);
  const [iterable] = bindArgs('set', '(iterable=(), /)', args);
  if (o.v.fill > 0) setClear(o);
  if (iterable !== undefined) setUpdate(o, iterable);
}

function frozensetNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const own = type.tp_init === FrozensetType.tp_init;
  if (own) noKeywords('frozenset', kw);
  const positional = kw === null ? args : args.slice(0, args.length - kw.length);
  const [iterable] = bindArgs('frozenset', '(iterable=(), /)', positional);
  if (type === FrozensetType && iterable !== undefined && iterable.type === FrozensetType)
    return incref(iterable);
  return makeSet(type, iterable ?? null);
}

function setRepr(o: PyObject): Owned {
  const name = o.type.name.slice(o.type.name.lastIndexOf('.') + 1);
  if (!reprEnter(o)) return newStrJs(`${name}(...)`);
  try {
    if (o.v.used === 0) return newStrJs(`${name}()`);
    const keys = newListFromIterable(o);
    let text: PyObject;
    try {
      text = repr(keys);
    } finally {
      decref(keys);
    }
    const out = new TextBuilder();
    if (o.type !== SetType) out.appendText(`${name}(`);
    out.appendText('{');
    const value = strValue(text);
    out.appendText(textSlice(value, 1, textLength(value) - 1));
    out.appendText(o.type === SetType ? '}' : '})');
    decref(text);
    return newStr(out.finish());
  } finally {
    reprLeave(o);
  }
}

function binary(f: (a: PyObject, b: PyObject) => Owned): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => (isAnySet(a) && isAnySet(b) ? f(a, b) : newNotImplemented());
}

function inplace(f: (a: PyObject, b: PyObject) => void): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => {
    if (!isAnySet(b)) return newNotImplemented();
    f(a, b);
    return incref(a);
  };
}

function union(a: PyObject, b: PyObject): Owned {
  return building(copySet(a), (result) => {
    if (a !== b) setUpdate(result, b);
  });
}

function intersectionUpdate(o: PyObject, others: PyObject[]): void {
  const common = intersectionMulti(o, others);
  swapBodies(o, common);
  decref(common);
}

function intersectionMulti(o: PyObject, others: PyObject[]): Owned<PySet> {
  if (others.length === 0) return copySet(o);
  let result = incref(o) as Owned<PySet>;
  for (const other of others) {
    let next: Owned<PySet>;
    try {
      next = intersection(result, other);
    } finally {
      decref(result);
    }
    result = next;
  }
  return result;
}

function unionMethod(o: PyObject, others: PyObject[]): Owned {
  return building(copySet(o), (result) => {
    for (const other of others) if (other !== o) setUpdate(result, other);
  });
}

function differenceMethod(o: PyObject, others: PyObject[]): Owned {
  if (others.length === 0) return copySet(o);
  return building(difference(o, others[0]!), (result) => {
    for (let i = 1; i < others.length; i++) setDifferenceUpdate(result, others[i]!);
  });
}

function copyMethod(o: PyObject): Owned {
  return o.type === FrozensetType ? incref(o) : copySet(o);
}

function popMethod(o: PyObject): Owned {
  const t: SetTable = o.v;
  if (t.used === 0) throw newException(KeyErrorType, 'pop from an empty set');
  const { k, h } = t;
  let s = t.finger & t.mask;
  while (k[s] === null || k[s] === DUMMY) s = s === t.mask ? 0 : s + 1;
  const key = k[s];
  k[s] = DUMMY;
  h[2 * s] = -1;
  h[2 * s + 1] = -1;
  t.used--;
  t.finger = s + 1;
  return key;
}

function removeMethod(o: PyObject, key: PyObject): void {
  if (!setDiscard(o, key)) throw keyError(key);
}

function reduceMethod(o: PyObject): Owned {
  const state = callMethod0(o, s_getstate);
  const keys = newListFromIterable(o);
  return newTupleSteal([incref(o.type.self), newTupleSteal([keys]), state]);
}

function setSizeof(o: PyObject): number {
  const t: SetTable = o.v;
  return o.type.basicsize + (t.mask >= MIN_SIZE ? 16 * (t.mask + 1) : 0);
}

// ---------------------------------------------------------------------------------------------
// The iterator

class SetIter {
  set: PySet | null;
  used: number;
  pos: number;
  left: number;
  constructor(set: PySet) {
    this.set = set;
    this.used = set.v.used;
    this.pos = 0;
    this.left = set.v.used;
  }
}

function setIter(o: PyObject): Owned {
  const it = newGC(SetIteratorType, new SetIter(incref(o as PySet)));
  account(it, 64);
  gcTrack(it);
  return it;
}

function setIterNext(o: PyObject): Owned | null {
  const it: SetIter = o.v;
  const set = it.set;
  if (set === null) return null;
  const t = set.v;
  if (it.used !== t.used) {
    it.used = -1;
    throw runtimeError('Set changed size during iteration');
  }
  const k = t.k;
  let i = it.pos;
  while (i <= t.mask && (k[i] === null || k[i] === DUMMY)) i++;
  it.pos = i + 1;
  if (i > t.mask) {
    it.set = null;
    decref(set);
    return null;
  }
  it.left--;
  return incref(k[i]);
}

function setIterHint(o: PyObject): Owned {
  const it: SetIter = o.v;
  return newInt(it.set !== null && it.used === it.set.v.used ? it.left : 0);
}

function setIterReduce(o: PyObject): Owned {
  beforeReduce();
  const it: SetIter = o.v;
  if (it.set === null) return iteratorReduce(newListSteal([]));
  const copy = newGC(SetIteratorType, new SetIter(incref(it.set)));
  account(copy, 64);
  gcTrack(copy);
  copy.v.used = it.used;
  copy.v.pos = it.pos;
  copy.v.left = it.left;
  try {
    return iteratorReduce(newListFromIterable(copy));
  } finally {
    decref(copy);
  }
}

export const SetIteratorType = newStaticType('set_iterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 48,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const set: PyObject | null = o.v.set;
    o.v.set = null;
    if (set !== null) decref(set);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.set !== null) visit(o.v.set);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: setIterNext,
  methods: {
    __length_hint__: method('($self, /)', setIterHint),
    __reduce__: method('($self, /)', setIterReduce),
  },
});

// ---------------------------------------------------------------------------------------------
// The types

const sharedSlots = {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 200,
  hasWeakrefs: true,
  tp_dealloc: setDealloc,
  tp_traverse: setTraverse,
  tp_clear: setClear,
  tp_repr: setRepr,
  tp_richcompare: setRichcompare,
  tp_iter: setIter,
  tp_sizeof: setSizeof,
  nb_subtract: binary(difference),
  nb_and: binary(intersection),
  nb_xor: binary(symmetricDifference),
  nb_or: binary(union),
  sq_length: setLen,
  sq_contains: setContains,
};

const sharedMethods = {
  __contains__: method('($self, object, /)', (o: PyObject, key: PyObject) =>
    newBool(setContains(o, key)),
  ),
  __reduce__: method('($self, /)', reduceMethod),
  __sizeof__: method('($self, /)', (o: PyObject) => newInt(setSizeof(o))),
  __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  copy: method('($self, /)', copyMethod),
  difference: method('($self, /, *others)', differenceMethod),
  intersection: method('($self, /, *others)', intersectionMulti),
  isdisjoint: method('($self, other, /)', (o: PyObject, x: PyObject) => newBool(isDisjoint(o, x))),
  issubset: method('($self, other, /)', (o: PyObject, x: PyObject) => newBool(isSubset(o, x))),
  issuperset: method('($self, other, /)', (o: PyObject, x: PyObject) => newBool(isSuperset(o, x))),
  symmetric_difference: method('($self, other, /)', symmetricDifference),
  union: method('($self, /, *others)', unionMethod),
};

defineType(SetType, {
  ...sharedSlots,
  doc: 'An unordered collection without duplicates.',
  text_signature: '(iterable=(), /)',
  tp_new: setNew,
  tp_init: setInit,
  tp_hash: null,
  nb_inplace_subtract: inplace(setDifferenceUpdate),
  nb_inplace_and: inplace((o, other) => intersectionUpdate(o, [other])),
  nb_inplace_xor: inplace(setSymmetricDifferenceUpdate),
  nb_inplace_or: inplace(setUpdate),
  methods: {
    ...sharedMethods,
    add: method('($self, object, /)', (o: PyObject, key: PyObject) => setAdd(o, key)),
    clear: method('($self, /)', (o: PyObject) => setClear(o)),
    difference_update: method('($self, /, *others)', (o: PyObject, others: PyObject[]) => {
      for (const other of others) setDifferenceUpdate(o, other);
    }),
    discard: method('($self, object, /)', (o: PyObject, key: PyObject) => {
      setDiscard(o, key);
    }),
    intersection_update: method('($self, /, *others)', intersectionUpdate),
    pop: method('($self, /)', popMethod),
    remove: method('($self, object, /)', removeMethod),
    symmetric_difference_update: method('($self, other, /)', (o: PyObject, other: PyObject) =>
      setSymmetricDifferenceUpdate(o, other),
    ),
    update: method('($self, /, *others)', (o: PyObject, others: PyObject[]) => {
      for (const other of others) setUpdate(o, other);
    }),
  },
});

defineType(FrozensetType, {
  ...sharedSlots,
  doc: 'An unchangeable set.',
  text_signature: '(iterable=(), /)',
  tp_new: frozensetNew,
  tp_hash: frozensetHash,
  tp_clear: null,
  methods: sharedMethods,
});
