/**
 * Decimal values and their rounding. CPython counterpart: `mpd_t`, `mpd_qfinalize` and the
 * coefficient primitives of libmpdec.
 *
 * A value is (-1)**sign * coef * 10**exp. Invariants: `coef` is a JS number when it is at most
 * 2**53 - 1 and a bigint otherwise; `digits` is its length (1 for zero); values are immutable.
 * NaNs keep their payload in `coef` (0: none), infinities have coef 0. Exponents are doubles, exact
 * up to 2**53: texts that need more are refused with a RangeError naming that limit.
 */

import type { Context } from './context.ts';
import * as X from './context.ts';

export type Coef = number | bigint;

export const FINITE = 0;
export const INFINITE = 1;
export const QNAN = 2;
export const SNAN = 3;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const BIG_MAX_SAFE = BigInt(MAX_SAFE);
/** Leading digits up to here certainly have exact exponents. */
export const SAFE_LEAD = 9e15;

/** 10**0 .. 10**22, all exact doubles. */
export const POW10: number[] = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const BIG_POW10: bigint[] = Array.from({ length: 64 }, (_, i) => 10n ** BigInt(i));

/** 10**n as a bigint; RangeError when no bigint can hold it. */
export function bigPow10(n: number): bigint {
  if (n < 64) return BIG_POW10[n]!;
  if (n > 323000000) throw new RangeError('Maximum BigInt size exceeded');
  return 10n ** BigInt(n);
}

const BIG_HALF10: bigint[] = BIG_POW10.map((v) => v / 2n);

/** Half of 10**n, n > 0. */
function bigHalf10(n: number): bigint {
  return n < 64 ? BIG_HALF10[n]! : bigPow10(n) / 2n;
}

/** One decimal number, NaN or infinity. */
export class Dec {
  readonly sign: number;
  readonly special: number;
  readonly coef: Coef;
  readonly digits: number;
  readonly exp: number;

  constructor(sign: number, special: number, coef: Coef, digits: number, exp: number) {
    this.sign = sign;
    this.special = special;
    this.coef = coef;
    this.digits = digits;
    this.exp = exp;
  }
}

/** Canonical form of a non-negative bigint. */
export function shrink(v: bigint): Coef {
  return v <= BIG_MAX_SAFE ? Number(v) : v;
}

function smallDigits(n: number): number {
  if (n < 1e8) {
    if (n < 1e4) return n < 100 ? (n < 10 ? 1 : 2) : n < 1000 ? 3 : 4;
    return n < 1e6 ? (n < 1e5 ? 5 : 6) : n < 1e7 ? 7 : 8;
  }
  if (n < 1e12) return n < 1e10 ? (n < 1e9 ? 9 : 10) : n < 1e11 ? 11 : 12;
  return n < 1e14 ? (n < 1e13 ? 13 : 14) : n < 1e15 ? 15 : 16;
}

/** 10^n as doubles, for n up to 80. */
const TENS: number[] = [];
for (let n = 0; n <= 80; n++) TENS.push(Number(`1e${n}`));

function bigDigits(v: bigint): number {
  const approx = Number(v);
  if (approx < 1e79) {
    let k = 16;
    while (approx >= TENS[k]!) k++;
    // Only next to a power of ten can the rounded value be on its other side.
    if (approx < TENS[k]! * (1 - 1e-14) && approx > TENS[k - 1]! * (1 + 1e-14)) return k;
  }
  let n: number;
  if (approx < 1e300) n = Math.floor(Math.log10(approx)) + 1;
  else {
    const hex = v.toString(16);
    const top = Math.log10(parseInt(hex.slice(0, 12), 16));
    n = Math.floor((hex.length - 12) * Math.log10(16) + top) + 1;
  }
  // The estimate is off by one at most.
  if (v >= bigPow10(n)) return n + 1;
  return v < bigPow10(n - 1) ? n - 1 : n;
}

/** Number of decimal digits of a coefficient; 1 for zero. */
export function digitsOf(c: Coef): number {
  return typeof c === 'number' ? smallDigits(c) : bigDigits(c);
}

/** A finite value. */
export function finite(sign: number, coef: Coef, exp: number): Dec {
  return new Dec(sign, FINITE, coef, digitsOf(coef), exp);
}

export const POSITIVE_INFINITY = new Dec(0, INFINITE, 0, 1, 0);
export const NEGATIVE_INFINITY = new Dec(1, INFINITE, 0, 1, 0);
export const NAN = new Dec(0, QNAN, 0, 1, 0);
export const ONE = finite(0, 1, 0);
export const ZERO = finite(0, 0, 0);

export function infinity(sign: number): Dec {
  return sign === 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
}

/** NaN, with `flags` signalled. */
export function invalid(ctx: Context, flags: number): Dec {
  ctx.status |= flags;
  return NAN;
}

export function isZero(a: Dec): boolean {
  return a.special === FINITE && a.coef === 0;
}

export function isNan(a: Dec): boolean {
  return a.special >= QNAN;
}

