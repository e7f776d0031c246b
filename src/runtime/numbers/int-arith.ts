/**
 * Integer arithmetic of Python ints, without Python objects (CPython: Objects/longobject.c).
 *
 * An int value is a `PyInt`: a JS number when |v| <= 2^53 - 1, otherwise a bigint. The form is
 * canonical: a bigint is never in the safe range and a number is never -0, a fraction or unsafe.
 * Every function takes and returns canonical values. Zero divisors and negative shift counts are
 * the caller's business, because the Python messages depend on the operator.
 *
 * Results beyond the engine's bigint limit (2^30 bits) come back as `null` from `lshift` and `pow`
 * (CPython: MemoryError or OverflowError).
 */

export type PyInt = number | bigint;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const TWO_32 = 4294967296;
const BIG_MAX_SAFE = BigInt(MAX_SAFE);
const BIG_MIN_SAFE = -BIG_MAX_SAFE;
/** Bits a bigint may have in this engine. */
const MAX_BITS = 2 ** 30;

/** Canonical form of any bigint. */
export function normalize(v: bigint): PyInt {
  return v <= BIG_MAX_SAFE && v >= BIG_MIN_SAFE ? Number(v) : v;
}

/** Canonical form of an integral double (may be -0 or unsafe). */
export function fromIntegral(v: number): PyInt {
  return v <= MAX_SAFE && v >= -MAX_SAFE ? v + 0 : BigInt(v);
}

/** int(x) of a finite double: truncates towards zero. */
export function fromFloat(x: number): PyInt {
  return fromIntegral(Math.trunc(x));
}

/** The nearest double, ties to even; +-Infinity means OverflowError. */
export function toFloat(v: PyInt): number {
  return Number(v);
}

export function add(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  return normalize(BigInt(a) + BigInt(b));
}

export function sub(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  return normalize(BigInt(a) - BigInt(b));
}

/** Throws the engine's RangeError only when the product passes 2^30 bits. */
export function mul(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r + 0;
  }
  return normalize(BigInt(a) * BigInt(b));
}

/**
 * a // b for b != 0. The double quotient of two safe ints never rounds onto or across an integer
 * (the gap to it is at least 2^-53 of the quotient), so its floor is exact.
 */
export function floorDiv(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) + 0;
  return normalize(bigFloorDiv(BigInt(a), BigInt(b)));
}

/** a % b for b != 0; the result has the sign of b. */
export function mod(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a % b;
    return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0;
  }
  return normalize(bigMod(BigInt(a), BigInt(b)));
}

/** [a // b, a % b] for b != 0. */
export function divmod(a: PyInt, b: PyInt): [PyInt, PyInt] {
  if (typeof a === 'number' && typeof b === 'number') return [floorDiv(a, b), mod(a, b)];
  const x = BigInt(a);
  const y = BigInt(b);
  let q = x / y;
  let r = x - q * y;
  if (r !== 0n && r < 0n !== y < 0n) {
    r += y;
    q -= 1n;
  }
  return [normalize(q), normalize(r)];
}

function bigFloorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a < 0n !== b < 0n && q * b !== a ? q - 1n : q;
}

function bigMod(a: bigint, b: bigint): bigint {
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
}

/** a ** e for e >= 0; null when the result would pass the engine's limit. */
export function pow(a: PyInt, e: PyInt): PyInt | null {
  if (e === 0) return 1;
  if (a === 0 || a === 1) return a;
  if (a === -1) return isOdd(e) ? -1 : 1;
  if (typeof e === 'bigint') return null;
  if (typeof a === 'number') {
    const small = smallPow(a, e);
    if (small !== 0) return small;
  }
  if ((bitLength(a) - 1) * e >= MAX_BITS) return null;
  try {
    return normalize(BigInt(a) ** BigInt(e));
  } catch {
    return null; // the estimate is a lower bound: the engine has the last word
  }
}

/** The power when every intermediate value is safe, else 0. */
function smallPow(a: number, e: number): number {
  let r = 1;
  let p = a;
  for (;;) {
    if (e % 2 === 1) r *= p;
    if (r > MAX_SAFE || r < -MAX_SAFE) return 0;
    e = Math.floor(e / 2);
    if (e === 0) return r;
    p *= p;
    if (p > MAX_SAFE) return 0;
  }
}

function isOdd(v: PyInt): boolean {
  return typeof v === 'number' ? v % 2 !== 0 : (v & 1n) === 1n;
}

