/**
 * Square root, exponential, logarithms and powers. CPython counterpart: mpd_qsqrt, mpd_qexp,
 * mpd_qln, mpd_qlog10, mpd_qpow and mpd_qpowmod of libmpdec.
 *
 * exp, ln and log10 are correctly rounded (half even): they are computed as binary fixed-point
 * numbers with a known error, and again with more bits for as long as the error could change a
 * digit (Ziv's strategy; the results are irrational, so this ends). Powers follow libmpdec's own
 * recipe, because their last digit depends on it.
 */

import {
  compareMagnitude,
  div,
  integerValue,
  isInteger,
  mul,
  order,
  powMod,
  sub,
} from './arith.ts';
import type { Context } from './context.ts';
import * as X from './context.ts';
import { maxContext } from './context.ts';
import {
  adjusted,
  bigPow10,
  Dec,
  digitsOf,
  FINITE,
  finalize,
  finish,
  finite,
  INFINITE,
  infinity,
  invalid,
  isNan,
  isZero,
  nanOf,
  ONE,
  safeExponent,
  settle,
  shiftRight,
  shrink,
  trailingZeros,
  withSign,
} from './decimal.ts';

const BITS_PER_DIGIT = 3.3219280948873626;
/** Beyond every exponent limit: overflows or underflows in all contexts. */
const FAR = 4e18;

function halfEven(ctx: Context): Context {
  return ctx.work(ctx.prec, X.ROUND_HALF_EVEN);
}

