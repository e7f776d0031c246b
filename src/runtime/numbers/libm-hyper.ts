/**
 * expm1, log1p, log10, hyperbolic functions and their inverses, cbrt, erf and erfc (CPython: the C
 * library's). Rational approximations with the constants of Sun's fdlibm ("permission to use, copy,
 * modify, and distribute this software is freely granted"), summed in glibc's order.
 */
import { fmaModerate } from './double-double.ts';
import { exp, log } from './libm-exp.ts';

const scratch = new Float64Array(1);
const words = new Int32Array(scratch.buffer);

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN2 = Math.LN2;

/** x * 2^k for a normal result. */
function shiftExponent(x: number, k: number): number {
  scratch[0] = x;
  words[1] += k << 20;
  return scratch[0];
}

/** math.expm1 */
export function expm1(x: number): number {
  const m = Math.abs(x);
  if (!(m < 38.816242)) {
    if (Number.isNaN(x) || x === Infinity) return x;
    if (x < 0) return -1;
    if (x > 709.782712893384) return Infinity;
  }
  if (m < 5.551115123125783e-17) return x;
  let k = 0;
  let c = 0;
  if (highWord(m) > 0x3fd62e42) {
    let hi: number;
    let lo: number;
    if (highWord(m) < 0x3ff0a2b2) {
      k = x > 0 ? 1 : -1;
      hi = x - k * LN2_HIGH;
      lo = k * LN2_LOW;
    } else {
      k = Math.trunc(Math.LOG2E * x + (x > 0 ? 0.5 : -0.5));
      hi = x - k * LN2_HIGH;
      lo = k * LN2_LOW;
    }
    x = hi - lo;
    c = hi - x - lo;
  }
  return expm1Reduced(x, c, k);
}

function highWord(x: number): number {
  scratch[0] = x;
  return words[1];
}

function expm1Reduced(x: number, c: number, k: number): number {
  const half = 0.5 * x;
  const h = x * half;
  const h2 = h * h;
  // Fused products where their rounding reaches the result.
  const q2 = 0.0015873015872548146 + h * -7.93650757867488e-5;
  const q4 = 4.008217827329362e-6 + h * -2.0109921818362437e-7;
  const q = fmaModerate(h2, q2, fmaModerate(h, -0.03333333333333313, 1));
  const r1 = fmaModerate(h2 * h2, q4, q);
  const t = fmaModerate(-r1, half, 3);
  let e = h * ((r1 - t) / fmaModerate(-x, t, 6));
  if (k === 0) return x - fmaModerate(x, e, -h);
  e = fmaModerate(e - c, x, -c) - h;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k <= -2 || k > 56) {
    const y = 1 - (e - x);
    return (k === 1024 ? y * 2 * 2 ** 1023 : shiftExponent(y, k)) - 1;
  }
  if (k < 20) return shiftExponent(1 - 2 ** -k - (e - x), k);
  return shiftExponent(x - (e + 2 ** -k) + 1, k);
}

/** math.log1p: -Infinity at -1, NaN below. */
export function log1p(x: number): number {
  const hx = highWord(x);
  let k = 1;
  let f = 0;
  let hu = 1;
  let c = 0;
  if (!(x < Infinity)) return x;
  if (hx < 0x3fda827a) {
    const m = Math.abs(x);
    if (m >= 1) return x === -1 ? -Infinity : NaN;
    if (m < 1.862645149230957e-9) return m < 5.551115123125783e-17 ? x : x - x * x * 0.5;
    if (hx > 0 || hx <= (0xbfd2bec3 | 0)) {
      k = 0;
      f = x;
    }
  }
  if (k !== 0) {
    const u = hx < 0x43400000 ? 1 + x : x;
    hu = highWord(u);
    k = (hu >> 20) - 1023;
    if (hx < 0x43400000) c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    hu &= 0xfffff;
    if (hu < 0x6a09e) words[1] = hu | 0x3ff00000;
    else {
      k += 1;
      words[1] = hu | 0x3fe00000;
      hu = (0x100000 - hu) >> 2;
    }
    f = scratch[0] - 1;
  }
  return log1pReduced(f, k, c, hu === 0);
}

function log1pReduced(f: number, k: number, c: number, short: boolean): number {
  const half = 0.5 * f * f;
  if (short) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (c + k * LN2_LOW);
    const r = half * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const q2 = fmaModerate(z, 0.2857142874366239, 0.3999999999940942);
  const q4 = 0.22222198432149784 + z * 0.1818357216161805;
  const q6 = 0.15313837699209373 + z * 0.14798198605116586;
  const q = fmaModerate(z4, q4, fmaModerate(z, 0.6666666666666735, z2 * q2));
  const r = fmaModerate(z4 * z2, q6, q);
  if (k === 0) return f - (half - s * (half + r));
  return k * LN2_HIGH - (half - (s * (half + r) + (k * LN2_LOW + c)) - f);
}

