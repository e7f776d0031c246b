/**
 * array: arrays of C numbers and characters. CPython: Modules/arraymodule.c.
 *
 * Invariants
 * - `items` is a typed array over the memory, at least `length` long; `bytes` are its bytes. Both are replaced together when
 *   the array outgrows them. `alloc` is the number of items CPython would have allocated (accounted, 0 = no block).
 * - While `exports` is not 0 the length does not change, and so the memory stays.
 */
import {
  asDouble,
  EQ,
  getIter,
  index,
  iterate,
  NE,
  repr,
  richCompareBool,
} from '../core/abstract.ts';
import { classMethod, method, nativeFunction } from '../core/args.ts';
import { genericGetAttr, getAttr, lookupAttr } from '../core/attr.ts';
import {
  BufferView,
  getBuffer,
  hasBuffer,
  PyBUF_FORMAT,
  PyBUF_ND,
  PyBUF_SIMPLE,
  PyBUF_STRIDES,
  releaseBuffer,
} from '../core/buffer.ts';
import { call1, callMethod1, callObject } from '../core/call.ts';
import {
  bufferError,
  eofError,
  indexError,
  memoryError,
  overflowError,
  runtimeError,
  typeError,
  valueError,
  warnDeprecated,
} from '../core/errors.ts';
import { blockSize, freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import { defineModule, importNative } from '../core/module-define.ts';
import {
  account,
  accountPart,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  reaccountPart,
  unaccountPart,
} from '../core/object.ts';
import { isSubtype } from '../core/subtype.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_SEQUENCE,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { textConcat, textFromCodePoints, codePointAt, textLength } from '../text/text.ts';
import { isBytes, newBytes, ordered } from '../objects/bytes.ts';
import { isBytearray } from '../objects/bytearray.ts';
import { newFloat } from '../objects/float.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { isInt, newInt, newIntExact } from '../objects/int.ts';
import { builtinNamed, ssize } from '../objects/iter.ts';
import { isList, newListSteal } from '../objects/list.ts';
import { addressText } from '../objects/object.ts';
import { newBool, newNone, newNotImplemented } from '../objects/singletons.ts';
import { isSlice, sliceAdjust, sliceBounds, sliceIndex, subscriptIndex } from '../objects/slice.ts';
import { ssizeArg } from '../objects/str-args.ts';
import { intern, isStr, newStr, newStrAscii, newStrChar, newStrJs, strJs } from '../objects/str.ts';
import { emptyTuple, isTuple, newTupleSteal } from '../objects/tuple.ts';
import { isTypeObj } from '../objects/type.ts';
import { clearWeakrefs } from '../objects/weakref.ts';

const s_dict = intern('__dict__');
const s_read = intern('read');
const s_write = intern('write');
const s_iter = intern('iter');
const s_register = intern('register');
const s_reconstructor = intern('_array_reconstructor');

type Items =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** A type code: what its items are in C. CPython: struct arraydescr. */
interface Descr {
  readonly code: string;
  readonly size: number;
  readonly make: (buffer: ArrayBuffer) => Items;
  /** Machine format of `_array_reconstructor`. */
  readonly machine: number;
  readonly integer: boolean;
  readonly signed: boolean;
}

function descr(
  code: string,
  size: number,
  make: (b: ArrayBuffer) => Items,
  machine: number,
  integer: boolean,
  signed: boolean,
): Descr {
  return { code, size, make, machine, integer, signed };
}

const DESCRIPTORS: Descr[] = [
  descr('b', 1, (b) => new Int8Array(b), 1, true, true),
  descr('B', 1, (b) => new Uint8Array(b), 0, true, false),
  descr('u', 4, (b) => new Uint32Array(b), 20, false, false),
  descr('w', 4, (b) => new Uint32Array(b), 20, false, false),
  descr('h', 2, (b) => new Int16Array(b), 4, true, true),
  descr('H', 2, (b) => new Uint16Array(b), 2, true, false),
  descr('i', 4, (b) => new Int32Array(b), 8, true, true),
  descr('I', 4, (b) => new Uint32Array(b), 6, true, false),
  descr('l', 8, (b) => new BigInt64Array(b), 12, true, true),
  descr('L', 8, (b) => new BigUint64Array(b), 10, true, false),
  descr('q', 8, (b) => new BigInt64Array(b), 12, true, true),
  descr('Q', 8, (b) => new BigUint64Array(b), 10, true, false),
  descr('f', 4, (b) => new Float32Array(b), 14, false, false),
  descr('d', 8, (b) => new Float64Array(b), 16, false, false),
];

const descrOf = (code: string): Descr | undefined => DESCRIPTORS.find((d) => d.code === code);

class ArrayPayload {
  descr: Descr;
  items: Items;
  bytes: Uint8Array;
  length = 0;
  alloc = 0;
  exports = 0;
  constructor(d: Descr, capacity: number) {
    const buffer = new ArrayBuffer(capacity * d.size);
    this.descr = d;
    this.items = d.make(buffer);
    this.bytes = new Uint8Array(buffer);
  }
}

const isUnicode = (d: Descr): boolean => d.code === 'u' || d.code === 'w';

function isArray(o: PyObject): boolean {
  return o.type === ArrayType || isSubtype(o.type, ArrayType);
}

// ---------------------------------------------------------------------------------------------
// Memory

const MAX_BYTES = 2 ** 32;

function setAlloc(o: PyObject, p: ArrayPayload, alloc: number): void {
  const size = p.descr.size;
  if (p.alloc === 0) {
    if (alloc > 0) accountPart(o, alloc * size);
  } else if (alloc === 0) unaccountPart(o, p.alloc * size);
  else reaccountPart(o, p.alloc * size, alloc * size);
  p.alloc = alloc;
}

function reserve(p: ArrayPayload, count: number): void {
  if (count <= p.items.length) return;
  if (count * p.descr.size >= MAX_BYTES) throw memoryError();
  const buffer = new ArrayBuffer(Math.max(16, count + (count >> 1)) * p.descr.size);
  const bytes = new Uint8Array(buffer);
  bytes.set(p.bytes.subarray(0, p.length * p.descr.size));
  p.bytes = bytes;
  p.items = p.descr.make(buffer);
}

/** array_resize. */
function resize(o: PyObject, n: number): void {
  const p: ArrayPayload = o.v;
  if (p.exports > 0 && n !== p.length)
    throw bufferError('cannot resize an array that is exporting buffers');
  if (p.alloc >= n && p.length < n + 16 && p.alloc > 0) {
    reserve(p, n);
    p.length = n;
    return;
  }
  if (n === 0) {
    setAlloc(o, p, 0);
    p.length = 0;
    return;
  }
  if (n * p.descr.size >= MAX_BYTES) throw memoryError();
  const alloc = (n >> 4) + (p.length < 8 ? 3 : 7) + n;
  reserve(p, n);
  setAlloc(o, p, alloc);
  p.length = n;
}

/** An array of `n` zero items: exactly that many are allocated. */
function newArray(type: TypeObject, d: Descr, n: number): Owned {
  if (n * d.size >= MAX_BYTES) throw memoryError();
  const p = new ArrayPayload(d, n);
  let o: Owned;
  if (type === ArrayType) {
    o = newGC(ArrayType, p);
    account(o, blockSize(o));
    gcTrack(o);
  } else {
    o = type.tp_alloc(type);
    o.v = p;
  }
  p.length = n;
  setAlloc(o, p, n);
  return o;
}

function dealloc(o: PyObject): void {
  gcUntrack(o);
  if ((o as PyGC).ext !== null) clearWeakrefs(o as PyGC);
  setAlloc(o, o.v, 0);
  freeObject(o);
}

// ---------------------------------------------------------------------------------------------
// Items

function itemAt(p: ArrayPayload, i: number): Owned {
  const v = p.items[i]!;
  switch (p.descr.code) {
    case 'u':
    case 'w':
      if ((v as number) > 0x10ffff) {
        throw valueError(`character U+${v.toString(16)} is not in range [U+0000; U+10ffff]`);
      }
      return newStrChar(v as number);
    case 'f':
    case 'd':
      return newFloat(v as number);
    default:
      if (typeof v === 'number') return newInt(v);
      return newInt(v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v);
  }
}

const LIMITS: Record<string, [number, number, string]> = {
  b: [-128, 127, 'signed char'],
  B: [0, 255, 'unsigned byte integer'],
  h: [-32768, 32767, 'signed short integer'],
  H: [0, 65535, 'unsigned short'],
  i: [-2147483648, 2147483647, 'signed integer'],
};

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

function rangeFailure(value: number | bigint, low: number, what: string) {
  return overflowError(`${what} is ${value < low ? 'less than minimum' : 'greater than maximum'}`);
}

function smallInt(code: string, o: PyObject): number {
  const value = index(o);
  if (value < LONG_MIN || value > LONG_MAX)
    throw overflowError('Python int too large to convert to C long');
  const [low, high, what] = LIMITS[code]!;
  // The narrow signed types are read as a C short, the unsigned short as an int.
  if (code === 'b' && (value < -32768 || value > 32767))
    throw rangeFailure(value, -32768, 'signed short integer');
  if (code === 'H' && (value < -2147483648 || value > 2147483647)) {
    throw rangeFailure(value, -2147483648, 'signed integer');
  }
  if (value < low || value > high) throw rangeFailure(value, low, what);
  return Number(value);
}

const ULONG_MAX = 2n ** 64n - 1n;

function unsignedLong(o: PyObject): bigint {
  const value = BigInt(index(o));
  if (value < 0n) throw overflowError("can't convert negative value to unsigned int");
  if (value > ULONG_MAX) throw overflowError('Python int too large to convert to C unsigned long');
  return value;
}

/** The item of a value, checked and converted. */
function itemValue(d: Descr, o: PyObject): number | bigint {
  switch (d.code) {
    case 'u':
    case 'w':
      if (!isStr(o) || textLength(o.v) !== 1)
        throw typeError('array item must be unicode character');
      return codePointAt(o.v, 0);
    case 'f':
    case 'd':
      return asDouble(o);
    case 'l': {
      const v = BigInt(index(o));
      if (v < LONG_MIN || v > LONG_MAX)
        throw overflowError('Python int too large to convert to C long');
      return v;
    }
    case 'q': {
      const v = BigInt(index(o));
      if (v < LONG_MIN || v > LONG_MAX) throw overflowError('int too big to convert');
      return v;
    }
    case 'I': {
      const v = unsignedLong(o);
      if (v > 0xffffffffn) throw overflowError('unsigned int is greater than maximum');
      return Number(v);
    }
    case 'L':
      return unsignedLong(o);
    case 'Q': {
      const v = BigInt(index(o));
      if (v < 0n) throw overflowError("can't convert negative int to unsigned");
      if (v > ULONG_MAX) throw overflowError('int too big to convert');
      return v;
    }
    default:
      return smallInt(d.code, o);
  }
}

function setItemAt(o: PyObject, i: number, value: PyObject): void {
  const v = itemValue((o.v as ArrayPayload).descr, value);
  // The conversion may have run code that shortens the array.
  const p: ArrayPayload = o.v;
  if (i >= p.length) throw indexError('array assignment index out of range');
  p.items[i] = v;
}

function append(o: PyObject, value: PyObject): void {
  const v = itemValue((o.v as ArrayPayload).descr, value);
  const n = (o.v as ArrayPayload).length;
  resize(o, n + 1);
  (o.v as ArrayPayload).items[n] = v;
}

/** The bytes of the items, shared. */
function memory(p: ArrayPayload): Uint8Array {
  const n = p.length * p.descr.size;
  return n === p.bytes.length ? p.bytes : p.bytes.subarray(0, n);
}

// ---------------------------------------------------------------------------------------------
// Construction

function codeArg(o: PyObject): string {
  if (!isStr(o) || textLength(o.v) !== 1) {
    throw typeError(`array() argument 1 must be a unicode character, not ${o.type.name}`);
  }
  return strJs(o);
}

function arrayNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0 && type === ArrayType)
    throw typeError('array.array() takes no keyword arguments');
  if (kw !== null) args = args.slice(0, args.length - kw.length);
  if (args.length < 1) throw typeError('array() takes at least 1 argument (0 given)');
  if (args.length > 2) throw typeError(`array() takes at most 2 arguments (${args.length} given)`);
  const code = codeArg(args[0]!);
  const initial: PyObject | null = args[1] ?? null;
  if (code === 'u') {
    warnDeprecated("The 'u' type code is deprecated and will be removed in Python 3.16");
  }
  const unicode = code === 'u' || code === 'w';
  if (initial !== null && !unicode) {
    const message = (what: string) =>
      typeError(`cannot use a ${what} to initialize an array with typecode '${code}'`);
    if (isStr(initial)) throw message('str');
    if (isArray(initial) && isUnicode((initial.v as ArrayPayload).descr))
      throw message('unicode array');
  }
  const d = descrOf(code);
  if (d === undefined) {
    if (initial !== null && !isStr(initial)) decref(getIter(initial));
    throw valueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)');
  }
  return filled(type, d, initial);
}

