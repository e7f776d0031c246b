/**
 * memoryview. CPython: Objects/memoryobject.c.
 *
 * Invariants
 * - All views of one acquired buffer share a managed buffer, an object of its own that the collector sees; it gives the
 *   buffer back when the last of them is released or dies.
 * - The fields of the payload describe the elements as a BufferView does; shape and strides are always arrays.
 * - `exports` counts the buffers that others have acquired from this view: it cannot be released meanwhile.
 */
import { asDouble, asIndexNumber, EQ, index, isTrue, NE } from '../core/abstract.ts';
import { bindArgs, classMethod, method } from '../core/args.ts';
import {
  BufferView,
  forEachItem,
  getBuffer,
  hasBuffer,
  isContiguous,
  PyBUF_ANY_CONTIGUOUS,
  PyBUF_C_CONTIGUOUS,
  PyBUF_F_CONTIGUOUS,
  PyBUF_FORMAT,
  PyBUF_FULL_RO,
  PyBUF_ND,
  PyBUF_STRIDES,
  PyBUF_WRITABLE,
  releaseBuffer,
} from '../core/buffer.ts';
import {
  bufferError,
  discard,
  indexError,
  matches,
  notImplementedError,
  PyErr,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { account, decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType, getset, newStaticType } from '../core/type-define.ts';
import {
  EllipsisType,
  type KwNames,
  MemoryviewType,
  NoneType,
  TPFLAGS_HAVE_GC,
  TPFLAGS_SEQUENCE,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import {
  parseStructFormat,
  type StructFormat,
  type StructItem,
  type StructValue,
  packInto,
  unpackFrom,
} from '../numbers/struct-pack.ts';
import { bytesEqual } from './bytes-algorithms.ts';
import { hexOf } from './bytes-methods.ts';
import { isBytes, newBytes } from './bytes-object.ts';
import { OverflowErrorType, TypeErrorType } from './exceptions.ts';
import { newFloat } from './float.ts';
import { newInt, newIntExact } from './int.ts';
import { isList, newListSteal } from './list.ts';
import { addressText } from './object.ts';
import { newBool, newNone, newNotImplemented } from './singletons.ts';
import { isSlice, sliceAdjust, sliceBounds } from './slice.ts';
import { hashOfBytes, isStr, newStrJs, strJs } from './str-object.ts';
import { isTuple, newTupleSteal } from './tuple.ts';
import { clearWeakrefs } from './weakref.ts';

// ---------------------------------------------------------------------------------------------
// The managed buffer

class ManagedPayload {
  view: BufferView;
  /** Number of memoryviews that are not released. */
  exports = 0;
  released = false;
  constructor(view: BufferView) {
    this.view = view;
  }
}

function releaseManaged(p: ManagedPayload): void {
  if (p.released) return;
  p.released = true;
  releaseBuffer(p.view);
}

const ManagedBufferType = newStaticType('managedbuffer', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 112,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    releaseManaged(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const obj = (o.v as ManagedPayload).view.obj;
    if (obj !== null) visit(obj);
  },
  tp_clear: (o: PyObject) => releaseManaged(o.v),
});

function newManaged(view: BufferView): Owned {
  const o = newGC(ManagedBufferType, new ManagedPayload(view));
  account(o, 128);
  gcTrack(o);
  return o;
}

// ---------------------------------------------------------------------------------------------
// The view

export class MemoryviewPayload {
  /** Managed buffer, owned; null once released. */
  managed: PyObject | null;
  bytes: Uint8Array;
  offset: number;
  readonly: boolean;
  itemsize: number;
  format: string;
  shape: number[];
  strides: number[];
  suboffsets: number[] | null;
  exports: number;
  /** Whether `hashLow` and `hashHigh` hold the hash. */
  hashed: boolean;
  hashLow: number;
  hashHigh: number;
  constructor(managed: PyObject) {
    this.managed = managed;
    const view: BufferView = managed.v.view;
    this.bytes = view.bytes;
    this.offset = view.offset;
    this.readonly = view.readonly;
    this.itemsize = view.itemsize;
    this.format = view.format ?? 'B';
    this.shape =
      view.shape !== null ? view.shape.slice() : view.ndim === 0 ? [] : [view.len / view.itemsize];
    this.strides =
      view.strides !== null ? view.strides.slice() : contiguousStrides(this.shape, view.itemsize);
    this.suboffsets = view.suboffsets;
    this.exports = 0;
    this.hashed = false;
    this.hashLow = 0;
    this.hashHigh = 0;
  }
}

function contiguousStrides(shape: number[], itemsize: number): number[] {
  const out: number[] = new Array(shape.length);
  let step = itemsize;
  for (let i = shape.length - 1; i >= 0; i--) {
    out[i] = step;
    step *= shape[i]!;
  }
  return out;
}

const product = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);

