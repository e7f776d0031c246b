/**
 * tuple. CPython: Objects/tupleobject.c.
 *
 * Invariants
 * - The payload is a JavaScript array of owned references that never changes once Python code can see the tuple.
 * - There is one empty tuple of the exact type, immortal, with no block.
 * - The block is 40 + 8n bytes with the collector's header; in subclass instances one slot more.
 */
import { requireRoom } from '../core/account.ts';
import {
  EQ,
  GE,
  GT,
  hash,
  LE,
  LT,
  NE,
  repr,
  richCompare,
  richCompareBool,
  sequenceToArray,
  lengthHint,
} from '../core/abstract.ts';
import { bindArgs, classMethod, method, noKeywords } from '../core/args.ts';
import { indexError, memoryError, typeError, valueError } from '../core/errors.ts';
import { TUPLE_SIZES, tupleLists } from '../core/free-lists.ts';
import {
  blockSize,
  freeObject,
  freeOrPark,
  gcTrack,
  gcUntrack,
  newGC,
  newParked,
} from '../core/gc.ts';
import {
  account,
  dealloc,
  decref,
  immortalize,
  incref,
  type Owned,
  PyGC,
  type PyObject,
  reaccount,
} from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { S } from '../core/state.ts';
import { defineType } from '../core/type-define.ts';
import {
  ListType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_SEQUENCE,
  TPFLAGS_TUPLE_SUBCLASS,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { TupleHash } from '../numbers/tuple-hash.ts';
import { TextBuilder } from '../text/text.ts';
import { genericAliasNew } from './genericalias.ts';
import { newInt } from './int.ts';
import { heldConcat, heldCopy, heldRange, newItems } from './item-array.ts';
import { newSeqIter, type SeqIter, seqIteratorType } from './iter.ts';
import { isSlice, sliceAdjust, sliceBounds, sliceIndex, subscriptIndex } from './slice.ts';
import { newBool, newNotImplemented } from './singletons.ts';
import { newStr, newStrJs, strValue } from './str.ts';

export type PyTuple = PyGC<PyObject[]>;

const BLOCK = 40;

// ---------------------------------------------------------------------------------------------
// Making and ending

/** `()`. */
export const emptyTuple: PyTuple = immortalize(new PyGC<PyObject[]>(TupleType, []) as any);

function allocTuple(items: PyObject[]): Owned<PyTuple> {
  const n = items.length;
  const o = n <= TUPLE_SIZES ? newParked(tupleLists[n]!, TupleType, items) : newLongTuple(items);
  gcTrack(o);
  return o;
}

function newLongTuple(items: PyObject[]): Owned<PyTuple> {
  const o = newGC(TupleType, items);
  try {
    account(o, BLOCK + 8 * items.length);
  } catch (e) {
    // memory is refused: there is no tuple, and its items have no owner
    if (S.gcCount > 0) S.gcCount--;
    for (let i = 0; i < items.length; i++) decref(items[i]!);
    throw e;
  }
  return o;
}

/** A tuple of the references in `items`; takes the array over. */
export function newTupleSteal(items: PyObject[]): Owned<PyTuple> {
  if (items.length === 0) return incref(emptyTuple);
  return allocTuple(items);
}

/** `newTupleSteal` for generated code. */
export const tupleFromOwned = newTupleSteal;

/** A tuple of borrowed items (the array stays the caller's). */
export function newTuple(items: readonly PyObject[]): Owned<PyTuple> {
  if (items.length === 0) return incref(emptyTuple);
  return allocTuple(heldCopy(items));
}

export function isTuple(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_TUPLE_SUBCLASS) !== 0;
}

export function isTupleExact(o: PyObject): boolean {
  return o.type === TupleType;
}

/** Size of the object's block: subclass instances have one slot more. */
function tupleBlock(o: PyObject): number {
  if (o.type === TupleType) return BLOCK + 8 * o.v.length;
  return blockSize(o) + 8 * (o.v.length + 1);
}

function tupleDealloc(o: PyObject): void {
  gcUntrack(o);
  const items: PyObject[] = o.v;
  const n = items.length;
  for (let i = n - 1; i >= 0; i--) {
    const item = items[i]!;
    if (--item.rc === 0) dealloc(item);
  }
  if (n <= TUPLE_SIZES && o.type === TupleType) freeOrPark(o, tupleLists[n]!);
  else freeObject(o, tupleBlock(o));
}

/** Last to first, as CPython's does. */
function tupleTraverse(o: PyObject, visit: Visit): void {
  const items: PyObject[] = o.v;
  for (let i = items.length - 1; i >= 0; i--) visit(items[i]!);
}

/** The bare instance of a tuple subclass around `items`, which it takes over. */
export function newTupleOfTypeSteal(type: TypeObject, items: PyObject[]): Owned<PyTuple> {
  if (type === TupleType) return newTupleSteal(items);
  const o = type.tp_alloc(type) as Owned<PyTuple>;
  o.v = items;
  const block = blockSize(o);
  reaccount(o, block, block + 8 * (items.length + 1));
  gcTrack(o);
  return o;
}

function tupleNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (type === TupleType || type.tp_init === TupleType.tp_init) noKeywords('tuple', kw);
  const own = kw === null ? args : args.slice(0, args.length - kw.length);
  const [iterable] = bindArgs('tuple', '(iterable=(), /)', own);
  if (type !== TupleType)
    return newTupleOfTypeSteal(type, iterable === undefined ? [] : iterableItems(iterable));
  return iterable === undefined ? incref(emptyTuple) : newTupleFromIterable(iterable);
}

function iterableItems(iterable: PyObject): PyObject[] {
  return sequenceToArray(iterable);
}

/** `tuple(iterable)`: an exact tuple is returned itself. */
export function newTupleFromIterable(iterable: PyObject): Owned {
  if (iterable.type === TupleType) return incref(iterable);
  if (iterable.type !== ListType && lengthHint(iterable, 10) > 4294967295) throw memoryError();
  return newTupleSteal(iterableItems(iterable));
}

// ---------------------------------------------------------------------------------------------
// Slots

function tupleRepr(o: PyObject): Owned {
  const items: PyObject[] = o.v;
  if (items.length === 0) return newStrJs('()');
  if (!reprEnter(o)) return newStrJs('(...)');
  try {
    const out = new TextBuilder();
    out.appendText('(');
    for (let i = 0; i < items.length; i++) {
      if (i > 0) out.appendText(', ');
      const text = repr(items[i]!);
      out.appendText(strValue(text));
      decref(text);
    }
    out.appendText(items.length === 1 ? ',)' : ')');
    return newStr(out.finish());
  } finally {
    reprLeave(o);
  }
}

/** Shared by tuples of up to three items, whose hashes are computed before it is touched. */
const shortSum = new TupleHash();

/** The items' hashes may hash other tuples: longer tuples have an accumulator of their own. */
function tupleHash(o: PyObject): number {
  const items: PyObject[] = o.v;
  const n = items.length;
  let sum = shortSum;
  if (n === 2 || n === 3) {
    const lo0 = hash(items[0]!);
    const hi0 = S.hashHi;
    const lo1 = hash(items[1]!);
    const hi1 = S.hashHi;
    const lo2 = n === 3 ? hash(items[2]!) : 0;
    sum.reset();
    sum.add(lo0, hi0);
    sum.add(lo1, hi1);
    if (n === 3) sum.add(lo2, S.hashHi);
  } else {
    sum = new TupleHash();
    for (let i = 0; i < n; i++) {
      const lo = hash(items[i]!);
      sum.add(lo, S.hashHi);
    }
  }
  sum.finish(n);
  S.hashHi = sum.hi;
  return sum.lo;
}

function tupleLen(o: PyObject): number {
  return o.v.length;
}

function tupleContains(o: PyObject, x: PyObject): boolean {
  const items: PyObject[] = o.v;
  for (let i = 0; i < items.length; i++) {
    if (items[i] === x || richCompareBool(items[i]!, x, EQ)) return true;
  }
  return false;
}

/** A three-way use of lengths for an ordering or equality of sequences that agree as far as both go. */
export function compareLengths(a: number, b: number, op: number): boolean {
  switch (op) {
    case LT:
      return a < b;
    case LE:
      return a <= b;
    case EQ:
      return a === b;
    case NE:
      return a !== b;
    case GT:
      return a > b;
    case GE:
      return a >= b;
  }
  return false;
}

function tupleRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isTuple(a) || !isTuple(b)) return newNotImplemented();
  const x: PyObject[] = a.v;
  const y: PyObject[] = b.v;
  const n = x.length < y.length ? x.length : y.length;
  let i = 0;
  while (i < n && (x[i] === y[i] || richCompareBool(x[i]!, y[i]!, EQ))) i++;
  if (i >= n) return newBool(compareLengths(x.length, y.length, op));
  if (op === EQ) return newBool(false);
  if (op === NE) return newBool(true);
  return richCompare(x[i]!, y[i]!, op);
}

function tupleItem(o: PyObject, i: number): Owned {
  const items: PyObject[] = o.v;
  if (i < 0 || i >= items.length) throw indexError('tuple index out of range');
  return incref(items[i]!);
}

function tupleSubscript(o: PyObject, key: PyObject): Owned {
  const items: PyObject[] = o.v;
  if (isSlice(key)) return tupleSlice(o, key);
  const i = subscriptIndex(key, items.length, 'tuple indices must be integers or slices, not ');
  return tupleItem(o, i);
}