function filled(type: TypeObject, d: Descr, initial: PyObject | null): Owned {
  if (initial !== null && isArray(initial)) {
    const source: ArrayPayload = initial.v;
    if (source.descr.code === d.code) {
      const copy = newArray(type, d, source.length);
      copy.v.bytes.set(memory(source));
      return copy;
    }
  }
  const direct = initial !== null && (isList(initial) || isTuple(initial));
  const o = newArray(type, d, direct ? initial.v.length : 0);
  try {
    if (initial === null) return o;
    if (direct) fillFrom(o, initial);
    else if (isBytes(initial) || isBytearray(initial)) frombytes(o, initial);
    else if (isStr(initial)) setText(o, initial);
    else iterate(initial, (item) => append(o, item));
    return o;
  } catch (e) {
    decref(o);
    throw e;
  }
}

/** Items of a list or tuple, read one at a time: conversions may change a list. */
function fillFrom(o: PyObject, source: PyObject): void {
  const n = (o.v as ArrayPayload).length;
  for (let i = 0; i < n; i++) {
    const items: PyObject[] = source.v;
    if (i >= items.length) throw indexError(`${source.type.name} index out of range`);
    const item = incref(items[i]!);
    try {
      setItemAt(o, i, item);
    } finally {
      decref(item);
    }
  }
}

