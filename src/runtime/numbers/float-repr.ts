/**
 * Text of doubles and the float operations that need exact decimals (CPython: Python/dtoa.c,
 * Python/pystrtod.c, Objects/floatobject.c).
 *
 * Digit generation is exact for any precision: the engine's own conversions serve where they are
 * proved equal (its results round halves up, so possible ties go to the bigint path).
 */
import { bigBitLength, fromFloat, fromIntegral, hashed, hashInt, type PyInt } from './int-arith.ts';

/** Significant decimal digits and the position of the point: 0.DIGITS * 10^decpt. */
export interface Decimal {
  /** Without trailing zeros; '' when a fixed rounding left nothing, '0' for zero. */
  readonly digits: string;
  readonly decpt: number;
}

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** A finite double as `mantissa * 2^exponent` with an integer mantissa below 2^53. */
export function decompose(x: number): { mantissa: number; exponent: number } {
  scratch[0] = x;
  const biased = (words[1] >>> 20) & 0x7ff;
  const low = (words[1] & 0xfffff) * 4294967296 + words[0];
  if (biased === 0) return { mantissa: low, exponent: -1074 };
  return { mantissa: low + 4503599627370496, exponent: biased - 1075 };
}

/** Whether the sign bit is set (-0.0 counts; a NaN's sign is not observable here). */
export function isNegative(x: number): boolean {
  return x < 0 || (x === 0 && 1 / x < 0);
}

/** m * 2^e correctly rounded (half to even) for m >= 0; Infinity on overflow. */
export function scaleBig(m: bigint, e: number): number {
  if (m === 0n) return 0;
  const bits = bigBitLength(m);
  if (bits + e > 1024) return Infinity;
  if (bits + e < -1074) return 0;
  let drop = Math.max(bits - 53, -1074 - e);
  let kept = m;
  if (drop > 0) {
    kept = m >> BigInt(drop);
    const twice = (m - (kept << BigInt(drop))) * 2n;
    const unit = 1n << BigInt(drop);
    if (twice > unit || (twice === unit && (kept & 1n) === 1n)) kept += 1n;
  } else drop = 0;
  const exponent = e + drop;
  const n = Number(kept);
  if (exponent > 900) return n * 2 ** 900 * 2 ** (exponent - 900);
  return exponent < -1000 ? n * 2 ** -60 * 2 ** (exponent + 60) : n * 2 ** exponent;
}

/** repr(float). */
export function floatRepr(x: number): string {
  const magnitude = x < 0 ? -x : x;
  if (magnitude < 1e16 && magnitude >= 1e-4) {
    const s = String(x);
    return Number.isInteger(x) ? s + '.0' : s;
  }
  if (x === 0) return 1 / x < 0 ? '-0.0' : '0.0';
  if (Number.isNaN(x)) return 'nan';
  if (magnitude === Infinity) return x < 0 ? '-inf' : 'inf';
  return padExponent(x.toExponential());
}

/** Gives the exponent at least two digits. */
function padExponent(s: string): string {
  const at = s.length - 1;
  const code = s.charCodeAt(at - 1);
  return code === 43 || code === 45 ? s.slice(0, at) + '0' + s[at] : s;
}

/** repr(complex). */
export function complexRepr(re: number, im: number): string {
  const imag = complexPart(im);
  if (re === 0 && 1 / re > 0) return imag + 'j';
  return '(' + complexPart(re) + (imag.charCodeAt(0) === 45 ? '' : '+') + imag + 'j)';
}

/** repr of a part: as float but without the '.0'. */
function complexPart(x: number): string {
  const s = floatRepr(x);
  return s.endsWith('.0') ? s.slice(0, -2) : s;
}

/** Shortest digits that read back as |x| (x finite). */
export function shortestDigits(x: number): Decimal {
  return splitExponential(Math.abs(x).toExponential());
}