/** Largest integer whose square is at most v. */
function isqrt(v: bigint): bigint {
  if (v < 2n) return v;
  if (v < 1n << 52n) return BigInt(Math.floor(Math.sqrt(Number(v))));
  const bits = v.toString(16).length * 4;
  let x: bigint;
  if (bits <= 1000) x = BigInt(Math.floor(Math.sqrt(Number(v)) * (1 + 2 ** -50))) + 1n;
  else {
    // A root of the top half of the digits, scaled back, starts Newton's iteration from above.
    const half = BigInt((bits >> 2) << 1);
    x = (isqrt(v >> half) + 1n) << (half >> 1n);
  }
  for (;;) {
    const y = (x + v / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

export function sqrt(a: Dec, ctx: Context): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  if (a.special === INFINITE) return a.sign === 1 ? invalid(ctx, X.INVALID_OPERATION) : a;
  const ideal = Math.floor(a.exp / 2);
  if (a.coef === 0) return settle(a.sign, 0, 1, ideal, ctx);
  if (a.sign === 1) return invalid(ctx, X.INVALID_OPERATION);
  const odd = a.exp - 2 * ideal;
  const length = odd === 1 ? (a.digits >> 1) + 1 : (a.digits + 1) >> 1;
  const shift = ctx.prec + 1 - length;
  let c = BigInt(a.coef);
  if (odd === 1) c *= 10n;
  let exact = true;
  if (shift >= 0) c *= bigPow10(2 * shift);
  else {
    const unit = bigPow10(-2 * shift);
    const q = c / unit;
    exact = q * unit === c;
    c = q;
  }
  let n = isqrt(c);
  exact = exact && n * n === c;
  let exp = ideal - shift;
  if (exact) {
    n = shift >= 0 ? n / bigPow10(shift) : n * bigPow10(-shift);
    exp = ideal;
  } else if (n % 5n === 0n) n += 1n;
  const work = halfEven(ctx);
  const r = finish(0, shrink(n), exp, work);
  ctx.status |= work.status;
  return r;
}

// ---- fixed point ---------------------------------------------------------------------------

/** atanh(1/n) * 2**bits. */
function atanhInverse(n: bigint, bits: number): bigint {
  const one = 1n << BigInt(bits);
  const square = n * n;
  let power = one / n;
  let sum = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power /= square;
    sum += power / k;
  }
  return sum;
}

let ln10Bits = 0;
let ln10Value = 0n;

/** ln(10) * 2**bits, within one unit. */
function ln10(bits: number): bigint {
  if (bits > ln10Bits) {
    const wide = bits + 64;
    ln10Value =
      46n * atanhInverse(31n, wide) +
      34n * atanhInverse(49n, wide) +
      20n * atanhInverse(161n, wide);
    ln10Bits = wide;
  }
  // The value carries 64 bits more than anyone was promised when it was made.
  return ln10Value >> BigInt(ln10Bits - bits);
}

/** e**x for x * 2**bits, |x| < 4; within 8 units. */
function expFixed(x: bigint, bits: number): bigint {
  const halvings = Math.ceil(Math.sqrt(bits) / 1.5) + 2;
  const wide = BigInt(bits + 2 * halvings + 24);
  const y = (x << (wide - BigInt(bits))) >> BigInt(halvings);
  let sum = 1n << wide;
  let term = sum;
  for (let k = 1n; ; k++) {
    term = ((term * y) >> wide) / k;
    if (term === 0n || term === -1n) break;
    sum += term;
  }
  for (let i = 0; i < halvings; i++) sum = (sum * sum) >> wide;
  return sum >> (wide - BigInt(bits));
}

/** coef * 10**exp * 2**bits, rounded down. */
function toFixed(a: Dec, exp: number, bits: number): bigint {
  const c = BigInt(a.coef) << BigInt(bits);
  return exp >= 0 ? c * bigPow10(exp) : c / bigPow10(-exp);
}

/** ln(v) * 2**bits for v * 2**bits with 1/2 <= v <= 5, within 64 units. */
function lnFixed(v: bigint, bits: number): bigint {
  const shift = BigInt(bits);
  const drop = bits > 60 ? bits - 60 : 0;
  const approx = Math.log(Number(v >> BigInt(drop)) / 2 ** (bits - drop));
  let y = BigInt(Math.round(approx * 2 ** 52));
  y = bits >= 52 ? y << BigInt(bits - 52) : y >> BigInt(52 - bits);
  const small = 1n << BigInt(Math.ceil((bits * 2) / 3) - 2);
  for (;;) {
    // Halley's step triples the number of good digits.
    const e = expFixed(y, bits);
    const d = ((v - e) << (shift + 1n)) / (v + e);
    y += d;
    if (d < small && d > -small) return y;
  }
}

/** A fixed-point magnitude as prec + 4 digits (or one more) that are certain; coef -1n if not. */
class Digits {
  coef = -1n;
  exp = 0;
}

function certainDigits(value: bigint, error: bigint, bits: number, prec: number): Digits {
  const out = new Digits();
  const length = value.toString(16).length * 4;
  // 10**-exp makes at least prec + 4 digits of the value.
  out.exp = Math.floor((length - bits) / BITS_PER_DIGIT) - prec - 5;
  const lo = value - error;
  const hi = value + error;
  const scale = (x: bigint): bigint =>
    out.exp <= 0
      ? (x * bigPow10(-out.exp)) >> BigInt(bits)
      : (x >> BigInt(bits)) / bigPow10(out.exp);
  const c = scale(lo);
  if (lo > 0n && c === scale(hi)) out.coef = c;
  return out;
}

/** An irrational result, known to its first digits, rounded half even. */
function settleDigits(sign: number, digits: Digits, exp: number, ctx: Context): Dec {
  const work = halfEven(ctx);
  const r = finish(sign, shrink(digits.coef * 10n + 1n), digits.exp + exp - 1, work);
  ctx.status |= work.status;
  return r;
}

// ---- exponential and logarithms ------------------------------------------------------------

export function exp(a: Dec, ctx: Context): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  if (a.special === INFINITE) return a.sign === 1 ? finite(0, 0, 0) : a;
  if (a.coef === 0) return ONE;
  const lead = adjusted(a);
  const work = halfEven(ctx);
  if (lead < -ctx.prec - 1) {
    // Closer to 1 than half a unit of either side.
    const one = new Dec(0, FINITE, shrink(bigPow10(ctx.prec - 1)), ctx.prec, 1 - ctx.prec);
    ctx.status |= X.INEXACT | X.ROUNDED;
    return finalize(one, ctx);
  }
  if (lead > 19) {
    const r = settle(0, 1, 1, a.sign === 1 ? -FAR : FAR, work);
    ctx.status |= work.status;
    return r;
  }
  for (let extra = 8; ; extra *= 2) {
    const bits = Math.ceil((ctx.prec + Math.max(lead, 0) + extra) * BITS_PER_DIGIT) + 32;
    let x = toFixed(a, a.exp, bits);
    if (a.sign === 1) x = -x;
    const unit = ln10(bits);
    let n = x / unit;
    if (x < 0n) n -= 1n;
    // Two powers of ten beyond the range is far enough, whatever the digits are.
    const about = Number(n);
    if (about > ctx.emax + 2 || about < ctx.etiny() - 3) {
      const r = settle(0, 1, 1, n < 0n ? -FAR : FAR, work);
      ctx.status |= work.status;
      return r;
    }
    const power = safeExponent(about);
    const value = expFixed(x - n * unit, bits);
    // The argument is off by one unit and one for each multiple of ln(10); e**r < 10.
    const error = 16n * ((n < 0n ? -n : n) + 16n);
    const digits = certainDigits(value, error, bits, ctx.prec);
    if (digits.coef > 0n) return settleDigits(0, digits, power, ctx);
  }
}