/** math.log10 of a double: -Infinity at 0, NaN below. */
export function log10(x: number): number {
  if (!(x > 0) || x === Infinity)
    return x === Infinity || Number.isNaN(x) ? x : x === 0 ? -Infinity : NaN;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k = -54;
    x *= 1.8014398509481984e16;
  }
  const h = highWord(x);
  k += (h >> 20) - 1023;
  const i = k < 0 ? 1 : 0;
  words[1] = (h & 0xfffff) | ((0x3ff - i) << 20);
  const y = k + i;
  const z = y * 3.694239077158931e-13 + Math.LOG10E * log(scratch[0]);
  return z + y * 0.30102999566361177;
}

const OVERFLOW_FROM = 710.4758600739439;

/** math.sinh; infinite on overflow. */
export function sinh(x: number): number {
  const m = Math.abs(x);
  if (!(m < Infinity)) return x;
  const h = x < 0 ? -0.5 : 0.5;
  if (m < 22) {
    if (m < 3.725290298461914e-9) return x;
    const t = expm1(m);
    return m < 1 ? h * (2 * t - (t * t) / (t + 1)) : h * (t + t / (t + 1));
  }
  if (highWord(m) < 0x40862e42) return h * exp(m);
  if (m > OVERFLOW_FROM) return x * Infinity;
  const w = exp(0.5 * m);
  return h * w * w;
}

/** math.cosh; infinite on overflow. */
export function cosh(x: number): number {
  const m = Math.abs(x);
  if (!(m < Infinity)) return m;
  if (m < 22) {
    if (highWord(m) < 0x3fd62e43) {
      if (m < 2.7755575615628914e-17) return 1;
      const t = expm1(m);
      const w = 1 + t;
      return 1 + (t * t) / (w + w);
    }
    const t = exp(m);
    return 0.5 * t + 0.5 / t;
  }
  if (highWord(m) < 0x40862e42) return 0.5 * exp(m);
  if (m > OVERFLOW_FROM) return Infinity;
  const w = exp(0.5 * m);
  return 0.5 * w * w;
}

/** math.tanh */
export function tanh(x: number): number {
  const m = Math.abs(x);
  if (m < 2.7755575615628914e-17 || Number.isNaN(x)) return x;
  let z = 1;
  if (m < 22) {
    const t = expm1(m >= 1 ? 2 * m : -2 * m);
    z = m >= 1 ? 1 - 2 / (t + 2) : -t / (t + 2);
  }
  return x < 0 ? -z : z;
}

/** math.asinh */
export function asinh(x: number): number {
  const m = Math.abs(x);
  if (m < 3.725290298461914e-9 || !(m < Infinity)) return x;
  let w: number;
  if (highWord(m) > 0x41b00000) w = log(m) + LN2;
  else if (highWord(m) > 0x40000000) w = log(2 * m + 1 / (Math.sqrt(m * m + 1) + m));
  else {
    const t = m * m;
    w = log1p(m + t / (1 + Math.sqrt(1 + t)));
  }
  return x < 0 ? -w : w;
}

/** math.acosh; NaN below 1. */
export function acosh(x: number): number {
  if (!(x > 1)) return x === 1 ? 0 : NaN;
  if (x > 2) {
    if (x >= 268435456) return x === Infinity ? x : log(x) + LN2;
    return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  }
  const t = x - 1;
  return log1p(t + Math.sqrt(2 * t + t * t));
}

/** math.atanh; infinite at +-1, NaN outside. */
export function atanh(x: number): number {
  const m = Math.abs(x);
  if (m < 3.725290298461914e-9) return x;
  if (!(m < 1)) return m === 1 ? x * Infinity : NaN;
  const t = m + m;
  const w = 0.5 * log1p(m < 0.5 ? t + (t * m) / (1 - m) : t / (1 - m));
  return x < 0 ? -w : w;
}

const CBRT2 = 1.2599210498948732;
const CBRT4 = 1.5874010519681996;
const CBRT_FACTORS = [1 / CBRT4, 1 / CBRT2, 1, CBRT2, CBRT4];