/** Exponent of the leading digit. */
export function adjusted(a: Dec): number {
  return a.exp + a.digits - 1;
}

/** An exponent that is exact; RangeError for those beyond 2**53, which doubles cannot hold. */
export function safeExponent(exp: number): number {
  if (exp > MAX_SAFE || exp < -MAX_SAFE) {
    throw new RangeError('decimal exponents beyond 2**53 are not supported');
  }
  return exp;
}

/** The same digits with another sign. */
export function withSign(a: Dec, sign: number): Dec {
  return a.sign === sign ? a : new Dec(sign, a.special, a.coef, a.digits, a.exp);
}

/** c * 10**n. */
export function scaleUp(c: Coef, n: number): Coef {
  if (n === 0 || c === 0) return c;
  if (typeof c === 'number' && n <= 15) {
    const r = c * POW10[n]!;
    if (r <= MAX_SAFE) return r;
  }
  return shrink(BigInt(c) * bigPow10(n));
}

/** Quotient and rounding digit of a coefficient shifted right: see `shiftRight`. */
export class Shifted {
  coef: Coef = 0;
  /** 0: exact; 1..4, 5 and 6..9: remainder below, at and above one half. */
  rest = 0;
}

const shifted = new Shifted();

/** c / 10**n with its rounding digit. The answer is overwritten by the next call. */
export function shiftRight(c: Coef, digits: number, n: number): Shifted {
  if (n > digits) {
    shifted.coef = 0;
    shifted.rest = c === 0 ? 0 : 1;
  } else if (typeof c === 'number') {
    const unit = POW10[n]!;
    const rest = c % unit;
    shifted.coef = (c - rest) / unit;
    shifted.rest = rest === 0 ? 0 : rest * 2 < unit ? 1 : rest * 2 === unit ? 5 : 6;
  } else {
    const unit = bigPow10(n);
    const q = c / unit;
    const rest = c - q * unit;
    shifted.coef = shrink(q);
    if (rest === 0n) shifted.rest = 0;
    else {
      const half = bigHalf10(n);
      shifted.rest = rest < half ? 1 : rest === half ? 5 : 6;
    }
  }
  return shifted;
}

/** Last decimal digit. */
export function lastDigit(c: Coef): number {
  return typeof c === 'number' ? c % 10 : Number(c % 10n);
}

export function addOne(c: Coef): Coef {
  return typeof c === 'number' && c < MAX_SAFE ? c + 1 : BigInt(c) + 1n;
}

/** Does rounding move the coefficient `c`, cut off with digit `rest`, away from zero? */
export function roundsUp(rounding: number, sign: number, c: Coef, rest: number): boolean {
  if (rest === 0) return false;
  switch (rounding) {
    case X.ROUND_UP:
      return true;
    case X.ROUND_DOWN:
      return false;
    case X.ROUND_CEILING:
      return sign === 0;
    case X.ROUND_FLOOR:
      return sign === 1;
    case X.ROUND_HALF_UP:
      return rest >= 5;
    case X.ROUND_HALF_DOWN:
      return rest > 5;
    case X.ROUND_HALF_EVEN:
      return rest > 5 || (rest === 5 && lastDigit(c) % 2 === 1);
    default:
      return lastDigit(c) % 5 === 0;
  }
}

/** Largest coefficient of a context. */
function maxCoef(ctx: Context): Coef {
  return ctx.prec <= 15 ? POW10[ctx.prec]! - 1 : shrink(bigPow10(ctx.prec) - 1n);
}

/** The largest finite number of a context. */
export function largest(ctx: Context, sign: number): Dec {
  return new Dec(sign, FINITE, maxCoef(ctx), ctx.prec, safeExponent(ctx.etop()));
}

function overflow(sign: number, ctx: Context): Dec {
  ctx.status |= X.OVERFLOW | X.INEXACT | X.ROUNDED;
  switch (ctx.rounding) {
    case X.ROUND_DOWN:
    case X.ROUND_05UP:
      return largest(ctx, sign);
    case X.ROUND_CEILING:
      return sign === 1 ? largest(ctx, sign) : infinity(sign);
    case X.ROUND_FLOOR:
      return sign === 0 ? largest(ctx, sign) : infinity(sign);
    default:
      return infinity(sign);
  }
}

/** A finite result brought into its context: exponent range first, then precision. */
export function finish(sign: number, coef: Coef, exp: number, ctx: Context): Dec {
  return settle(sign, coef, digitsOf(coef), exp, ctx);
}