/**
 * pow(a, e, m) for m != 0, with the sign of m. A negative e needs the inverse of a; null means
 * ValueError 'base is not invertible for the given modulus'.
 */
export function powMod(a: PyInt, e: PyInt, m: PyInt): PyInt | null {
  if (e < 0) {
    const inverse = invertMod(a, m);
    if (inverse === null) return null;
    a = inverse;
    e = neg(e);
  }
  const modulus = abs(m);
  if (modulus === 1) return 0;
  const r =
    typeof modulus === 'number' && modulus < 94906265 && typeof e === 'number'
      ? smallPowMod(Number(mod(a, modulus)), e, modulus)
      : normalize(bigPowMod(BigInt(mod(a, modulus)), BigInt(e), BigInt(modulus)));
  return m < 0 && r !== 0 ? add(r, m) : r;
}

function smallPowMod(a: number, e: number, m: number): number {
  let r = 1;
  while (e > 0) {
    if (e % 2 === 1) r = (r * a) % m;
    e = Math.floor(e / 2);
    a = (a * a) % m;
  }
  return r;
}

/** Left-to-right powering with a window of four bits taken from the hex digits of e. */
function bigPowMod(a: bigint, e: bigint, m: bigint): bigint {
  if (e < 0x100000000n) {
    let r = 1n;
    for (let n = Number(e); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) r = (r * a) % m;
      if (n > 1) a = (a * a) % m;
    }
    return r;
  }
  const table: bigint[] = [1n, a];
  for (let i = 2; i < 16; i++) table.push((table[i - 1] * a) % m);
  const hex = e.toString(16);
  let r = 1n;
  for (let i = 0; i < hex.length; i++) {
    if (i > 0) for (let k = 0; k < 4; k++) r = (r * r) % m;
    const d = digitValue(hex.charCodeAt(i));
    if (d !== 0) r = (r * table[d]) % m;
  }
  return r;
}

/** Inverse of a modulo |m| in [0, |m|), or null when they are not coprime. */
function invertMod(a: PyInt, m: PyInt): PyInt | null {
  const n = BigInt(abs(m));
  let [x, y] = [bigMod(BigInt(a), n), n];
  let [u, v] = [1n, 0n];
  while (y !== 0n) {
    const q = x / y;
    [x, y] = [y, x - q * y];
    [u, v] = [v, u - q * v];
  }
  return x === 1n || n === 1n ? normalize(bigMod(u, n)) : null;
}

/** 2 ** n: the engine's own power is a slow call. */
const POWERS = new Float64Array(54);
for (let i = 0; i < 54; i++) POWERS[i] = 2 ** i;

/** a << n for n >= 0; null when the result would pass the engine's limit. */
export function lshift(a: PyInt, n: PyInt): PyInt | null {
  if (a === 0) return 0;
  if (typeof n === 'bigint') return null;
  if (typeof a === 'number' && n < 53) {
    const r = a * POWERS[n]!;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  if (bitLength(a) + n > MAX_BITS) return null;
  return normalize(BigInt(a) << BigInt(n));
}

/** a >> n for n >= 0 (floor). */
export function rshift(a: PyInt, n: PyInt): PyInt {
  if (typeof a === 'number') {
    if (n > 53) return a < 0 ? -1 : 0;
    if (n < 32 && (a | 0) === a) return a >> (n as number);
    return Math.floor(a / POWERS[n as number]!);
  }
  if (typeof n === 'bigint' || n > MAX_BITS) return a < 0n ? -1 : 0;
  return normalize(a >> BigInt(n));
}

/** Joins two's-complement halves: `hi` signed, `lo` any int32. */
function joinHalves(hi: number, lo: number): PyInt {
  const r = hi * TWO_32 + (lo >>> 0);
  return r < -MAX_SAFE ? BigInt(r) : r;
}

export function and(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a & b;
    return joinHalves(Math.floor(a / TWO_32) & Math.floor(b / TWO_32), a & b);
  }
  return normalize(BigInt(a) & BigInt(b));
}

export function or(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a | b;
    return joinHalves(Math.floor(a / TWO_32) | Math.floor(b / TWO_32), a | b);
  }
  return normalize(BigInt(a) | BigInt(b));
}

export function xor(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a ^ b;
    return joinHalves(Math.floor(a / TWO_32) ^ Math.floor(b / TWO_32), a ^ b);
  }
  return normalize(BigInt(a) ^ BigInt(b));
}

