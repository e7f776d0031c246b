/**
 * list. CPython: Objects/listobject.c (the sort is list-sort.ts).
 *
 * Invariants
 * - The payload is a JavaScript array of owned references; `n` is the capacity CPython would have allocated (`ob_item` of 8n
 *   bytes, accounted on the list), 0 without an item block, NO_BYTES for a block of size 0 (a realloc to nothing).
 * - The payload array may be replaced by any change; nobody keeps it across Python code.
 * - While a list is sorted it looks empty and `n` is SORTING; any change gives it another capacity.
 */
import {
  EQ,
  getIter,
  iterNext,
  lengthHint,
  NE,
  repr,
  richCompare,
  richCompareBool,
} from '../core/abstract.ts';
import { bindArgs, classMethod, method, noKeywords } from '../core/args.ts';
import { call1 } from '../core/call.ts';
import {
  discard,
  indexError,
  newExceptionArgs,
  matches,
  memoryError,
  newExceptionText,
  typeError,
  valueError,
} from '../core/errors.ts';
import { listList } from '../core/free-lists.ts';
import { freeObject, freeOrPark, gcTrack, gcUntrack, newParked, newGC } from '../core/gc.ts';
import {
  accountPart,
  dealloc,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  reaccountPart,
  unaccountPart,
  account,
} from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { defineType, newStaticType } from '../core/type-define.ts';
import {
  DictType,
  FrozensetType,
  type KwNames,
  ListType,
  SetType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_SEQUENCE,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { textConcat, TextBuilder } from '../text/text.ts';
import { DictItemsType, DictKeysType, DictValuesType } from './dict-views.ts';
import { dictItemsArray, dictKeysArray, dictValuesArray } from './dict.ts';
import { IndexErrorType, StopIterationType, TypeErrorType, ValueErrorType } from './exceptions.ts';
import { genericAliasNew } from './genericalias.ts';
import { newInt } from './int.ts';
import {
  beforeReduce,
  iteratorReduce,
  newSeqIterOf,
  reversedReduce,
  type SeqIter,
  seqIterDealloc,
  seqIterTraverse,
  seqIteratorType,
  ssize,
} from './iter.ts';
import { heldConcat, heldCopy, heldRange, newItems } from './item-array.ts';
import { sortItems, sortKeysFitStack } from './list-sort.ts';
import { setItems } from './set.ts';
import { newBool, newNotImplemented, None_ } from './singletons.ts';
import {
  isSlice,
  SliceBounds,
  sliceAdjust,
  sliceBounds,
  sliceIndex,
  subscriptIndex,
} from './slice.ts';
import {
  intern,
  newStr,
  newStrJs,
  StrAsciiIteratorType,
  StrIteratorType,
  strValue,
} from './str.ts';
import { RangeIteratorType } from './range.ts';
import { compareLengths, isTuple, repeatItems, TupleIteratorType } from './tuple.ts';

export type PyList = PyGC<PyObject[]>;

/** `n` of a list whose item block has no bytes. */
const NO_BYTES = -1;
/** Payload of dead lists. */
const DEAD: PyObject[] = [];
/** `n` of a list being sorted. */
const SORTING = -2;

// ---------------------------------------------------------------------------------------------
// Making, sizes, ending

function allocList(items: PyObject[]): Owned<PyList> {
  return newParked(listList, ListType, items);
}

/** A list of exactly the references in `items`; takes the array over. */
export function newListSteal(items: PyObject[]): Owned<PyList> {
  const o = allocList(items);
  const n = items.length;
  if (n > 0) {
    if (n < FEW) {
      o.n = n;
      accountPart(o, 8 * n);
    } else claimCapacity(o, n);
  }
  gcTrack(o);
  return o;
}

/** Item blocks below this many items are never refused. */
const FEW = 64;

/** The item block of a new list; when memory is refused the list goes, with its items. */
function claimCapacity(o: PyObject, n: number): void {
  try {
    setCapacity(o, n);
  } catch (e) {
    o.n = 0;
    decref(o);
    throw e;
  }
}

/** A list whose items were appended one by one to one with room for `capacity`. */
export function newListAppended(items: PyObject[], capacity: number): Owned<PyList> {
  const o = allocList(items);
  let room = capacity;
  while (room < items.length) {
    room = room + 1 + ((room + 1) >> 3) + 6;
    room -= room % 4;
  }
  if (room > 0) claimCapacity(o, room);
  gcTrack(o);
  return o;
}

export function newList(): Owned<PyList> {
  const o = allocList([]);
  gcTrack(o);
  return o;
}

export function isList(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_LIST_SUBCLASS) !== 0;
}

