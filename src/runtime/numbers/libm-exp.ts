/**
 * exp, exp2, pow, log, log2 (CPython: the C library's).
 *
 * Method: reduction by tables of 128 points and short polynomials, with constants and rounding
 * behaviour of Arm's optimized-routines (MIT licence), which glibc uses too; the tables are computed
 * here on first use from their definitions. log and log2 outside the neighbourhood of 1 are rounded
 * from the two-double logarithm of pow. Domain errors give NaN, overflow Infinity.
 */
import { fmaModerate, LOW, mulDD } from './double-double.ts';
import { decompose, scaleBig } from './float-repr.ts';
import { bigBitLength, type PyInt } from './int-arith.ts';

const scratch = new Float64Array(1);
const words = new Int32Array(scratch.buffer);
/** 2^(k/128): value, then the relative rest. */
let exps: Float64Array | null = null;
/** 1/c, log c rounded to 43 fractional bits, and its rest, for the 128 intervals of pow. */
let logs: Float64Array | null = null;

function isqrtFixed(v: bigint): bigint {
  let x = 1n << BigInt((bigBitLength(v) + 1) >> 1);
  for (;;) {
    const y = (x + v / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function buildExps(): Float64Array {
  const bits = 200n;
  let root = 2n << bits;
  for (let i = 0; i < 7; i++) root = isqrtFixed(root << bits);
  const out = new Float64Array(256);
  let v = 1n << bits;
  for (let k = 0; k < 128; k++) {
    const h = scaleBig(v, -200);
    const left = v - (BigInt(decompose(h).mantissa) << (bits - 52n));
    const tail = left < 0n ? -scaleBig(-left, -200) : scaleBig(left, -200);
    out[2 * k] = h;
    out[2 * k + 1] = tail / h;
    v = (v * root) >> bits;
  }
  return out;
}

/** ln(n/256) scaled by 2^160. */
function lnFixed(n: bigint): bigint {
  const bits = 160n;
  const z = ((n - 256n) << bits) / (n + 256n);
  const square = (z * z) >> bits;
  let term = z;
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    sum += term / k;
    term = (term * square) >> bits;
  }
  return 2n * sum;
}

const OFFSET_HIGH = 0x3fe69555;

function buildLogs(): Float64Array {
  const out = new Float64Array(384);
  for (let i = 0; i < 128; i++) {
    words[1] = OFFSET_HIGH + i * 8192 + 4096;
    words[0] = 0;
    const center = scratch[0];
    const j = center < 1 ? Math.round(128 / center) * 2 : Math.round(256 / center);
    const log = -lnFixed(BigInt(j));
    // Rounded to a multiple of 2^-43.
    const unit = 1n << 117n;
    const kept = (log + (unit >> 1n)) >> 117n;
    const left = log - kept * unit;
    out[3 * i] = j / 256;
    out[3 * i + 1] = Number(kept) * 2 ** -43;
    out[3 * i + 2] = left < 0n ? -scaleBig(-left, -160) : scaleBig(left, -160);
  }
  return out;
}

const LOG2E_128 = 184.6649652337873;
const LN2_128_HIGH = -0.005415212348111709;
const LN2_128_LOW = -1.2864023111638346e-14;
const SHIFT = 6755399441055744;
const E2 = 0.49999999999996786;
const E3 = 0.16666666666665886;
const E4 = 0.0416666808410674;
const E5 = 0.008333335853059549;

/** math.exp */
export function exp(x: number): number {
  const m = Math.abs(x);
  if (!(m < 1024)) return Number.isNaN(x) ? x : x > 0 ? Infinity : 0;
  if (m < 5.551115123125783e-17) return 1 + x;
  return expReduced(x, 0);
}

/** exp(x + rest) for |x| < 1024. */
function expReduced(x: number, rest: number): number {
  if (exps === null) exps = buildExps();
  const k = LOG2E_128 * x + SHIFT - SHIFT;
  const r = x + k * LN2_128_HIGH + k * LN2_128_LOW + rest;
  const r2 = r * r;
  const at = (k & 127) * 2;
  const h = exps[at];
  const u = exps[at + 1] + r + r2 * (E2 + r * E3) + r2 * r2 * (E4 + r * E5);
  const step = h * u;
  const v = h + step;
  const left = h - v + step;
  // What fusing changes is far below `doubt`: only near a tie must it be done.
  const doubt = h * 3.469446951953614e-18;
  if (x > -512 && v + (left + doubt) === v && v + (left - doubt) === v) {
    const e = k >> 7;
    if (e > -1022 && e < 1023) {
      words[0] = 0;
      words[1] = (e + 1023) << 20;
      return v * scratch[0];
    }
    return scaled(v, h, u, e);
  }
  const low = fmaModerate(r2, fmaModerate(r, E3, E2), exps[at + 1] + r);
  const t = fmaModerate(r2 * r2, E4 + r * E5, low);
  // glibc's path for results near underflow does not fuse.
  return scaled(x <= -512 ? h + h * t : fmaModerate(h, t, h), h, t, k >> 7);
}

/** v * 2^e, where v is h + h * t rounded; subnormal results are rounded once. */
function scaled(v: number, h: number, t: number, e: number): number {
  if (e > -1022 && e < 1023) {
    words[0] = 0;
    words[1] = (e + 1023) << 20;
    return v * scratch[0];
  }
  if (e >= 1023) return e > 1100 ? Infinity : v * 2 ** 1009 * 2 ** (e - 1009);
  // Subnormal: round at the final place by adding 1, the error of v included.
  const s = 2 ** (e + 1022);
  const y = v * s;
  if (y >= 1) return y * 2.2250738585072014e-308;
  const rest = (h - v + h * t) * s;
  const hi = 1 + y;
  return (hi + (1 - hi + y + rest) - 1) * 2.2250738585072014e-308;
}

/** math.exp2 */
export function exp2(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x >= 1024) return Infinity;
  if (x <= -1075) return 0;
  if (Math.abs(x) < 5.551115123125783e-17) return 1 + x;
  if (exps === null) exps = buildExps();
  const kd = x + 52776558133248 - 52776558133248;
  const r = x - kd;
  const k = kd * 128;
  const r2 = r * r;
  const at = (k & 127) * 2;
  const low = 0.24022650695909065 + r * 0.0555041086686087;
  const high = 0.009618131975721055 + r * 0.0013332074570119598;
  const t = exps[at + 1] + r * Math.LN2 + r2 * low + r2 * r2 * high;
  // Not fused: glibc has no such variant of this function.
  return scaled(exps[at] + exps[at] * t, exps[at], t, k >> 7);
}

const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

/** log of a positive finite x: the rounded value; LOW[1] is about 15 further bits. */
function logTwo(x: number): number {
  if (logs === null) logs = buildLogs();
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 4503599627370496;
    k = -52;
  }
  scratch[0] = x;
  const d = words[1] - OFFSET_HIGH;
  const at = ((d >> 13) & 127) * 3;
  const e = d >> 20;
  k += e;
  words[1] -= e << 20;
  const z = scratch[0];
  // The head of 21 bits keeps both products with 1/c exact.
  words[0] = 0;
  const head = scratch[0];
  const invc = logs[at];
  const r = head * invc - 1 + (z - head) * invc;
  const logc = logs[at + 1];
  const t1 = k * LN2_HIGH + logc;
  const t2 = t1 + r;
  const lo1 = k * LN2_LOW + logs[at + 2];
  const lo2 = t1 - t2 + r;
  const ar = -0.5 * r;
  const ar2 = ar * r;
  const lo3 = productError(ar, r, ar2);
  const hi = t2 + ar2;
  const lo4 = t2 - hi + ar2;
  const p =
    r *
    ar2 *
    (-0.6666666666666679 +
      r * 0.5000000000000007 +
      ar2 *
        (0.7999999995323976 +
          r * -0.6666666663487739 +
          ar2 * (-1.142909628459501 + r * 1.0000415263675542)));
  const lo = lo1 + lo2 + lo3 + lo4 + p;
  const y = hi + lo;
  LOW[1] = hi - y + lo;
  return y;
}