/** ~a */
export function invert(a: PyInt): PyInt {
  if (typeof a === 'number') return a === MAX_SAFE ? -9007199254740992n : -a - 1;
  return normalize(-a - 1n);
}

export function neg(a: PyInt): PyInt {
  return typeof a === 'number' ? 0 - a : -a;
}

export function abs(a: PyInt): PyInt {
  return a < 0 ? neg(a) : a;
}

/** -1, 0 or 1. */
export function compare(a: PyInt, b: PyInt): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** int.bit_length(): bits of |a|, 0 for 0. */
export function bitLength(a: PyInt): number {
  if (typeof a === 'number') {
    const m = Math.abs(a);
    return m < TWO_32 ? 32 - Math.clz32(m) : 64 - Math.clz32(m / TWO_32);
  }
  return bigBitLength(a);
}

/** Bits of |v| of any bigint; the hexadecimal text is linear in the size. */
export function bigBitLength(v: bigint): number {
  if (v < 0n) v = -v;
  if (v <= 0xffffffffffffffffn) {
    const hi = Number(v >> 32n);
    return hi === 0 ? 32 - Math.clz32(Number(v)) : 64 - Math.clz32(hi);
  }
  const hex = v.toString(16);
  return (hex.length - 1) * 4 + 32 - Math.clz32(digitValue(hex.charCodeAt(0)));
}

function popcount(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** int.bit_count(): ones of |a|. */
export function bitCount(a: PyInt): number {
  if (typeof a === 'number') {
    const m = Math.abs(a);
    return popcount(m | 0) + popcount(Math.floor(m / TWO_32));
  }
  const hex = (a < 0n ? -a : a).toString(16);
  let count = 0;
  for (let i = 0; i < hex.length; i++) count += popcount(digitValue(hex.charCodeAt(i)));
  return count;
}

/** Number of 30-bit digits CPython stores (0 for 0); sys.getsizeof counts at least one. */
export function digitCount30(a: PyInt): number {
  if (typeof a === 'number') {
    const m = Math.abs(a);
    return m === 0 ? 0 : m < 1073741824 ? 1 : 2;
  }
  return Math.ceil(bigBitLength(a) / 30);
}

/** Floor of the square root of n >= 0. */
export function isqrt(n: PyInt): PyInt {
  if (typeof n === 'number') return Math.floor(Math.sqrt(n));
  return normalize(bigIsqrt(n));
}

/** Newton steps at doubling precision: each iteration works on twice as many leading bits. */
function bigIsqrt(n: bigint): bigint {
  const half = Math.floor((bigBitLength(n) - 1) / 2);
  let a = 1n;
  let d = 0;
  for (let s = bitLength(half) - 1; s >= 0; s--) {
    const e = d;
    d = Math.floor(half / 2 ** s);
    a = (a << BigInt(d - e - 1)) + (n >> BigInt(2 * half - e - d + 1)) / a;
  }
  return a * a > n ? a - 1n : a;
}

export function gcd(a: PyInt, b: PyInt): PyInt {
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    const [x, y] = bigGcdReduce(BigInt(abs(a)), BigInt(abs(b)));
    a = normalize(x);
    b = normalize(y);
    if (typeof a === 'bigint' || typeof b === 'bigint') return y === 0n ? a : gcd(b, mod(a, b));
  }
  let x = Math.abs(a as number);
  let y = Math.abs(b as number);
  while (y !== 0) {
    const t = x % y;
    x = y;
    y = t;
  }
  return x;
}

/** Lehmer's reduction: an equal-gcd pair of which at least one fits 53 bits (y may be 0). */
function bigGcdReduce(x: bigint, y: bigint): [bigint, bigint] {
  if (x < y) [x, y] = [y, x];
  while (y > BIG_MAX_SAFE) {
    const shift = BigInt(bigBitLength(x) - 52);
    let p = Number(x >> shift);
    let q = Number(y >> shift);
    let [a, b, c, d] = [1, 0, 0, 1];
    // The quotient is certain while both extreme pairs agree on it.
    while (q + c !== 0 && q + d !== 0) {
      const t = Math.floor((p + a) / (q + c));
      if (t !== Math.floor((p + b) / (q + d))) break;
      [a, c] = [c, a - t * c];
      [b, d] = [d, b - t * d];
      [p, q] = [q, p - t * q];
    }
    if (b === 0) [x, y] = [y, x % y];
    else {
      const [A, B, C, D] = [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
      [x, y] = [A * x + B * y, C * x + D * y];
    }
  }
  return [x, y];
}

export function lcm(a: PyInt, b: PyInt): PyInt {
  if (a === 0 || b === 0) return 0;
  return abs(mul(floorDiv(a, gcd(a, b)), b));
}

/**
 * a / b correctly rounded (half to even), for b != 0. +-Infinity means OverflowError
 * 'integer division result too large for a float'.
 */
export function trueDivide(a: PyInt, b: PyInt): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const negative = a < 0 !== b < 0;
  const q = a === 0 ? 0 : bigRatio(BigInt(abs(a)), BigInt(abs(b)));
  return negative ? -q : q;
}