export function isListExact(o: PyObject): boolean {
  return o.type === ListType;
}

function setCapacity(o: PyObject, n: number): void {
  const old = o.n;
  if (old === 0 || old === SORTING) accountPart(o, 8 * n);
  else reaccountPart(o, old === NO_BYTES ? 0 : 8 * old, 8 * n);
  o.n = n === 0 ? NO_BYTES : n;
}

function freeItems(o: PyObject): void {
  const n = o.n;
  if (n === SORTING) return;
  o.n = 0;
  if (n > 0) unaccountPart(o, 8 * n);
  else if (n === NO_BYTES) unaccountPart(o, 0);
}

/** list_resize: accounts for the change of the length from `oldLength` to `length`. */
function resized(o: PyObject, oldLength: number, length: number): void {
  const capacity = o.n < 0 ? 0 : o.n;
  if (capacity >= length && length >= capacity >> 1) return;
  let n = length + Math.floor(length / 8) + 6;
  n -= n % 4;
  if (length - oldLength > n - length) n = length + 3 - ((length + 3) % 4);
  setCapacity(o, length === 0 ? 0 : n);
}

/** list_preallocate_exact: the first item block of a list, rounded up to whole 16 bytes. */
function preallocate(o: PyObject, length: number): void {
  setCapacity(o, length + (length & 1));
}

function hasBlock(o: PyObject): boolean {
  return o.n !== 0 && o.n !== SORTING;
}

/** Appends a new reference to `item`. */
export function listAppend(list: PyObject, item: PyObject): void {
  item.rc++;
  listAppendSteal(list, item);
}

/** Appends `item`, which it takes over. */
export function listAppendSteal(list: PyObject, item: PyObject): void {
  const items: PyObject[] = list.v;
  const n = items.length;
  if (n >= list.n) growFor(list, n, item);
  items.push(item);
}

/** Room for one more item, which is released when memory is refused. */
function growFor(list: PyObject, n: number, item: PyObject): void {
  try {
    resized(list, n, n + 1);
  } catch (e) {
    decref(item);
    throw e;
  }
}

/** Item `i` (in range), borrowed. */
export function listItemBorrowed(list: PyObject, i: number): PyObject {
  return list.v[i];
}

/** Empties the list, then releases the items last to first. */
export function listClear(list: PyObject): void {
  const items: PyObject[] = list.v;
  list.v = [];
  freeItems(list);
  for (let i = items.length - 1; i >= 0; i--) decref(items[i]!);
}

function listDealloc(o: PyObject): void {
  gcUntrack(o);
  const items: PyObject[] = o.v;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    if (--item.rc === 0) dealloc(item);
  }
  o.v = DEAD;
  freeItems(o);
  if (o.type === ListType) freeOrPark(o, listList);
  else freeObject(o);
}

/** Last to first, as CPython's does. */
function listTraverse(o: PyObject, visit: Visit): void {
  const items: PyObject[] = o.v;
  for (let i = items.length - 1; i >= 0; i--) visit(items[i]!);
}

/** A list from tp_alloc: not of a parked block. */
function newUnparkedList(): Owned<PyList> {
  const o = newGC<PyObject[]>(ListType, []);
  account(o, listList.size);
  gcTrack(o);
  return o;
}

function listNew(type: TypeObject, _args: PyObject[], _kw: KwNames): Owned {
  if (type === ListType) return newUnparkedList();
  const o = type.tp_alloc(type);
  o.v = [];
  o.n = 0;
  gcTrack(o);
  return o;
}

function listInit(self: PyObject, args: PyObject[], kw: KwNames): void {
  if (self.type === ListType || self.type.tp_new === ListType.tp_new) noKeywords('list', kw);
  const own = kw === null ? args : args.slice(0, args.length - kw.length);
  const [iterable] = bindArgs('list', '(iterable=(), /)', own);
  if (hasBlock(self)) listClear(self);
  if (iterable !== undefined) listExtend(self, iterable);
}

