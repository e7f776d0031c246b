/** binascii: bytes as ASCII texts and back, and two checksums. CPython: Modules/binascii.c. */
import { index, isTrue } from '../core/abstract.ts';
import { nativeFunction } from '../core/args.ts';
import { copyBytes, newUint8 } from '../core/array-pool.ts';
import { getBuffer, hasBuffer, PyBUF_SIMPLE, releaseBuffer } from '../core/buffer.ts';
import { typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { hexDigit } from '../objects/bytes-algorithms.ts';
import { hexOf } from '../objects/bytes-methods.ts';
import { isBytes, newBytes } from '../objects/bytes.ts';
import { ExceptionType, ValueErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { LazyException } from '../objects/new-exception.ts';
import { isStr, strIsAscii, strJs } from '../objects/str.ts';
import { bytesOfLatin1, ByteSink } from '../text/codec.ts';

const ErrorClass = new LazyException('binascii.Error', () => ValueErrorType);
const IncompleteClass = new LazyException('binascii.Incomplete', () => ExceptionType);

/** Runs `f` with the bytes of a bytes-like object. */
function withBinary<T>(o: PyObject, f: (b: Uint8Array) => T): T {
  if (isBytes(o)) return f(o.v);
  const view = getBuffer(o, PyBUF_SIMPLE);
  try {
    return f(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

/** The same for an argument that may be an ASCII str. */
function withAscii<T>(o: PyObject, f: (b: Uint8Array) => T): T {
  if (isStr(o)) {
    if (!strIsAscii(o)) throw valueError('string argument should contain only ASCII characters');
    return f(bytesOfLatin1(strJs(o)));
  }
  if (!hasBuffer(o)) {
    throw typeError(`argument should be bytes, buffer or ASCII string, not '${o.type.name}'`);
  }
  return withBinary(o, f);
}

const flag = (o: PyObject | undefined, fallback: boolean): boolean =>
  o === undefined ? fallback : isTrue(o);

// ---------------------------------------------------------------------------------------------
// Base 64

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const ENCODE = bytesOfLatin1(ALPHABET);
const DECODE = new Uint8Array(256).fill(255);
for (let i = 0; i < 64; i++) DECODE[ENCODE[i]!] = i;
const PAD = 61;

function decodeBase64(b: Uint8Array, strict: boolean): Uint8Array {
  const out = newUint8(Math.ceil((b.length * 3) / 4) + 3);
  let n = 0;
  let place = 0;
  let left = 0;
  let pads = 0;
  let padding = false;
  if (strict && b.length > 0 && b[0] === PAD) throw ErrorClass.error('Leading padding not allowed');
  for (let i = 0; i < b.length; i++) {
    if (b[i] === PAD) {
      padding = true;
      if (strict && place === 0) throw ErrorClass.error('Excess padding not allowed');
      if (place >= 2 && place + ++pads >= 4) {
        if (strict && i + 1 < b.length) throw ErrorClass.error('Excess data after padding');
        return out.slice(0, n);
      }
      continue;
    }
    const v = DECODE[b[i]!]!;
    if (v > 63) {
      if (strict) throw ErrorClass.error('Only base64 data is allowed');
      continue;
    }
    if (strict && padding) throw ErrorClass.error('Discontinuous padding not allowed');
    pads = 0;
    // `left` holds the bits of earlier characters that have not been put out.
    left = ((left << 6) | v) & 0xfff;
    if (place > 0) out[n++] = left >> (6 - 2 * place);
    place = (place + 1) & 3;
  }
  if (place === 1) {
    const count = Math.floor(n / 3) * 4 + 1;
    throw ErrorClass.error(
      `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`,
    );
  }
  if (place !== 0) throw ErrorClass.error('Incorrect padding');
  return copyBytes(out, 0, n);
}

function encodeBase64(b: Uint8Array, newline: boolean): Uint8Array {
  const length = Math.ceil(b.length / 3) * 4;
  const out = newUint8(length + (newline ? 1 : 0)).fill(PAD);
  let at = 0;
  for (let i = 0; i < b.length; i += 3) {
    const left = b.length - i;
    const v = (b[i]! << 16) | (left > 1 ? b[i + 1]! << 8 : 0) | (left > 2 ? b[i + 2]! : 0);
    out[at] = ENCODE[v >> 18]!;
    out[at + 1] = ENCODE[(v >> 12) & 63]!;
    if (left > 1) out[at + 2] = ENCODE[(v >> 6) & 63]!;
    if (left > 2) out[at + 3] = ENCODE[v & 63]!;
    at += 4;
  }
  if (newline) out[length] = 10;
  return out;
}

// ---------------------------------------------------------------------------------------------
// uuencode

function decodeUu(b: Uint8Array): Uint8Array {
  const length = ((b.length > 0 ? b[0]! : 0) - 32) & 63;
  const out = new Uint8Array(length);
  let n = 0;
  let bits = 0;
  let acc = 0;
  let i = 1;
  while (n < length) {
    const c = i < b.length ? b[i]! : 10;
    i++;
    let v = 0;
    // Lines that lost their trailing blanks read as zeros.
    if (c !== 10 && c !== 13) {
      if (c < 32 || c > 96) throw ErrorClass.error('Illegal char');
      v = (c - 32) & 63;
    }
    acc = ((acc << 6) | v) & 0x3fff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[n++] = acc >> bits;
    }
  }
  for (; i < b.length; i++) {
    const c = b[i]!;
    if (c !== 32 && c !== 96 && c !== 10 && c !== 13) throw ErrorClass.error('Trailing garbage');
  }
  return out;
}

function encodeUu(b: Uint8Array, backtick: boolean): Uint8Array {
  if (b.length > 45) throw ErrorClass.error('At most 45 bytes at once');
  const char = (v: number): number => (v === 0 && backtick ? 96 : v + 32);
  const out: number[] = [char(b.length)];
  for (let i = 0; i < b.length; i += 3) {
    const v = (b[i]! << 16) | ((b[i + 1] ?? 0) << 8) | (b[i + 2] ?? 0);
    out.push(char(v >> 18), char((v >> 12) & 63), char((v >> 6) & 63), char(v & 63));
  }
  out.push(10);
  return Uint8Array.from(out);
}

// ---------------------------------------------------------------------------------------------
// Quoted-printable

function decodeQp(b: Uint8Array, header: boolean): Uint8Array {
  const out = new ByteSink(b.length);
  const n = b.length;
  for (let i = 0; i < n; ) {
    const c = b[i]!;
    if (c !== PAD) {
      out.push(header && c === 95 ? 32 : c);
      i++;
      continue;
    }
    if (++i >= n) break;
    const d = b[i]!;
    if (d === 10 || d === 13) {
      while (i < n && b[i] !== 10) i++;
      if (i < n) i++;
    } else if (d === PAD) {
      out.push(PAD);
      i++;
    } else if (i + 1 < n && hexDigit(d) >= 0 && hexDigit(b[i + 1]!) >= 0) {
      out.push(hexDigit(d) * 16 + hexDigit(b[i + 1]!));
      i += 2;
    } else out.push(PAD);
  }
  return out.finish();
}

const LINE = 76;
const HEX = bytesOfLatin1('0123456789ABCDEF');

class QpEncoder {
  readonly b: Uint8Array;
  readonly quotetabs: boolean;
  readonly istext: boolean;
  readonly header: boolean;
  readonly out: ByteSink;
  private column = 0;
  /** Whether line ends are \r\n: as the first one is. */
  private readonly crlf: boolean;

  constructor(b: Uint8Array, quotetabs: boolean, istext: boolean, header: boolean) {
    const first = b.indexOf(10);
    this.b = b;
    this.quotetabs = quotetabs;
    this.istext = istext;
    this.header = header;
    this.out = new ByteSink(b.length + 16);
    this.crlf = first > 0 && b[first - 1] === 13;
  }

  private mustQuote(i: number): boolean {
    const { b } = this;
    const c = b[i]!;
    const last = i + 1 === b.length;
    if (c > 126 || c === PAD || (this.header && c === 95)) return true;
    if (
      c === 46 &&
      this.column === 0 &&
      (last || b[i + 1] === 10 || b[i + 1] === 13 || b[i + 1] === 0)
    )
      return true;
    if (c === 13 || c === 10) return !this.istext;
    if (c === 9 || c === 32) return last || this.quotetabs;
    return c < 33;
  }

  private lineEnd(): void {
    if (this.crlf) this.out.push(13);
    this.out.push(10);
    this.column = 0;
  }

  private softBreak(): void {
    this.out.push(PAD);
    this.lineEnd();
  }

  private quoted(c: number): void {
    this.out.push(PAD);
    this.out.push(HEX[c >> 4]!);
    this.out.push(HEX[c & 15]!);
  }

  run(): Uint8Array {
    const { b, out } = this;
    const n = b.length;
    for (let i = 0; i < n; ) {
      const c = b[i]!;
      if (this.mustQuote(i)) {
        if (this.column + 3 >= LINE) this.softBreak();
        this.quoted(c);
        this.column += 3;
        i++;
      } else if (this.istext && (c === 10 || (c === 13 && b[i + 1] === 10))) {
        const before = out.length > 0 ? out.bytes[out.length - 1]! : 0;
        if (before === 32 || before === 9) {
          out.length--;
          this.quoted(before);
        }
        this.lineEnd();
        i += c === 13 ? 2 : 1;
      } else {
        if (i + 1 !== n && b[i + 1] !== 10 && this.column + 1 >= LINE) this.softBreak();
        this.column++;
        out.push(this.header && c === 32 ? 95 : c);
        i++;
      }
    }
    return out.finish();
  }
}

// ---------------------------------------------------------------------------------------------
// Checksums

const CRC32 = new Uint32Array(256);
const CRC_HQX = new Uint16Array(256);
for (let i = 0; i < 256; i++) {
  let c = i;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  CRC32[i] = c >>> 0;
  let h = i << 8;
  for (let k = 0; k < 8; k++) h = h & 0x8000 ? (h << 1) ^ 0x1021 : h << 1;
  CRC_HQX[i] = h & 0xffff;
}

/** CRC-32 of bytes, going on from `crc`. */
export function crc32(b: Uint8Array, crc = 0): number {
  let c = ~crc;
  for (let i = 0; i < b.length; i++) c = CRC32[(c ^ b[i]!) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
}

/** An int reduced to its low `bits` bits. */
function lowBits(o: PyObject | undefined, bits: number): number {
  return o === undefined ? 0 : Number(BigInt.asUintN(bits, BigInt(index(o))));
}

function crcHqx(b: Uint8Array, crc: number): number {
  let c = crc;
  for (let i = 0; i < b.length; i++) c = ((c << 8) & 0xff00) ^ CRC_HQX[((c >> 8) ^ b[i]!) & 255]!;
  return c;
}

// ---------------------------------------------------------------------------------------------
// Hexadecimal

function unhexlify(_m: unknown, text: PyObject): Owned {
  return withAscii(text, (b) => {
    if (b.length % 2 !== 0) throw ErrorClass.error('Odd-length string');
    const out = newUint8(b.length / 2);
    for (let i = 0; i < b.length; i += 2) {
      const high = hexDigit(b[i]!);
      const low = hexDigit(b[i + 1]!);
      if (high < 0 || low < 0) throw ErrorClass.error('Non-hexadecimal digit found');
      out[i / 2] = high * 16 + low;
    }
    return newBytes(out);
  });
}

/** The hexadecimal digits of bytes as bytes. */
function hexBytes(b: Uint8Array): Uint8Array {
  const out = newUint8(b.length * 2);
  for (let i = 0; i < b.length; i++) {
    const high = b[i]! >> 4;
    const low = b[i]! & 15;
    out[2 * i] = high < 10 ? 48 + high : 87 + high;
    out[2 * i + 1] = low < 10 ? 48 + low : 87 + low;
  }
  return out;
}

function hexlify(_m: unknown, data: PyObject, sep?: PyObject, perSep?: PyObject): Owned {
  return withBinary(data, (b) => {
    if (sep === undefined && perSep === undefined) return newBytes(hexBytes(b));
    const text = hexOf(b, sep, perSep);
    const bytes = bytesOfLatin1(strJs(text));
    decref(text);
    return newBytes(bytes);
  });
}

const HEXLIFY = '($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)';

defineModule('binascii', {
  doc: 'Bytes to text encodings and back.',
  functions: {
    a2b_uu: nativeFunction('a2b_uu', '($module, data, /)', (_m, data: PyObject) =>
      withAscii(data, (b) => newBytes(decodeUu(b))),
    ),
    b2a_uu: nativeFunction(
      'b2a_uu',
      '($module, data, /, *, backtick=False)',
      (_m, data: PyObject, tick?: PyObject) =>
        withBinary(data, (b) => newBytes(encodeUu(b, flag(tick, false)))),
    ),
    a2b_base64: nativeFunction(
      'a2b_base64',
      '($module, data, /, *, strict_mode=False)',
      (_m, data: PyObject, strict?: PyObject) =>
        withAscii(data, (b) => newBytes(decodeBase64(b, flag(strict, false)))),
    ),
    b2a_base64: nativeFunction(
      'b2a_base64',
      '($module, data, /, *, newline=True)',
      (_m, data: PyObject, newline?: PyObject) =>
        withBinary(data, (b) => newBytes(encodeBase64(b, flag(newline, true)))),
    ),
    a2b_hex: nativeFunction('a2b_hex', '($module, hexstr, /)', unhexlify),
    b2a_hex: nativeFunction('b2a_hex', HEXLIFY, hexlify),
    hexlify: nativeFunction('hexlify', HEXLIFY, hexlify),
    unhexlify: nativeFunction('unhexlify', '($module, hexstr, /)', unhexlify),
    crc_hqx: nativeFunction(
      'crc_hqx',
      '($module, data, crc, /)',
      (_m, data: PyObject, crc: PyObject) =>
        withBinary(data, (b) => newInt(crcHqx(b, lowBits(crc, 16)))),
    ),
    crc32: nativeFunction(
      'crc32',
      '($module, data, crc=0, /)',
      (_m, data: PyObject, crc?: PyObject) =>
        withBinary(data, (b) => newInt(crc32(b, lowBits(crc, 32)))),
    ),
    b2a_qp: nativeFunction(
      'b2a_qp',
      '($module, /, data, quotetabs=False, istext=True, header=False)',
      (_m, data: PyObject, quotetabs?: PyObject, istext?: PyObject, header?: PyObject) =>
        withBinary(data, (b) => {
          const e = new QpEncoder(
            b,
            flag(quotetabs, false),
            flag(istext, true),
            flag(header, false),
          );
          return newBytes(e.run());
        }),
    ),
    a2b_qp: nativeFunction(
      'a2b_qp',
      '($module, /, data, header=False)',
      (_m, data: PyObject, header?: PyObject) =>
        withAscii(data, (b) => newBytes(decodeQp(b, flag(header, false)))),
    ),
  },
  constants: { Error: () => ErrorClass.owned(), Incomplete: () => IncompleteClass.owned() },
});
