/**
 * bytearray objects: their memory and its growth. The data half of CPython's Objects/bytearrayobject.c; the type is
 * bytearray.ts.
 *
 * Invariants
 * - The contents are `mem[start .. start + length)`; `mem` is replaced when it is too small. `alloc` is the size of the block
 *   CPython would have (accounted, 0 = none), `mem` may be larger or smaller than that.
 * - While `exports` is not 0 views share the memory: neither the length nor `mem` may change.
 */
import { bufferError } from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import {
  account,
  accountPart,
  type Owned,
  PyObject,
  reaccountPart,
  unaccountPart,
} from '../core/object.ts';
import { newUint8 } from '../core/array-pool.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { BytearrayType, type TypeObject } from '../core/type-object.ts';

const EMPTY = new Uint8Array(0);

export class BytearrayPayload {
  mem: Uint8Array;
  start: number;
  length: number;
  alloc: number;
  /** Distance of the contents from the start of the block in CPython: what deleting at the front leaves. */
  logical: number;
  exports: number;
  constructor(mem: Uint8Array) {
    this.mem = mem;
    this.start = 0;
    this.length = mem.length;
    this.alloc = 0;
    this.logical = 0;
    this.exports = 0;
  }
}

export type PyBytearray = PyObject<BytearrayPayload>;

const BLOCK = 56;

export function isBytearray(o: PyObject): boolean {
  return o.type === BytearrayType || isInstanceOf(o, BytearrayType);
}

/** The contents, not copied. */
export function bytearrayBytes(o: PyObject): Uint8Array {
  const p: BytearrayPayload = o.v;
  return p.start === 0 && p.length === p.mem.length
    ? p.mem
    : p.mem.subarray(p.start, p.start + p.length);
}

function setBlock(o: PyObject, p: BytearrayPayload, size: number): void {
  if (p.alloc === 0) {
    if (size > 0) accountPart(o, size);
  } else if (size === 0) unaccountPart(o, p.alloc);
  else reaccountPart(o, p.alloc, size);
  p.alloc = size;
}

/** A bytearray of `bytes`, which it takes over. */
export function newBytearray(bytes: Uint8Array): Owned<PyBytearray> {
  const p = new BytearrayPayload(bytes);
  const o = new PyObject<BytearrayPayload>(BytearrayType, p);
  account(o, BLOCK);
  if (bytes.length > 0) setBlock(o, p, bytes.length + 1);
  return o as Owned<PyBytearray>;
}

/** An empty instance of `type`. */
export function allocBytearray(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new BytearrayPayload(EMPTY);
  return o;
}

/** Refuses while views exist. */
export function checkResizable(p: BytearrayPayload): void {
  if (p.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized');
}

/** Room for `size` bytes after `start`, contents kept. */
function reserve(p: BytearrayPayload, size: number): void {
  if (p.start + size <= p.mem.length) return;
  const mem = newUint8(Math.max(16, size + (size >> 1)));
  if (p.length > 0) mem.set(p.mem.subarray(p.start, p.start + p.length));
  p.mem = mem;
  p.start = 0;
}

/** PyByteArray_Resize: the contents keep their beginning; new bytes are zero. */
export function bytearrayResize(o: PyObject, size: number): void {
  const p: BytearrayPayload = o.v;
  if (size === p.length) return;
  checkResizable(p);
  blockFor(o, p, size);
  if (size > p.length) {
    reserve(p, size);
    p.mem.fill(0, p.start + p.length, p.start + size);
  }
  p.length = size;
}

/** The block CPython has after a resize to `size`. */
function blockFor(o: PyObject, p: BytearrayPayload, size: number): void {
  let alloc = p.alloc;
  const offset = p.logical;
  if (size + offset + 1 <= alloc) {
    if (size >= alloc >> 1) return;
    alloc = size + 1;
  } else if (size <= alloc * 1.125) alloc = size + Math.floor(size / 8) + (size < 9 ? 3 : 6);
  else alloc = size + 1;
  if (offset > 0) p.logical = 0;
  setBlock(o, p, alloc);
}

/** Replaces `[low, high)` by `bytes` (which must not be this memory). CPython: bytearray_setslice_linear. */
export function bytearraySplice(o: PyObject, low: number, high: number, bytes: Uint8Array): void {
  const p: BytearrayPayload = o.v;
  const growth = bytes.length - (high - low);
  if (growth !== 0) {
    checkResizable(p);
    const size = p.length + growth;
    if (growth < 0 && low === 0) {
      p.logical -= growth;
      p.start -= growth;
      p.length = size;
      blockFor(o, p, size);
    } else {
      blockFor(o, p, size);
      if (growth > 0) reserve(p, size);
      p.mem.copyWithin(p.start + high + growth, p.start + high, p.start + p.length);
      p.length = size;
    }
  }
  if (bytes.length > 0) p.mem.set(bytes, p.start + low);
}

/** Appends one byte. */
export function bytearrayAppend(o: PyObject, byte: number): void {
  const p: BytearrayPayload = o.v;
  const n = p.length;
  const end = p.start + n;
  if (
    p.exports === 0 &&
    end < p.mem.length &&
    n + p.logical + 2 <= p.alloc &&
    n + 1 >= p.alloc >> 1
  ) {
    p.mem[end] = byte;
    p.length = n + 1;
    return;
  }
  bytearrayResize(o, n + 1);
  p.mem[p.start + n] = byte;
}

/** tp_dealloc. */
export function bytearrayDealloc(o: PyObject): void {
  gcUntrack(o);
  setBlock(o, o.v, 0);
  freeObject(o);
}