/** `list(iterable)`; null gives an empty list. */
export function newListFromIterable(iterable: PyObject | null): Owned<PyList> {
  const o = newList();
  if (iterable === null) return o;
  try {
    listExtend(o, iterable);
  } catch (e) {
    decref(o);
    throw e;
  }
  return o;
}

// ---------------------------------------------------------------------------------------------
// Extending

/** Appends all items of an iterable. */
export function listExtend(list: PyObject, iterable: PyObject): void {
  const type = iterable.type;
  if (type === ListType || type === TupleType || iterable === list)
    extendBySequence(list, iterable.v);
  else if (type === SetType || type === FrozensetType)
    extendSteal(list, heldItems(setItems(iterable)));
  else if (type === DictType) extendSteal(list, dictKeysArray(iterable));
  else if (type === DictKeysType) extendSteal(list, dictKeysArray(iterable.v));
  else if (type === DictValuesType) extendSteal(list, dictValuesArray(iterable.v));
  else if (type === DictItemsType) extendSteal(list, dictItemsArray(iterable.v));
  else extendByIterator(list, iterable);
}

function heldItems(items: PyObject[]): PyObject[] {
  for (let i = 0; i < items.length; i++) items[i]!.rc++;
  return items;
}

function extendBySequence(list: PyObject, from: PyObject[]): void {
  const n = from.length;
  if (n === 0) return;
  const items: PyObject[] = list.v;
  if (hasBlock(list)) resized(list, items.length, items.length + n);
  else preallocate(list, n);
  if (items.length === 0) list.v = heldCopy(from);
  else if (n > 16) list.v = items.concat(heldCopy(from));
  else {
    for (let i = 0; i < n; i++) {
      const item = from[i]!;
      item.rc++;
      items.push(item);
    }
  }
}

function extendSteal(list: PyObject, from: PyObject[]): void {
  const n = from.length;
  if (n === 0) return;
  const items: PyObject[] = list.v;
  resized(list, items.length, items.length + n);
  if (items.length === 0) list.v = from;
  else if (n > 16) list.v = items.concat(from);
  else for (let i = 0; i < n; i++) items.push(from[i]!);
}

function extendByIterator(list: PyObject, iterable: PyObject): void {
  const it = getIter(iterable);
  try {
    const hint = lengthHint(iterable, 8);
    makeRoom(list, hint);
    if (list.v.length === 0 && hint > 0 && hint < 2 ** 31 && isSilent(it.type)) {
      fillSilently(list, it, hint);
      return;
    }
    const next = it.type.tp_iternext!;
    try {
      for (let item = next(it); item !== null; item = next(it)) listAppendSteal(list, item);
    } catch (e) {
      // a function that map() calls may end the iteration
      if (!matches(e, StopIterationType)) throw e;
      discard(e);
    }
    const n = list.v.length;
    if (n < list.n) resized(list, n, n);
  } finally {
    decref(it);
  }
}

/** Whether iterators of the type run no Python code and give as many items as their length says. */
function isSilent(type: TypeObject): boolean {
  return (
    type === RangeIteratorType ||
    type === StrAsciiIteratorType ||
    type === StrIteratorType ||
    type === ListReverseIteratorType ||
    type === TupleIteratorType ||
    type === ListIteratorType
  );
}

/** The first `n` items, for which there is room, into a list nobody sees while it is filled. */
function fillSilently(list: PyObject, it: PyObject, n: number): void {
  const next = it.type.tp_iternext!;
  const items = newItems(n);
  let k = 0;
  try {
    for (let item = next(it); item !== null; item = next(it)) items[k++] = item;
  } finally {
    if (k < n) items.length = k;
    list.v = items;
  }
  if (k < list.n) resized(list, k, k);
}

function makeRoom(list: PyObject, hint: number): void {
  const n = list.v.length;
  if (n + hint >= 2 ** 60) {
    if (!hasBlock(list)) throw memoryError();
    return;
  }
  if (hasBlock(list)) resized(list, n, n + hint);
  else if (hint > 0) preallocate(list, hint);
}

/**
 * `PySequence_Fast`: the items of a list or tuple, else those of an iterable; new references. `message` replaces the
 * TypeError of what is not iterable.
 */
export function fastItems(o: PyObject, message: string): PyObject[] {
  if (isList(o) || isTuple(o)) return heldCopy(o.v);
  let it: PyObject;
  try {
    it = getIter(o);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError(message);
  }
  try {
    const list = newListFromIterable(it);
    const items = heldCopy(list.v);
    decref(list);
    return items;
  } finally {
    decref(it);
  }
}

