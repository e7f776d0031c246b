/**
 * sin, cos, tan, asin, acos, atan, atan2 (CPython: the C library's).
 *
 * sin and cos add a short polynomial to a table of steps of 1/128, with the rounding of glibc on
 * machines with fused multiply-add; the table is computed on first use. The others are correctly
 * rounded through two-double sines: the engine's own result corrected by one Newton step.
 */
import {
  COS,
  divDD,
  fmaModerate,
  LOW,
  mulDD,
  REST,
  reduceHalfPi,
  SIN,
  sinCosRest,
  sineTable,
  twoProduct,
} from './double-double.ts';

let table: Float64Array | null = null;
/** Reduced arguments stay below 0.8555. */
const TABLE_SIZE = 112;
/** Adding and subtracting it rounds to a multiple of 1/128. */
const TO_128TH = 52776558133248;

/** Short odd and even polynomials on |x| <= 1/256. */
const T2 = 0.008333333333332329;
const T3 = 0.00019841269834414642;
const S3 = -0.16666666666666488;
const S5 = 0.008333332142857223;
const C2 = 0.5;
const C4 = -0.04166666666666644;
const C6 = 0.001388888740079376;

/** sin(x + dx) for |x| <= 0.8555. */
function sinSmall(x: number, dx: number): number {
  const m = Math.abs(x);
  if (m < 0.126) {
    const z = x * x;
    const p = ((-2.5022014848318398e-8 * z + 2.755729806860771e-6) * z - T3) * z + T2;
    const q = fmaModerate(p, z, -0.16666666666666666);
    return x + fmaModerate(fmaModerate(q, x, -0.5 * dx), z, dx);
  }
  if (table === null) table = sineTable(TABLE_SIZE, 128n);
  const d = x < 0 ? -dx : dx;
  const step = m + TO_128TH - TO_128TH;
  const at = step * 512;
  const t = m - step;
  const z = t * t;
  const s = t + fmaModerate(t * z, S3 + z * S5, d);
  const c = t * d + z * (C2 + z * (C4 + z * C6));
  const sine = table[at];
  const low = fmaModerate(-sine, c, table[at + 1] + s * table[at + 3]);
  const r = sine + fmaModerate(table[at + 2], s, low);
  return x < 0 ? -r : r;
}

/** cos(x + dx) for |x| <= 0.8555. */
function cosSmall(x: number, dx: number): number {
  if (table === null) table = sineTable(TABLE_SIZE, 128n);
  const m = Math.abs(x);
  const step = m + TO_128TH - TO_128TH;
  const at = step * 512;
  const t = m - step + (x < 0 ? -dx : dx);
  const z = t * t;
  const s = fmaModerate(t * z, S3 + z * S5, t);
  const c = z * (C2 + z * (C4 + z * C6));
  const cosine = table[at + 2];
  const low = fmaModerate(-cosine, c, table[at + 3] - s * table[at + 1]);
  return cosine + fmaModerate(-table[at], s, low);
}

/** Reduces to [-pi/4, pi/4] in REST; returns the quadrant. */
function quadrant(x: number): number {
  if (Math.abs(x) >= 105414350) return reduceHalfPi(x);
  const t = x * 0.6366197723675814 + 6755399441055744;
  const n = t - 6755399441055744;
  const y = x - n * 1.5707963407039642 - n * -1.3909067564377153e-8;
  const t1 = n * -4.97899623147991e-17;
  const t2 = y - t1;
  const t3 = n * -1.9034889620193266e-25;
  const b = t2 - t3;
  REST[0] = b;
  REST[1] = y - t2 - t1 + (t2 - b - t3);
  return n & 3;
}

const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;

/** math.sin; NaN for infinities. */
export function sin(x: number): number {
  const m = Math.abs(x);
  if (m < 0.85546875) return m < 1.4901161193847656e-8 ? x : sinSmall(x, 0);
  if (m < 2.426263809204102) {
    const r = cosSmall(HALF_PI - m, HALF_PI_LOW);
    return x < 0 ? -r : r;
  }
  if (!(m < Infinity)) return NaN;
  return sinCosAt(quadrant(x));
}

/** math.cos; NaN for infinities. */
export function cos(x: number): number {
  const m = Math.abs(x);
  if (m < 0.85546875) return m < 7.450580596923828e-9 ? 1 : cosSmall(x, 0);
  if (m < 2.426263809204102) {
    const y = HALF_PI - m;
    const a = y + HALF_PI_LOW;
    return sinSmall(a, y - a + HALF_PI_LOW);
  }
  if (!(m < Infinity)) return NaN;
  return sinCosAt(quadrant(x) + 1);
}

function sinCosAt(n: number): number {
  const r = n & 1 ? cosSmall(REST[0], REST[1]) : sinSmall(REST[0], REST[1]);
  return n & 2 ? -r : r;
}

/** math.tan, correctly rounded; NaN for infinities. */
export function tan(x: number): number {
  const m = Math.abs(x);
  if (m < 1.2e-8) return x;
  if (!(m < Infinity)) return NaN;
  const n = reduceHalfPi(x);
  sinCosRest();
  if (n & 1) return -divDD(COS[0], COS[1], SIN[0], SIN[1]);
  return divDD(SIN[0], SIN[1], COS[0], COS[1]);
}

