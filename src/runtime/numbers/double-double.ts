/**
 * Arithmetic on unevaluated sums of two doubles, exact fused multiply-add, and the sine and cosine
 * to about 90 bits that the correctly rounded trigonometric functions rest on (T. J. Dekker 1971).
 *
 * A function that yields two doubles returns the high one and leaves the low one in `LOW[0]`: a
 * typed array costs no allocation. Read it before the next call.
 */
import { decompose, isNegative, scaleBig } from './float-repr.ts';
import { normalize } from './int-arith.ts';

export const LOW = new Float64Array(2);

const SPLITTER = 134217729;

/** a + b exactly. */
export function twoSum(a: number, b: number): number {
  const s = a + b;
  const t = s - a;
  LOW[0] = a - (s - t) + (b - t);
  return s;
}

/** a * b exactly, while nothing over- or underflows. */
export function twoProduct(a: number, b: number): number {
  const p = a * b;
  let t = SPLITTER * a;
  const ah = t - (t - a);
  const al = a - ah;
  t = SPLITTER * b;
  const bh = t - (t - b);
  const bl = b - bh;
  LOW[0] = al * bl - (p - ah * bh - al * bh - ah * bl);
  return p;
}

/** (ah + al) * (bh + bl). */
export function mulDD(ah: number, al: number, bh: number, bl: number): number {
  const p = twoProduct(ah, bh);
  const e = LOW[0] + (ah * bl + al * bh);
  const s = p + e;
  LOW[0] = e - (s - p);
  return s;
}

/** (ah + al) + (bh + bl). */
export function addDD(ah: number, al: number, bh: number, bl: number): number {
  const s = twoSum(ah, bh);
  const e = LOW[0];
  const t = twoSum(al, bl);
  const f = LOW[0];
  const u = s + (e + t);
  const v = e + t - (u - s) + f;
  const r = u + v;
  LOW[0] = v - (r - u);
  return r;
}

/** (ah + al) / (bh + bl). */
export function divDD(ah: number, al: number, bh: number, bl: number): number {
  const q = ah / bh;
  const p = twoProduct(q, bh);
  const r = (ah - p - LOW[0] + al - q * bl) / bh;
  const s = q + r;
  LOW[0] = r - (s - q);
  return s;
}

/**
 * a * b + c rounded once, for moderate exponents (about 2^-450 to 2^450). Mostly the sum with its
 * exact error already decides the rounding; otherwise the product's error is brought in.
 */
export function fmaModerate(a: number, b: number, c: number): number {
  const p = a * b;
  const s = p + c;
  const t = s - p;
  const e = p - (s - t) + (c - t);
  const slack = Math.abs(p) * 1.2e-16;
  if (s + (e + slack) === s && s + (e - slack) === s) return s;
  return fmaExact(a, b, c);
}

function fmaExact(a: number, b: number, c: number): number {
  const p = twoProduct(a, b);
  const pe = LOW[0];
  const s = twoSum(p, c);
  const se = LOW[0];
  const t = twoSum(se, pe);
  return s + toOdd(t, LOW[0]);
}

const oddScratch = new Float64Array(1);
const oddWords = new Int32Array(oddScratch.buffer);

/** t + rest rounded to odd, so that a later rounding of it is not a double rounding. */
function toOdd(t: number, rest: number): number {
  if (rest === 0) return t;
  oddScratch[0] = t;
  if ((oddWords[0] & 1) === 1) return t;
  // Truncation goes towards `rest`; an even last bit becomes the odd neighbour on that side.
  if (t > 0 === rest > 0) oddWords[0] |= 1;
  else {
    if (oddWords[0] === 0) oddWords[1] -= 1;
    oddWords[0] -= 1;
  }
  return oddScratch[0];
}

/** math.fma of any doubles, rounded once; NaN and infinities as C. */
export function fma(a: number, b: number, c: number): number {
  const p = a * b;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return p + c;
  if (!Number.isFinite(c)) return c;
  if (a === 0 || b === 0) return p + c;
  const m = Math.abs(p);
  const n = Math.abs(c);
  if (m > 1e-130 && m < 1e130 && n > 1e-130 && n < 1e130) {
    if (Math.abs(a) < 1e200 && Math.abs(b) < 1e200) return fmaModerate(a, b, c);
  }
  return fmaBig(a, b, c);
}