// ---------------------------------------------------------------------------------------------
// Slots

function listRepr(o: PyObject): Owned {
  if (o.v.length === 0) return newStrJs('[]');
  if (!reprEnter(o)) return newStrJs('[...]');
  try {
    const out = new TextBuilder();
    out.appendText('[');
    for (let i = 0; i < o.v.length; i++) {
      if (i > 0) out.appendText(', ');
      const item = incref(o.v[i]);
      let text: PyObject;
      try {
        text = repr(item);
      } finally {
        decref(item);
      }
      out.appendText(strValue(text));
      decref(text);
    }
    out.appendText(']');
    return newStr(out.finish());
  } finally {
    reprLeave(o);
  }
}

function listLen(o: PyObject): number {
  return o.v.length;
}

/** Equality with an item that may leave the list meanwhile. */
function itemEquals(item: PyObject, x: PyObject): boolean {
  if (item === x) return true;
  item.rc++;
  try {
    return richCompareBool(item, x, EQ);
  } finally {
    decref(item);
  }
}

function listContains(o: PyObject, x: PyObject): boolean {
  for (let i = 0; i < o.v.length; i++) if (itemEquals(o.v[i], x)) return true;
  return false;
}

/** CPython keeps this message for good (_Py_STR(list_err)). */
const s_out_of_range = intern('list index out of range');

function listItem(o: PyObject, i: number): Owned {
  const items: PyObject[] = o.v;
  if (i < 0 || i >= items.length) throw newExceptionArgs(IndexErrorType, [s_out_of_range]);
  return incref(items[i]!);
}

function listSubscript(o: PyObject, key: PyObject): Owned {
  if (isSlice(key)) return listSlice(o, key);
  return listItem(
    o,
    subscriptIndex(key, o.v.length, 'list indices must be integers or slices, not '),
  );
}

function listSlice(o: PyObject, slice: PyObject): Owned {
  const b = sliceBounds(slice);
  const count = sliceAdjust(b, o.v.length);
  if (count <= 0) return newList();
  const items: PyObject[] = o.v;
  if (b.step === 1) return newListSteal(heldRange(items, b.start, b.start + count));
  const out = newItems(count);
  for (let k = 0, i = b.start; k < count; k++, i += b.step) out[k] = incref(items[i]!);
  return newListSteal(out);
}

function listConcat(a: PyObject, b: PyObject): Owned {
  if (!isList(b)) throw typeError(`can only concatenate list (not "${b.type.name}") to list`);
  return newListSteal(heldConcat(a.v, b.v));
}

function listRepeat(o: PyObject, n: number): Owned {
  if (o.v.length === 0 || n <= 0) return newList();
  return newListSteal(repeatItems(o.v, n));
}

function listInplaceConcat(o: PyObject, other: PyObject): Owned {
  listExtend(o, other);
  return incref(o);
}

function listInplaceRepeat(o: PyObject, n: number): Owned {
  const items: PyObject[] = o.v;
  const size = items.length;
  if (size === 0 || n === 1) return incref(o);
  if (n < 1) {
    listClear(o);
    return incref(o);
  }
  const more = repeatItems(items, n - 1);
  resized(o, size, size * n);
  o.v = items.concat(more);
  return incref(o);
}

/** Removes item `i` without shrinking the block, as `del l[i]` does in 3.13.0. */
function deleteItem(o: PyObject, i: number): void {
  const items: PyObject[] = o.v;
  const old = takeOut(items, i);
  decref(old);
}

function takeOut(items: PyObject[], i: number): PyObject {
  if (i === items.length - 1) return items.pop()!;
  if (i === 0) return items.shift()!;
  return items.splice(i, 1)[0]!;
}

function listAssItem(o: PyObject, i: number, value: PyObject | null): void {
  const items: PyObject[] = o.v;
  if (i < 0 || i >= items.length) throw indexError('list assignment index out of range');
  if (value === null) {
    deleteItem(o, i);
    return;
  }
  const old = items[i]!;
  value.rc++;
  items[i] = value;
  decref(old);
}