/** Number of bytes of the elements. */
const nbytes = (p: MemoryviewPayload): number => product(p.shape) * p.itemsize;

function blockOf(ndim: number): number {
  return 16 + 144 + 24 * ndim;
}

/** Wraps a managed buffer (borrowed) in a new memoryview. */
function viewOf(managed: PyObject): Owned<PyGC<MemoryviewPayload>> {
  const o = newGC(MemoryviewType, new MemoryviewPayload(incref(managed)));
  managed.v.exports++;
  account(o, blockOf(o.v.shape.length));
  gcTrack(o);
  return o;
}

/** A view of the same memory as another one. */
function copyView(from: MemoryviewPayload): Owned<PyGC<MemoryviewPayload>> {
  const o = viewOf(from.managed!);
  const p = o.v;
  p.bytes = from.bytes;
  p.offset = from.offset;
  p.readonly = from.readonly;
  p.itemsize = from.itemsize;
  p.format = from.format;
  p.suboffsets = from.suboffsets;
  reshape(o, from.shape.slice(), from.strides.slice());
  return o;
}

function reshape(o: PyObject, shape: number[], strides: number[]): void {
  const p: MemoryviewPayload = o.v;
  const change = 24 * (shape.length - p.shape.length);
  if (change !== 0) S.mem += change;
  p.shape = shape;
  p.strides = strides;
}

/** `memoryview(o)`. */
export function newMemoryview(o: PyObject, flags = PyBUF_FULL_RO): Owned {
  if (o.type === MemoryviewType) {
    checkReleased(o.v);
    return copyView(o.v);
  }
  if (!hasBuffer(o)) {
    throw typeError(`memoryview: a bytes-like object is required, not '${o.type.name}'`);
  }
  const managed = newManaged(getBuffer(o, flags));
  try {
    return viewOf(managed);
  } finally {
    decref(managed);
  }
}

export function isMemoryview(o: PyObject): boolean {
  return o.type === MemoryviewType;
}

function checkReleased(p: MemoryviewPayload): void {
  if (p.managed === null || p.managed.v.released) {
    throw valueError('operation forbidden on released memoryview object');
  }
}

function payload(o: PyObject): MemoryviewPayload {
  const p: MemoryviewPayload = o.v;
  checkReleased(p);
  return p;
}

/** Gives the managed buffer up. */
function drop(p: MemoryviewPayload): void {
  const managed = p.managed;
  if (managed === null) return;
  p.managed = null;
  const m: ManagedPayload = managed.v;
  if (--m.exports === 0) releaseManaged(m);
  decref(managed);
}

/** `release()`. */
export function releaseMemoryview(o: PyObject): void {
  const p: MemoryviewPayload = o.v;
  if (p.managed === null) return;
  if (p.exports > 0) {
    throw bufferError(`memoryview has ${p.exports} exported buffer${p.exports === 1 ? '' : 's'}`);
  }
  drop(p);
}

function dealloc(o: PyObject): void {
  gcUntrack(o);
  const p: MemoryviewPayload = o.v;
  drop(p);
  if ((o as PyGC).ext !== null) clearWeakrefs(o as PyGC);
  freeObject(o, blockOf(p.shape.length));
}

// ---------------------------------------------------------------------------------------------
// Elements

const NATIVE = 'bBhHiIlLqQnNefd?cP';

/** The native one-character code of a format, or '' when it is none. */
function nativeCode(format: string): string {
  const code = format.startsWith('@') ? format.slice(1) : format;
  return code.length === 1 && NATIVE.includes(code) ? code : '';
}

const parsed: Map<string, StructFormat | null> = new Map();

