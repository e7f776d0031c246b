/**
 * slice, and the index arithmetic of all sequences. CPython: Objects/sliceobject.c.
 *
 * Indices are JavaScript numbers clamped to ±(2^53 - 1): no sequence is longer, so the clamping is never seen except by
 * ranges, which compute with PyInt themselves.
 */
import { EQ, GE, hash, index, LE, repr, richCompare } from '../core/abstract.ts';
import { method, noKeywords } from '../core/args.ts';
import { indexError, typeError, valueError } from '../core/errors.ts';
import { sliceList } from '../core/free-lists.ts';
import { freeOrPark, gcTrack, gcUntrack, newParked } from '../core/gc.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType, member } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  NoneType,
  SliceType,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import * as ints from '../numbers/int-arith.ts';
import { TupleHash } from '../numbers/tuple-hash.ts';
import { TextBuilder } from '../text/text.ts';
import { newInt } from './int.ts';
import { newBool, newNone, newNotImplemented } from './singletons.ts';
import { newStr, strValue } from './str.ts';
import { newTuple, newTupleSteal } from './tuple.ts';

class SliceParts {
  start: PyObject;
  stop: PyObject;
  step: PyObject;
  constructor(start: PyObject, stop: PyObject, step: PyObject) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

export type PySlice = PyGC<SliceParts>;

const MAX = Number.MAX_SAFE_INTEGER;

/** A slice of borrowed parts (None for a missing one). */
export function newSlice(start: PyObject, stop: PyObject, step: PyObject): Owned<PySlice> {
  return newSliceSteal(incref(start), incref(stop), incref(step));
}

/** A slice that takes its parts over. */
export function newSliceSteal(start: PyObject, stop: PyObject, step: PyObject): Owned<PySlice> {
  const o = newParked(sliceList, SliceType, new SliceParts(start, stop, step));
  gcTrack(o);
  return o;
}

export function isSlice(o: PyObject): o is PySlice {
  return o.type === SliceType;
}

function sliceDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: SliceParts = o.v;
  decref(p.step);
  decref(p.start);
  decref(p.stop);
  freeOrPark(o, sliceList);
}

function sliceTraverse(o: PyObject, visit: Visit): void {
  visit(o.v.start);
  visit(o.v.stop);
  visit(o.v.step);
}

// ---------------------------------------------------------------------------------------------
// Index arithmetic

function clamp(v: number | bigint): number {
  if (typeof v === 'number') return v;
  return v < 0n ? -MAX : MAX;
}

/** A slice bound that is not None, clamped: _PyEval_SliceIndexNotNone. */
export function sliceIndex(o: PyObject): number {
  if (o.type === IntType) return clamp(o.v);
  if (o.type.nb_index === null)
    throw typeError('slice indices must be integers or have an __index__ method');
  return clamp(index(o));
}

function sliceIndexOrNone(o: PyObject): number {
  if (o.type === IntType) return clamp(o.v);
  if (o.type.nb_index === null) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  return clamp(index(o));
}

/** A sequence index from a subscript; negative ones are counted from the end. `message` precedes the type's name. */
export function subscriptIndex(key: PyObject, length: number, message: string): number {
  if (key.type === IntType && typeof key.v === 'number') return key.v < 0 ? key.v + length : key.v;
  if (key.type.nb_index === null) throw typeError(message + key.type.name);
  const i = index(key);
  if (typeof i === 'bigint')
    throw indexError(`cannot fit '${key.type.name}' into an index-sized integer`);
  return i < 0 ? i + length : i;
}

/** Start, stop and step of a slice as numbers. */
export class SliceBounds {
  start: number;
  stop: number;
  step: number;
  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** PySlice_Unpack: may run `__index__`. Holds `sequence`, the object about to be sliced, meanwhile by its caller. */
export function sliceBounds(slice: PyObject, _sequence?: PyObject): SliceBounds {
  const p: SliceParts = slice.v;
  let step = 1;
  if (p.step.type !== NoneType) {
    step = sliceIndexOrNone(p.step);
    if (step === 0) throw valueError('slice step cannot be zero');
  }
  const start = p.start.type === NoneType ? (step < 0 ? MAX : 0) : sliceIndexOrNone(p.start);
  const stop = p.stop.type === NoneType ? (step < 0 ? -MAX - 1 : MAX) : sliceIndexOrNone(p.stop);
  return new SliceBounds(start, stop, step);
}

function adjustBound(i: number, length: number, step: number): number {
  if (i < 0) {
    i += length;
    if (i < 0) return step < 0 ? -1 : 0;
    return i;
  }
  return i >= length ? (step < 0 ? length - 1 : length) : i;
}

/** PySlice_AdjustIndices: fits the bounds to a length and returns the number of items. */
export function sliceAdjust(b: SliceBounds, length: number): number {
  const step = b.step;
  b.start = adjustBound(b.start, length, step);
  b.stop = adjustBound(b.stop, length, step);
  if (step < 0) return b.stop < b.start ? Math.floor((b.start - b.stop - 1) / -step) + 1 : 0;
  return b.start < b.stop ? Math.floor((b.stop - b.start - 1) / step) + 1 : 0;
}

// ---------------------------------------------------------------------------------------------
// The type

function sliceNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  noKeywords('slice', kw);
  const n = args.length;
  if (n < 1) throw typeError('slice expected at least 1 argument, got 0');
  if (n > 3) throw typeError(`slice expected at most 3 arguments, got ${n}`);
  if (n === 1) return newSliceSteal(newNone(), incref(args[0]!), newNone());
  return newSliceSteal(incref(args[0]!), incref(args[1]!), n === 3 ? incref(args[2]!) : newNone());
}

