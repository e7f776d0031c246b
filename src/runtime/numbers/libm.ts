/**
 * The functions of the math module over doubles and ints (CPython: Modules/mathmodule.c); the
 * elementary ones come from the libm-* files and are exported from here as well.
 *
 * Results follow C: NaN for a domain error of ordinary arguments, an infinity for a pole or an
 * overflow. The caller turns those into ValueError and OverflowError by CPython's rules.
 */
import { LOW, twoProduct, twoSum } from './double-double.ts';
import { decompose, isNegative } from './float-repr.ts';
import { mul, normalize, type PyInt, sub } from './int-arith.ts';
import { exp, log, pow } from './libm-exp.ts';
import { cos, sin } from './libm-trig.ts';

export { fma } from './double-double.ts';
export { gcd, isqrt, lcm } from './int-arith.ts';
export * from './libm-exp.ts';
export * from './libm-hyper.ts';
export * from './libm-trig.ts';

/** C's fmod. */
export function fmod(x: number, y: number): number {
  return x % y;
}

/** IEEE 754 remainder: to the nearest multiple, ties to the even one. */
export function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y) || y === 0 || Math.abs(x) === Infinity) return NaN;
  if (Math.abs(y) === Infinity) return x;
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const m = ax % ay;
  const c = ay - m;
  const r = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (ax - m)) % ay);
  return isNegative(x) ? -r : r;
}

/** math.frexp: [mantissa, exponent]. */
export function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  const { mantissa: whole, exponent } = decompose(x);
  let mantissa = whole;
  let e = exponent + 53;
  while (mantissa < 4503599627370496) {
    mantissa *= 2;
    e--;
  }
  const m = mantissa / 9007199254740992;
  return [x < 0 ? -m : m, e];
}

/** x * 2^e rounded once; infinite on overflow. */
export function ldexp(x: number, e: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (e >= -1022 && e <= 1023) {
    // A power of two changes the exponent only, as long as the result is an ordinary double.
    words[1] = (e + 1023) << 20;
    words[0] = 0;
    const r = x * scratch[0];
    if (r > LEAST || r < -LEAST) return r;
  }
  const [m, k] = frexp(x);
  const n = k + Math.max(Math.min(e, 100000), -100000);
  if (n > 1024) return m * Infinity;
  if (n >= -1021) return m * 2 * 2 ** (n - 1);
  return n < -1080 ? m * 0 : m * 2 ** -1021 * 2 ** (n + 1021);
}

/** math.modf: [fraction, whole], both with the sign of x. */
export function modf(x: number): [number, number] {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? [x, x] : [isNegative(x) ? -0 : 0, x];
  const whole = Math.trunc(x);
  const rest = x - whole;
  return [rest === 0 && isNegative(x) ? -0 : rest, whole];
}

const scratch = new Float64Array(1);
const bits = new BigInt64Array(scratch.buffer);
const words = new Int32Array(scratch.buffer);
/** The least double with all its bits. */
const LEAST = 2.2250738585072014e-308;

/** math.nextafter with steps >= 0. */
export function nextafter(x: number, y: number, steps?: PyInt): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (steps === undefined) {
    // C's nextafter: a step to zero keeps the sign of x.
    const r = nextafter(x, y, 1);
    return r === 0 && x !== y ? (x < 0 ? -0 : 0) : r;
  }
  if (x === y) return steps === 0 ? x : y;
  if (steps === 0) return x;
  // Doubles in order are their bit patterns in order, negatives mirrored.
  const from = orderedBits(x);
  const to = orderedBits(y);
  const n = BigInt(steps);
  const distance = to > from ? to - from : from - to;
  if (n >= distance) return y;
  return fromOrderedBits(to > from ? from + n : from - n, from < 0n || isNegative(x));
}

function orderedBits(x: number): bigint {
  scratch[0] = Math.abs(x);
  return x < 0 ? -bits[0] : bits[0];
}

function fromOrderedBits(n: bigint, wasNegative: boolean): number {
  bits[0] = n < 0n ? -n : n;
  const m = scratch[0];
  return n < 0n || (n === 0n && wasNegative) ? -m : m;
}

/** math.ulp */
export function ulp(x: number): number {
  const m = Math.abs(x);
  if (!(m < Infinity)) return m;
  const { exponent } = decompose(m);
  return exponent < -1000 ? 2 ** -500 * 2 ** (exponent + 500) : 2 ** exponent;
}

/**
 * C's hypot of two doubles, as cmath and complex use it (math.hypot has its own algorithm): the
 * square root corrected by its residual (C. F. Borges 2019).
 */
export function chypot(x: number, y: number): number {
  let a = Math.abs(x);
  let b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (a < b) [a, b] = [b, a];
  if (Number.isNaN(a + b)) return NaN;
  if (b <= a * 5.551115123125783e-17) return a + b;
  if (a > 2 ** 511) return hypotResidual(a * 2 ** -600, b * 2 ** -600) * 2 ** 600;
  if (b < 2 ** -459) return hypotResidual(a * 2 ** 600, b * 2 ** 600) * 2 ** -600;
  return hypotResidual(a, b);
}