function splitExponential(s: string): Decimal {
  const e = s.indexOf('e');
  const digits = e === 1 ? s[0] : s[0] + s.slice(2, e);
  return { digits: trimZeros(digits), decpt: Number(s.slice(e + 1)) + 1 };
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

const ZERO: Decimal = { digits: '0', decpt: 1 };

/** `count` >= 1 significant digits of |x|, half to even on the exact value. */
export function significantDigits(x: number, count: number): Decimal {
  const m = Math.abs(x);
  if (m === 0) return ZERO;
  if (count <= 96) {
    // A tie shows as a 5 followed by zeros only.
    const more = m.toExponential(count + 3);
    const e = more.indexOf('e');
    if (!more.startsWith('5000', e - 4)) return splitExponential(m.toExponential(count - 1));
  }
  let top = Number(m.toExponential(20).split('e')[1]);
  for (;;) {
    const text = scaledText(m, count - 1 - top);
    if (text.length >= count) {
      return { digits: trimZeros(text), decpt: text.length - (count - 1 - top) };
    }
    top--;
  }
}

/** |x| rounded at 10^-places, half to even on the exact value; places may be negative. */
export function fixedDigits(x: number, places: number): Decimal {
  const m = Math.abs(x);
  if (m === 0) return ZERO;
  const text = scaledText(m, places);
  if (text === '0') return { digits: '', decpt: -places };
  return { digits: trimZeros(text), decpt: text.length - places };
}

/** The integer nearest to m * 10^places, half to even, as text (m > 0). */
function scaledText(m: number, places: number): string {
  const { mantissa, exponent } = decompose(m);
  let n = BigInt(mantissa);
  let unit = 1n;
  if (places >= 0) n *= 10n ** BigInt(places);
  else unit = 10n ** BigInt(-places);
  if (exponent >= 0) n <<= BigInt(exponent);
  else unit <<= BigInt(-exponent);
  let q = n / unit;
  const twice = (n - q * unit) * 2n;
  if (twice > unit || (twice === unit && (q & 1n) === 1n)) q += 1n;
  return q.toString();
}

/** |x| with `places` decimals as plain text, exact (the 'f' format of a finite double). */
export function fixedText(x: number, places: number): string {
  const m = Math.abs(x);
  if (places <= 100 && m < 1e21) {
    const scaled = m * 2 ** places;
    // A half at this place needs exactly places + 1 fractional bits.
    if (Number.isInteger(scaled) || !Number.isInteger(scaled * 2)) return m.toFixed(places);
  }
  if (m === 0) return places === 0 ? '0' : '0.' + '0'.repeat(places);
  // Beyond 1074 places only zeros can follow.
  const exact = Math.min(places, 1074);
  const text = scaledText(m, exact).padStart(exact + 1, '0');
  if (places === 0) return text;
  const point = text.length - exact;
  return text.slice(0, point) + '.' + text.slice(point) + '0'.repeat(places - exact);
}

/** Options of `formatDouble`: CPython's Py_DTSF_* flags. */
export interface DoubleFlags {
  readonly alternate: boolean;
  readonly addDot0: boolean;
  readonly noNegativeZero: boolean;
}

export const NO_FLAGS: DoubleFlags = { alternate: false, addDot0: false, noNegativeZero: false };
export const ADD_DOT_0: DoubleFlags = { alternate: false, addDot0: true, noNegativeZero: false };

/**
 * PyOS_double_to_string without its sign flag: `code` is e, f, g or r (lower case); the caller
 * upper-cases. A '-' leads where the sign bit is set.
 */
export function formatDouble(
  x: number,
  code: string,
  precision: number,
  flags: DoubleFlags,
): string {
  if (Number.isNaN(x)) return 'nan';
  if (x === Infinity) return 'inf';
  if (x === -Infinity) return '-inf';
  let body: string;
  if (code === 'f') {
    body = fixedText(x, precision);
    if (flags.alternate && precision === 0) body += '.';
    if (flags.addDot0 && precision === 0) body += flags.alternate ? '0' : '.0';
  } else body = formatGeneral(x, code, precision, flags);
  if (!isNegative(x)) return body;
  return flags.noNegativeZero && isZeroText(body) ? body : '-' + body;
}

function isZeroText(body: string): boolean {
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i);
    if (code >= 49 && code <= 57) return false;
    if (code === 101) break;
  }
  return true;
}

function formatGeneral(x: number, code: string, precision: number, flags: DoubleFlags): string {
  if (code === 'e') return exponentText(significantDigits(x, precision + 1), precision, flags);
  if (code === 'g' && precision === 0) precision = 1;
  const d = code === 'r' ? (x === 0 ? ZERO : shortestDigits(x)) : significantDigits(x, precision);
  const last = code === 'r' ? 16 : precision - (flags.addDot0 ? 1 : 0);
  const wanted = code === 'g' && flags.alternate ? precision : 0;
  if (d.decpt <= -4 || d.decpt > last) return exponentText(d, Math.max(wanted - 1, 0), flags);
  return pointText(d, wanted - d.decpt, flags);
}

