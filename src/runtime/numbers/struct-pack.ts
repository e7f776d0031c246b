/**
 * Formats of the struct module: parsing, packing and unpacking over bytes (CPython:
 * Modules/_struct.c), for a little-endian LP64 machine.
 *
 * Values are `StructValue`s: ints as number or bigint (canonical `PyInt`), doubles as number, `?`
 * as boolean, `c`, `s` and `p` as Uint8Array. The caller converts objects and reports wrong types;
 * ranges are checked here. Errors are plain texts of `struct.error` unless marked OverflowError.
 */

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
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  out.fill(0, offset, offset + format.size);
  let next = 0;
  for (const item of format.items) {
    let at = offset + item.offset;
    for (let k = 0; k < item.repeat; k++, at += item.size) {
      const failure = packOne(view, at, item, values[next++], format.littleEndian);
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

function packOne(
  view: DataView,
  at: number,
  item: StructItem,
  value: StructValue,
  little: boolean,
): StructError | null {
  switch (item.code) {
    case '?':
      view.setUint8(at, value === true ? 1 : 0);
      return null;
    case 'c':
      if (!(value instanceof Uint8Array) || value.length !== 1) return BAD_CHARACTER;
      view.setUint8(at, value[0]);
      return null;
    case 's':
      return packBytes(view, at, item.size, value as Uint8Array);
    case 'p':
      return packPascal(view, at, item.size, value as Uint8Array);
    case 'd':
      view.setFloat64(at, value as number, little);
      return null;
    case 'f':
      return packSingle(view, at, value as number, little);
    case 'e': {
      const bits = halfBits(value as number);
      if (bits < 0) return packOverflow('e');
      view.setUint16(at, bits, little);
      return null;
    }
    default:
      return packInt(view, at, item, value as PyInt, little);
  }
}

function packBytes(view: DataView, at: number, size: number, value: Uint8Array): null {
  for (let i = 0; i < size && i < value.length; i++) view.setUint8(at + i, value[i]);
  return null;
}

function packPascal(view: DataView, at: number, size: number, value: Uint8Array): null {
  if (size === 0) return null;
  const length = Math.min(value.length, size - 1);
  view.setUint8(at, Math.min(length, 255));
  for (let i = 0; i < length; i++) view.setUint8(at + 1 + i, value[i]);
  return null;
}

function packOverflow(code: string): StructError {
  return { error: 'OverflowError', message: `float too large to pack with ${code} format` };
}

function packSingle(view: DataView, at: number, x: number, little: boolean): StructError | null {
  const single = Math.fround(x);
  if (!Number.isFinite(single) && Number.isFinite(x)) return packOverflow('f');
  view.setFloat32(at, single, little);
  return null;
}

const UNSIGNED = 'BHILQN';

function packInt(
  view: DataView,
  at: number,
  item: StructItem,
  v: PyInt,
  little: boolean,
): StructError | null {
  const { code, size } = item;
  if (code === 'P') return packPointer(view, at, v, little);
  const failure = checkRange(code, size, v);
  if (failure !== null) return failure;
  if (size === 8) writeWide(view, at, v, little);
  else if (size === 4) view.setUint32(at, (v as number) >>> 0, little);
  else if (size === 2) view.setUint16(at, (v as number) & 0xffff, little);
  else view.setUint8(at, (v as number) & 0xff);
  return null;
}

function checkRange(code: string, size: number, v: PyInt): StructError | null {
  const unsigned = UNSIGNED.includes(code);
  if (size < 8) {
    const low = unsigned ? 0 : -(2 ** (size * 8 - 1));
    const high = unsigned ? 2 ** (size * 8) - 1 : -low - 1;
    return v >= low && v <= high ? null : rangeError(code, low, high);
  }
  const low = unsigned ? 0n : -(1n << 63n);
  const high = unsigned ? (1n << 64n) - 1n : -low - 1n;
  if (typeof v === 'number' ? v >= 0 || !unsigned : v >= low && v <= high) return null;
  return rangeError(code, low, high);
}

function rangeError(code: string, low: PyInt, high: PyInt): StructError {
  return structError(`'${code}' format requires ${low} <= number <= ${high}`);
}

/** PyLong_AsVoidPtr: anything of 64 bits, signed or not. */
function packPointer(view: DataView, at: number, v: PyInt, little: boolean): StructError | null {
  if (v < -(1n << 63n) || v >= 1n << 64n) return structError('int too large to convert');
  writeWide(view, at, v, little);
  return null;
}

function writeWide(view: DataView, at: number, v: PyInt, little: boolean): void {
  const lo = wrapToHalves(v);
  view.setInt32(little ? at : at + 4, lo, little);
  view.setInt32(little ? at + 4 : at, hashed.hi, little);
}

/** The values at `offset`; the caller has checked the length of the buffer. */
export function unpackFrom(format: StructFormat, bytes: Uint8Array, offset: number): StructValue[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: StructValue[] = [];
  for (const item of format.items) {
    let at = offset + item.offset;
    for (let k = 0; k < item.repeat; k++, at += item.size) {
      out.push(unpackOne(view, bytes, at, item, format.littleEndian));
    }
  }
  return out;
}

function unpackOne(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  item: StructItem,
  little: boolean,
): StructValue {
  switch (item.code) {
    case '?':
      return view.getUint8(at) !== 0;
    case 'c':
      return bytes.slice(at, at + 1);
    case 's':
      return bytes.slice(at, at + item.size);
    case 'p': {
      if (item.size === 0) return new Uint8Array(0);
      return bytes.slice(at + 1, at + 1 + Math.min(bytes[at], item.size - 1));
    }
    case 'd':
      return view.getFloat64(at, little);
    case 'f':
      return view.getFloat32(at, little);
    case 'e':
      return halfValue(view.getUint16(at, little));
    case 'b':
      return view.getInt8(at);
    case 'B':
      return view.getUint8(at);
    case 'h':
      return view.getInt16(at, little);
    case 'H':
      return view.getUint16(at, little);
    default:
      return unpackWide(view, at, item, little);
  }
}

function unpackWide(view: DataView, at: number, item: StructItem, little: boolean): PyInt {
  const unsigned = item.code === 'P' || UNSIGNED.includes(item.code);
  if (item.size === 4) return unsigned ? view.getUint32(at, little) : view.getInt32(at, little);
  const lo = view.getInt32(little ? at : at + 4, little);
  const hi = view.getInt32(little ? at + 4 : at, little);
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