function tupleSlice(o: PyObject, slice: PyObject): Owned {
  const b = sliceBounds(slice, o);
  const count = sliceAdjust(b, o.v.length);
  const { start, step } = b;
  const items: PyObject[] = o.v;
  if (count <= 0) return incref(emptyTuple);
  if (start === 0 && step === 1 && count === items.length && o.type === TupleType) return incref(o);
  if (step === 1) return newTupleSteal(heldRange(items, start, start + count));
  const out = newItems(count);
  for (let k = 0, i = start; k < count; k++, i += step) out[k] = incref(items[i]!);
  return newTupleSteal(out);
}

function tupleConcat(a: PyObject, b: PyObject): Owned {
  if (a.v.length === 0 && b.type === TupleType) return incref(b);
  if (!isTuple(b)) throw typeError(`can only concatenate tuple (not "${b.type.name}") to tuple`);
  if (b.v.length === 0 && a.type === TupleType) return incref(a);
  return newTupleSteal(heldConcat(a.v, b.v));
}

/** Largest number of pointers a block can hold. */
const MAX_ITEMS = 2 ** 60;

function tupleRepeat(o: PyObject, n: number): Owned {
  const items: PyObject[] = o.v;
  if ((items.length === 0 || n === 1) && o.type === TupleType) return incref(o);
  if (items.length === 0 || n <= 0) return incref(emptyTuple);
  return newTupleSteal(repeatItems(items, n));
}

/** `n` times the items, each counted; MemoryError where no block could hold them. */
export function repeatItems(items: PyObject[], n: number): PyObject[] {
  const size = items.length;
  if (size * n > MAX_ITEMS || size * n > 4294967295) throw memoryError();
  requireRoom(8 * size * n);
  for (let i = 0; i < size; i++) items[i]!.rc += n;
  const out = newItems(size * n);
  if (size === 1) {
    const item = items[0]!;
    for (let k = 0; k < n; k++) out[k] = item;
    return out;
  }
  for (let k = 0, at = 0; k < n; k++) for (let i = 0; i < size; i++) out[at++] = items[i]!;
  return out;
}

// ---------------------------------------------------------------------------------------------
// Methods

function tupleCount(o: PyObject, value: PyObject): Owned {
  const items: PyObject[] = o.v;
  let n = 0;
  for (let i = 0; i < items.length; i++)
    if (items[i] === value || richCompareBool(items[i]!, value, EQ)) n++;
  return newInt(n);
}

function tupleIndex(o: PyObject, value: PyObject, first?: PyObject, last?: PyObject): Owned {
  const items: PyObject[] = o.v;
  const n = items.length;
  let start = first === undefined ? 0 : sliceIndex(first);
  let stop = last === undefined ? n : sliceIndex(last);
  if (start < 0) start = Math.max(start + n, 0);
  if (stop < 0) stop += n;
  else if (stop > n) stop = n;
  for (let i = start; i < stop; i++)
    if (items[i] === value || richCompareBool(items[i]!, value, EQ)) return newInt(i);
  throw valueError('tuple.index(x): x not in tuple');
}

function tupleGetnewargs(o: PyObject): Owned {
  return newTupleSteal([newTuple(o.v)]);
}

// ---------------------------------------------------------------------------------------------
// The iterator

/** tp_iternext of tuple_iterator. */
export function tupleIterNext(o: PyObject): Owned | null {
  const it: SeqIter = o.v;
  const seq = it.seq;
  if (seq === null) return null;
  const items: PyObject[] = seq.v;
  const i = it.i;
  if (i < items.length) {
    it.i = i + 1;
    return incref(items[i]!);
  }
  it.seq = null;
  decref(seq);
  return null;
}

export const TupleIteratorType = seqIteratorType('tuple_iterator', {
  length: (o: PyObject) => o.v.length,
  item: (o: PyObject, i: number) => incref(o.v[i]),
  exhausted: () => incref(emptyTuple),
  next: tupleIterNext,
});

defineType(TupleType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_TUPLE_SUBCLASS | TPFLAGS_SEQUENCE,
  basicsize: 24,
  itemsize: 8,
  text_signature: '(iterable=(), /)',
  doc: 'An unchangeable sequence: tuple(iterable) holds its items.',
  tp_new: tupleNew,
  tp_dealloc: tupleDealloc,
  tp_traverse: tupleTraverse,
  tp_repr: tupleRepr,
  tp_hash: tupleHash,
  tp_richcompare: tupleRichcompare,
  tp_iter: (o: PyObject) => newSeqIter(TupleIteratorType, o),
  tp_sizeof: (o: PyObject) => o.type.basicsize + 8 * o.v.length,
  sq_length: tupleLen,
  sq_concat: tupleConcat,
  sq_repeat: tupleRepeat,
  sq_item: tupleItem,
  sq_contains: tupleContains,
  mp_length: tupleLen,
  mp_subscript: tupleSubscript,
  methods: {
    __getnewargs__: method('($self, /)', tupleGetnewargs),
    index: method('($self, value, start=0, stop=sys.maxsize, /)', tupleIndex),
    count: method('($self, value, /)', tupleCount),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
});
