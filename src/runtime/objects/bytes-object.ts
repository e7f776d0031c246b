/**
 * bytes objects: making them and their blocks. The data half of CPython's Objects/bytesobject.c; the type is bytes.ts.
 *
 * Imports nothing but the ground of the object model, so that any file may use it while loading.
 *
 * Invariants
 * - The payload is a Uint8Array that nobody changes once the object is visible. `n` is the low half of the hash, 0 while it
 *   is not computed.
 * - `b''` and the 256 one-byte objects are immortal singletons. Any other block has 33 bytes and one a byte.
 */
import { FreedType, freeObject, gcUntrack, preheaderSize } from '../core/gc.ts';
import {
  account,
  immortalize,
  incref,
  type Owned,
  PyObject,
  reaccount,
  unaccount,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { BytesType, TPFLAGS_BYTES_SUBCLASS, type TypeObject } from '../core/type-object.ts';

export type PyBytes = PyObject<Uint8Array>;

const BLOCK = 33;

function singleton(bytes: Uint8Array): PyBytes {
  return immortalize(new PyObject<Uint8Array>(BytesType, bytes));
}

/** `b''`. */
export const emptyBytes: PyBytes = singleton(new Uint8Array(0));
const singles: PyBytes[] = [];
for (let i = 0; i < 256; i++) singles.push(singleton(Uint8Array.of(i)));

/** A bytes object around `bytes`, which it takes over. */
export function newBytes(bytes: Uint8Array): Owned<PyBytes> {
  const n = bytes.length;
  if (n <= 1) return incref(n === 0 ? emptyBytes : singles[bytes[0]!]!);
  const o = new PyObject<Uint8Array>(BytesType, bytes);
  account(o, BLOCK + n);
  return o as Owned<PyBytes>;
}

/** The same, but no bytes or one are an object of their own: where CPython makes a block and fills it afterwards. */
export function newBytesFresh(bytes: Uint8Array): Owned<PyBytes> {
  const o = new PyObject<Uint8Array>(BytesType, bytes);
  account(o, BLOCK + bytes.length);
  return o as Owned<PyBytes>;
}

/** A bytes object of one byte. */
export function newByte(byte: number): Owned<PyBytes> {
  return incref(singles[byte]!);
}

export function isBytes(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_BYTES_SUBCLASS) !== 0;
}

export function isBytesExact(o: PyObject): boolean {
  return o.type === BytesType;
}

/** The bytes of a bytes object, not copied. */
export function bytesValue(o: PyObject): Uint8Array {
  return o.v;
}

/** Size of the block of an instance of a subclass: whole words. */
function subtypeBlock(type: TypeObject, length: number): number {
  return preheaderSize(type.flags) + ((type.basicsize + length + 8) & ~7);
}

/** An instance of `type`, bytes or a subclass, around `bytes`. */
export function newBytesOfType(type: TypeObject, bytes: Uint8Array): Owned {
  if (type === BytesType) return newBytes(bytes);
  const o = type.tp_alloc(type);
  o.v = bytes;
  reaccount(o, preheaderSize(type.flags) + type.basicsize, subtypeBlock(type, bytes.length));
  return o;
}

/** tp_dealloc. */
export function bytesDealloc(o: PyObject): void {
  if (o.type !== BytesType) {
    gcUntrack(o);
    freeObject(o, subtypeBlock(o.type, o.v.length));
    return;
  }
  unaccount(o, BLOCK + o.v.length);
  if (S.poison) o.type = FreedType;
}

/** The exact bytes object with the bytes of `o`. */
export function exactBytes(o: PyObject): Owned<PyBytes> {
  return o.type === BytesType ? incref(o) : newBytes(o.v);
}