/** math.log of a double: -Infinity at 0 and NaN below (the caller raises). */
export function log(x: number): number {
  if (x >= 0.9375 && x < 1.064697265625) return logNearOne(x - 1);
  if (!(x > 0) || x === Infinity)
    return x === Infinity || Number.isNaN(x) ? x : x === 0 ? -Infinity : NaN;
  return logTwo(x);
}

/** log(1 + r) near 1: a polynomial whose leading terms are kept in two doubles. */
function logNearOne(r: number): number {
  if (r === 0) return 0;
  const r2 = r * r;
  const r3 = r * r2;
  // The products that reach the last bit are fused, as on machines with such an instruction.
  const deep = N7 + r * N8 + r2 * N9 + r3 * N10;
  const first = fmaModerate(r2, N3, fmaModerate(r, N2, N1));
  const p = fmaModerate(r3, N4 + r * N5 + r2 * N6 + r3 * deep, first);
  let w = r * 134217728;
  const head = r + w - w;
  const rest = r - head;
  w = head * head * -0.5;
  const hi = r + w;
  return hi + fmaModerate(r3, p, r - hi + w + -0.5 * rest * (head + r));
}

const N1 = 0.3333333333333352;
const N2 = -0.24999999999998432;
const N3 = 0.19999999999320328;
const N4 = -0.16666666669929706;
const N5 = 0.14285715076560868;
const N6 = -0.12499997863982555;
const N7 = 0.11110712032936046;
const N8 = -0.10000486757818193;
const N9 = 0.09181994006195467;
const N10 = -0.08328363062289341;

const LOG2E_HIGH = 1.4426950407214463;
const LOG2E_LOW = 1.6751713164886512e-10;