function structOf(format: string): StructFormat | null {
  let f = parsed.get(format);
  if (f === undefined) {
    const r = parseStructFormat(format);
    f = 'error' in r ? null : r;
    parsed.set(format, f);
  }
  return f;
}

function elementFormat(p: MemoryviewPayload): StructFormat {
  const f = nativeCode(p.format) === '' ? null : structOf(p.format);
  if (f === null) throw notImplementedError(`memoryview: format ${p.format} not supported`);
  return f;
}

/** The object of an unpacked value of a struct code. */
export function structObject(code: string, v: StructValue): Owned {
  if (typeof v === 'boolean') return newBool(v);
  if (v instanceof Uint8Array) return newBytes(v);
  return code === 'd' || code === 'f' || code === 'e' ? newFloat(v as number) : newInt(v);
}

function readItem(p: MemoryviewPayload, place: number): Owned {
  if (p.format === 'B') return newInt(p.bytes[place]!);
  const f = elementFormat(p);
  return structObject(f.items[0]!.code, unpackFrom(f, p.bytes, place)[0]!);
}

function invalidType(p: MemoryviewPayload) {
  return typeError(`memoryview: invalid type for format '${p.format}'`);
}

function invalidValue(p: MemoryviewPayload) {
  return valueError(`memoryview: invalid value for format '${p.format}'`);
}

/** The value to pack for an element. */
function elementValue(p: MemoryviewPayload, code: string, value: PyObject): StructValue {
  if (code === '?') return isTrue(value);
  if (code === 'c') {
    if (!isBytes(value)) throw invalidType(p);
    if (value.v.length !== 1) throw invalidValue(p);
    return value.v;
  }
  try {
    return code === 'd' || code === 'f' || code === 'e' ? asDouble(value) : index(value);
  } catch (e) {
    if (matches(e, TypeErrorType)) {
      discard(e);
      throw invalidType(p);
    }
    throw e;
  }
}

function writeItem(p: MemoryviewPayload, place: number, value: PyObject): void {
  const f = elementFormat(p);
  const item: StructItem = f.items[0]!;
  const v = elementValue(p, item.code, value);
  checkReleased(p);
  if (packInto(f, [item.code === 'f' ? singleOf(v as number) : v], p.bytes, place) !== null) {
    throw invalidValue(p);
  }
}

/** C's conversion to float overflows to infinity. */
function singleOf(x: number): number {
  return Math.fround(x);
}

/** Place of item `i` of dimension 0 of a one-dimensional view. */
function placeOf(p: MemoryviewPayload, i: number, dim: number): number {
  const n = p.shape[dim]!;
  if (i < 0) i += n;
  if (i < 0 || i >= n) throw indexError(`index out of bounds on dimension ${dim + 1}`);
  return i * p.strides[dim]!;
}

function indexValue(o: PyObject): number {
  return asIndexNumber(o, null);
}

function singleIndex(o: PyObject): number {
  const v = index(o);
  if (typeof v === 'bigint')
    throw indexError(`cannot fit '${o.type.name}' into an index-sized integer`);
  return v;
}

// ---------------------------------------------------------------------------------------------
// Subscripts

/** Place of the element a tuple of ints names. */
function placeOfTuple(p: MemoryviewPayload, key: PyObject[]): number {
  const ndim = p.shape.length;
  if (key.length < ndim) throw notImplementedError('sub-views are not implemented');
  if (key.length > ndim) {
    throw typeError(`cannot index ${ndim}-dimension view with ${key.length}-element tuple`);
  }
  let place = p.offset;
  for (let i = 0; i < ndim; i++) place += placeOf(p, singleIndex(key[i]!), i);
  return place;
}

const isMultiIndex = (key: PyObject): boolean =>
  isTuple(key) && (key.v as PyObject[]).every((k) => k.type.nb_index !== null);
const isMultiSlice = (key: PyObject): boolean =>
  isTuple(key) && key.v.length > 0 && (key.v as PyObject[]).every((k) => isSlice(k));

