/**
 * Formats of the struct module: parsing, packing and unpacking over bytes (CPython:
 * Modules/_struct.c), for a little-endian LP64 machine.
 *
 * Values are `StructValue`s: ints as number or bigint (canonical `PyInt`), doubles as number, `?`
 * as boolean, `c`, `s` and `p` as Uint8Array. The caller converts objects and reports wrong types;
 * ranges are checked here. Errors are plain texts of `struct.error` unless marked OverflowError.
 */

import { copyBytes } from '../core/array-pool.ts';
import { roundHalfEven } from './float-repr.ts';
import { hashed, intFromHalves, type PyInt, wrapToHalves } from './int-arith.ts';

export type StructValue = PyInt | boolean | Uint8Array;

/** One run of equal fields. `repeat` counts values, for s and p it is 1 and `size` the length. */
export interface StructItem {
  readonly code: string;
  readonly repeat: number;
  readonly size: number;
  readonly offset: number;
}

/** A parsed format: `count` values in `size` bytes. */
export interface StructFormat {
  readonly items: readonly StructItem[];
  readonly size: number;
  readonly count: number;
  readonly littleEndian: boolean;
}

/** A failure; struct.error unless `error` says otherwise. */
export interface StructError {
  readonly error: 'struct.error' | 'OverflowError';
  readonly message: string;
}

function structError(message: string): StructError {
  return { error: 'struct.error', message };
}

const BAD_CHAR = structError('bad char in struct format');
const TOO_LONG = structError('total struct size too long');
const NO_CODE = structError('repeat count given without format specifier');
const MAX_SIZE = 2 ** 63 - 1024;

/** Size of a code, 0 when unknown. Native sizes are those of LP64; n, N and P are native only. */
function codeSize(code: string, native: boolean): number {
  switch (code) {
    case 'x':
    case 'c':
    case 'b':
    case 'B':
    case '?':
    case 's':
    case 'p':
      return 1;
    case 'h':
    case 'H':
    case 'e':
      return 2;
    case 'i':
    case 'I':
    case 'f':
      return 4;
    case 'l':
    case 'L':
      return native ? 8 : 4;
    case 'q':
    case 'Q':
    case 'd':
      return 8;
    case 'n':
    case 'N':
    case 'P':
      return native ? 8 : 0;
    default:
      return 0;
  }
}

function isSpace(c: string): boolean {
  return c === ' ' || (c >= '\t' && c <= '\r');
}

/** Parses a format (without NUL, ASCII). */
export function parseStructFormat(format: string): StructFormat | StructError {
  const mode = format[0];
  const prefixed = mode === '@' || mode === '=' || mode === '<' || mode === '>' || mode === '!';
  const native = !prefixed || mode === '@';
  const items: StructItem[] = [];
  let size = 0;
  let count = 0;
  let i = prefixed ? 1 : 0;
  while (i < format.length) {
    if (isSpace(format[i])) {
      i++;
      continue;
    }
    const start = i;
    let n = 0;
    while (format[i] >= '0' && format[i] <= '9') n = n * 10 + format.charCodeAt(i++) - 48;
    if (n > MAX_SIZE) return TOO_LONG;
    if (i === start) n = 1;
    else if (i === format.length) return NO_CODE;
    const code = format[i++];
    const unit = codeSize(code, native);
    if (unit === 0) return BAD_CHAR;
    if (native && unit > 1) size = Math.ceil(size / unit) * unit;
    const text = code === 's' || code === 'p';
    if (text) items.push({ code, repeat: 1, size: n, offset: size });
    else if (code !== 'x' && n > 0) items.push({ code, repeat: n, size: unit, offset: size });
    if (code !== 'x') count += text ? 1 : n;
    size += n * unit;
    if (size > MAX_SIZE) return TOO_LONG;
  }
  return { items, size, count, littleEndian: mode !== '>' && mode !== '!' };
}

/** Packs into `out` at `offset`, pad bytes zeroed; null when done. Checks the number of values. */
export function packInto(
  format: StructFormat,
  values: readonly StructValue[],
  out: Uint8Array,
  offset: number,
): StructError | null {
  if (values.length !== format.count) {
    return structError(`pack expected ${format.count} items for packing (got ${values.length})`);
  }
  out.fill(0, offset, offset + format.size);
  const items = format.items;
  let next = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    let at = offset + item.offset;
    for (let k = 0; k < item.repeat; k++, at += item.size) {
      const failure = packOne(out, at, item, values[next++], format.littleEndian);
      if (failure !== null) return failure;
    }
  }
  return null;
}

/** Packs into new bytes. */
export function pack(
  format: StructFormat,
  values: readonly StructValue[],
): Uint8Array | StructError {
  const out = new Uint8Array(format.size);
  return packInto(format, values, out, 0) ?? out;
}

const BAD_CHARACTER = structError('char format requires a bytes object of length 1');

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);
const single = new Float32Array(1);
const singleBytes = new Uint8Array(single.buffer);