/** Characters of a str as the items of an empty array, allocated exactly. */
function setText(o: PyObject, text: PyObject): void {
  const n = textLength(text.v);
  if (n === 0) return;
  const p: ArrayPayload = o.v;
  reserve(p, n);
  setAlloc(o, p, n);
  p.length = n;
  for (let i = 0; i < n; i++) p.items[i] = codePointAt(text.v, i);
}

// ---------------------------------------------------------------------------------------------
// Slots

const lengthOf = (o: PyObject): number => (o.v as ArrayPayload).length;

function listOf(p: ArrayPayload): Owned {
  const items: PyObject[] = [];
  for (let i = 0; i < p.length; i++) items.push(itemAt(p, i));
  return newListSteal(items);
}

function arrayRepr(o: PyObject): Owned {
  const p: ArrayPayload = o.v;
  const name = o.type.name.slice(o.type.name.lastIndexOf('.') + 1);
  if (p.length === 0) return newStrJs(`${name}('${p.descr.code}')`);
  const content = isUnicode(p.descr) ? tounicode(o) : listOf(p);
  try {
    const text = repr(content);
    const head = `${name}('${p.descr.code}', `;
    const r = newStr(textConcat(textConcat(head, text.v), ')'));
    decref(text);
    return r;
  } finally {
    decref(content);
  }
}

function richcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isArray(a) || !isArray(b)) return newNotImplemented();
  const x: ArrayPayload = a.v;
  const y: ArrayPayload = b.v;
  if (x.length !== y.length && (op === EQ || op === NE)) return newBool(op === NE);
  const n = Math.min(x.length, y.length);
  let i = 0;
  // Numbers of all kinds compare by value, characters only with characters.
  if (n > 0 && isUnicode(x.descr) !== isUnicode(y.descr)) return mixedCompare(a, b, op);
  while (i < n && x.items[i] == y.items[i]) i++;
  if (i >= n) return newBool(ordered(x.length - y.length, op));
  if (op === EQ || op === NE) return newBool(op === NE);
  const v = x.items[i]!;
  const w = y.items[i]!;
  return newBool(op === 0 ? v < w : op === 1 ? v <= w : op === 4 ? v > w : v >= w);
}

/** Characters against numbers: the first items differ and say what the comparison raises or gives. */
function mixedCompare(a: PyObject, b: PyObject, op: number): Owned {
  const v = itemAt(a.v, 0);
  const w = itemAt(b.v, 0);
  try {
    return newBool(richCompareBool(v, w, op));
  } finally {
    decref(v);
    decref(w);
  }
}

function getItem(o: PyObject, i: number): Owned {
  if (i < 0 || i >= lengthOf(o)) throw indexError('array index out of range');
  return itemAt(o.v, i);
}

function subscriptOf(o: PyObject, key: PyObject): number {
  if (key.type.nb_index === null) throw typeError('array indices must be integers');
  return subscriptIndex(key, lengthOf(o), '');
}

function subscript(o: PyObject, key: PyObject): Owned {
  if (!isSlice(key)) return getItem(o, subscriptOf(o, key));
  const b = sliceBounds(key, o);
  const n = Math.max(0, sliceAdjust(b, lengthOf(o)));
  const p: ArrayPayload = o.v;
  const r = newArray(ArrayType, p.descr, n);
  const q: ArrayPayload = r.v;
  if (b.step === 1)
    q.bytes.set(p.bytes.subarray(b.start * p.descr.size, (b.start + n) * p.descr.size));
  else for (let i = 0, at = b.start; i < n; i++, at += b.step) q.items[i] = p.items[at]!;
  return r;
}

/** Removes `count` items at `at`. */
function removeRange(o: PyObject, at: number, count: number): void {
  const p: ArrayPayload = o.v;
  if (count === 0) return;
  if (p.exports > 0) throw bufferError('cannot resize an array that is exporting buffers');
  p.items.copyWithin(at, at + count, p.length);
  resize(o, p.length - count);
}

const badArgument = () => typeError('bad argument type for built-in operation');

/** What is assigned to a slice: items of the same kind, copied when they are our own. */
function sliceSource(o: PyObject, value: PyObject): Items {
  if (!isArray(value))
    throw typeError(`can only assign array (not "${value.type.name}") to array slice`);
  const p: ArrayPayload = o.v;
  const q: ArrayPayload = value.v;
  if (q.descr !== p.descr) throw badArgument();
  return value === o ? q.items.slice(0, q.length) : q.items.subarray(0, q.length);
}

function assSubscript(o: PyObject, key: PyObject, value: PyObject | null): void {
  if (!isSlice(key)) {
    const i = subscriptOf(o, key);
    if (i < 0 || i >= lengthOf(o)) throw indexError('array assignment index out of range');
    if (value === null) removeRange(o, i, 1);
    else setItemAt(o, i, value);
    return;
  }
  const b = sliceBounds(key, o);
  const n = Math.max(0, sliceAdjust(b, lengthOf(o)));
  const source = value === null ? null : sliceSource(o, value);
  const p: ArrayPayload = o.v;
  const m = source === null ? 0 : source.length;
  if (p.exports > 0 && m !== n)
    throw bufferError('cannot resize an array that is exporting buffers');
  const { start, step } = b;
  if (step === 1) {
    splice(o, start, n, source);
    return;
  }
  if (source === null) {
    deleteStep(o, start, step, n);
    return;
  }
  if (m !== n)
    throw valueError(`attempt to assign array of size ${m} to extended slice of size ${n}`);
  for (let i = 0, at = start; i < n; i++, at += step) p.items[at] = source[i]!;
}