function slice(o: PyObject, key: PyObject): Owned<PyGC<MemoryviewPayload>> {
  // The new view keeps the memory while the bounds are read, which may release this one.
  const view = copyView(payload(o));
  try {
    const p = view.v;
    const b = sliceBounds(key, o);
    const n = Math.max(0, sliceAdjust(b, p.shape[0]!));
    const step = p.strides[0]!;
    p.offset += step * b.start;
    p.shape[0] = n;
    p.strides[0] = step * b.step;
    return view;
  } catch (e) {
    decref(view);
    throw e;
  }
}

function subscript(o: PyObject, key: PyObject): Owned {
  const p = payload(o);
  const ndim = p.shape.length;
  if (ndim === 0) {
    if (isTuple(key) && key.v.length === 0) return readItem(p, p.offset);
    if (key.type === EllipsisType) return incref(o);
    throw typeError('invalid indexing of 0-dim memory');
  }
  if (key.type.nb_index !== null) return itemAt(o, singleIndex(key));
  if (isSlice(key)) return slice(o, key);
  if (isMultiIndex(key)) {
    const place = placeOfTuple(p, key.v);
    checkReleased(p);
    return readItem(p, place);
  }
  if (isMultiSlice(key)) throw notImplementedError('multi-dimensional slicing is not implemented');
  throw typeError('memoryview: invalid slice key');
}