/** Copies the `n` bytes of `from`, which are little-endian. */
function putBytes(out: Uint8Array, at: number, from: Uint8Array, n: number, little: boolean): void {
  if (little) for (let i = 0; i < n; i++) out[at + i] = from[i];
  else for (let i = 0; i < n; i++) out[at + i] = from[n - 1 - i];
}

function takeBytes(b: Uint8Array, at: number, into: Uint8Array, n: number, little: boolean): void {
  if (little) for (let i = 0; i < n; i++) into[i] = b[at + i];
  else for (let i = 0; i < n; i++) into[n - 1 - i] = b[at + i];
}

function put16(out: Uint8Array, at: number, v: number, little: boolean): void {
  out[little ? at : at + 1] = v;
  out[little ? at + 1 : at] = v >> 8;
}

function put32(out: Uint8Array, at: number, v: number, little: boolean): void {
  if (little) {
    out[at] = v;
    out[at + 1] = v >> 8;
    out[at + 2] = v >> 16;
    out[at + 3] = v >> 24;
  } else {
    out[at] = v >> 24;
    out[at + 1] = v >> 16;
    out[at + 2] = v >> 8;
    out[at + 3] = v;
  }
}

function get16(b: Uint8Array, at: number, little: boolean): number {
  return little ? b[at] | (b[at + 1] << 8) : b[at + 1] | (b[at] << 8);
}

/** Signed. */
function get32(b: Uint8Array, at: number, little: boolean): number {
  return little
    ? b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) | (b[at + 3] << 24)
    : b[at + 3] | (b[at + 2] << 8) | (b[at + 1] << 16) | (b[at] << 24);
}

function packOne(
  out: Uint8Array,
  at: number,
  item: StructItem,
  value: StructValue,
  little: boolean,
): StructError | null {
  switch (item.code) {
    case '?':
      out[at] = value === true ? 1 : 0;
      return null;
    case 'c':
      if (!(value instanceof Uint8Array) || value.length !== 1) return BAD_CHARACTER;
      out[at] = value[0];
      return null;
    case 's':
      return packBytes(out, at, item.size, value as Uint8Array);
    case 'p':
      return packPascal(out, at, item.size, value as Uint8Array);
    case 'd':
      double[0] = value as number;
      putBytes(out, at, doubleBytes, 8, little);
      return null;
    case 'f':
      return packSingle(out, at, value as number, little);
    case 'e': {
      const bits = halfBits(value as number);
      if (bits < 0) return packOverflow('e');
      put16(out, at, bits, little);
      return null;
    }
    default:
      return packInt(out, at, item, value as PyInt, little);
  }
}

function packBytes(out: Uint8Array, at: number, size: number, value: Uint8Array): null {
  for (let i = 0; i < size && i < value.length; i++) out[at + i] = value[i];
  return null;
}

function packPascal(out: Uint8Array, at: number, size: number, value: Uint8Array): null {
  if (size === 0) return null;
  const length = Math.min(value.length, size - 1);
  out[at] = Math.min(length, 255);
  for (let i = 0; i < length; i++) out[at + 1 + i] = value[i];
  return null;
}

function packOverflow(code: string): StructError {
  return { error: 'OverflowError', message: `float too large to pack with ${code} format` };
}

function packSingle(out: Uint8Array, at: number, x: number, little: boolean): StructError | null {
  single[0] = x;
  if (!Number.isFinite(single[0]) && Number.isFinite(x)) return packOverflow('f');
  putBytes(out, at, singleBytes, 4, little);
  return null;
}

/** Whether the values of a code have no sign. */
function isUnsigned(code: string): boolean {
  switch (code) {
    case 'B':
    case 'H':
    case 'I':
    case 'L':
    case 'Q':
    case 'N':
      return true;
    default:
      return false;
  }
}

function packInt(
  out: Uint8Array,
  at: number,
  item: StructItem,
  v: PyInt,
  little: boolean,
): StructError | null {
  const { code, size } = item;
  if (code === 'P') return packPointer(out, at, v, little);
  const failure = checkRange(code, size, v);
  if (failure !== null) return failure;
  if (size === 8) writeWide(out, at, v, little);
  else if (size === 4) put32(out, at, (v as number) | 0, little);
  else if (size === 2) put16(out, at, v as number, little);
  else out[at] = v as number;
  return null;
}

function checkRange(code: string, size: number, v: PyInt): StructError | null {
  const unsigned = isUnsigned(code);
  if (size < 8) {
    const span = size === 1 ? 256 : size === 2 ? 65536 : 4294967296;
    const low = unsigned ? 0 : -span / 2;
    const high = unsigned ? span - 1 : span / 2 - 1;
    return v >= low && v <= high ? null : rangeError(code, low, high);
  }
  if (typeof v === 'number' && (v >= 0 || !unsigned)) return null;
  const low = unsigned ? 0n : -(1n << 63n);
  const high = unsigned ? (1n << 64n) - 1n : -low - 1n;
  if (typeof v === 'bigint' && v >= low && v <= high) return null;
  return rangeError(code, low, high);
}