/** `l[low:high] = items` with owned items; list_ass_slice. */
function assignRange(o: PyObject, low: number, high: number, fresh: PyObject[]): void {
  const items: PyObject[] = o.v;
  const size = items.length;
  const removed = high - low;
  const d = fresh.length - removed;
  if (size + d === 0) {
    listClear(o);
    return;
  }
  const transient = removed > 8 ? removed * 8 : 0;
  if (transient > 0) accountPart(o, transient);
  if (d !== 0) resized(o, size, size + d);
  const old = replaceRange(items, low, removed, fresh);
  for (let k = old.length - 1; k >= 0; k--) decref(old[k]!);
  if (transient > 0) unaccountPart(o, transient);
}

/** splice() without spreading an unbounded number of arguments. */
function replaceRange(
  items: PyObject[],
  low: number,
  removed: number,
  fresh: PyObject[],
): PyObject[] {
  if (fresh.length === 0) return items.splice(low, removed);
  if (fresh.length === 1) return items.splice(low, removed, fresh[0]!);
  if (fresh.length <= 1000) return items.splice(low, removed, ...fresh);
  const old = items.slice(low, low + removed);
  const tail = items.slice(low + removed);
  items.length = low;
  for (let i = 0; i < fresh.length; i++) items.push(fresh[i]!);
  for (let i = 0; i < tail.length; i++) items.push(tail[i]!);
  return old;
}

/** Replaces `l[low:high]` (clamped) by the items of an iterable, or removes it (null). */
export function listAssignSlice(
  o: PyObject,
  low: number,
  high: number,
  value: PyObject | null,
): void {
  const fresh = value === null ? [] : fastItems(value, 'must assign iterable to extended slice');
  const size = o.v.length;
  const from = Math.min(Math.max(low, 0), size);
  const to = Math.min(Math.max(high, from), size);
  assignRange(o, from, to, fresh);
}

function listAssSubscript(o: PyObject, key: PyObject, value: PyObject | null): void {
  if (!isSlice(key)) {
    listAssItem(
      o,
      subscriptIndex(key, o.v.length, 'list indices must be integers or slices, not '),
      value,
    );
    return;
  }
  const b = sliceBounds(key);
  const asGiven = new SliceBounds(b.start, b.stop, b.step);
  const count = sliceAdjust(b, o.v.length);
  if (b.step === 1) {
    listAssignSlice(o, b.start, b.stop, value);
    return;
  }
  if (value === null) deleteExtended(o, b, count);
  else assignExtended(o, asGiven, value);
}

function deleteExtended(o: PyObject, b: SliceBounds, count: number): void {
  if (count <= 0) return;
  const items: PyObject[] = o.v;
  let { start, step } = b;
  if (step < 0) {
    start += step * (count - 1);
    step = -step;
  }
  const garbage: PyObject[] = [];
  const size = items.length;
  let to = start;
  for (let i = start, next = start; i < size; i++) {
    if (i === next && garbage.length < count) {
      garbage.push(items[i]!);
      next += step;
    } else items[to++] = items[i]!;
  }
  items.length = to;
  resized(o, size, to);
  for (let i = 0; i < garbage.length; i++) decref(garbage[i]!);
}

/** The bounds are fitted only when the items are there: making them may have changed the list. */
function assignExtended(o: PyObject, b: SliceBounds, value: PyObject): void {
  const fresh = fastItems(value, 'must assign iterable to extended slice');
  const count = sliceAdjust(b, o.v.length);
  if (fresh.length !== count) {
    const n = fresh.length;
    for (let i = 0; i < n; i++) decref(fresh[i]!);
    throw valueError(`attempt to assign sequence of size ${n} to extended slice of size ${count}`);
  }
  const items: PyObject[] = o.v;
  const garbage: PyObject[] = [];
  for (let k = 0, i = b.start; k < count; k++, i += b.step) {
    garbage.push(items[i]!);
    items[i] = fresh[k]!;
  }
  for (let i = 0; i < garbage.length; i++) decref(garbage[i]!);
}

function listRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isList(a) || !isList(b)) return newNotImplemented();
  if (a.v.length !== b.v.length && (op === EQ || op === NE)) return newBool(op === NE);
  let i = 0;
  for (; i < a.v.length && i < b.v.length; i++) {
    const x: PyObject = a.v[i];
    const y: PyObject = b.v[i];
    if (x === y) continue;
    x.rc++;
    y.rc++;
    let same: boolean;
    try {
      same = richCompareBool(x, y, EQ);
    } finally {
      decref(x);
      decref(y);
    }
    if (!same) break;
  }
  if (i >= a.v.length || i >= b.v.length)
    return newBool(compareLengths(a.v.length, b.v.length, op));
  if (op === EQ) return newBool(false);
  if (op === NE) return newBool(true);
  const x = incref(a.v[i]);
  const y = incref(b.v[i]);
  try {
    return richCompare(x, y, op);
  } finally {
    decref(x);
    decref(y);
  }
}