function itemAt(o: PyObject, i: number): Owned {
  const p = payload(o);
  elementFormat(p);
  if (p.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
  if (p.shape.length > 1)
    throw notImplementedError('multi-dimensional sub-views are not implemented');
  return readItem(p, p.offset + placeOf(p, i, 0));
}

function assSubscript(o: PyObject, key: PyObject, value: PyObject | null): void {
  const p = payload(o);
  if (p.readonly) throw typeError('cannot modify read-only memory');
  if (value === null) throw typeError('cannot delete memory');
  const ndim = p.shape.length;
  if (ndim === 0) {
    if (key.type === EllipsisType || (isTuple(key) && key.v.length === 0)) {
      writeItem(p, p.offset, value);
      return;
    }
    throw typeError('invalid indexing of 0-dim memory');
  }
  elementFormat(p);
  if (key.type.nb_index !== null) {
    if (ndim > 1) throw notImplementedError('sub-views are not implemented');
    const place = p.offset + placeOf(p, singleIndex(key), 0);
    writeItem(p, place, value);
    return;
  }
  if (isSlice(key) && ndim === 1) {
    assignSlice(o, key, value);
    return;
  }
  if (isMultiIndex(key)) {
    writeItem(p, placeOfTuple(p, key.v), value);
    return;
  }
  if (isSlice(key) || isMultiSlice(key)) {
    throw notImplementedError('memoryview slice assignments are currently restricted to ndim = 1');
  }
  throw typeError('memoryview: invalid slice key');
}

function sameFormat(a: string, b: string): boolean {
  return (a.startsWith('@') ? a.slice(1) : a) === (b.startsWith('@') ? b.slice(1) : b);
}

function assignSlice(o: PyObject, key: PyObject, value: PyObject): void {
  const source = getBuffer(value, PyBUF_FULL_RO);
  try {
    const target = slice(o, key);
    try {
      payload(o);
      const p = target.v;
      const src = flatView(source);
      const fits =
        sameFormat(p.format, src.format) &&
        p.itemsize === src.itemsize &&
        src.shape.length === 1 &&
        src.shape[0] === p.shape[0];
      if (!fits) {
        throw valueError('memoryview assignment: lvalue and rvalue have different structures');
      }
      copyItems(p, source);
    } finally {
      decref(target);
    }
  } finally {
    releaseBuffer(source);
  }
}

interface Flat {
  format: string;
  itemsize: number;
  shape: number[];
}

function flatView(view: BufferView): Flat {
  const shape = view.shape ?? (view.ndim === 0 ? [] : [view.len / view.itemsize]);
  return { format: view.format ?? 'B', itemsize: view.itemsize, shape };
}

/** Copies the elements of a view of the same structure; memory may overlap. */
function copyItems(p: MemoryviewPayload, source: BufferView): void {
  const bytes = source.contiguous();
  const size = p.itemsize;
  const from = bytes.buffer === p.bytes.buffer ? bytes.slice() : bytes;
  const n = p.shape[0]!;
  const step = p.strides[0]!;
  if (step === size) {
    p.bytes.set(from.subarray(0, n * size), p.offset);
    return;
  }
  for (let i = 0; i < n; i++)
    p.bytes.set(from.subarray(i * size, (i + 1) * size), p.offset + i * step);
}

// ---------------------------------------------------------------------------------------------
// The buffer it exports

/** The view as a BufferView without owner, to walk it. */
function asView(p: MemoryviewPayload): BufferView {
  const view: BufferView = Object.create(BufferView.prototype);
  view.obj = null;
  view.bytes = p.bytes;
  view.offset = p.offset;
  view.len = nbytes(p);
  view.readonly = p.readonly;
  view.itemsize = p.itemsize;
  view.format = p.format;
  view.ndim = p.shape.length;
  view.shape = p.shape;
  view.strides = p.strides;
  view.suboffsets = p.suboffsets;
  view.internal = null;
  return view;
}

const requests = (flags: number, mask: number): boolean => (flags & mask) === mask;

function getbuffer(o: PyObject, flags: number): BufferView {
  const p = payload(o);
  const own = asView(p);
  if (requests(flags, PyBUF_WRITABLE) && p.readonly) {
    throw bufferError('memoryview: underlying buffer is not writable');
  }
  const view = new BufferView(o, p.bytes, p.readonly);
  view.offset = p.offset;
  view.len = own.len;
  view.itemsize = p.itemsize;
  view.ndim = own.ndim;
  const problem = exportInto(view, p, own, flags);
  if (problem !== null) {
    view.obj = null;
    decref(o);
    throw bufferError(`memoryview: ${problem}`);
  }
  p.exports++;
  return view;
}

/** Fills in what the flags ask for; the text of what is impossible, or null. */
function exportInto(
  view: BufferView,
  p: MemoryviewPayload,
  own: BufferView,
  flags: number,
): string | null {
  if (!requests(flags, PyBUF_FORMAT)) view.format = null;
  else view.format = p.format;
  if (requests(flags, PyBUF_C_CONTIGUOUS) && !isContiguous(own, 'C'))
    return 'underlying buffer is not C-contiguous';
  if (requests(flags, PyBUF_F_CONTIGUOUS) && !isContiguous(own, 'F')) {
    return 'underlying buffer is not Fortran contiguous';
  }
  if (requests(flags, PyBUF_ANY_CONTIGUOUS) && !isContiguous(own, 'A'))
    return 'underlying buffer is not contiguous';
  if (!requests(flags, PyBUF_STRIDES)) {
    if (!isContiguous(own, 'C')) return 'underlying buffer is not C-contiguous';
  } else view.strides = p.strides;
  if (!requests(flags, PyBUF_ND)) {
    if (view.format !== null) return 'cannot cast to unsigned bytes if the format flag is present';
    view.ndim = 1;
    view.itemsize = 1;
  } else view.shape = p.shape;
  return null;
}

function releasebuffer(o: PyObject): void {
  o.v.exports--;
}

// ---------------------------------------------------------------------------------------------
// Comparison and hash

type Reader = (bytes: Uint8Array, place: number) => StructValue[];

function readerOf(format: string): Reader | null {
  const f = structOf(format);
  return f === null ? null : (bytes, place) => unpackFrom(f, bytes, place);
}

function sameValues(a: StructValue[], b: StructValue[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x instanceof Uint8Array || y instanceof Uint8Array) {
      if (!(x instanceof Uint8Array && y instanceof Uint8Array && bytesEqual(x, y))) return false;
      // Numbers and bigints compare by value; True is 1.
    } else if (Number(x) !== Number(y) || exactNumber(x) !== exactNumber(y)) return false;
  }
  return true;
}

/** Exact value for the comparison of large ints; floats that are no integers stay themselves. */
function exactNumber(x: number | bigint | boolean): number | bigint {
  if (typeof x === 'bigint') return x;
  const n = Number(x);
  return Number.isInteger(n) ? BigInt(n) : n;
}