/** a / b for positive bigints, correctly rounded, Infinity beyond the double range. */
export function bigRatio(a: bigint, b: bigint): number {
  const diff = bigBitLength(a) - bigBitLength(b);
  if (diff > 1024) return Infinity;
  if (diff < -1076) return 0;
  // The quotient gets 55 or 56 bits, fewer when the result is subnormal.
  const shift = Math.max(diff, -1021) - 55;
  const x = shift <= 0 ? a << BigInt(-shift) : a;
  const y = shift > 0 ? b << BigInt(shift) : b;
  let q = x / y;
  if (q * y !== x) q |= 1n; // sticky bit: at least two spare bits lie below the last kept one
  // A quotient of a subnormal result is a multiple of 2^-1076 here, so it too has two spare bits.
  const bits = bigBitLength(q);
  const drop = Math.max(bits - 53, -1074 - shift);
  const unit = 1n << BigInt(drop);
  const rest = q & (unit - 1n);
  let m = q >> BigInt(drop);
  const twice = rest * 2n;
  if (twice > unit || (twice === unit && (m & 1n) === 1n)) m += 1n;
  return scaleByPowerOfTwo(Number(m), shift + drop);
}

/** m * 2^e where the product is exact or overflows to Infinity. */
function scaleByPowerOfTwo(m: number, e: number): number {
  if (e > 1000) return m * 2 ** 900 * 2 ** (e - 900);
  return e < -1000 ? m * 2 ** -60 * 2 ** (e + 60) : m * 2 ** e;
}

/** The last computed hash as two's-complement halves; see `hashInt`. */
export const hashed = { lo: 0, hi: 0 };

const BIG_HASH_MODULUS = (1n << 61n) - 1n;

/** hash(int) into `hashed`: the value modulo 2^61 - 1 with its sign, -1 replaced by -2. */
export function hashInt(v: PyInt): void {
  const n = typeof v === 'number' ? v : hashBig(v);
  if (typeof n === 'number') {
    hashed.lo = (n === -1 ? -2 : n) | 0;
    hashed.hi = Math.floor(n / TWO_32);
  } else {
    hashed.lo = Number(BigInt.asIntN(32, n));
    hashed.hi = Number(BigInt.asIntN(32, n >> 32n));
  }
}

function hashBig(v: bigint): PyInt {
  return normalize(v % BIG_HASH_MODULUS);
}

/** The Python int of a (lo, hi) pair of int32 halves. */
export function intFromHalves(lo: number, hi: number): PyInt {
  if (hi >= -2097152 && hi < 2097152) {
    const r = hi * TWO_32 + (lo >>> 0);
    if (r >= -MAX_SAFE) return r;
  }
  return BigInt.asIntN(64, (BigInt(hi) << 32n) | BigInt(lo >>> 0));
}

/** Wraps an int to 64 bits: low half (int32); the high half goes to `hashed.hi`. */
export function wrapToHalves(v: PyInt): number {
  if (typeof v === 'number') {
    hashed.hi = Math.floor(v / TWO_32) | 0;
    return (hashed.lo = v | 0);
  }
  hashed.hi = Number(BigInt.asIntN(32, v >> 32n));
  return (hashed.lo = Number(BigInt.asIntN(32, v)));
}

/** int.to_bytes; a string is the OverflowError message. */
export function toBytes(
  v: PyInt,
  length: number,
  little: boolean,
  signed: boolean,
): Uint8Array | string {
  if (v < 0 && !signed) return "can't convert negative int to unsigned";
  const bits = v < 0 ? bitLength(invert(v)) : bitLength(v);
  // Zero fits in no bytes at all; any other signed value needs a sign bit.
  const needed = bits + (signed && v !== 0 ? 1 : 0);
  if (needed > length * 8) return 'int too big to convert';
  const out = new Uint8Array(length);
  if (typeof v === 'number') writeSmall(out, v);
  else writeBig(out, v);
  return little ? out : out.reverse();
}