function splice(o: PyObject, start: number, n: number, source: Items | null): void {
  const m = source === null ? 0 : source.length;
  const p: ArrayPayload = o.v;
  const length = p.length;
  if (m < n) {
    p.items.copyWithin(start + m, start + n, length);
    resize(o, length - n + m);
  } else if (m > n) {
    resize(o, length + m - n);
    p.items.copyWithin(start + m, start + n, length);
  }
  if (source !== null) (p.items as Uint8Array).set(source as Uint8Array, start);
}

function deleteStep(o: PyObject, start: number, step: number, n: number): void {
  if (n === 0) return;
  const p: ArrayPayload = o.v;
  if (step < 0) {
    start += step * (n - 1);
    step = -step;
  }
  let to = start;
  let next = start;
  let left = n;
  for (let i = start; i < p.length; i++) {
    if (left > 0 && i === next) {
      next += step;
      left--;
    } else p.items[to++] = p.items[i]!;
  }
  resize(o, p.length - n);
}

function concat(a: PyObject, b: PyObject): Owned {
  if (!isArray(b)) throw typeError(`can only append array (not "${b.type.name}") to array`);
  const x: ArrayPayload = a.v;
  const y: ArrayPayload = b.v;
  if (x.descr !== y.descr) throw badArgument();
  const r = newArray(ArrayType, x.descr, x.length + y.length);
  r.v.bytes.set(memory(x));
  r.v.bytes.set(memory(y), x.length * x.descr.size);
  return r;
}

function repeat(o: PyObject, n: number): Owned {
  const p: ArrayPayload = o.v;
  if (n < 0) n = 0;
  const r = newArray(ArrayType, p.descr, p.length * n);
  repeatInto(r.v.bytes, memory(p), n);
  return r;
}

function repeatInto(out: Uint8Array, bytes: Uint8Array, n: number): void {
  if (n <= 0 || bytes.length === 0) return;
  out.set(bytes);
  const size = bytes.length * n;
  for (let done = bytes.length; done < size; done *= 2)
    out.copyWithin(done, 0, Math.min(done, size - done));
}

function inplaceConcat(o: PyObject, other: PyObject): Owned {
  if (!isArray(other))
    throw typeError(`can only extend array with array (not "${other.type.name}")`);
  extendArray(o, other);
  return incref(o);
}

function inplaceRepeat(o: PyObject, n: number): Owned {
  const p: ArrayPayload = o.v;
  const length = p.length;
  if (length > 0 && n !== 1) {
    if (n < 0) n = 0;
    const bytes = memory(p).slice();
    resize(o, length * n);
    repeatInto(p.bytes, bytes, n);
  }
  return incref(o);
}

function contains(o: PyObject, x: PyObject): boolean {
  return find(o, x, 0, Number.MAX_SAFE_INTEGER) >= 0;
}

/** Index of the first item equal to `x` in [start, stop), or -1. */
function find(o: PyObject, x: PyObject, start: number, stop: number): number {
  for (let i = start; i < stop && i < lengthOf(o); i++) {
    const item = itemAt(o.v, i);
    try {
      if (richCompareBool(item, x, EQ)) return i;
    } finally {
      decref(item);
    }
  }
  return -1;
}

function getbuffer(o: PyObject, flags: number): BufferView {
  const p: ArrayPayload = o.v;
  const view = new BufferView(o, memory(p), false);
  view.itemsize = p.descr.size;
  if ((flags & PyBUF_ND) === PyBUF_ND) view.shape = [p.length];
  if ((flags & PyBUF_STRIDES) === PyBUF_STRIDES) view.strides = [p.descr.size];
  if ((flags & PyBUF_FORMAT) === PyBUF_FORMAT)
    view.format = isUnicode(p.descr) ? 'w' : p.descr.code;
  p.exports++;
  return view;
}

// ---------------------------------------------------------------------------------------------
// Methods

function extendArray(o: PyObject, other: PyObject): void {
  const p: ArrayPayload = o.v;
  const q: ArrayPayload = other.v;
  if (p.descr !== q.descr) throw typeError('can only extend with array of same kind');
  const n = p.length;
  const m = q.length;
  if (m === 0) return;
  resize(o, n + m);
  p.bytes.set(q.bytes.subarray(0, m * q.descr.size), n * p.descr.size);
}

function extend(o: PyObject, other: PyObject): void {
  if (isArray(other)) extendArray(o, other);
  else iterate(other, (item) => append(o, item));
}