function rangeError(code: string, low: PyInt, high: PyInt): StructError {
  return structError(`'${code}' format requires ${low} <= number <= ${high}`);
}

/** PyLong_AsVoidPtr: anything of 64 bits, signed or not. */
function packPointer(out: Uint8Array, at: number, v: PyInt, little: boolean): StructError | null {
  if (v < -(1n << 63n) || v >= 1n << 64n) return structError('int too large to convert');
  writeWide(out, at, v, little);
  return null;
}

function writeWide(out: Uint8Array, at: number, v: PyInt, little: boolean): void {
  const lo = wrapToHalves(v);
  put32(out, little ? at : at + 4, lo, little);
  put32(out, little ? at + 4 : at, hashed.hi, little);
}

/** The values at `offset`; the caller has checked the length of the buffer. */
export function unpackFrom(format: StructFormat, bytes: Uint8Array, offset: number): StructValue[] {
  const out: StructValue[] = [];
  const items = format.items;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    let at = offset + item.offset;
    for (let k = 0; k < item.repeat; k++, at += item.size) {
      out.push(unpackOne(bytes, at, item, format.littleEndian));
    }
  }
  return out;
}

function unpackOne(bytes: Uint8Array, at: number, item: StructItem, little: boolean): StructValue {
  switch (item.code) {
    case '?':
      return bytes[at] !== 0;
    case 'c':
      return bytes.slice(at, at + 1);
    case 's':
      return copyBytes(bytes, at, at + item.size);
    case 'p': {
      if (item.size === 0) return new Uint8Array(0);
      return copyBytes(bytes, at + 1, at + 1 + Math.min(bytes[at], item.size - 1));
    }
    case 'd':
      takeBytes(bytes, at, doubleBytes, 8, little);
      return double[0];
    case 'f':
      takeBytes(bytes, at, singleBytes, 4, little);
      return single[0];
    case 'e':
      return halfValue(get16(bytes, at, little));
    case 'b':
      return (bytes[at] << 24) >> 24;
    case 'B':
      return bytes[at];
    case 'h':
      return (get16(bytes, at, little) << 16) >> 16;
    case 'H':
      return get16(bytes, at, little);
    default:
      return unpackWide(bytes, at, item, little);
  }
}

function unpackWide(bytes: Uint8Array, at: number, item: StructItem, little: boolean): PyInt {
  const unsigned = item.code === 'P' || isUnsigned(item.code);
  if (item.size === 4) {
    const v = get32(bytes, at, little);
    return unsigned ? v >>> 0 : v;
  }
  const lo = get32(bytes, little ? at : at + 4, little);
  const hi = get32(bytes, little ? at + 4 : at, little);
  const v = intFromHalves(lo, hi);
  return unsigned && v < 0 ? BigInt.asUintN(64, BigInt(v)) : v;
}

/** Bits of the binary16 nearest to x (ties to even); -1 when it is too large. */
export function halfBits(x: number): number {
  if (Number.isNaN(x)) return 0x7e00;
  const sign = x < 0 || (x === 0 && 1 / x < 0) ? 0x8000 : 0;
  const m = Math.abs(x);
  if (m === Infinity) return sign | 0x7c00;
  if (m >= 65520) return -1;
  if (m < 2 ** -14) return sign | roundHalfEven(m * 2 ** 24);
  let e = 15;
  while (m < 2 ** e) e--;
  // A carry out of the fraction moves into the exponent field by itself.
  return sign | (((e + 15) << 10) + roundHalfEven(m * 2 ** (10 - e)) - 1024);
}

/** Value of binary16 bits. */
export function halfValue(bits: number): number {
  const e = (bits >>> 10) & 31;
  const f = bits & 1023;
  let m: number;
  if (e === 31) m = f === 0 ? Infinity : NaN;
  else m = e === 0 ? f * 2 ** -24 : (f + 1024) * 2 ** (e - 25);
  return bits & 0x8000 ? -m : m;
}

/** Why a buffer cannot be used at `offset` (pack_into and unpack_from), else the final offset. */
export function checkBuffer(
  format: StructFormat,
  length: number,
  offset: number,
  packing: boolean,
): number | StructError {
  const size = format.size;
  let at = offset;
  if (offset < 0) {
    if (offset + size > 0) {
      const what = packing ? 'no space to pack' : 'not enough data to unpack';
      return structError(`${what} ${size} bytes at offset ${offset}`);
    }
    if (offset + length < 0) {
      return structError(`offset ${offset} out of range for ${length}-byte buffer`);
    }
    at += length;
  }
  if (length - at < size) {
    const name = packing ? 'pack_into' : 'unpack_from';
    const doing = packing ? 'packing' : 'unpacking';
    return structError(
      `${name} requires a buffer of at least ${size + at} bytes for ${doing} ${size} bytes ` +
        `at offset ${at} (actual buffer size is ${length})`,
    );
  }
  return at;
}