function writeSmall(out: Uint8Array, v: number): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = v & 255;
    v = Math.floor(v / 256);
  }
}

function writeBig(out: Uint8Array, v: bigint): void {
  const hex = BigInt.asUintN(out.length * 8, v).toString(16);
  for (let i = 0, end = hex.length; end > 0; i++, end -= 2) {
    const low = digitValue(hex.charCodeAt(end - 1));
    out[i] = end > 1 ? low | (digitValue(hex.charCodeAt(end - 2)) << 4) : low;
  }
}

const HEX_PAIRS: string[] = [];
for (let i = 0; i < 256; i++) HEX_PAIRS.push((i < 16 ? '0' : '') + i.toString(16));

/** int.from_bytes. */
export function fromBytes(bytes: Uint8Array, little: boolean, signed: boolean): PyInt {
  const n = bytes.length;
  if (n === 0) return 0;
  if (n <= 6) {
    let r = 0;
    for (let i = 0; i < n; i++) r = r * 256 + bytes[little ? n - 1 - i : i];
    return signed && bytes[little ? n - 1 : 0] >= 128 ? r - 256 ** n : r;
  }
  let hex = '0x';
  if (little) for (let i = n - 1; i >= 0; i--) hex += HEX_PAIRS[bytes[i]];
  else for (let i = 0; i < n; i++) hex += HEX_PAIRS[bytes[i]];
  const v = BigInt(hex);
  return normalize(signed ? BigInt.asIntN(n * 8, v) : v);
}

/** Value of an ASCII digit or letter code, 37 when it is neither. */
export function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 122 ? lower - 87 : 37;
}

/** Why `parseInteger` failed. `digits` is the count for the message of the digit limit. */
export interface IntParseFailure {
  readonly error: 'base' | 'invalid' | 'limit';
  readonly digits: number;
}

const INVALID: IntParseFailure = { error: 'invalid', digits: 0 };
const BAD_BASE: IntParseFailure = { error: 'base', digits: 0 };

/** Texts of the ValueErrors of int(str) and str(int). */
export const BASE_MESSAGE = 'int() base must be >= 2 and <= 36, or 0';

/** The message of the digit limit; `digits` is negative when converting to text. */
export function digitLimitMessage(limit: number, digits: number): string {
  const has = digits < 0 ? '' : `: value has ${digits} digits`;
  return (
    `Exceeds the limit (${limit} digits) for integer string conversion${has}; ` +
    'use sys.set_int_max_str_digits() to increase the limit'
  );
}

/**
 * int(text, base). `digitOf` gives the decimal value of a non-ASCII code point (or -1), `isSpace`
 * tells non-ASCII whitespace; `limit` is sys.get_int_max_str_digits() (0: none). The failure is
 * 'base', 'invalid' ("invalid literal for int() with base B: REPR") or 'limit'.
 */
export function parseInteger(
  text: string,
  base: number,
  limit: number,
  digitOf: ((codePoint: number) => number) | null = null,
  isSpace: ((codePoint: number) => boolean) | null = null,
): PyInt | IntParseFailure {
  if (base !== 0 && (base < 2 || base > 36)) return BAD_BASE;
  if (base === 10 && text.length < 16) {
    const quick = quickDecimal(text);
    if (quick >= 0) return quick;
  }
  return parseAscii(toAscii(text, digitOf, isSpace).trim(), base, limit);
}

/** Plain ASCII digits, else -1. */
function quickDecimal(text: string): number {
  let r = 0;
  for (let i = 0; i < text.length; i++) {
    const d = text.charCodeAt(i) - 48;
    if (d < 0 || d > 9) return -1;
    r = r * 10 + d;
  }
  return text.length === 0 ? -1 : r;
}

/**
 * Replaces Unicode decimals by ASCII digits and whitespace by spaces, as CPython does before int()
 * and float() read a str. Whatever else is not ASCII becomes '?', which no number contains.
 */