function insert(o: PyObject, at: PyObject, value: PyObject): void {
  let i = ssizeArg(at, 0);
  const v = itemValue((o.v as ArrayPayload).descr, value);
  const n = lengthOf(o);
  if (i < 0) i = Math.max(0, i + n);
  if (i > n) i = n;
  resize(o, n + 1);
  const p: ArrayPayload = o.v;
  p.items.copyWithin(i + 1, i, n);
  p.items[i] = v;
}

function pop(o: PyObject, at?: PyObject): Owned {
  let i = ssizeArg(at, -1);
  const n = lengthOf(o);
  if (n === 0) throw indexError('pop from empty array');
  if (i < 0) i += n;
  if (i < 0 || i >= n) throw indexError('pop index out of range');
  const v = itemAt(o.v, i);
  try {
    removeRange(o, i, 1);
  } catch (e) {
    decref(v);
    throw e;
  }
  return v;
}

function remove(o: PyObject, x: PyObject): void {
  const i = find(o, x, 0, Number.MAX_SAFE_INTEGER);
  if (i < 0) throw valueError('array.remove(x): x not in array');
  removeRange(o, i, 1);
}

function indexOf(o: PyObject, x: PyObject, first?: PyObject, last?: PyObject): Owned {
  let start = first === undefined ? 0 : sliceIndex(first);
  let stop = last === undefined ? Number.MAX_SAFE_INTEGER : sliceIndex(last);
  if (start < 0) start = Math.max(0, start + lengthOf(o));
  if (stop < 0) stop += lengthOf(o);
  const i = find(o, x, start, stop);
  if (i < 0) throw valueError('array.index(x): x not in array');
  return newIntExact(i);
}

function count(o: PyObject, x: PyObject): Owned {
  let n = 0;
  for (let i = 0; i < lengthOf(o); i++) {
    const item = itemAt(o.v, i);
    try {
      if (richCompareBool(item, x, EQ)) n++;
    } finally {
      decref(item);
    }
  }
  return newIntExact(n);
}

function byteswap(o: PyObject): void {
  const { bytes, descr: d, length } = o.v as ArrayPayload;
  for (let i = 0; i < length * d.size; i += d.size) bytes.subarray(i, i + d.size).reverse();
}

function reverse(o: PyObject): void {
  const p: ArrayPayload = o.v;
  p.items.subarray(0, p.length).reverse();
}

function copy(o: PyObject): Owned {
  const p: ArrayPayload = o.v;
  const r = newArray(ArrayType, p.descr, p.length);
  r.v.bytes.set(memory(p));
  return r;
}

function frombytes(o: PyObject, source: PyObject): void {
  if (!hasBuffer(source))
    throw typeError(`a bytes-like object is required, not '${source.type.name}'`);
  const view = getBuffer(source, PyBUF_SIMPLE);
  try {
    if (view.itemsize !== 1) throw typeError('a bytes-like object is required');
    const size = (o.v as ArrayPayload).descr.size;
    const bytes = view.contiguous();
    if (bytes.length % size !== 0) throw valueError('bytes length not a multiple of item size');
    const n = bytes.length / size;
    if (n === 0) return;
    const length = lengthOf(o);
    resize(o, length + n);
    (o.v as ArrayPayload).bytes.set(bytes, length * size);
  } finally {
    releaseBuffer(view);
  }
}

function fromlist(o: PyObject, list: PyObject): void {
  if (!isList(list)) throw typeError('arg must be list');
  const n = list.v.length;
  const length = lengthOf(o);
  if (n === 0) return;
  resize(o, length + n);
  for (let i = 0; i < n; i++) {
    try {
      setItemAt(o, length + i, list.v[i]);
      if (list.v.length !== n) throw runtimeError('list changed size during iteration');
    } catch (e) {
      resize(o, length);
      throw e;
    }
  }
}

const NOT_UNICODE = "() may only be called on unicode type arrays ('u' or 'w')";

function fromunicode(o: PyObject, text: PyObject): void {
  if (!isStr(text)) throw typeError(`fromunicode() argument must be str, not ${text.type.name}`);
  const p: ArrayPayload = o.v;
  if (!isUnicode(p.descr)) throw valueError(`fromunicode${NOT_UNICODE}`);
  const n = textLength(text.v);
  if (n === 0) return;
  const length = p.length;
  resize(o, length + n);
  for (let i = 0; i < n; i++) p.items[length + i] = codePointAt(text.v, i);
}

function tounicode(o: PyObject): Owned {
  const p: ArrayPayload = o.v;
  if (!isUnicode(p.descr)) throw valueError(`tounicode${NOT_UNICODE}`);
  for (let i = 0; i < p.length; i++) {
    const c = p.items[i] as number;
    if (c > 0x10ffff)
      throw valueError(`character U+${c.toString(16)} is not in range [U+0000; U+10ffff]`);
  }
  return newStr(textFromCodePoints(p.items as Uint32Array, 0, p.length));
}

const FILE_BLOCK = 64 * 1024;