/** math.cbrt: a polynomial start and one step of Halley's iteration. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  let m = Math.abs(x);
  let e = 0;
  if (m < 2.2250738585072014e-308) {
    m *= 1.8014398509481984e16;
    e = -54;
  }
  e += (highWord(m) >> 20) - 1022;
  words[1] = (words[1] & 0xfffff) | 0x3fe00000;
  const f = scratch[0];
  let u = 0.7849323449766392 - 0.14526389938548637 * f;
  u = u * f - 1.8346927748361308;
  u = u * f + 2.4469312256353444;
  u = u * f - 2.114994941673713;
  u = u * f + 1.508191937815849;
  u = u * f + 0.35489576504391984;
  const t = u * u * u;
  const y = ((u * (t + 2 * f)) / (2 * t + f)) * CBRT_FACTORS[2 + (e % 3)];
  const r = y * 2 ** Math.trunc(e / 3);
  return x < 0 ? -r : r;
}

const ERX = 0.8450629115104675;

/** erf(x)/x - 1 for |x| < 0.84375. */
function erfRatio(x: number): number {
  const z = x * x;
  const z2 = z * z;
  const z4 = z2 * z2;
  const r =
    0.12837916709551256 +
    z * -0.3250421072470015 +
    z2 * (-0.02848174957559851 + z * -0.005770270296489442) +
    z4 * -2.3763016656650163e-5;
  const s =
    1 +
    z * 0.39791722395915535 +
    z2 * (0.0650222499887673 + z * 0.005081306281875766) +
    z4 * (0.00013249473800432164 + z * -3.960228278775368e-6);
  return r / s;
}

/** erf(m) - ERX for 0.84375 <= m < 1.25. */
function erfMiddle(m: number): number {
  const s = m - 1;
  const s2 = s * s;
  const s4 = s2 * s2;
  const s6 = s4 * s2;
  const p =
    -0.0023621185607526594 +
    s * 0.41485611868374833 +
    s2 * (-0.3722078760357013 + s * 0.31834661990116175) +
    s4 * (-0.11089469428239668 + s * 0.035478304325618236) +
    s6 * -0.002166375594868791;
  const q =
    1 +
    s * 0.10642088040084423 +
    s2 * (0.540397917702171 + s * 0.07182865441419627) +
    s4 * (0.12617121980876164 + s * 0.01363708391202905) +
    s6 * 0.011984499846799107;
  return p / q;
}

/** erfc(m) for 1.25 <= m < 28, `near` below 1/0.35. */
function erfcTail(m: number, near: boolean): number {
  const s = 1 / (m * m);
  const ratio = near ? tailNear(s) : tailFar(s);
  scratch[0] = m;
  words[0] = 0;
  const z = scratch[0];
  return (exp(-z * z - 0.5625) * exp((z - m) * (z + m) + ratio)) / m;
}

function tailNear(s: number): number {
  const s2 = s * s;
  const s4 = s2 * s2;
  const s6 = s4 * s2;
  const r =
    -0.009864944034847148 +
    s * -0.6938585727071818 +
    s2 * (-10.558626225323291 + s * -62.375332450326006) +
    s4 * (-162.39666946257347 + s * -184.60509290671104) +
    s6 * (-81.2874355063066 + s * -9.814329344169145);
  const d =
    1 +
    s * 19.651271667439257 +
    s2 * (137.65775414351904 + s * 434.56587747522923) +
    s4 * (645.3872717332679 + s * 429.00814002756783) +
    s6 * (108.63500554177944 + s * 6.570249770319282) +
    s4 * s4 * -0.0604244152148581;
  return r / d;
}

function tailFar(s: number): number {
  const s2 = s * s;
  const s4 = s2 * s2;
  const s6 = s4 * s2;
  const r =
    -0.0098649429247001 +
    s * -0.799283237680523 +
    s2 * (-17.757954917754752 + s * -160.63638485582192) +
    s4 * (-637.5664433683896 + s * -1025.0951316110772) +
    s6 * -483.5191916086514;
  const d =
    1 +
    s * 30.33806074348246 +
    s2 * (325.7925129965739 + s * 1536.729586084437) +
    s4 * (3199.8582195085955 + s * 2553.0504064331644) +
    s6 * (474.52854120695537 + s * -22.44095244658582);
  return r / d;
}

/** math.erf */
export function erf(x: number): number {
  const m = Math.abs(x);
  if (m < 0.84375) {
    if (m >= 3.725290298461914e-9) return x + x * erfRatio(x);
    if (m < 2.848094538889218e-306) return 0.0625 * (16 * x + 16 * 0.1283791670955126 * x);
    return x + 0.1283791670955126 * x;
  }
  let r: number;
  if (m < 1.25) r = ERX + erfMiddle(m);
  else if (m >= 6) r = 1;
  else if (m < 6 || Number.isNaN(m)) r = 1 - erfcTail(m, highWord(m) < 0x4006db6e);
  else return x;
  return x < 0 ? -r : r;
}

/** math.erfc */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const m = Math.abs(x);
  if (m < 0.84375) {
    if (m < 1.3877787807814457e-17) return 1 - x;
    const y = erfRatio(x);
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x * y + (x - 0.5));
  }
  if (m < 1.25) return x > 0 ? 1 - ERX - erfMiddle(m) : 1 + (ERX + erfMiddle(m));
  if (m >= 28 || x < -6) return x > 0 ? 0 : 2;
  const r = erfcTail(m, highWord(m) < 0x4006db6d);
  return x > 0 ? r : 2 - r;
}