function hypotResidual(a: number, b: number): number {
  const h = Math.sqrt(a * a + b * b);
  const near = h <= 2 * b;
  const d = near ? h - b : h - a;
  const t1 = near ? a * (2 * d - a) : 2 * d * (a - 2 * b);
  const t2 = near ? (d - 2 * (a - b)) * d : (4 * d - b) * b + d * d;
  return h - (t1 + t2) / (2 * h);
}

/** Euclidean norm of absolute values with greatest `max`; scales `values` in place. */
export function vectorNorm(values: Float64Array, max: number, foundNaN: boolean): number {
  if (max === Infinity) return max;
  if (foundNaN) return NaN;
  if (max === 0 || values.length <= 1) return max;
  const e = frexp(max)[1];
  if (e < -1023) {
    const tiny = 2.2250738585072014e-308;
    for (let i = 0; i < values.length; i++) values[i] /= tiny;
    return tiny * vectorNorm(values, max / tiny, false);
  }
  const scale = ldexp(1, -e);
  let sum = 1;
  let low1 = 0;
  let low2 = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] * scale;
    const p = twoProduct(x, x);
    low1 += LOW[0];
    const s = sum + p;
    low2 += p - (s - sum);
    sum = s;
  }
  let h = Math.sqrt(sum - 1 + (low1 + low2));
  // One Newton step with the residual of the root.
  const p = twoProduct(-h, h);
  low1 += LOW[0];
  const s = sum + p;
  low2 += p - (s - sum);
  const x = s - 1 + (low1 + low2);
  h += x / (2 * h);
  return h / scale;
}

/** math.hypot(*coordinates). */
export function hypot(coordinates: ArrayLike<number>): number {
  const values = new Float64Array(coordinates.length);
  let max = 0;
  let foundNaN = false;
  for (let i = 0; i < coordinates.length; i++) {
    const x = Math.abs(coordinates[i]);
    values[i] = x;
    if (Number.isNaN(x)) foundNaN = true;
    else if (x > max) max = x;
  }
  return vectorNorm(values, max, foundNaN);
}

/** math.dist(p, q) of equal lengths. */
export function dist(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const d = new Float64Array(p.length);
  for (let i = 0; i < p.length; i++) d[i] = p[i] - q[i];
  return hypot(d);
}

/** Failures of `fsum`: OverflowError and ValueError texts. */
export const FSUM_OVERFLOW = 'intermediate overflow in fsum';
export const FSUM_INVALID = '-inf + inf in fsum';

/** math.fsum: the exactly rounded sum, or one of the failure texts. */
export function fsum(values: ArrayLike<number>): number | string {
  const p: number[] = [];
  let special = 0;
  let infinite = 0;
  for (let k = 0; k < values.length; k++) {
    const given = values[k];
    let x = given;
    let n = 0;
    for (let j = 0; j < p.length; j++) {
      x = twoSum(x, p[j]);
      // With an infinite x the low part is NaN and is dropped below.
      if (LOW[0] !== 0) p[n++] = LOW[0];
    }
    p.length = n;
    if (x === 0) continue;
    if (Number.isFinite(x)) p.push(x);
    else {
      if (Number.isFinite(given)) return FSUM_OVERFLOW;
      if (!Number.isNaN(given)) infinite += given;
      special += given;
      p.length = 0;
    }
  }
  if (special !== 0) return Number.isNaN(infinite) ? FSUM_INVALID : special;
  return roundPartials(p);
}

/** Sum of non-overlapping partials in increasing order, rounded half to even. */
function roundPartials(p: number[]): number {
  let n = p.length;
  if (n === 0) return 0;
  let hi = p[--n];
  let lo = 0;
  while (n > 0) {
    hi = twoSum(hi, p[--n]);
    lo = LOW[0];
    if (lo !== 0) break;
  }
  // A tie is decided by the sign of what lies below.
  if (n > 0 && lo < 0 === p[n - 1] < 0 && lo !== 0) {
    const y = lo * 2;
    const x = hi + y;
    if (y === x - hi) return x;
  }
  return hi;
}

/** Accumulates a sum of products in triple length (the float path of math.sumprod). */
export class SumProduct {
  private hi: number;
  private lo: number;
  private tiny: number;

  constructor() {
    this.hi = 0;
    this.lo = 0;
    this.tiny = 0;
  }

  add(x: number, y: number): void {
    const p = twoProduct(x, y);
    const pl = LOW[0];
    const s = twoSum(this.hi, p);
    const sl = LOW[0];
    const r = twoSum(this.lo, pl);
    const rl = LOW[0];
    this.lo = twoSum(r, sl);
    this.tiny += rl + LOW[0];
    this.hi = s;
  }

  /** The total; NaN asks the caller to fall back to plain arithmetic (overflow or specials). */
  value(): number {
    const hi = twoSum(this.lo, this.hi);
    return this.tiny + LOW[0] + hi;
  }
}