// ---------------------------------------------------------------------------------------------
// Methods

/** `l.insert(i, item)`: the index is clamped. */
export function listInsert(o: PyObject, at: number, item: PyObject): void {
  const items: PyObject[] = o.v;
  const n = items.length;
  if (at < 0) at = Math.max(at + n, 0);
  if (at > n) at = n;
  resizedByOne(o, n);
  item.rc++;
  if (at === n) items.push(item);
  else if (at === 0) items.unshift(item);
  else items.splice(at, 0, item);
}

function resizedByOne(o: PyObject, n: number): void {
  if (n + 1 > o.n || n + 1 < o.n >> 1) resized(o, n, n + 1);
}

function insertMethod(o: PyObject, at: PyObject, item: PyObject): void {
  listInsert(o, signedIndex(at), item);
}

/** An int argument of a method, as PyNumber_AsSsize_t with OverflowError takes it. */
function signedIndex(o: PyObject): number {
  if (o.type.nb_index === null)
    throw typeError(`'${o.type.name}' object cannot be interpreted as an integer`);
  const index = o.type.nb_index(o);
  try {
    return ssize(index);
  } finally {
    decref(index);
  }
}

/** Removes and returns item `i`; negative counts from the end. */
export function listPop(o: PyObject, i = -1): Owned {
  const items: PyObject[] = o.v;
  const n = items.length;
  if (n === 0) throw indexError('pop from empty list');
  if (i < 0) i += n;
  if (i < 0 || i >= n) throw indexError('pop index out of range');
  const item = i === n - 1 ? items.pop()! : takeOut(items, i);
  if (n === 1) freeItems(o);
  else if (n - 1 < o.n >> 1) resized(o, n, n - 1);
  return item as Owned;
}

function popMethod(o: PyObject, index?: PyObject): Owned {
  return listPop(o, index === undefined ? -1 : signedIndex(index));
}

function removeMethod(o: PyObject, value: PyObject): void {
  for (let i = 0; i < o.v.length; i++) {
    if (!itemEquals(o.v[i], value)) continue;
    listAssignSlice(o, i, i + 1, null);
    return;
  }
  throw valueError('list.remove(x): x not in list');
}

function indexMethod(o: PyObject, value: PyObject, first?: PyObject, last?: PyObject): Owned {
  let start = first === undefined ? 0 : sliceIndex(first);
  let stop = last === undefined ? Number.MAX_SAFE_INTEGER : sliceIndex(last);
  if (start < 0) start = Math.max(start + o.v.length, 0);
  if (stop < 0) stop = Math.max(stop + o.v.length, 0);
  for (let i = start; i < stop && i < o.v.length; i++)
    if (itemEquals(o.v[i], value)) return newInt(i);
  const text = repr(value);
  const message = textConcat(strValue(text), ' is not in list');
  decref(text);
  throw newExceptionText(ValueErrorType, message);
}

function countMethod(o: PyObject, value: PyObject): Owned {
  let n = 0;
  for (let i = 0; i < o.v.length; i++) if (itemEquals(o.v[i], value)) n++;
  return newInt(n);
}

/** A list of the same items. */
export function listCopy(o: PyObject): Owned<PyList> {
  return newListSteal(heldCopy(o.v));
}

/** `l.reverse()` */
export function listReverse(o: PyObject): void {
  o.v.reverse();
}

function sortMethod(o: PyObject, key?: PyObject, reverse?: PyObject): void {
  const descending = reverse !== undefined && truthArgument(reverse);
  listSort(o, key === undefined || key === None_ ? null : key, descending);
}

function truthArgument(o: PyObject): boolean {
  const type = o.type;
  if (type.nb_bool !== null) return type.nb_bool(o);
  if (type.mp_length !== null) return type.mp_length(o) > 0;
  return type.sq_length === null || type.sq_length(o) > 0;
}

