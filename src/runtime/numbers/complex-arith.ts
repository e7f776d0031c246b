/**
 * Complex arithmetic, complex(str) and the functions of cmath (CPython: Objects/complexobject.c,
 * Modules/cmathmodule.c).
 *
 * A complex is a plain `Complex` pair. Failures are words: 'zero' (ZeroDivisionError), 'domain'
 * (ValueError 'math domain error'), 'range' (OverflowError 'math range error').
 */
import { isNegative, parseFloatText } from './float-repr.ts';
import { atan2, chypot, cos, exp, ldexp, log, pow, sin, tan } from './libm.ts';
import { asinh, cosh, log1p, sinh, tanh } from './libm-hyper.ts';

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export type ComplexFailure = 'zero' | 'domain' | 'range';
export type ComplexResult = Complex | ComplexFailure;

/** Texts of the exceptions of complex / and **. */
export const DIVISION_MESSAGE = 'complex division by zero';
export const POWER_ZERO_MESSAGE = '0.0 to a negative or complex power';
export const POWER_RANGE_MESSAGE = 'complex exponentiation';

function make(re: number, im: number): Complex {
  return { re, im };
}

function copySign(x: number, sign: number): number {
  return isNegative(sign) ? -Math.abs(x) : Math.abs(x);
}