function equalViews(a: BufferView, b: BufferView): boolean {
  const x = flatView(a);
  const y = flatView(b);
  if (x.shape.length !== y.shape.length) return false;
  for (let i = 0; i < x.shape.length; i++) {
    if (x.shape[i] !== y.shape[i]) return false;
    if (x.shape[i] === 0) break;
  }
  const bytewise = sameFormat(x.format, y.format) && 'bBc'.includes(x.format);
  if (bytewise) return bytesEqual(a.contiguous(), b.contiguous());
  const readA = readerOf(x.format);
  const readB = readerOf(y.format);
  if (readA === null || readB === null) return false;
  const places: number[] = [];
  forEachItem(b, (place) => places.push(place));
  let i = 0;
  let same = true;
  forEachItem(a, (place) => {
    if (same && !sameValues(readA(a.bytes, place), readB(b.bytes, places[i++]!))) same = false;
  });
  return same;
}

function richcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (op !== EQ && op !== NE) return newNotImplemented();
  const p: MemoryviewPayload = a.v;
  if (p.managed === null || p.managed.v.released) return newBool((a === b) === (op === EQ));
  let view: BufferView;
  if (b.type === MemoryviewType) {
    if (b.v.managed === null) return newBool((a === b) === (op === EQ));
    view = asView(b.v);
  } else {
    if (!hasBuffer(b)) return newNotImplemented();
    try {
      view = getBuffer(b, PyBUF_FULL_RO);
    } catch (e) {
      if (!(e instanceof PyErr)) throw e;
      discard(e);
      return newNotImplemented();
    }
  }
  try {
    return newBool(equalViews(asView(p), view) === (op === EQ));
  } finally {
    releaseBuffer(view);
  }
}

function hash(o: PyObject): number {
  const p: MemoryviewPayload = o.v;
  if (!p.hashed) {
    checkReleased(p);
    if (!p.readonly) throw valueError('cannot hash writable memoryview object');
    if (!'Bbc'.includes(nativeCode(p.format) || '-')) {
      throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    }
    const owner: PyObject | null = p.managed!.v.view.obj;
    if (owner !== null) {
      const f = owner.type.tp_hash;
      if (f === null) throw typeError(`unhashable type: '${owner.type.name}'`);
      f(owner);
    }
    p.hashLow = hashOfBytes(asView(p).contiguous());
    p.hashHigh = S.hashHi;
    p.hashed = true;
  }
  S.hashHi = p.hashHigh;
  return p.hashLow;
}

// ---------------------------------------------------------------------------------------------
// Methods

function newView(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [object] = bindArgs(type.name, '(object)', args, kw);
  return newMemoryview(object);
}

function fromFlags(_cls: PyObject, object: PyObject, flags: PyObject): Owned {
  return newMemoryview(object, indexValue(flags));
}

function toreadonly(o: PyObject): Owned {
  const view = copyView(payload(o));
  view.v.readonly = true;
  return view;
}

function tobytes(o: PyObject, order?: PyObject): Owned {
  const p = payload(o);
  let by = 'C';
  if (order !== undefined && order.type !== NoneType) {
    if (!isStr(order))
      throw typeError(`tobytes() argument 'order' must be str or None, not ${order.type.name}`);
    by = strJs(order);
    if (by !== 'C' && by !== 'F' && by !== 'A') throw valueError("order must be 'C', 'F' or 'A'");
  }
  const view = asView(p);
  if (by === 'A') by = isContiguous(view, 'F') && !isContiguous(view, 'C') ? 'F' : 'C';
  if (by === 'C' || p.shape.length <= 1) return newBytes(view.contiguous().slice());
  return newBytes(fortranBytes(p));
}

/** The elements with the first index running fastest. */
function fortranBytes(p: MemoryviewPayload): Uint8Array {
  const view = asView(p);
  view.shape = p.shape.slice().reverse();
  view.strides = p.strides.slice().reverse();
  const out = new Uint8Array(view.len);
  let at = 0;
  forEachItem(view, (place) => {
    out.set(p.bytes.subarray(place, place + p.itemsize), at);
    at += p.itemsize;
  });
  return out;
}

function tolist(o: PyObject): Owned {
  const p = payload(o);
  elementFormat(p);
  return listOf(p, 0, p.offset);
}