/** Positional text with at least `decimals` digits after the point. */
function pointText(d: Decimal, decimals: number, flags: DoubleFlags): string {
  const whole = d.decpt <= 0 ? '0' : d.digits.slice(0, d.decpt).padEnd(d.decpt, '0');
  let rest = d.decpt <= 0 ? '0'.repeat(-d.decpt) + d.digits : d.digits.slice(d.decpt);
  rest = rest.padEnd(Math.max(decimals, flags.addDot0 ? 1 : 0), '0');
  return rest !== '' || flags.alternate ? whole + '.' + rest : whole;
}

/** Exponent text with at least `decimals` digits after the point. */
function exponentText(d: Decimal, decimals: number, flags: DoubleFlags): string {
  const rest = d.digits.slice(1).padEnd(decimals, '0');
  const e = d.decpt - 1;
  const size = Math.abs(e);
  const tail = (e < 0 ? 'e-' : 'e+') + (size < 10 ? '0' + size : size);
  return d.digits[0] + (rest !== '' || flags.alternate ? '.' + rest : '') + tail;
}

/** float.hex(). */
export function floatHex(x: number): string {
  if (!Number.isFinite(x)) return floatRepr(x);
  if (x === 0) return isNegative(x) ? '-0x0.0p+0' : '0x0.0p+0';
  const { mantissa, exponent } = decompose(x);
  const normal = mantissa >= 4503599627370496;
  const e = exponent + 52;
  const rest = (normal ? mantissa - 4503599627370496 : mantissa).toString(16).padStart(13, '0');
  return `${x < 0 ? '-' : ''}0x${normal ? 1 : 0}.${rest}p${e < 0 ? '' : '+'}${e}`;
}

/** Failure of `floatFromHex`: a Python exception's type and text. */
export interface FloatHexFailure {
  readonly error: 'ValueError' | 'OverflowError';
  readonly message: string;
}

const BAD_HEX: FloatHexFailure = {
  error: 'ValueError',
  message: 'invalid hexadecimal floating-point string',
};
const HEX_OVERFLOW: FloatHexFailure = {
  error: 'OverflowError',
  message: 'hexadecimal value too large to represent as a float',
};
const HEX_NUMBER = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i;
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i;
const TRIM_ASCII = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