function fmaBig(a: number, b: number, c: number): number {
  const x = decompose(a);
  const y = decompose(b);
  const z = decompose(c);
  let m = BigInt(x.mantissa) * BigInt(y.mantissa);
  let e = x.exponent + y.exponent;
  if (a < 0 !== b < 0) m = -m;
  let n = BigInt(z.mantissa);
  if (c < 0) n = -n;
  if (n !== 0n) {
    if (z.exponent > e) n <<= BigInt(z.exponent - e);
    else m <<= BigInt(e - z.exponent);
    e = Math.min(e, z.exponent);
  }
  const sum = m + n;
  // An exact zero from opposite signs is +0; a product that only underflows keeps its sign.
  if (sum === 0n) return isNegative(c) && m < 0n ? -0 : 0;
  return sum < 0n ? -scaleBig(-sum, e) : scaleBig(sum, e);
}

let piHalf: Float64Array | null = null;

/** pi scaled by 2^bits, by Machin's formula. */
export function piFixed(bits: number): bigint {
  const guard = BigInt(bits + 32);
  const arc = (n: bigint): bigint => {
    let term = (1n << guard) / n;
    let sum = term;
    const square = n * n;
    for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
      term /= square;
      sum += (sign * term) / k;
    }
    return sum;
  };
  return (16n * arc(5n) - 4n * arc(239n)) >> 32n;
}

/** pi/2 in parts: two of 33 bits and a double-double. */
function piHalfParts(): Float64Array {
  const bits = 300;
  let rest = piFixed(bits);
  const parts = new Float64Array(4);
  for (let i = 0; i < 4; i++) {
    const x = scaleBig(rest < 0n ? -rest : rest, -bits - 1) * (rest < 0n ? -1 : 1);
    parts[i] = i < 2 ? cutTo33(x) : x;
    const { mantissa, exponent } = decompose(parts[i]);
    const value = BigInt(mantissa) << BigInt(exponent + bits + 1);
    rest -= parts[i] < 0 ? -value : value;
  }
  return parts;
}

function cutTo33(x: number): number {
  oddScratch[0] = x;
  oddWords[0] &= ~0xfffff;
  return oddScratch[0];
}

/** Reduction of x to [-pi/4, pi/4]: returns the quadrant, the rest in `REST` (high, low). */
export const REST = new Float64Array(2);

export function reduceHalfPi(x: number): number {
  if (Math.abs(x) > 1000000) return reduceLarge(x);
  if (piHalf === null) piHalf = piHalfParts();
  const n = Math.round(x * 0.6366197723675814);
  if (n === 0) {
    REST[0] = x;
    REST[1] = 0;
    return 0;
  }
  const h = twoSum(x - n * piHalf[0], -n * piHalf[1]);
  const l = LOW[0];
  const p = twoProduct(n, piHalf[2]);
  const q = LOW[0] + n * piHalf[3];
  REST[0] = addDD(h, l, -p, -q);
  REST[1] = LOW[0];
  return n & 3;
}

const LARGE_BITS = 1300;
let largePi = 0n;

function reduceLarge(x: number): number {
  if (largePi === 0n) largePi = piFixed(LARGE_BITS);
  const { mantissa, exponent } = decompose(x);
  // Half of pi is largePi / 2^(LARGE_BITS + 1).
  const value = BigInt(mantissa) << BigInt(exponent + LARGE_BITS + 1);
  let n = value / largePi;
  let rest = value - n * largePi;
  if (rest * 2n > largePi) {
    rest -= largePi;
    n += 1n;
  }
  const negative = rest < 0n !== x < 0;
  const size = rest < 0n ? -rest : rest;
  const h = scaleBig(size, -LARGE_BITS - 1);
  const part = decompose(h);
  const left = size - (BigInt(part.mantissa) << BigInt(part.exponent + LARGE_BITS + 1));
  const l = left < 0n ? -scaleBig(-left, -LARGE_BITS - 1) : scaleBig(left, -LARGE_BITS - 1);
  REST[0] = negative ? -h : h;
  REST[1] = negative ? -l : l;
  const quadrant = Number(normalize(n & 3n));
  return x < 0 ? (4 - quadrant) & 3 : quadrant;
}