function listOf(p: MemoryviewPayload, dim: number, place: number): Owned {
  if (p.shape.length === 0) return readItem(p, place);
  const items: PyObject[] = [];
  const n = p.shape[dim]!;
  const step = p.strides[dim]!;
  const last = dim === p.shape.length - 1;
  for (let i = 0; i < n; i++) {
    items.push(last ? readItem(p, place + i * step) : listOf(p, dim + 1, place + i * step));
  }
  return newListSteal(items);
}

function hex(o: PyObject, sep?: PyObject, perSep?: PyObject): Owned {
  return hexOf(asView(payload(o)).contiguous(), sep, perSep);
}

function isByteFormat(code: string): boolean {
  return code === 'b' || code === 'B' || code === 'c';
}

function cast(o: PyObject, format: PyObject, shape?: PyObject): Owned {
  const p = payload(o);
  if (!isStr(format))
    throw typeError(`cast() argument 'format' must be str, not ${format.type.name}`);
  const view = asView(p);
  if (!isContiguous(view, 'C'))
    throw typeError('memoryview: casts are restricted to C-contiguous views');
  if ((shape !== undefined || p.shape.length !== 1) && p.shape.some((n) => n === 0)) {
    throw typeError('memoryview: cannot cast view with zeros in shape or strides');
  }
  let dims: number[] | null = null;
  if (shape !== undefined) {
    if (!isList(shape) && !isTuple(shape)) throw typeError('shape must be a list or a tuple');
    if (shape.v.length > 64)
      throw valueError('memoryview: number of dimensions must not exceed 64');
    if (p.shape.length !== 1 && shape.v.length !== 1) {
      throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D');
    }
  }
  const text = strJs(format);
  const flat = copyView(p);
  try {
    castFormat(flat, text);
    if (shape !== undefined) {
      dims = (shape.v as PyObject[]).map(dimension);
      castShape(flat, dims);
    }
    return flat;
  } catch (e) {
    decref(flat);
    throw e;
  }
}

const DESTINATION =
  "memoryview: destination format must be a native single character format prefixed with an optional '@'";
const SOURCE =
  "memoryview: source format must be a native single character format prefixed with an optional '@'";

/** Makes a contiguous view one of single bytes, whatever its shape. For a view that nobody has seen. */
export function flattenMemoryview(o: PyObject): void {
  const p: MemoryviewPayload = o.v;
  const len = nbytes(p);
  p.format = 'B';
  p.itemsize = 1;
  p.suboffsets = null;
  reshape(o, [len], [1]);
}

function castFormat(o: PyObject, text: string): void {
  const p: MemoryviewPayload = o.v;
  const code = nativeCode(text);
  if (code === '') throw valueError(DESTINATION);
  const from = nativeCode(p.format);
  if (from === '') throw valueError(SOURCE);
  if (!isByteFormat(from) && !isByteFormat(code)) {
    throw typeError('memoryview: cannot cast between two non-byte formats');
  }
  const itemsize = structOf(code)!.size;
  const len = nbytes(p);
  if (len % itemsize !== 0) throw typeError('memoryview: length is not a multiple of itemsize');
  p.format = text;
  p.itemsize = itemsize;
  p.suboffsets = null;
  reshape(o, [len / itemsize], [itemsize]);
}

function dimension(o: PyObject): number {
  if (o.type.nb_index === null || typeof o.v === 'object') {
    throw typeError('memoryview.cast(): elements of shape must be integers');
  }
  const n = asIndexNumber(o, OverflowErrorType);
  if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0');
  return n;
}

function castShape(o: PyObject, dims: number[]): void {
  const p: MemoryviewPayload = o.v;
  const len = nbytes(p);
  if (product(dims) > 2 ** 53) throw valueError('memoryview.cast(): product(shape) > SSIZE_MAX');
  if (product(dims) * p.itemsize !== len) {
    throw typeError('memoryview: product(shape) * itemsize != buffer size');
  }
  reshape(o, dims, contiguousStrides(dims, p.itemsize));
}

function length(o: PyObject): number {
  const p = payload(o);
  if (p.shape.length === 0) throw typeError('0-dim memory has no length');
  return p.shape[0]!;
}

function repr(o: PyObject): Owned {
  const p: MemoryviewPayload = o.v;
  const what = p.managed === null ? 'released memory' : 'memory';
  return newStrJs(`<${what} at ${addressText(o)}>`);
}