/** ln of a positive finite value other than 1, as fixed point: sign, magnitude, bits. */
class Logarithm {
  sign = 0;
  value = 0n;
  error = 0n;
  bits = 0;
}

function logarithm(a: Dec, prec: number, extra: number): Logarithm {
  const out = new Logarithm();
  // a = v * 10**t with 1/2 <= v < 5
  const lead = shiftRight(a.coef, a.digits, a.digits - 1).coef;
  const t = adjusted(a) + (lead >= 5 ? 1 : 0);
  let lost = 0;
  if (t === 0) {
    const distance = sub(a, ONE, maxContext());
    lost = Math.max(0, -adjusted(distance));
  }
  const tDigits = digitsOf(Math.abs(t));
  out.bits = Math.ceil((prec + lost + tDigits + extra) * BITS_PER_DIGIT) + 32;
  const v = toFixed(a, a.exp - t, out.bits);
  let value = lnFixed(v, out.bits);
  if (t !== 0) value += BigInt(t) * ln10(out.bits);
  out.error = BigInt(Math.abs(t)) + 128n;
  out.sign = value < 0n ? 1 : 0;
  out.value = value < 0n ? -value : value;
  return out;
}

/** What ln and log10 share; null when there is something to compute. */
function logSpecial(a: Dec, ctx: Context): Dec | null {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  if (a.special === INFINITE) {
    return a.sign === 1 ? invalid(ctx, X.INVALID_OPERATION) : infinity(0);
  }
  if (a.coef === 0) return infinity(1);
  return a.sign === 1 ? invalid(ctx, X.INVALID_OPERATION) : null;
}

/** The result overflows when the number of digits of its integer part exceeds emax. */
function logOverflow(a: Dec, times: number, ctx: Context): Dec | null {
  const adj = adjusted(a);
  const t = (adj < 0 ? -adj - 1 : adj) * times;
  if (digitsOf(t) - 1 <= ctx.emax) return null;
  ctx.status |= X.OVERFLOW | X.INEXACT | X.ROUNDED;
  return infinity(adj < 0 ? 1 : 0);
}

export function ln(a: Dec, ctx: Context): Dec {
  const special = logSpecial(a, ctx);
  if (special !== null) return special;
  if (order(a, ONE) === 0) return finite(0, 0, 0);
  const over = logOverflow(a, 2, ctx);
  if (over !== null) return over;
  for (let extra = 8; ; extra *= 2) {
    const l = logarithm(a, ctx.prec, extra);
    const digits = certainDigits(l.value, l.error, l.bits, ctx.prec);
    if (digits.coef > 0n) return settleDigits(l.sign, digits, 0, ctx);
  }
}

export function log10(a: Dec, ctx: Context): Dec {
  const special = logSpecial(a, ctx);
  if (special !== null) return special;
  if (
    trailingZeros(a.coef, a.digits - 1) === a.digits - 1 &&
    shiftRight(a.coef, a.digits, a.digits - 1).coef === 1
  ) {
    const adj = adjusted(a);
    const work = halfEven(ctx);
    const r = finish(adj < 0 ? 1 : 0, Math.abs(adj), 0, work);
    ctx.status |= work.status;
    return r;
  }
  const over = logOverflow(a, 1, ctx);
  if (over !== null) return over;
  for (let extra = 8; ; extra *= 2) {
    const l = logarithm(a, ctx.prec, extra);
    const value = (l.value << BigInt(l.bits)) / ln10(l.bits);
    const digits = certainDigits(value, l.error + 8n + (value >> BigInt(l.bits)), l.bits, ctx.prec);
    if (digits.coef > 0n) return settleDigits(l.sign, digits, 0, ctx);
  }
}