const FIXED = 200n;
/** sin and cos of k/32 for k = 0..26, each as high and low. */
let sines: Float64Array | null = null;

function splitFixed(v: bigint, out: Float64Array, at: number): void {
  const h = scaleBig(v, -200);
  const part = decompose(h);
  const left = v - (BigInt(part.mantissa) << (BigInt(part.exponent) + FIXED));
  out[at] = h;
  out[at + 1] = left < 0n ? -scaleBig(-left, -200) : scaleBig(left, -200);
}

/** sin and cos of k/step as high and low parts, four doubles an entry. */
export function sineTable(count: number, step: bigint): Float64Array {
  const out = new Float64Array(count * 4);
  const [sin1, cos1] = sinCosFixed((1n << FIXED) / step);
  let sin = 0n;
  let cos = 1n << FIXED;
  for (let k = 0; k < count; k++) {
    if (k > 0) splitFixed(sin, out, k * 4);
    splitFixed(cos, out, k * 4 + 2);
    const next = (sin * cos1 + cos * sin1) >> FIXED;
    cos = (cos * cos1 - sin * sin1) >> FIXED;
    sin = next;
  }
  return out;
}

/** sin and cos of a small fixed-point number by their series. */
function sinCosFixed(x: bigint): [bigint, bigint] {
  let term = 1n << FIXED;
  let sin = 0n;
  let cos = term;
  for (let i = 1n; term !== 0n; i++) {
    term = ((term * x) >> FIXED) / i;
    const signed = (i & 2n) === 0n ? term : -term;
    if ((i & 1n) === 1n) sin += signed;
    else cos += signed;
  }
  return [sin, cos];
}

/** sin and cos of REST (|.| <= 0.79) to about 2^-90, into the arrays' first two elements. */
export const SIN = new Float64Array(2);
export const COS = new Float64Array(2);

export function sinCosRest(): void {
  if (sines === null) sines = sineTable(27, 32n);
  const negative = REST[0] < 0;
  const xh = negative ? -REST[0] : REST[0];
  const xl = negative ? -REST[1] : REST[1];
  const k = Math.round(xh * 32);
  const th = twoSum(xh - k / 32, xl);
  const tl = LOW[0];
  const zh = mulDD(th, tl, th, tl);
  const zl = LOW[0];
  // sin t = t - t^3 (1/6 - z/120 + ...): only the first coefficient needs two doubles.
  let tail = zh * (-1 / 120 + zh * (1 / 5040 + zh * (-1 / 362880 + zh / 39916800)));
  let ph = addDD(1 / 6, 9.25185853854297e-18, tail, 0);
  ph = mulDD(ph, LOW[0], zh, zl);
  ph = mulDD(ph, LOW[0], th, tl);
  const sh = addDD(th, tl, -ph, -LOW[0]);
  const sl = LOW[0];
  tail = zh * (-1 / 720 + zh * (1 / 40320 + zh * (-1 / 3628800 + zh / 479001600)));
  let qh = addDD(1 / 24, 2.3129646346357427e-18, tail, 0);
  qh = mulDD(qh, LOW[0], zh, zl);
  qh = addDD(-0.5, 0, qh, LOW[0]);
  qh = mulDD(qh, LOW[0], zh, zl);
  const ch = addDD(1, 0, qh, LOW[0]);
  combine(k * 4, sh, sl, ch, LOW[0], negative);
}

/** Addition formulas with table entry `at`. */
function combine(
  at: number,
  sh: number,
  sl: number,
  ch: number,
  cl: number,
  negative: boolean,
): void {
  const t = sines!;
  const [Sh, Sl, Ch, Cl] = [t[at], t[at + 1], t[at + 2], t[at + 3]];
  const a = mulDD(Sh, Sl, ch, cl);
  const al = LOW[0];
  const b = mulDD(Ch, Cl, sh, sl);
  const s = addDD(a, al, b, LOW[0]);
  SIN[0] = negative ? -s : s;
  SIN[1] = negative ? -LOW[0] : LOW[0];
  const c = mulDD(Ch, Cl, ch, cl);
  const cc = LOW[0];
  const d = mulDD(Sh, Sl, sh, sl);
  COS[0] = addDD(c, cc, -d, -LOW[0]);
  COS[1] = LOW[0];
}