function tofile(o: PyObject, file: PyObject): void {
  const write = getAttr(file, s_write);
  try {
    const bytes = memory(o.v).slice();
    for (let at = 0; at < bytes.length; at += FILE_BLOCK) {
      const part = newBytes(bytes.slice(at, at + FILE_BLOCK));
      try {
        decref(call1(write, part));
      } finally {
        decref(part);
      }
    }
  } finally {
    decref(write);
  }
}

function fromfile(o: PyObject, file: PyObject, count_: PyObject): void {
  const n = ssizeArg(count_, 0);
  if (n < 0) throw valueError('negative count');
  const size = newInt(n * (o.v as ArrayPayload).descr.size);
  let data: Owned;
  try {
    data = callMethod1(file, s_read, size);
  } finally {
    decref(size);
  }
  try {
    if (!isBytes(data)) throw typeError("read() didn't return bytes");
    const short = data.v.length !== n * (o.v as ArrayPayload).descr.size;
    frombytes(o, data);
    if (short) throw eofError("read() didn't return enough bytes");
  } finally {
    decref(data);
  }
}

function reduceEx(o: PyObject, value: PyObject): Owned {
  if (!isInt(value))
    throw typeError(`__reduce_ex__ argument should be an integer, not ${value.type.name}`);
  const p: ArrayPayload = o.v;
  const state = lookupAttr(o, s_dict) ?? newNone();
  const cls = incref(o.type.self as PyObject);
  const code = newStrAscii(p.descr.code);
  if (value.v < 3) {
    return newTupleSteal([cls, newTupleSteal([code, listOf(p)]), state]);
  }
  const module = importNative('array');
  const f = getAttr(module, s_reconstructor);
  decref(module);
  const args = [cls, code, newInt(p.descr.machine), newBytes(memory(p).slice())];
  return newTupleSteal([f, newTupleSteal(args), state]);
}

function bufferInfo(o: PyObject): Owned {
  return newTupleSteal([newInt(Number(addressText(o))), newIntExact(lengthOf(o))]);
}

// ---------------------------------------------------------------------------------------------
// The iterator

class ArrayIter {
  array: PyObject | null;
  i = 0;
  constructor(array: PyObject) {
    this.array = array;
  }
}

const ArrayIteratorType = newStaticType('array.arrayiterator', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 40,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    if (o.v.array !== null) decref(o.v.array);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.array !== null) visit(o.v.array);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: (o: PyObject) => {
    const it: ArrayIter = o.v;
    const array = it.array;
    if (array === null) return null;
    if (it.i < lengthOf(array)) return itemAt(array.v, it.i++);
    it.array = null;
    decref(array);
    return null;
  },
  methods: {
    __reduce__: method('($self, /)', (o: PyObject) => {
      const it: ArrayIter = o.v;
      const f = builtinNamed(s_iter);
      if (it.array === null)
        return newTupleSteal([f, newTupleSteal([incref(emptyTuple as PyObject)])]);
      return newTupleSteal([f, newTupleSteal([incref(it.array)]), newInt(it.i)]);
    }),
    __setstate__: method('($self, state, /)', (o: PyObject, state: PyObject) => {
      const it: ArrayIter = o.v;
      let i = ssize(state);
      if (it.array === null) return;
      if (i < 0) i = 0;
      it.i = Math.min(i, lengthOf(it.array));
    }),
  },
});

function arrayIter(o: PyObject): Owned {
  const it = newGC(ArrayIteratorType, new ArrayIter(incref(o)));
  account(it, blockSize(it));
  gcTrack(it);
  return it;
}

// ---------------------------------------------------------------------------------------------
// _array_reconstructor

/** Layouts of machine formats by code: unit size, big endian. Pairs of little and big from 2 on. */
const MACHINE_SIZE = [1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 4, 4, 8, 8, 2, 2, 4, 4];
const isSignedFormat = (f: number): boolean =>
  f === 1 || f === 4 || f === 5 || f === 8 || f === 9 || f === 12 || f === 13;
const isBigFormat = (f: number): boolean => f > 1 && f % 2 === 1;