const LANCZOS_TOP = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028,
  1439720407.3117216, 248874557.86205417, 31426415.585400194, 2876370.6289353725,
  186056.26539522348, 8071.672002365816, 210.82427775157936, 2.5066282746310002,
];
const LANCZOS_BOTTOM = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925,
  66, 1,
];
const LANCZOS_G = 6.02468004077673;
const G_MINUS_HALF = 5.52468004077673;
const LOG_PI = 1.1447298858494002;

function lanczosSum(x: number): number {
  let top = 0;
  let bottom = 0;
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      top = top * x + LANCZOS_TOP[i];
      bottom = bottom * x + LANCZOS_BOTTOM[i];
    }
  } else {
    for (let i = 0; i < 13; i++) {
      top = top / x + LANCZOS_TOP[i];
      bottom = bottom / x + LANCZOS_BOTTOM[i];
    }
  }
  return top / bottom;
}

/** sin(pi x) of a finite x. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  let r: number;
  if (y < 0.25) r = sin(Math.PI * y);
  else if (y < 0.75) r = cos(Math.PI * (y - 0.5));
  else if (y <= 1.25) r = sin(Math.PI * (1 - y));
  else if (y < 1.75) r = -cos(Math.PI * (y - 1.5));
  else r = sin(Math.PI * (y - 2));
  return isNegative(x) ? -r : r;
}

/** math.gamma: NaN at negative integers and -inf, infinite at 0 and on overflow. */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x === -Infinity ? NaN : x;
  if (x === 0) return 1 / x;
  if (Number.isInteger(x)) {
    if (x < 0) return NaN;
    if (x <= 23) return Number(factorial(x - 1));
  }
  const m = Math.abs(x);
  if (m < 1e-20) return 1 / x;
  if (m > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = m + G_MINUS_HALF;
  const rest = m > G_MINUS_HALF ? y - m - G_MINUS_HALF : y - G_MINUS_HALF - m;
  const z = (rest * LANCZOS_G) / y;
  const half = m < 140 ? 0 : pow(y, m / 2 - 0.25);
  if (x < 0) {
    let r = ((-Math.PI / sinPi(m) / m) * exp(y)) / lanczosSum(m);
    r -= z * r;
    return m < 140 ? r / pow(y, m - 0.5) : r / half / half;
  }
  let r = lanczosSum(m) / exp(y);
  r += z * r;
  return m < 140 ? r * pow(y, m - 0.5) : r * half * half;
}

/** math.lgamma: infinite at the poles, infinities and on overflow. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? Infinity : 0;
  const m = Math.abs(x);
  if (m < 1e-20) return -log(m);
  let r = log(lanczosSum(m)) - LANCZOS_G;
  r += (m - 0.5) * (log(m + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = LOG_PI - log(Math.abs(sinPi(m))) - log(m) - r;
  return r;
}

/** Product of a, a + step, ... (count terms), halving so that factors stay balanced. */
function rangeProduct(a: bigint, count: number): bigint {
  if (count <= 4) {
    let r = 1n;
    for (let i = 0; i < count; i++) r *= a + BigInt(i);
    return r;
  }
  const half = count >> 1;
  return rangeProduct(a, half) * rangeProduct(a + BigInt(half), count - half);
}

/** n! for n >= 0. */
export function factorial(n: number): PyInt {
  if (n <= 20) {
    let r = 1;
    for (let i = 2; i <= n && i <= 18; i++) r *= i;
    return n <= 18 ? r : BigInt(r) * (n === 19 ? 19n : 380n);
  }
  return normalize(rangeProduct(1n, n));
}

/** math.perm(n, k) for n >= 0, 0 <= k: falling factorial. */
export function perm(n: PyInt, k: number): PyInt {
  if (k > n) return 0;
  if (k === 0) return 1;
  return normalize(rangeProduct(BigInt(sub(n, k)) + 1n, k));
}

/** math.comb(n, k) for n, k >= 0, k fitting a number once reduced to min(k, n - k). */
export function comb(n: PyInt, k: number): PyInt {
  if (k > n) return 0;
  if (k === 0) return 1;
  if (typeof n === 'number' && n <= 60) return smallComb(n, Math.min(k, n - k));
  return normalize(bigComb(BigInt(n), k));
}

function smallComb(n: number, k: number): PyInt {
  let r: PyInt = 1;
  for (let i = 1; i <= k; i++) {
    const next: PyInt = mul(r, n - k + i);
    r = typeof next === 'number' ? next / i : normalize(next / BigInt(i));
  }
  return r;
}

function bigComb(n: bigint, k: number): bigint {
  if (k <= 20) return rangeProduct(n - BigInt(k) + 1n, k) / BigInt(factorial(k));
  // C(n, k) = C(n, j) C(n - j, k - j) / C(k, j)
  const j = k >> 1;
  const left = bigComb(n, j) * bigComb(n - BigInt(j), k - j);
  return left / BigInt(comb(k, j));
}