// ---- powers --------------------------------------------------------------------------------

const TWO_64 = 1n << 64n;

/** 1 followed by `shift` zeros after the point. */
function paddedOne(sign: number, shift: number): Dec {
  return new Dec(sign, FINITE, shrink(bigPow10(shift)), shift + 1, -shift);
}

/** base ** exponent. */
export function power(base: Dec, exponent: Dec, ctx: Context): Dec {
  const before = ctx.status;
  ctx.status = 0;
  const r = powerOf(base, exponent, ctx);
  ctx.status |= before;
  return r;
}

function powerOf(base: Dec, exponent: Dec, ctx: Context): Dec {
  const nan = nanOf(base, exponent, ctx);
  if (nan !== null) return nan;
  const integral = isInteger(exponent);
  const sign = base.sign === 1 && integral && isOdd(exponent) ? 1 : 0;
  if (isZero(base)) {
    if (isZero(exponent)) return invalid(ctx, X.INVALID_OPERATION);
    return exponent.sign === 1 ? infinity(sign) : new Dec(sign, FINITE, 0, 1, 0);
  }
  if (base.sign === 1 && !integral) return invalid(ctx, X.INVALID_OPERATION);
  if (exponent.special === INFINITE) return powerToInfinity(base, exponent, sign, ctx);
  if (isZero(exponent)) return finite(sign, 1, 0);
  if (base.special === INFINITE) {
    return exponent.sign === 1 ? new Dec(sign, FINITE, 0, 1, 0) : infinity(sign);
  }
  if (compareMagnitude(base, ONE) === 0) return powerOfOne(base, exponent, sign, integral, ctx);
  const bound = powerBound(base, exponent, sign, ctx);
  if (bound !== null) return bound;
  return integral ? integerPower(base, exponent, sign, ctx) : realPower(base, exponent, ctx);
}

function isOdd(a: Dec): boolean {
  if (a.exp > 0 || a.coef === 0) return false;
  return integerValue(a) % 2n === 1n;
}

function powerToInfinity(base: Dec, exponent: Dec, sign: number, ctx: Context): Dec {
  const c = order(base, ONE);
  if (c === 0) {
    ctx.status |= X.INEXACT | X.ROUNDED;
    return paddedOne(sign, ctx.prec - 1);
  }
  return c > 0 === (exponent.sign === 0) ? infinity(sign) : new Dec(sign, FINITE, 0, 1, 0);
}

function powerOfOne(base: Dec, e: Dec, sign: number, integral: boolean, ctx: Context): Dec {
  if (!integral) {
    ctx.status |= X.INEXACT | X.ROUNDED;
    return paddedOne(sign, ctx.prec - 1);
  }
  if (e.sign === 1) return finite(sign, 1, 0);
  // 1.000 ** 3 has nine decimal places.
  const places = mul(e, finite(0, -base.exp, 0), ctx.work(ctx.prec, ctx.rounding));
  let shift = isZero(places)
    ? 0
    : places.special === FINITE && adjusted(places) < 16
      ? Number(integerValue(places))
      : Infinity;
  if (shift > ctx.prec - 1) {
    shift = ctx.prec - 1;
    ctx.status |= X.ROUNDED;
  }
  return paddedOne(sign, shift);
}

/** Number of decimal digits of an integer. */
function lengthOf(n: number): number {
  return digitsOf(Math.min(Math.abs(n), Number.MAX_SAFE_INTEGER));
}

/** Certain overflow or underflow, found without computing anything. */
function powerBound(base: Dec, e: Dec, sign: number, ctx: Context): Dec | null {
  const t = adjusted(base);
  let zeta: number;
  if (t > 0) zeta = lengthOf(t) - 1;
  else if (t < -1) zeta = lengthOf(t + 1) - 1;
  else {
    const u = adjusted(sub(withSign(base, 0), ONE, maxContext()));
    zeta = t === 0 ? u - 2 : u - 1;
  }
  const grows = (t < 0 ? 1 : 0) === e.sign;
  const omega = lengthOf(grows ? ctx.emax : ctx.etiny());
  if (omega >= zeta + adjusted(e)) return null;
  return settle(sign, 1, 1, grows ? FAR : ctx.etiny() - 1, ctx);
}