export function toAscii(
  text: string,
  digitOf: ((codePoint: number) => number) | null,
  isSpace: ((codePoint: number) => boolean) | null,
): string {
  let out = '';
  let plain = true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 127 || (code < 32 && code !== 0)) {
      plain = false;
      break;
    }
  }
  if (plain) return text;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    if (code < 127) out += isAsciiSpace(code) ? ' ' : String.fromCharCode(code);
    else if (isSpace?.(code)) out += ' ';
    else {
      const d = digitOf === null ? -1 : digitOf(code);
      out += d < 0 ? '?' : String.fromCharCode(48 + d);
    }
  }
  return out;
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
}

function parseAscii(s: string, base: number, limit: number): PyInt | IntParseFailure {
  let i = 0;
  let negative = false;
  if (s[0] === '-' || s[0] === '+') {
    negative = s[0] === '-';
    i = 1;
  }
  let mustBeZero = false;
  const prefixed = s.charCodeAt(i) === 48 ? prefixBase(s.charCodeAt(i + 1)) : 0;
  if (base === 0) {
    mustBeZero = prefixed === 0 && s.charCodeAt(i) === 48;
    base = prefixed === 0 ? 10 : prefixed;
  }
  if (prefixed === base) {
    i += 2;
    if (s[i] === '_') i++;
  }
  const digits = cleanDigits(s, i, base);
  if (digits === null) return INVALID;
  if ((base & (base - 1)) !== 0 && limit > 0 && digits.length > 640 && digits.length > limit) {
    return { error: 'limit', digits: digits.length };
  }
  const v = digitsToInt(digits, base);
  if (mustBeZero && v !== 0) return INVALID;
  return negative ? neg(v) : v;
}

function prefixBase(code: number): number {
  const letter = code | 32;
  return letter === 120 ? 16 : letter === 111 ? 8 : letter === 98 ? 2 : 0;
}

/** The digits from `start` to the end without single underscores, or null when malformed. */
function cleanDigits(s: string, start: number, base: number): string | null {
  let underscore = false;
  let previous = 95;
  for (let i = start; i < s.length; i++) {
    const code = s.charCodeAt(i);
    if (code === 95) {
      if (previous === 95) return null;
      underscore = true;
    } else if (digitValue(code) >= base) return null;
    previous = code;
  }
  if (previous === 95) return null;
  const digits = s.slice(start);
  return underscore ? digits.replaceAll('_', '') : digits;
}

/** Value of valid digits in `base` (2..36). */
export function digitsToInt(digits: string, base: number): PyInt {
  if (digits.length <= 10) return Number.parseInt(digits, base);
  if (base === 10) return normalize(BigInt(digits));
  if (base === 16) return normalize(BigInt('0x' + digits));
  if (base === 8) return normalize(BigInt('0o' + digits));
  if (base === 2) return normalize(BigInt('0b' + digits));
  return normalize(digitsToBig(digits, base));
}

function digitsToBig(digits: string, base: number): bigint {
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, base));
  const half = digits.length >> 1;
  const high = digitsToBig(digits.slice(0, digits.length - half), base);
  return high * BigInt(base) ** BigInt(half) + digitsToBig(digits.slice(-half), base);
}

/** str(int) ; null when more than `limit` digits (0: no limit) would be written. */
export function toDecimal(v: PyInt, limit: number): string | null {
  if (typeof v === 'number') return String(v);
  if (limit > 0) {
    // At least this many digits: spares the conversion of a hopeless number.
    const bits = bigBitLength(v);
    if ((bits - 1) * 0.30102 > limit) return null;
    const text = v.toString();
    return text.length - (v < 0n ? 1 : 0) > limit && bits > 2000 ? null : text;
  }
  return v.toString();
}

/** Digits of v in `base` with a leading '-' where negative, lower case, no prefix. */
export function toBase(v: PyInt, base: number): string {
  return v.toString(base);
}

/** bin(), oct(), hex(). */
export function toPrefixed(v: PyInt, base: 2 | 8 | 16): string {
  const prefix = base === 16 ? '0x' : base === 8 ? '0o' : '0b';
  return v < 0 ? '-' + prefix + neg(v).toString(base) : prefix + v.toString(base);
}

/** round(int, n) for n < 0: half to even at 10**-n. */
export function roundInt(v: PyInt, n: PyInt): PyInt {
  if (n >= 0) return v;
  if (typeof n === 'bigint' || -n > bitLength(v)) return 0;
  const unit = pow(10, -n) as PyInt;
  const [q, r] = divmod(v, unit);
  const order = compare(mul(r, 2), unit);
  const up = order > 0 || (order === 0 && isOdd(q));
  return sub(v, up ? sub(r, unit) : r);
}