/** float.fromhex(text). */
export function floatFromHex(text: string): number | FloatHexFailure {
  const s = text.replace(TRIM_ASCII, '');
  const special = SPECIAL.exec(s);
  if (special !== null) {
    if (special[2] === undefined) return NaN;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  const match = HEX_NUMBER.exec(s);
  if (match === null) return BAD_HEX;
  const fraction = match[3] ?? '';
  const digits = match[2] + fraction;
  if (digits === '') return BAD_HEX;
  const coefficient = BigInt('0x' + digits);
  const exponent = Number(match[4] ?? '0') - 4 * fraction.length;
  let x = 0;
  if (coefficient !== 0n) {
    if (exponent > 4e9) return HEX_OVERFLOW;
    x = exponent < -4e9 ? 0 : scaleBig(coefficient, exponent);
    if (x === Infinity) return HEX_OVERFLOW;
  }
  return match[1] === '-' ? -x : x;
}

const D = '\\d(?:_?\\d)*';
const FLOAT_TEXT = new RegExp(`^[+-]?(?:${D}(?:\\.(?:${D})?)?|\\.${D})(?:[eE][+-]?${D})?$`);

const bits = new BigUint64Array(1);
const asDouble = new Float64Array(bits.buffer);

function fromBits(b: bigint): number {
  bits[0] = b;
  return asDouble[0]!;
}

/** NaNs of either sign: the engine keeps the bits of a double as they are. */
export const POSITIVE_NAN = fromBits(0x7ff8000000000000n);
export const NEGATIVE_NAN = fromBits(0xfff8000000000000n);

/** The sign bit, of NaNs too. */
export function hasSignBit(x: number): boolean {
  asDouble[0] = x;
  return bits[0]! >> 63n === 1n;
}

/** float(text) for ASCII text already stripped; undefined when malformed. */
export function parseFloatText(s: string): number | undefined {
  if (FLOAT_TEXT.test(s)) return Number(s.includes('_') ? s.replaceAll('_', '') : s);
  const special = SPECIAL.exec(s);
  if (special === null) return undefined;
  if (special[2] === undefined) return special[1] === '-' ? NEGATIVE_NAN : POSITIVE_NAN;
  return special[1] === '-' ? -Infinity : Infinity;
}

/** float.as_integer_ratio() of a finite double, in lowest terms. */
export function asIntegerRatio(x: number): [PyInt, PyInt] {
  if (Number.isInteger(x)) return [fromIntegral(x), 1];
  let { mantissa, exponent } = decompose(x);
  while (mantissa % 2 === 0) {
    mantissa /= 2;
    exponent++;
  }
  const bottom = exponent > -53 ? 2 ** -exponent : 1n << BigInt(-exponent);
  return [x < 0 ? -mantissa : mantissa, bottom];
}

/** round(x) with no digits, for finite x: half to even. */
export function roundToInt(x: number): PyInt {
  return fromFloat(roundHalfEven(x));
}

/** The integral double nearest to x, ties to even. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** round(x, n) correctly rounded; undefined: OverflowError 'rounded value too large to represent'. */
export function roundToDigits(x: number, n: PyInt): number | undefined {
  if (x === 0 || !Number.isFinite(x) || n > 323) return x;
  if (n < -308) return 0 * x;
  const places = Number(n);
  const m = Math.abs(x);
  if (places >= 0 && m >= 4503599627370496) return x;
  let r: number;
  if (places >= 0) r = Number(fixedText(m, places));
  else {
    const d = fixedDigits(m, places);
    r = d.digits === '' ? 0 : Number(`0.${d.digits}e${d.decpt}`);
    if (r === Infinity) return undefined;
  }
  return isNegative(x) ? -r : r;
}

/** x % y for y != 0, with the sign of y. */
export function floatMod(x: number, y: number): number {
  const r = x % y;
  if (r === 0) return isNegative(y) ? -0 : 0;
  return y < 0 !== r < 0 ? r + y : r;
}

/** x // y for y != 0. */
export function floatFloorDiv(x: number, y: number): number {
  const r = x % y;
  let q = (x - r) / y;
  if (r !== 0 && y < 0 !== r < 0) q -= 1;
  if (q === 0) return isNegative(x / y) ? -0 : 0;
  const floor = Math.floor(q);
  return q - floor > 0.5 ? floor + 1 : floor;
}

/** float.is_integer(). */
export function isIntegral(x: number): boolean {
  return Number.isInteger(x);
}

/** hash(float) of anything but NaN (whose hash is its address) into `hashed`. */
export function hashDouble(x: number): void {
  if (Number.isInteger(x)) {
    if (x <= Number.MAX_SAFE_INTEGER && x >= -Number.MAX_SAFE_INTEGER) {
      hashInt(x + 0);
      return;
    }
  } else if (x === Infinity || x === -Infinity) {
    hashed.lo = x > 0 ? 314159 : -314159;
    hashed.hi = x > 0 ? 0 : -1;
    return;
  }
  scratch[0] = x;
  const biased = (words[1] >>> 20) & 0x7ff;
  const negative = words[1] >>> 31 === 1;
  const high = (words[1] & 0xfffff) | (biased === 0 ? 0 : 0x100000);
  const low = words[0];
  // Modulo 2^61 - 1 a power of two is a rotation of 61 bits.
  const shift = (((biased === 0 ? -1074 : biased - 1075) % 61) + 61) % 61;
  rotate61(low, high, shift);
  if (negative) negateHashed();
  if (hashed.lo === -1 && hashed.hi === -1) hashed.lo = -2;
}

/** (high:low << n) rotated within 61 bits, into `hashed`; 0 <= n < 61. */
function rotate61(low: number, high: number, n: number): void {
  if (n >= 32) {
    // A rotation by 32: the low word moves up, its top 3 bits wrap to the bottom after the high.
    const up = low & 0x1fffffff;
    low = ((high << 3) | (low >>> 29)) >>> 0;
    high = up;
    n -= 32;
  }
  if (n > 0) {
    // 29 bits above, 32 below: shift both and bring the n top bits of the 61 to the bottom.
    const top = n <= 29 ? high >>> (29 - n) : ((high << (n - 29)) | (low >>> (61 - n))) >>> 0;
    const newHigh = ((n < 32 ? high << n : 0) | (low >>> (32 - n))) & 0x1fffffff;
    low = ((low << n) | top) >>> 0;
    high = newHigh;
  }
  hashed.lo = low | 0;
  hashed.hi = high;
}

function negateHashed(): void {
  hashed.lo = -hashed.lo | 0;
  hashed.hi = (~hashed.hi + (hashed.lo === 0 ? 1 : 0)) | 0;
}

/** Exact comparison of a double (not NaN) with an int: -1, 0 or 1. */
export function compareWithInt(x: number, v: PyInt): number {
  return x < v ? -1 : x > v ? 1 : 0;
}