function integerPower(base: Dec, e: Dec, sign: number, ctx: Context): Dec {
  const work = ctx.work(ctx.prec + e.digits + e.exp + 2, X.ROUND_HALF_EVEN);
  work.clamp = 0;
  let start = base;
  if (e.sign === 1) {
    work.prec += 1;
    start = div(ONE, base, work);
    ctx.status |= work.status;
    if ((work.status & X.ERRORS) !== 0) return invalid(ctx, 0);
    work.status = 0;
  }
  const n = integerValue(e);
  let r = n < TWO_64 ? powerLeft(start, n, work) : powerRight(start, n, work);
  ctx.status |= work.status;
  if (isNan(r)) return r;
  r = withSign(r, sign);
  if (r.special === INFINITE) return settle(sign, 1, 1, FAR, ctx);
  return finalize(r, ctx);
}

function isDone(r: Dec, ctx: Context): boolean {
  return r.special !== FINITE || (r.coef === 0 && (ctx.status & X.CLAMPED) !== 0);
}

function powerLeft(base: Dec, n: bigint, work: Context): Dec {
  let r = base;
  const bits = n.toString(2);
  for (let i = 1; i < bits.length; i++) {
    r = mul(r, r, work);
    if (bits[i] === '1') r = mul(r, base, work);
    if (isDone(r, work)) break;
  }
  return r;
}

function powerRight(base: Dec, n: bigint, work: Context): Dec {
  let r = ONE;
  let square = base;
  for (let k = n; k !== 0n; k >>= 1n) {
    if ((k & 1n) === 1n) {
      r = mul(r, square, work);
      if (isDone(r, work)) break;
    }
    square = mul(square, square, work);
  }
  return r;
}

function realPower(base: Dec, e: Dec, ctx: Context): Dec {
  const work = maxContext();
  work.prec = Math.max(base.digits, ctx.prec) + 4 + 19;
  const y = mul(ln(base, work), e, work);
  const errors = work.status & X.ERRORS;
  work.status = 0;
  let r = exp(y, work);
  ctx.status |= errors | work.status | X.INEXACT | X.ROUNDED;
  if (r.special === FINITE && order(r, ONE) === 0) r = paddedOne(0, ctx.prec - 1);
  if (r.special === INFINITE) return settle(0, 1, 1, FAR, ctx);
  return finalize(r, ctx);
}

/** base ** exponent % modulus, all of them integers. */
export function powerModulo(base: Dec, e: Dec, mod: Dec, ctx: Context): Dec {
  if ((base.special | e.special | mod.special) !== 0) {
    return nanOf3(base, e, mod, ctx) ?? invalid(ctx, X.INVALID_OPERATION);
  }
  if (
    !isInteger(base) ||
    !isInteger(e) ||
    !isInteger(mod) ||
    mod.coef === 0 ||
    mod.digits + mod.exp > ctx.prec
  )
    return invalid(ctx, X.INVALID_OPERATION);
  const sign = base.sign === 1 && isOdd(e) ? 1 : 0;
  const m = integerValue(mod);
  if (e.coef === 0) {
    if (base.coef === 0) return invalid(ctx, X.INVALID_OPERATION);
    return finite(sign, m === 1n ? 0 : 1, 0);
  }
  if (e.sign === 1) return invalid(ctx, X.INVALID_OPERATION);
  if (base.coef === 0) return new Dec(sign, FINITE, 0, 1, 0);
  const b =
    base.exp >= 0
      ? ((BigInt(base.coef) % m) * powMod(10n, BigInt(base.exp), m)) % m
      : integerValue(base) % m;
  return finite(sign, shrink(powMod(b, integerValue(e), m)), 0);
}

function nanOf3(a: Dec, b: Dec, c: Dec, ctx: Context): Dec | null {
  const signalling = [a, b, c].find((d) => d.special === 3);
  if (signalling !== undefined) return nanOf(signalling, signalling, ctx);
  const quiet = [a, b, c].find(isNan);
  return quiet === undefined ? null : nanOf(quiet, quiet, ctx);
}