/** `l.sort(key=key, reverse=reverse)`. The list is empty meanwhile; a change to it is an error. */
export function listSort(o: PyObject, key: PyObject | null, reverse: boolean): void {
  const items: PyObject[] = o.v;
  const capacity = o.n;
  o.v = [];
  o.n = SORTING;
  let keys: PyObject[] = items;
  let keysBlock = 0;
  let modified = false;
  try {
    try {
      if (key !== null) {
        if (!sortKeysFitStack(items.length)) {
          keysBlock = 8 * items.length;
          accountPart(o, keysBlock);
        }
        keys = [];
        for (let i = 0; i < items.length; i++) keys.push(call1(key, items[i]!));
      }
      if (reverse) {
        if (keys !== items) keys.reverse();
        items.reverse();
      }
      sortItems(o, keys, keys === items ? null : items);
    } finally {
      if (keys !== items) for (let i = 0; i < keys.length; i++) decref(keys[i]!);
      if (keysBlock > 0) unaccountPart(o, keysBlock);
      modified = o.n !== SORTING;
      if (reverse && items.length > 1) items.reverse();
    }
    if (modified) throw valueError('list modified during sort');
  } finally {
    restoreSorted(o, items, capacity);
  }
}

/** Puts the sorted items back; what the list got meanwhile is released. */
function restoreSorted(o: PyObject, items: PyObject[], capacity: number): void {
  const strangers: PyObject[] = o.v;
  if (o.n === SORTING) o.n = 0;
  else freeItems(o);
  o.v = items;
  o.n = capacity;
  for (let i = strangers.length - 1; i >= 0; i--) decref(strangers[i]!);
}

function listSizeof(o: PyObject): number {
  return o.type.basicsize + (o.n > 0 ? 8 * o.n : 0);
}

// ---------------------------------------------------------------------------------------------
// Unpacking

/** `a, b, c = seq`: exactly `n` new references. */
export function unpackN(seq: PyObject, n: number): PyObject[] {
  const type = seq.type;
  if (type === TupleType || type === ListType) {
    const items: PyObject[] = seq.v;
    if (items.length === n) return heldCopy(items);
    if (items.length > n) throw tooMany(n);
    throw tooFew(n, items.length);
  }
  const it = iterForUnpack(seq);
  const out: PyObject[] = [];
  try {
    for (let i = 0; i < n; i++) {
      const item = iterNext(it);
      if (item === null) throw tooFew(n, i);
      out.push(item);
    }
    const extra = iterNext(it);
    if (extra !== null) {
      decref(extra);
      throw tooMany(n);
    }
    return out;
  } catch (e) {
    for (let i = out.length - 1; i >= 0; i--) decref(out[i]!);
    throw e;
  } finally {
    decref(it);
  }
}

function tooMany(n: number) {
  return valueError(`too many values to unpack (expected ${n})`);
}

function tooFew(n: number, got: number) {
  return valueError(`not enough values to unpack (expected ${n}, got ${got})`);
}