/** `finish` when the number of digits is known. */
export function settle(sign: number, coef: Coef, digits: number, exp: number, ctx: Context): Dec {
  const adj = exp + digits - 1;
  if (
    digits <= ctx.prec &&
    adj <= ctx.emax &&
    adj >= ctx.emin &&
    adj <= SAFE_LEAD &&
    adj >= -SAFE_LEAD &&
    (ctx.clamp === 0 || exp <= ctx.etop())
  ) {
    return new Dec(sign, FINITE, coef, digits, exp);
  }
  if (adj > ctx.emax) {
    if (coef !== 0) return overflow(sign, ctx);
    ctx.status |= X.CLAMPED;
    return new Dec(sign, FINITE, 0, 1, safeExponent(ctx.clamp === 1 ? ctx.etop() : ctx.emax));
  }
  if (adj >= ctx.emin) safeExponent(exp);
  if (ctx.clamp === 1 && exp > ctx.etop()) return clampDown(sign, coef, exp, adj, ctx);
  if (adj < ctx.emin) return subnormal(sign, coef, digits, exp, ctx);
  if (digits <= ctx.prec) return new Dec(sign, FINITE, coef, digits, exp);
  return cut(sign, coef, digits, exp, ctx);
}

function clampDown(sign: number, coef: Coef, exp: number, adj: number, ctx: Context): Dec {
  ctx.status |= X.CLAMPED;
  if (coef !== 0 && adj < ctx.emin) ctx.status |= X.SUBNORMAL;
  safeExponent(exp);
  return finite(sign, scaleUp(coef, exp - ctx.etop()), ctx.etop());
}

function subnormal(sign: number, coef: Coef, digits: number, exp: number, ctx: Context): Dec {
  const etiny = ctx.etiny();
  safeExponent(Math.max(exp, etiny));
  if (coef === 0) {
    if (exp >= etiny) return new Dec(sign, FINITE, 0, 1, exp);
    ctx.status |= X.CLAMPED;
    return new Dec(sign, FINITE, 0, 1, etiny);
  }
  ctx.status |= X.SUBNORMAL;
  if (exp >= etiny) {
    return digits > ctx.prec
      ? cut(sign, coef, digits, exp, ctx)
      : new Dec(sign, FINITE, coef, digits, exp);
  }
  const { coef: kept, rest } = shiftRight(coef, digits, etiny - exp);
  const value = roundsUp(ctx.rounding, sign, kept, rest) ? addOne(kept) : kept;
  ctx.status |= X.ROUNDED;
  if (rest !== 0) {
    ctx.status |= X.INEXACT | X.UNDERFLOW;
    if (value === 0) ctx.status |= X.CLAMPED;
  }
  return finite(sign, value, etiny);
}

function cut(sign: number, coef: Coef, digits: number, exp: number, ctx: Context): Dec {
  const n = digits - ctx.prec;
  const { coef: kept, rest } = shiftRight(coef, digits, n);
  ctx.status |= X.ROUNDED;
  if (rest !== 0) ctx.status |= X.INEXACT;
  if (!roundsUp(ctx.rounding, sign, kept, rest)) {
    return new Dec(sign, FINITE, kept, ctx.prec, exp + n);
  }
  const up = addOne(kept);
  if (digitsOf(up) <= ctx.prec) return new Dec(sign, FINITE, up, ctx.prec, exp + n);
  // 99..9 became 100..0: one digit too many, a zero.
  const value = shiftRight(up, ctx.prec + 1, 1).coef;
  return settle(sign, value, ctx.prec, exp + n + 1, ctx);
}

/** Bring any value into a context. */
export function finalize(a: Dec, ctx: Context): Dec {
  if (a.special === FINITE) return settle(a.sign, a.coef, a.digits, a.exp, ctx);
  return a.special === INFINITE ? a : fixNan(a, ctx);
}

/** A NaN whose payload fits the context: the low digits are kept. */
function fixNan(a: Dec, ctx: Context): Dec {
  const room = ctx.prec - ctx.clamp;
  if (a.digits <= room || a.coef === 0) return a;
  const coef = room === 0 ? 0 : shrink(BigInt(a.coef) % bigPow10(room));
  return new Dec(a.sign, a.special, coef, digitsOf(coef), 0);
}

/** The NaN an operation on `a` and `b` gives, or null when neither is one. */
export function nanOf(a: Dec, b: Dec, ctx: Context): Dec | null {
  if (a.special < QNAN && b.special < QNAN) return null;
  let chosen = a;
  if (a.special === SNAN || b.special === SNAN) {
    ctx.status |= X.INVALID_OPERATION;
    if (a.special !== SNAN) chosen = b;
  } else if (a.special !== QNAN) chosen = b;
  return fixNan(new Dec(chosen.sign, QNAN, chosen.coef, chosen.digits, 0), ctx);
}

/** Trailing decimal zeros of a coefficient, at most `limit`. */
export function trailingZeros(c: Coef, limit: number): number {
  let n = 0;
  if (c === 0) return 0;
  if (typeof c === 'number') {
    for (let v = c; n < limit && v % 10 === 0; v /= 10) n++;
    return n;
  }
  let v = c;
  // Big steps first: most coefficients have few zeros, some have very many.
  for (let step = 4096; step >= 1; step >>= 1) {
    if (step > limit) continue;
    const unit = bigPow10(step);
    while (n + step <= limit && v >= unit && v % unit === 0n) {
      v /= unit;
      n += step;
    }
  }
  return n;
}

/** Number of 19-digit words of the coefficient, as CPython stores it. */
export function words(a: Dec): number {
  return Math.ceil(a.digits / 19);
}