function intTuple(values: number[] | null): Owned {
  return newTupleSteal(values === null ? [] : values.map((v) => newInt(v)));
}

function contiguity(order: 'C' | 'F' | 'A') {
  return getset((o: PyObject) => newBool(isContiguous(asView(payload(o)), order)));
}

function owner(o: PyObject): Owned {
  const obj: PyObject | null = payload(o).managed!.v.view.obj;
  return obj === null ? newNone() : incref(obj);
}

// ---------------------------------------------------------------------------------------------
// The iterator

/** CPython takes the length once, when iteration begins. */
class MemoryIter {
  seq: PyObject | null;
  i: number;
  length: number;
  constructor(seq: PyObject, length: number) {
    this.seq = seq;
    this.i = 0;
    this.length = length;
  }
}

const MemoryIteratorType = newStaticType('memory_iterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 48,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    if (o.v.seq !== null) decref(o.v.seq);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.seq !== null) visit(o.v.seq);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: (o: PyObject) => {
    const it: MemoryIter = o.v;
    const seq = it.seq;
    if (seq === null) return null;
    if (it.i < it.length) {
      const p = payload(seq);
      const i = it.i++;
      if (i >= p.shape[0]!) throw indexError('index out of bounds on dimension 1');
      return readItem(p, p.offset + i * p.strides[0]!);
    }
    it.seq = null;
    decref(seq);
    return null;
  },
});

function iter(o: PyObject): Owned {
  const p = payload(o);
  if (p.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
  if (p.shape.length !== 1)
    throw notImplementedError('multi-dimensional sub-views are not implemented');
  elementFormat(p);
  const it = newGC(MemoryIteratorType, new MemoryIter(incref(o), p.shape[0]!));
  account(it, 16 + 48);
  gcTrack(it);
  return it;
}

defineType(MemoryviewType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_SEQUENCE,
  basicsize: 144,
  itemsize: 8,
  hasWeakrefs: true,
  text_signature: '(object)',
  doc: 'Looks at the memory of another object.',
  tp_new: newView,
  tp_dealloc: dealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.managed !== null) visit(o.v.managed);
  },
  tp_clear: (o: PyObject) => {
    if (o.v.exports === 0) drop(o.v);
  },
  tp_repr: repr,
  tp_hash: hash,
  tp_richcompare: richcompare,
  tp_iter: iter,
  tp_sizeof: (o: PyObject) => 144 + 24 * o.v.shape.length,
  sq_length: length,
  sq_item: itemAt,
  mp_length: length,
  mp_subscript: subscript,
  mp_ass_subscript: assSubscript,
  bf_getbuffer: getbuffer,
  bf_releasebuffer: releasebuffer,
  getset: {
    obj: getset(owner),
    nbytes: getset((o: PyObject) => newIntExact(nbytes(payload(o)))),
    readonly: getset((o: PyObject) => newBool(payload(o).readonly)),
    itemsize: getset((o: PyObject) => newIntExact(payload(o).itemsize)),
    format: getset((o: PyObject) => newStrJs(payload(o).format)),
    ndim: getset((o: PyObject) => newInt(payload(o).shape.length)),
    shape: getset((o: PyObject) => intTuple(payload(o).shape)),
    strides: getset((o: PyObject) => intTuple(payload(o).strides)),
    suboffsets: getset((o: PyObject) => intTuple(payload(o).suboffsets)),
    c_contiguous: contiguity('C'),
    f_contiguous: contiguity('F'),
    contiguous: contiguity('A'),
  },
  methods: {
    release: method('($self, /)', releaseMemoryview),
    tobytes: method("($self, /, order='C')", tobytes),
    hex: method('($self, /, sep=<unrepresentable>, bytes_per_sep=1)', hex),
    tolist: method('($self, /)', tolist),
    cast: method('($self, /, format, shape=<unrepresentable>)', cast),
    toreadonly: method('($self, /)', toreadonly),
    _from_flags: classMethod('($type, /, object, flags)', fromFlags),
    __enter__: method('($self, /)', (o: PyObject) => {
      payload(o);
      return incref(o);
    }),
    __exit__: method('($self, /, *exc_info)', (o: PyObject) => releaseMemoryview(o)),
  },
});