export function complexMul(a: Complex, b: Complex): Complex {
  return make(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
}

/** a / b, scaled by the larger part of b. */
export function complexDiv(a: Complex, b: Complex): Complex | 'zero' {
  const re = Math.abs(b.re);
  const im = Math.abs(b.im);
  if (re >= im) {
    if (re === 0) return 'zero';
    const ratio = b.im / b.re;
    const d = b.re + b.im * ratio;
    return make((a.re + a.im * ratio) / d, (a.im - a.re * ratio) / d);
  }
  if (im >= re) {
    const ratio = b.re / b.im;
    const d = b.re * ratio + b.im;
    return make((a.re * ratio + a.im) / d, (a.im * ratio - a.re) / d);
  }
  return make(NaN, NaN);
}

/** abs(z); an infinity from finite parts is OverflowError 'absolute value too large'. */
export function complexAbs(z: Complex): number {
  return chypot(z.re, z.im);
}

const ONE = make(1, 0);

/** a ** b: 'zero' or 'range' on failure. */
export function complexPow(a: Complex, b: Complex): Complex | 'zero' | 'range' {
  let r: Complex | 'zero';
  if (b.im === 0 && Math.abs(b.re) <= 100 && Number.isInteger(b.re)) r = intPow(a, b.re);
  else r = generalPow(a, b);
  if (r === 'zero') return r;
  return Math.abs(r.re) === Infinity || Math.abs(r.im) === Infinity ? 'range' : r;
}

function intPow(a: Complex, n: number): Complex | 'zero' {
  if (n > 0) return unsignedPow(a, n);
  return n < 0 ? complexDiv(ONE, unsignedPow(a, -n)) : ONE;
}

function unsignedPow(a: Complex, n: number): Complex {
  let r = ONE;
  let p = a;
  for (let mask = 1; n >= mask; mask *= 2) {
    if (n & mask) r = complexMul(r, p);
    p = complexMul(p, p);
  }
  return r;
}

function generalPow(a: Complex, b: Complex): Complex | 'zero' {
  if (b.re === 0 && b.im === 0) return ONE;
  if (a.re === 0 && a.im === 0) return b.im !== 0 || b.re < 0 ? 'zero' : make(0, 0);
  const size = complexAbs(a);
  const at = atan2(a.im, a.re);
  let length = pow(size, b.re);
  let phase = at * b.re;
  if (b.im !== 0) {
    length /= exp(at * b.im);
    phase += b.im * log(size);
  }
  // C's sine of an infinity sets EDOM, which CPython reports as a zero base.
  if (Math.abs(phase) === Infinity) return 'zero';
  return make(length * cos(phase), length * sin(phase));
}

const FLOAT =
  '(?:(?:\\d(?:_?\\d)*\\.?(?:\\d(?:_?\\d)*)?|\\.\\d(?:_?\\d)*)(?:e[+-]?\\d(?:_?\\d)*)?|inf(?:inity)?|nan)';
const COMPLEX_TEXT = new RegExp(`^([+-]?${FLOAT})?(?:([+-]?)(${FLOAT})?(j))?$`, 'i');

/** complex(text) for ASCII text already stripped; undefined when malformed. */
export function parseComplex(text: string): Complex | undefined {
  if (text[0] === '(' && text.endsWith(')')) text = text.slice(1, -1).trim();
  if (text === '') return undefined;
  if (/j$/i.test(text)) {
    const body = text.slice(0, -1);
    const only = new RegExp(`^[+-]?${FLOAT}?$`, 'i').exec(body);
    if (only !== null) return make(0, imaginary(body));
  }
  const match = COMPLEX_TEXT.exec(text);
  if (match === null || match[1] === undefined) return undefined;
  const re = parseFloatText(match[1]);
  if (re === undefined) return undefined;
  if (match[4] === undefined) return make(re, 0);
  if (match[2] === '') return undefined;
  return make(re, imaginary(match[2] + (match[3] ?? '')));
}

/** The factor before 'j': a lone sign stands for one. */
function imaginary(body: string): number {
  if (body === '' || body === '+') return 1;
  return body === '-' ? -1 : parseFloatText(body)!;
}

// Results for arguments with an infinite or NaN part, as in Annex G of C99: rows by the real part,
// columns by the imaginary one (-inf, negative, -0, +0, positive, +inf, nan), two letters each.
// 0 I N P H Q T 1 are zero, infinity, nan, pi, pi/2, pi/4, 3pi/4 and one; o, lower case and m are
// their negatives; EE is a domain error and .. a finite argument.
const SPECIAL_ACOS =
  'TIPIPIPiPiTiNIHI........HiNNHI........HiHNHI........HiHNHI........HiNNQI0I0I0i0iQiNININNNNNNNNNiNN';
const SPECIAL_ACOSH =
  'ItIpIpIPIPITINIh........IHNNIh........IHNNIh........IHNNIh........IHNNIqIoIoI0I0IQININNNNNNNNNINNN';
const SPECIAL_ASINH =
  'iqioioi0i0iQiNih........iHNNih........iHNNIh........IHNNIh........IHNNIqIoIoI0I0IQININNNNoN0NNINNN';
const SPECIAL_ATANH =
  'ohohohoHoHoHoNoh........oHNNoh........oHoN0h........0H0N0h........0HNN0h0h0h0H0H0H0N0hNNNNNNNN0HNN';
const SPECIAL_COSH =
  'EEiII0IoiiEEINEE........EENNEE........EEN0EE........EEN0EE........EENNEEiiIoI0iIEEINNNNNN0N0NNNNNN';
const SPECIAL_EXP =
  '00oo0o00o00000EE........EENNEE........EENNEE........EENNEE........EENNEEiiIoI0iIEEINNNNNNoN0NNNNNN';
const SPECIAL_LOG =
  'ItIpIpIPIPITINIh........IHNNIh........IHNNIh........IHNNIh........IHNNIqIoIoI0I0IQININNNNNNNNNINNN';
const SPECIAL_SINH =
  'EEIiioi0IIEEINEE........EENNEE........EE0NEE........EE0NEE........EENNEEiiIoI0iIEEINNNNNNoN0NNNNNN';
const SPECIAL_SQRT =
  'Ii0i0i0I0IIINIIi........IINNIi........IINNIi........IINNIi........IINNIiIoIoI0I0IIINIiNNNNNNNNIINN';
const SPECIAL_TANH =
  'm0m0mom0mom0m0EE........EENNEE........EENNEE........EENNEE........EENN10101o101o1010NNNNNoN0NNNNNN';
const SPECIAL_RECT =
  'EEIIi0ioIiEEINEE........EENN00........000000........0000EE........EENNEEiiIoI0iIEEINNNNNN0N0NNNNNN';

const LETTERS = '0INPHQT1oinphqtm';
const LETTER_VALUES = [
  0,
  Infinity,
  NaN,
  Math.PI,
  Math.PI / 2,
  Math.PI / 4,
  2.356194490192345,
  1,
  -0,
  -Infinity,
  NaN,
  -Math.PI,
  -Math.PI / 2,
  -Math.PI / 4,
  -2.356194490192345,
  -1,
];

function kind(x: number): number {
  if (Number.isNaN(x)) return 6;
  if (x === Infinity) return 5;
  if (x === -Infinity) return 0;
  return x > 0 ? 4 : x < 0 ? 1 : isNegative(x) ? 2 : 3;
}

function special(table: string, re: number, im: number): Complex | 'domain' {
  const at = (kind(re) * 7 + kind(im)) * 2;
  if (table[at] === 'E') return 'domain';
  const part = (c: string): number => LETTER_VALUES[LETTERS.indexOf(c)];
  return make(part(table[at]), part(table[at + 1]));
}

function isFinitePair(z: Complex): boolean {
  return Number.isFinite(z.re) && Number.isFinite(z.im);
}

/** A result with an infinite part is a range error. */
function ranged(re: number, im: number): Complex | 'range' {
  return Math.abs(re) === Infinity || Math.abs(im) === Infinity ? 'range' : make(re, im);
}

const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const SMALL = 2.2250738585072014e-308;
const SQRT_SMALL = Math.sqrt(SMALL);
const LOG_LARGE = 708.3964185322641;
const LN2 = Math.LN2;
const LN10 = Math.LN10;

function isLarge(z: Complex): boolean {
  return Math.abs(z.re) > LARGE || Math.abs(z.im) > LARGE;
}

/** cmath.sqrt */
export function complexSqrt(z: Complex): Complex {
  if (!isFinitePair(z)) return special(SPECIAL_SQRT, z.re, z.im) as Complex;
  if (z.re === 0 && z.im === 0) return make(0, z.im);
  const ax = Math.abs(z.re);
  const ay = Math.abs(z.im);
  let s: number;
  if (ax < SMALL && ay < SMALL) {
    const x = ldexp(ax, 53);
    s = ldexp(Math.sqrt(x + chypot(x, ldexp(ay, 53))), -27);
  } else {
    const x = ax / 8;
    s = 2 * Math.sqrt(x + chypot(x, ay / 8));
  }
  const d = ay / (2 * s);
  return z.re >= 0 ? make(s, copySign(d, z.im)) : make(d, copySign(s, z.im));
}

/** log of the modulus of a number so large that it must be halved first, plus ln 4. */
function logLarge(z: Complex): number {
  return log(chypot(z.re / 2, z.im / 2)) + LN2 * 2;
}

/** cmath.acos */
export function complexAcos(z: Complex): ComplexResult {
  if (!isFinitePair(z)) return special(SPECIAL_ACOS, z.re, z.im);
  if (isLarge(z)) {
    const m = logLarge(z);
    const im = z.re < 0 ? -copySign(m, z.im) : copySign(m, -z.im);
    return make(atan2(Math.abs(z.im), z.re), im);
  }
  const s = complexSqrt(make(1 - z.re, -z.im));
  const t = complexSqrt(make(1 + z.re, z.im));
  return make(2 * atan2(s.re, t.re), asinh(t.re * s.im - t.im * s.re));
}

/** cmath.acosh */
export function complexAcosh(z: Complex): ComplexResult {
  if (!isFinitePair(z)) return special(SPECIAL_ACOSH, z.re, z.im);
  if (isLarge(z)) return make(logLarge(z), atan2(z.im, z.re));
  const s = complexSqrt(make(z.re - 1, z.im));
  const t = complexSqrt(make(z.re + 1, z.im));
  return make(asinh(s.re * t.re + s.im * t.im), 2 * atan2(s.im, t.re));
}

/** cmath.asinh */
export function complexAsinh(z: Complex): ComplexResult {
  if (!isFinitePair(z)) return special(SPECIAL_ASINH, z.re, z.im);
  if (isLarge(z)) {
    const m = logLarge(z);
    const re = z.im >= 0 ? copySign(m, z.re) : -copySign(m, -z.re);
    return make(re, atan2(z.im, Math.abs(z.re)));
  }
  const s = complexSqrt(make(1 + z.im, -z.re));
  const t = complexSqrt(make(1 - z.im, z.re));
  return make(asinh(s.re * t.im - t.re * s.im), atan2(z.im, s.re * t.re - s.im * t.im));
}

/** i z turned back by -i: f(z) = -i g(i z). */
function rotated(z: Complex, g: (w: Complex) => ComplexResult): ComplexResult {
  const r = g(make(-z.im, z.re));
  return typeof r === 'string' ? r : make(r.im, -r.re);
}

/** cmath.asin */
export function complexAsin(z: Complex): ComplexResult {
  return rotated(z, complexAsinh);
}

/** cmath.atanh */
export function complexAtanh(z: Complex): ComplexResult {
  if (!isFinitePair(z)) return special(SPECIAL_ATANH, z.re, z.im);
  if (isNegative(z.re)) {
    const r = complexAtanh(make(-z.re, -z.im));
    return typeof r === 'string' ? r : make(-r.re, -r.im);
  }
  const ay = Math.abs(z.im);
  if (z.re > SQRT_LARGE || ay > SQRT_LARGE) {
    const h = chypot(z.re / 2, z.im / 2);
    return make(z.re / 4 / h / h, -copySign(Math.PI / 2, -z.im));
  }
  if (z.re === 1 && ay < SQRT_SMALL) {
    if (ay === 0) return 'domain';
    const re = -log(Math.sqrt(ay) / Math.sqrt(chypot(ay, 2)));
    return make(re, copySign(atan2(2, -ay) / 2, z.im));
  }
  const d = 1 - z.re;
  const re = logOnePlus((4 * z.re) / (d * d + ay * ay)) / 4;
  return make(re, -atan2(-2 * z.im, d * (1 + z.re) - ay * ay) / 2);
}

function logOnePlus(x: number): number {
  return x === 0 ? x : log1p(x);
}

/** cmath.atan */
export function complexAtan(z: Complex): ComplexResult {
  return rotated(z, complexAtanh);
}

/** cmath.cosh */
export function complexCosh(z: Complex): ComplexResult {
  if (!isFinitePair(z)) {
    if (Math.abs(z.re) !== Infinity || !Number.isFinite(z.im) || z.im === 0) {
      return special(SPECIAL_COSH, z.re, z.im);
    }
    const im = copySign(Infinity, sin(z.im));
    return make(copySign(Infinity, cos(z.im)), z.re > 0 ? im : -im);
  }
  if (Math.abs(z.re) > LOG_LARGE) {
    const x = z.re - copySign(1, z.re);
    return ranged(cos(z.im) * cosh(x) * Math.E, sin(z.im) * sinh(x) * Math.E);
  }
  return ranged(cos(z.im) * cosh(z.re), sin(z.im) * sinh(z.re));
}

/** cmath.cos */
export function complexCos(z: Complex): ComplexResult {
  return complexCosh(make(-z.im, z.re));
}

/** cmath.sinh */
export function complexSinh(z: Complex): ComplexResult {
  if (!isFinitePair(z)) {
    if (Math.abs(z.re) !== Infinity || !Number.isFinite(z.im) || z.im === 0) {
      return special(SPECIAL_SINH, z.re, z.im);
    }
    const re = copySign(Infinity, cos(z.im));
    return make(z.re > 0 ? re : -re, copySign(Infinity, sin(z.im)));
  }
  if (Math.abs(z.re) > LOG_LARGE) {
    const x = z.re - copySign(1, z.re);
    return ranged(cos(z.im) * sinh(x) * Math.E, sin(z.im) * cosh(x) * Math.E);
  }
  return ranged(cos(z.im) * sinh(z.re), sin(z.im) * cosh(z.re));
}

/** cmath.sin */
export function complexSin(z: Complex): ComplexResult {
  return rotated(z, complexSinh);
}

/** cmath.tanh */
export function complexTanh(z: Complex): ComplexResult {
  if (!isFinitePair(z)) {
    if (Math.abs(z.re) !== Infinity || !Number.isFinite(z.im) || z.im === 0) {
      return special(SPECIAL_TANH, z.re, z.im);
    }
    return make(z.re > 0 ? 1 : -1, copySign(0, 2 * sin(z.im) * cos(z.im)));
  }
  if (Math.abs(z.re) > LOG_LARGE) {
    return make(copySign(1, z.re), 4 * sin(z.im) * cos(z.im) * exp(-2 * Math.abs(z.re)));
  }
  const tx = tanh(z.re);
  const ty = tan(z.im);
  const cx = 1 / cosh(z.re);
  const t = tx * ty;
  const d = 1 + t * t;
  return make((tx * (1 + ty * ty)) / d, (ty / d) * cx * cx);
}

/** cmath.tan */
export function complexTan(z: Complex): ComplexResult {
  return rotated(z, complexTanh);
}

/** cmath.exp */
export function complexExp(z: Complex): ComplexResult {
  if (!isFinitePair(z)) {
    if (Math.abs(z.re) !== Infinity || !Number.isFinite(z.im) || z.im === 0) {
      return special(SPECIAL_EXP, z.re, z.im);
    }
    const m = z.re > 0 ? Infinity : 0;
    return make(copySign(m, cos(z.im)), copySign(m, sin(z.im)));
  }
  if (z.re > LOG_LARGE) {
    const l = exp(z.re - 1);
    return ranged(l * cos(z.im) * Math.E, l * sin(z.im) * Math.E);
  }
  const l = exp(z.re);
  return ranged(l * cos(z.im), l * sin(z.im));
}

/** cmath.log with one argument; 'domain' at zero. */
export function complexLog(z: Complex): ComplexResult {
  if (!isFinitePair(z)) return special(SPECIAL_LOG, z.re, z.im);
  const ax = Math.abs(z.re);
  const ay = Math.abs(z.im);
  if (ax === 0 && ay === 0) return 'domain';
  return make(logModulus(ax, ay), atan2(z.im, z.re));
}

function logModulus(ax: number, ay: number): number {
  if (ax > LARGE || ay > LARGE) return log(chypot(ax / 2, ay / 2)) + LN2;
  if (ax < SMALL && ay < SMALL) return log(chypot(ldexp(ax, 53), ldexp(ay, 53))) - 53 * LN2;
  const h = chypot(ax, ay);
  if (h < 0.71 || h > 1.73) return log(h);
  const most = Math.max(ax, ay);
  const least = Math.min(ax, ay);
  return logOnePlus((most - 1) * (most + 1) + least * least) / 2;
}

/** cmath.log10 */
export function complexLog10(z: Complex): ComplexResult {
  const r = complexLog(z);
  return typeof r === 'string' ? r : make(r.re / LN10, r.im / LN10);
}

/** cmath.rect */
export function complexRect(r: number, phi: number): ComplexResult {
  if (Number.isFinite(r) && Number.isFinite(phi)) {
    return phi === 0 ? make(r, r * phi) : make(r * cos(phi), r * sin(phi));
  }
  if (Math.abs(r) === Infinity && Number.isFinite(phi) && phi !== 0) {
    const re = copySign(Infinity, cos(phi));
    const im = copySign(Infinity, sin(phi));
    return r > 0 ? make(re, im) : make(-re, -im);
  }
  return special(SPECIAL_RECT, r, phi);
}

/** cmath.phase */
export function complexPhase(z: Complex): number {
  return atan2(z.im, z.re);
}