function sliceRepr(o: PyObject): Owned {
  const out = new TextBuilder();
  const p: SliceParts = o.v;
  out.appendText('slice(');
  const parts = [p.start, p.stop, p.step];
  for (let i = 0; i < 3; i++) {
    const text = repr(parts[i]!);
    if (i > 0) out.appendText(', ');
    out.appendText(strValue(text));
    decref(text);
  }
  out.appendText(')');
  return newStr(out.finish());
}

const accumulator = new TupleHash();

/** The tuple hash without its length term, as CPython computes it for slices. */
function sliceHash(o: PyObject): number {
  const p: SliceParts = o.v;
  const parts = [p.start, p.stop, p.step];
  const halves: number[] = [];
  for (let i = 0; i < 3; i++) {
    const lo = hash(parts[i]!);
    halves.push(lo, S.hashHi);
  }
  accumulator.reset();
  for (let i = 0; i < 6; i += 2) accumulator.add(halves[i]!, halves[i + 1]!);
  if (accumulator.lo === -1 && accumulator.hi === -1) {
    S.hashHi = 0;
    return 1546275796;
  }
  S.hashHi = accumulator.hi;
  return accumulator.lo;
}

function sliceRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (a.type !== SliceType || b.type !== SliceType) return newNotImplemented();
  if (a === b) return newBool(op === EQ || op === LE || op === GE);
  const x = newTuple([a.v.start, a.v.stop, a.v.step]);
  const y = newTuple([b.v.start, b.v.stop, b.v.step]);
  try {
    return richCompare(x, y, op);
  } finally {
    decref(x);
    decref(y);
  }
}

type Wide = number | bigint;

function wideBound(o: PyObject, missing: Wide, length: Wide, lower: Wide, upper: Wide): Wide {
  if (o.type === NoneType) return missing;
  let v: Wide = evaluate(o);
  if (v < 0) {
    v = ints.add(v, length);
    return v < lower ? lower : v;
  }
  return v > upper ? upper : v;
}

function evaluate(o: PyObject): Wide {
  if (o.type.nb_index === null) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  return index(o);
}

/** Start, stop, step for a sequence of any length: _PySlice_GetLongIndices. */
export function sliceLongBounds(slice: PyObject, length: Wide): [Wide, Wide, Wide] {
  const p: SliceParts = slice.v;
  const step: Wide = p.step.type === NoneType ? 1 : evaluate(p.step);
  if (ints.compare(step, 0) === 0) throw valueError('slice step cannot be zero');
  const down = step < 0;
  const lower: Wide = down ? -1 : 0;
  const upper: Wide = down ? ints.sub(length, 1) : length;
  const start = wideBound(p.start, down ? upper : lower, length, lower, upper);
  const stop = wideBound(p.stop, down ? lower : upper, length, lower, upper);
  return [start, stop, step];
}

function sliceIndices(o: PyObject, length: PyObject): Owned {
  const n = index(length);
  if (n < 0) throw valueError('length should not be negative');
  const [start, stop, step] = sliceLongBounds(o, n);
  return newTupleSteal([newInt(start), newInt(stop), newInt(step)]);
}

function sliceReduce(o: PyObject): Owned {
  const p: SliceParts = o.v;
  return newTupleSteal([incref(SliceType.self), newTuple([p.start, p.stop, p.step])]);
}

defineType(SliceType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 40,
  doc: 'What stands between brackets with colons: start, stop, step.',
  tp_new: sliceNew,
  tp_dealloc: sliceDealloc,
  tp_traverse: sliceTraverse,
  tp_repr: sliceRepr,
  tp_hash: sliceHash,
  tp_richcompare: sliceRichcompare,
  methods: {
    indices: method('($self, object, /)', sliceIndices),
    __reduce__: method('($self, /)', sliceReduce),
  },
  members: {
    start: member((o: PyObject) => incref(o.v.start)),
    stop: member((o: PyObject) => incref(o.v.stop)),
    step: member((o: PyObject) => incref(o.v.step)),
  },
});