function reconstruct(
  _m: unknown,
  arraytype: PyObject,
  typecode: PyObject,
  format: PyObject,
  items: PyObject,
): Owned {
  if (!isStr(typecode) || textLength(typecode.v) !== 1) {
    throw typeError(
      `_array_reconstructor() argument 2 must be a unicode character, not ${typecode.type.name}`,
    );
  }
  const machine = Number(index(format));
  if (!isTypeObj(arraytype))
    throw typeError(`first argument must be a type object, not ${arraytype.type.name}`);
  if (!isSubtype(arraytype.v, ArrayType))
    throw typeError(`${arraytype.v.name} is not a subtype of array.array`);
  const d = descrOf(strJs(typecode));
  if (d === undefined) throw valueError('second argument must be a valid type code');
  if (machine < 0 || machine > 21)
    throw valueError('third argument must be a valid machine format code.');
  if (!isBytes(items)) throw typeError(`fourth argument should be bytes, not ${items.type.name}`);
  if (machine === d.machine) return construct(arraytype, d.code, incref(items));
  const size = MACHINE_SIZE[machine]!;
  if (items.v.length % size !== 0) throw valueError('bytes length not a multiple of item size');
  const bytes: Uint8Array = (items.v as Uint8Array).slice();
  if (isBigFormat(machine))
    for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  if (machine >= 18) return construct(arraytype, d.code, decodedText(bytes, size));
  const own = DESCRIPTORS.filter((x) =>
    machine >= 14
      ? x.code === (size === 4 ? 'f' : 'd')
      : x.integer && x.size === size && x.signed === isSignedFormat(machine),
  );
  const code = machine >= 14 ? d.code : own[own.length - 1]!.code;
  const values = newArray(ArrayType, own[0]!, bytes.length / size);
  values.v.bytes.set(bytes);
  const list = listOf(values.v);
  decref(values);
  return construct(arraytype, code, list);
}

function decodedText(bytes: Uint8Array, size: number): Owned {
  const units = size === 2 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
  if (size === 4) return newStr(textFromCodePoints(units));
  let js = '';
  for (const u of units) js += String.fromCharCode(u);
  return newStrJs(js);
}

function construct(type: PyObject, code: string, items: Owned): Owned {
  const c = newStrAscii(code);
  try {
    return callObject(type, [c, items]);
  } finally {
    decref(c);
    decref(items);
  }
}

export const ArrayType: TypeObject = newStaticType('array.array', {
  weakrefoffset: 48,
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_SEQUENCE,
  basicsize: 64,
  hasWeakrefs: true,
  doc: 'Numbers of one C type: array(typecode, items).',
  dict: { __module__: () => newStrAscii('array') },
  tp_getattro: genericGetAttr,
  tp_new: arrayNew,
  tp_dealloc: dealloc,
  tp_traverse: () => {},
  tp_repr: arrayRepr,
  tp_richcompare: richcompare,
  tp_iter: arrayIter,
  tp_sizeof: (o: PyObject) => o.type.basicsize + o.v.alloc * o.v.descr.size,
  sq_length: lengthOf,
  sq_concat: concat,
  sq_repeat: repeat,
  sq_item: getItem,
  sq_contains: contains,
  sq_inplace_concat: inplaceConcat,
  sq_inplace_repeat: inplaceRepeat,
  mp_length: lengthOf,
  mp_subscript: subscript,
  mp_ass_subscript: assSubscript,
  bf_getbuffer: getbuffer,
  bf_releasebuffer: (o: PyObject) => {
    o.v.exports--;
  },
  getset: {
    typecode: getset((o: PyObject) => newStrAscii(o.v.descr.code), null, 'The letter of the type.'),
    itemsize: getset((o: PyObject) => newIntExact(o.v.descr.size), null, 'Bytes of one item.'),
  },
  methods: {
    append: method('($self, v, /)', append),
    buffer_info: method('($self, /)', bufferInfo),
    byteswap: method('($self, /)', byteswap),
    clear: method('($self, /)', (o: PyObject) => resize(o, 0)),
    __copy__: method('($self, /)', copy),
    count: method('($self, v, /)', count),
    __deepcopy__: method('($self, unused, /)', copy),
    extend: method('($self, bb, /)', extend),
    fromfile: method('($self, f, n, /)', fromfile),
    fromlist: method('($self, list, /)', fromlist),
    frombytes: method('($self, buffer, /)', frombytes),
    fromunicode: method('($self, ustr, /)', fromunicode),
    index: method('($self, v, start=0, stop=sys.maxsize, /)', indexOf),
    insert: method('($self, i, v, /)', insert),
    pop: method('($self, i=-1, /)', pop),
    __reduce_ex__: method('($self, value, /)', reduceEx),
    remove: method('($self, v, /)', remove),
    reverse: method('($self, /)', reverse),
    tofile: method('($self, f, /)', tofile),
    tolist: method('($self, /)', (o: PyObject) => listOf(o.v)),
    tobytes: method('($self, /)', (o: PyObject) => newBytes(memory(o.v).slice())),
    tounicode: method('($self, /)', tounicode),
    __sizeof__: method('($self, /)', (o: PyObject) =>
      newIntExact(o.type.basicsize + o.v.alloc * o.v.descr.size),
    ),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
});

defineModule('array', {
  functions: {
    _array_reconstructor: nativeFunction(
      '_array_reconstructor',
      '($module, arraytype, typecode, mformat_code, items,\n                     /)',
      reconstruct,
    ),
  },
  types: { array: ArrayType, ArrayType },
  constants: { typecodes: 'bBuwhHiIlLqQfd' },
  init: () => {
    const abc = importAttr('collections.abc', 'MutableSequence');
    try {
      decref(callMethod1(abc, s_register, ArrayType.self));
    } finally {
      decref(abc);
    }
  },
});