/** Two-double sine and cosine of a double of at most pi. */
function sinCosOf(y: number): void {
  REST[0] = y;
  REST[1] = 0;
  sinCosRest();
}

/** math.asin, correctly rounded; NaN outside [-1, 1]. */
export function asin(x: number): number {
  const m = Math.abs(x);
  if (m < 1e-8) return x;
  if (!(m < 1)) return m === 1 ? x * HALF_PI : NaN;
  if (m > 0.5) {
    const r = asinHigh(m);
    return x < 0 ? -r : r;
  }
  const y = Math.asin(x);
  sinCosOf(y);
  return y + (x - SIN[0] - SIN[1]) / COS[0];
}

/** pi/2 - acos(m) for 0.5 < m < 1, from the half-angle form of acos. */
function asinHigh(m: number): number {
  const h = acosHigh(m);
  const t = HALF_PI - h;
  return t + (HALF_PI - t - h + (HALF_PI_LOW - LOW[0]));
}

/** acos(x) for 0.5 < x < 1 as 2 asin(sqrt((1 - x) / 2)); the rest in LOW[0]. */
function acosHigh(x: number): number {
  const z = (1 - x) / 2;
  const h = Math.asin(Math.sqrt(z));
  sinCosOf(h);
  const s = SIN[0];
  const square = mulDD(s, SIN[1], s, SIN[1]);
  const d = (z - square - LOW[0]) / (s * COS[0]);
  const r = 2 * h + d;
  LOW[0] = d - (r - 2 * h);
  return r;
}

/** math.acos, correctly rounded; NaN outside [-1, 1]. */
export function acos(x: number): number {
  if (!(x <= 1 && x >= -1)) return NaN;
  if (x === 1) return 0;
  if (x === -1) return Math.PI;
  if (x > 0.5) return acosHigh(x);
  if (x < -0.5) {
    const h = acosHigh(-x);
    const t = Math.PI - h;
    return t + (Math.PI - t - h + (2 * HALF_PI_LOW - LOW[0]));
  }
  // acos x = pi/2 - asin x.
  const y = Math.abs(x) < 1e-8 ? x : Math.asin(x);
  let d = 0;
  if (y !== x || Math.abs(x) >= 1e-8) {
    sinCosOf(y);
    d = (x - SIN[0] - SIN[1]) / COS[0];
  }
  const t = HALF_PI - y;
  return t + (HALF_PI - t - y + (HALF_PI_LOW - d));
}

/** math.atan, correctly rounded. */
export function atan(x: number): number {
  const m = Math.abs(x);
  if (m < 1e-8) return x;
  if (!(m < 1e17)) return Number.isNaN(x) ? x : x < 0 ? -HALF_PI : HALF_PI;
  return atanPair(x, 1);
}

/** The angle of (x, y), x > 0: high part returned, rest in LOW[0]. */
function atanPair(y: number, x: number): number {
  const swap = Math.abs(y) > x;
  const top = swap ? x : Math.abs(y);
  const bottom = swap ? Math.abs(y) : x;
  const a = Math.atan(top / bottom);
  sinCosOf(a);
  // top cos a - bottom sin a, to two doubles.
  const p = twoProduct(top, COS[0]);
  const pl = LOW[0];
  const q = twoProduct(bottom, SIN[0]);
  const num = p - q + (pl - LOW[0]) + (top * COS[1] - bottom * SIN[1]);
  let d = num / (bottom * COS[0] + top * SIN[0]);
  let r = a;
  if (swap) {
    r = HALF_PI - a;
    d = HALF_PI - r - a + (HALF_PI_LOW - d);
  }
  const s = r + d;
  LOW[0] = d - (s - r);
  if (y < 0) {
    LOW[0] = -LOW[0];
    return -s;
  }
  return s;
}

/** math.atan2, correctly rounded. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const ay = Math.abs(y);
  const ax = Math.abs(x);
  if (ay === 0 || ax === 0 || ay === Infinity || ax === Infinity) return Math.atan2(y, x);
  const ratio = ay / ax;
  if (x > 0 && ratio < 1e-8) return smallAngle(y, x);
  if (ratio > 1e17) return y < 0 ? -HALF_PI : HALF_PI;
  // Bring both near 1: the angle depends on the ratio only.
  const scale = Math.max(ax, ay);
  const e = scale > 1e150 ? 2 ** -600 : scale < 1e-100 ? 2 ** 600 : 1;
  const tiny = ratio < 1e-150;
  const a = tiny ? 0 : atanPair(ay * e, ax * e);
  const al = tiny ? 0 : LOW[0];
  if (x > 0) return y < 0 ? -a : a;
  const t = Math.PI - a;
  const r = t + (Math.PI - t - a + (2 * HALF_PI_LOW - al));
  return y < 0 ? -r : r;
}

/** y / x for an angle so small that it is its tangent, less a third of its cube. */
function smallAngle(y: number, x: number): number {
  const q = y / x;
  if (Math.abs(q) < 1e-290) return q;
  const e = Math.abs(x) > 1e150 ? 2 ** -600 : Math.abs(x) < 1e-100 ? 2 ** 600 : 1;
  const p = twoProduct(q, x * e);
  const rest = (y * e - p - LOW[0]) / (x * e);
  return q + (rest - (q * q * q) / 3);
}