function iterForUnpack(seq: PyObject): PyObject {
  try {
    return getIter(seq);
  } catch (e) {
    const type = seq.type;
    const sequence = type.tp_iter !== null || type.sq_item !== null;
    if (sequence || !matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError(`cannot unpack non-iterable ${type.name} object`);
  }
}

/** `a, *b, c = seq`: `before` items, a list of the middle, `after` items; new references. */
export function unpackEx(seq: PyObject, before: number, after: number): PyObject[] {
  const it = iterForUnpack(seq);
  const out: PyObject[] = [];
  try {
    for (let i = 0; i < before; i++) {
      const item = iterNext(it);
      if (item === null) {
        throw valueError(
          `not enough values to unpack (expected at least ${before + after}, got ${i})`,
        );
      }
      out.push(item);
    }
    const middle = newListFromIterable(it);
    out.push(middle);
    const n: number = middle.v.length;
    if (n < after) {
      throw valueError(
        `not enough values to unpack (expected at least ${before + after}, got ${before + n})`,
      );
    }
    if (after > 0) {
      const tail: PyObject[] = middle.v.splice(n - after, after);
      for (let i = 0; i < after; i++) out.push(tail[i]!);
    }
    return out;
  } catch (e) {
    for (let i = out.length - 1; i >= 0; i--) decref(out[i]!);
    throw e;
  } finally {
    decref(it);
  }
}

// ---------------------------------------------------------------------------------------------
// Iterators

export function listIterNext(o: PyObject): Owned | null {
  const it: SeqIter = o.v;
  const list = it.seq;
  if (list === null) return null;
  const items: PyObject[] = list.v;
  const i = it.i;
  if (i < items.length) {
    it.i = i + 1;
    return incref(items[i]!);
  }
  it.seq = null;
  decref(list);
  return null;
}

export const ListIteratorType = seqIteratorType('list_iterator', {
  length: (o: PyObject) => o.v.length,
  item: (o: PyObject, i: number) => incref(o.v[i]),
  exhausted: newList,
  next: listIterNext,
});

function reverseNext(o: PyObject): Owned | null {
  const it: SeqIter = o.v;
  const list = it.seq;
  if (list === null) return null;
  const items: PyObject[] = list.v;
  const i = it.i;
  if (i >= 0 && i < items.length) {
    it.i = i - 1;
    return incref(items[i]!);
  }
  it.i = -1;
  it.seq = null;
  decref(list);
  return null;
}

function reverseHint(o: PyObject): Owned {
  const it: SeqIter = o.v;
  const left = it.i + 1;
  return newInt(it.seq === null || it.seq.v.length < left ? 0 : left);
}

function reverseReduce(o: PyObject): Owned {
  beforeReduce();
  const it: SeqIter = o.v;
  return it.seq === null ? iteratorReduce(newList()) : reversedReduce(incref(it.seq), it.i);
}

function reverseSetstate(o: PyObject, state: PyObject): void {
  const it: SeqIter = o.v;
  const i = ssize(state);
  if (it.seq === null) return;
  it.i = Math.min(Math.max(i, -1), it.seq.v.length - 1);
}

export const ListReverseIteratorType = newStaticType('list_reverseiterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 32,
  tp_dealloc: seqIterDealloc,
  tp_traverse: seqIterTraverse,
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: reverseNext,
  methods: {
    __length_hint__: method('($self, /)', reverseHint),
    __reduce__: method('($self, /)', reverseReduce),
    __setstate__: method('($self, object, /)', reverseSetstate),
  },
});

function listReversed(o: PyObject): Owned {
  const it = newSeqIterOf(ListReverseIteratorType, o);
  it.v.i = o.v.length - 1;
  return it;
}

defineType(ListType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_LIST_SUBCLASS | TPFLAGS_SEQUENCE,
  basicsize: 40,
  text_signature: '(iterable=(), /)',
  doc: 'A changeable sequence: list(iterable) holds its items.',
  tp_new: listNew,
  tp_init: listInit,
  tp_dealloc: listDealloc,
  tp_traverse: listTraverse,
  tp_clear: listClear,
  tp_repr: listRepr,
  tp_hash: null,
  tp_richcompare: listRichcompare,
  tp_iter: (o: PyObject) => newSeqIterOf(ListIteratorType, o),
  tp_sizeof: listSizeof,
  sq_length: listLen,
  sq_concat: listConcat,
  sq_repeat: listRepeat,
  sq_item: listItem,
  sq_ass_item: listAssItem,
  sq_contains: listContains,
  sq_inplace_concat: listInplaceConcat,
  sq_inplace_repeat: listInplaceRepeat,
  mp_length: listLen,
  mp_subscript: listSubscript,
  mp_ass_subscript: listAssSubscript,
  methods: {
    __getitem__: method('($self, index, /)', listSubscript),
    __reversed__: method('($self, /)', listReversed),
    __sizeof__: method('($self, /)', (o: PyObject) => newInt(listSizeof(o))),
    clear: method('($self, /)', (o: PyObject) => listClear(o)),
    copy: method('($self, /)', listCopy),
    append: method('($self, object, /)', (o: PyObject, item: PyObject) => listAppend(o, item)),
    insert: method('($self, index, object, /)', insertMethod),
    extend: method('($self, iterable, /)', (o: PyObject, iterable: PyObject) =>
      listExtend(o, iterable),
    ),
    pop: method('($self, index=-1, /)', popMethod),
    remove: method('($self, value, /)', removeMethod),
    index: method('($self, value, start=0, stop=sys.maxsize, /)', indexMethod),
    count: method('($self, value, /)', countMethod),
    reverse: method('($self, /)', (o: PyObject) => listReverse(o)),
    sort: method('($self, /, *, key=None, reverse=False)', sortMethod),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
});