/** log2(1 + r) near 1, as `logNearOne`. */
function log2NearOne(r: number): number {
  if (r === 0) return 0;
  const hi = r * LOG2E_HIGH;
  const r2 = r * r;
  const r4 = r2 * r2;
  const q = -0.7213475204444817 + r * 0.48089834696298744;
  const y = fmaModerate(r2, q, hi);
  const lo = fmaModerate(r2, q, hi - y) + (r * LOG2E_LOW + fmaModerate(r, LOG2E_HIGH, -hi));
  const tail =
    -0.360673760222145 +
    r * 0.2885390081805197 +
    r2 * (-0.24044917405728863 + r * 0.2060992861022954) +
    r4 *
      (-0.18033596705327856 +
        r * 0.1603032746063156 +
        r2 * (-0.14483316576701266 + r * 0.13046826811283835));
  return y + fmaModerate(r4, tail, lo);
}

/** math.log2 of a double: -Infinity at 0 and NaN below. */
export function log2(x: number): number {
  if (x >= 0.9576029777526855 && x < 1.0442743301391602) return log2NearOne(x - 1);
  if (!(x > 0) || x === Infinity)
    return x === Infinity || Number.isNaN(x) ? x : x === 0 ? -Infinity : NaN;
  const { mantissa, exponent } = decompose(x);
  // Powers of two are exact.
  const n = Math.log2(mantissa);
  if (Number.isInteger(n) && 2 ** n === mantissa) return n + exponent;
  const y = logTwo(x);
  return mulDD(y, LOW[1], Math.LOG2E, 2.0355273740931033e-17);
}

/** log of a positive int: doubles, or mantissa and exponent beyond their range. */
export function logOfInt(v: PyInt, fn: (x: number) => number): number {
  const x = Number(v);
  if (x !== Infinity) return fn(x);
  const bits = bigBitLength(v as bigint);
  return fn(scaleBig(v as bigint, -bits)) + fn(2) * bits;
}

/** C's pow: NaN for a negative base with a fractional exponent. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  const m = Math.abs(x);
  if (m > 1e-70 && m < 1e70) {
    const quick = powQuick(x, y);
    if (quick !== 0) return quick;
  }
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (m === Infinity || x === 0 || Math.abs(y) === Infinity) return powSpecial(x, y);
  let negative = false;
  if (x < 0) {
    if (!Number.isInteger(y)) return NaN;
    negative = y % 2 !== 0;
  }
  const r = powPositive(m, y);
  return negative ? -r : r;
}

const SPLIT = 134217729;

/**
 * Powers that few operations give together with their error; 0 when the exponent is none of them or
 * the result is too near a tie. glibc is within 0.52 units of the exact value: what lies less than
 * 0.45 units (0.5 / 1.1) from a double, rounds to it there too.
 */
function powQuick(x: number, y: number): number {
  if (y === 2) {
    const p = x * x;
    const e = 1.1 * productError(x, x, p);
    return p + e === p ? p : 0;
  }
  if (y === 0.5) {
    if (x < 0) return 0;
    const s = Math.sqrt(x);
    const p = s * s;
    const e = (0.55 * (x - p - productError(s, s, p))) / s;
    return s + e === s ? s : 0;
  }
  if (y === 3) {
    const p = x * x;
    const pe = productError(x, x, p);
    const q = p * x;
    const e = 1.1 * (productError(p, x, q) + pe * x);
    return q + e === q ? q : 0;
  }
  if (y === 1) return x;
  if (y === -1) {
    const q = 1 / x;
    const p = q * x;
    const e = 1.1 * q * (1 - p - productError(q, x, p));
    return q + e === q ? q : 0;
  }
  if (y === 4) {
    const p = x * x;
    const pe = productError(x, x, p);
    const q = p * p;
    const e = 1.1 * (productError(p, p, q) + 2 * p * pe);
    return q + e === q ? q : 0;
  }
  return 0;
}

/** a * b - p exactly, where p is the rounded product (T. J. Dekker). */
function productError(a: number, b: number, p: number): number {
  let t = SPLIT * a;
  const ah = t - (t - a);
  const al = a - ah;
  t = SPLIT * b;
  const bh = t - (t - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

function powSpecial(x: number, y: number): number {
  const m = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (m === 1) return 1;
    return m > 1 === y > 0 ? Infinity : 0;
  }
  const odd = Number.isInteger(y) && y % 2 !== 0;
  const r = (m === 0) === y > 0 ? 0 : Infinity;
  return odd && (x < 0 || 1 / x < 0) ? -r : r;
}

function powPositive(x: number, y: number): number {
  if (x === 1) return 1;
  const size = Math.abs(y);
  if (size < 2.710505431213761e-20) return x > 1 ? 1 + y : 1 - y;
  if (size >= 9.223372036854776e18) return x > 1 === y > 0 ? Infinity : 0;
  const hi = logTwo(x);
  const lo = LOW[1];
  const e = y * hi;
  const rest = y * lo + productError(y, hi, e);
  const m = Math.abs(e);
  if (m < 5.551115123125783e-17) return 1 + e;
  if (m >= 1024) return e > 0 ? Infinity : 0;
  return expReduced(e, rest);
}
