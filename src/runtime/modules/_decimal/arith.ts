/**
 * Arithmetic of decimal values: the operations of the General Decimal Arithmetic specification as
 * libmpdec carries them out, but for powers, roots and logarithms (transcendental.ts).
 * CPython counterpart: Modules/_decimal/libmpdec/mpdecimal.c.
 *
 * Every function takes its operands and a context, returns a value that fits the context and ORs
 * the conditions met into `ctx.status`. Ordinary sizes are handled with doubles below 2**53; only
 * coefficients beyond that touch bigints.
 */

import type { Context } from './context.ts';
import * as X from './context.ts';
import { maxContext } from './context.ts';
import type { Coef } from './decimal.ts';
import {
  addOne,
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
  largest,
  NAN,
  nanOf,
  ONE,
  POW10,
  QNAN,
  roundsUp,
  SAFE_LEAD,
  SNAN,
  safeExponent,
  scaleUp,
  settle,
  shiftRight,
  shrink,
  trailingZeros,
  withSign,
  ZERO,
} from './decimal.ts';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

export function add(a: Dec, b: Dec, ctx: Context): Dec {
  return addSigned(a, b, b.sign, ctx);
}

export function sub(a: Dec, b: Dec, ctx: Context): Dec {
  return addSigned(a, b, b.sign ^ 1, ctx);
}

function addSigned(a: Dec, b: Dec, signB: number, ctx: Context): Dec {
  if ((a.special | b.special) !== 0) return addSpecial(a, b, signB, ctx);
  const ca = a.coef;
  const cb = b.coef;
  const gap = a.exp - b.exp;
  if (typeof ca === 'number' && typeof cb === 'number' && gap <= 15 && gap >= -15) {
    const x = gap > 0 ? ca * POW10[gap]! : ca;
    const y = gap < 0 ? cb * POW10[-gap]! : cb;
    if (x <= MAX_SAFE && y <= MAX_SAFE) {
      const r = a.sign === signB ? x + y : x - y;
      if (r <= MAX_SAFE) return addSmall(a.sign, signB, r, gap > 0 ? b.exp : a.exp, ctx);
    }
  }
  return addBig(a, b, signB, ctx);
}

function addSmall(signA: number, signB: number, r: number, exp: number, ctx: Context): Dec {
  if (r > 0) return finish(signA, r, exp, ctx);
  if (r < 0) return finish(signB, -r, exp, ctx);
  const sign = signA === signB ? signA : ctx.rounding === X.ROUND_FLOOR ? 1 : 0;
  return settle(sign, 0, 1, exp, ctx);
}

function addSpecial(a: Dec, b: Dec, signB: number, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  if (a.special === INFINITE) {
    if (b.special === INFINITE && a.sign !== signB) return invalid(ctx, X.INVALID_OPERATION);
    return a;
  }
  return infinity(signB);
}

function addBig(a: Dec, b: Dec, signB: number, ctx: Context): Dec {
  let big = a;
  let small = b;
  let signBig = a.sign;
  let signSmall = signB;
  if (a.exp < b.exp) {
    big = b;
    small = a;
    signBig = signB;
    signSmall = a.sign;
  }
  let smallCoef = small.coef;
  let exp = small.exp;
  if (big.coef !== 0 && big.exp !== small.exp) {
    // A far smaller operand only decides the rounding: a single digit does that as well.
    const limit = big.exp - 1 + (big.digits > ctx.prec ? 0 : big.digits - ctx.prec - 1);
    if (adjusted(small) < limit) {
      smallCoef = small.coef === 0 ? 0 : 1;
      exp = limit;
    }
  }
  const x = BigInt(scaleUp(big.coef, big.exp - exp));
  const y = BigInt(smallCoef);
  if (signBig === signSmall) return finish(signBig, shrink(x + y), exp, ctx);
  const r = x - y;
  if (r > 0n) return finish(signBig, shrink(r), exp, ctx);
  if (r < 0n) return finish(signSmall, shrink(-r), exp, ctx);
  return settle(ctx.rounding === X.ROUND_FLOOR ? 1 : 0, 0, 1, exp, ctx);
}

function mulCoef(a: Coef, b: Coef): Coef {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    if (r <= MAX_SAFE) return r;
  }
  return shrink(BigInt(a) * BigInt(b));
}

/** The product, exact and outside any context. Special operands as in `mul`. */
function mulExact(a: Dec, b: Dec, ctx: Context): Dec {
  const sign = a.sign ^ b.sign;
  if ((a.special | b.special) === 0) return finite(sign, mulCoef(a.coef, b.coef), a.exp + b.exp);
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  if (isZero(a) || isZero(b)) return invalid(ctx, X.INVALID_OPERATION);
  return infinity(sign);
}

export function mul(a: Dec, b: Dec, ctx: Context): Dec {
  if ((a.special | b.special) !== 0) return finalize(mulExact(a, b, ctx), ctx);
  return finish(a.sign ^ b.sign, mulCoef(a.coef, b.coef), a.exp + b.exp, ctx);
}

/** a * b + c with one rounding. */
export function fma(a: Dec, b: Dec, c: Dec, ctx: Context): Dec {
  const before = ctx.status;
  ctx.status = 0;
  const product = mulExact(a, b, ctx);
  const failed = (ctx.status & X.INVALID_OPERATION) !== 0;
  ctx.status |= before;
  return failed ? product : add(product, c, ctx);
}

export function div(a: Dec, b: Dec, ctx: Context): Dec {
  const sign = a.sign ^ b.sign;
  if ((a.special | b.special) !== 0) return divSpecial(a, b, sign, ctx);
  const ca = a.coef;
  const cb = b.coef;
  const ideal = a.exp - b.exp;
  if (cb === 0) {
    if (ca === 0) return invalid(ctx, X.DIVISION_UNDEFINED);
    ctx.status |= X.DIVISION_BY_ZERO;
    return infinity(sign);
  }
  if (ca === 0) return settle(sign, 0, 1, ideal, ctx);
  if (typeof ca === 'number' && typeof cb === 'number') {
    // Exact quotients with few digits, the usual case with money, need no long division.
    for (let n = 0; n <= 6; n++) {
      const x = ca * POW10[n]!;
      if (x > MAX_SAFE) break;
      if (x % cb === 0) {
        const q = x / cb;
        if (q < POW10[Math.min(ctx.prec, 15)]!) return finish(sign, q, ideal - n, ctx);
        break;
      }
    }
  }
  return divLong(a, b, sign, ideal, ctx);
}

/**
 * The quotient rounded, where the one or two digits too many already tell how: whether anything
 * follows them does not matter then. Null for everything that is not so plain.
 */
function divQuick(q: bigint, sign: number, exp: number, ctx: Context): Dec | null {
  const n = digitsOf(q) - ctx.prec;
  if ((n !== 1 && n !== 2) || ctx.prec < 17 || ctx.clamp !== 0) return null;
  const unit = n === 1 ? 10n : 100n;
  const kept = q / unit;
  const rest = Number(q - kept * unit);
  const half = n === 1 ? 5 : 50;
  const adj = exp + n + ctx.prec - 1;
  if (rest === 0 || rest === half || adj > ctx.emax || adj < ctx.emin) return null;
  if (adj > SAFE_LEAD || adj < -SAFE_LEAD) return null;
  let coef = kept;
  if (roundsUp(ctx.rounding, sign, kept, rest < half ? 1 : 6)) {
    coef = kept + 1n;
    if (coef === bigPow10(ctx.prec)) return null;
  }
  ctx.status |= X.ROUNDED | X.INEXACT;
  return new Dec(sign, FINITE, coef, ctx.prec, exp + n);
}

function divLong(a: Dec, b: Dec, sign: number, ideal: number, ctx: Context): Dec {
  const shift = b.digits - a.digits + ctx.prec + 1;
  const x = shift > 0 ? BigInt(a.coef) * bigPow10(shift) : BigInt(a.coef);
  const y = shift < 0 ? BigInt(b.coef) * bigPow10(-shift) : BigInt(b.coef);
  let q = x / y;
  const exp = ideal - shift;
  const quick = divQuick(q, sign, exp, ctx);
  if (quick !== null) return quick;
  const exact = q * y === x;
  if (!exact) {
    // A last digit other than 0 and 5 tells the rounding that something follows.
    if (q % 5n === 0n) q += 1n;
    return finish(sign, shrink(q), exp, ctx);
  }
  let coef = shrink(q);
  if (shift > 0) {
    const zeros = trailingZeros(coef, shift);
    if (zeros > 0) coef = shiftRight(coef, digitsOf(coef), zeros).coef;
    return finish(sign, coef, exp + zeros, ctx);
  }
  return finish(sign, coef, exp, ctx);
}

function divSpecial(a: Dec, b: Dec, sign: number, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  if (a.special === INFINITE) {
    return b.special === INFINITE ? invalid(ctx, X.INVALID_OPERATION) : infinity(sign);
  }
  ctx.status |= X.CLAMPED;
  return new Dec(sign, FINITE, 0, 1, safeExponent(ctx.etiny()));
}

/** Quotient and remainder of a division; both are replaced by each call. */
class Division {
  q: Dec = ZERO;
  r: Dec = ZERO;
}

const division = new Division();

/** Integer division of finite operands, b not zero. Neither result is finalized. */
function divide(a: Dec, b: Dec, ctx: Context): Division {
  const sign = a.sign ^ b.sign;
  const ideal = Math.min(a.exp, b.exp);
  if (a.coef === 0) {
    division.q = new Dec(sign, FINITE, 0, 1, 0);
    division.r = new Dec(a.sign, FINITE, 0, 1, ideal);
    return division;
  }
  const ahead = adjusted(a) - adjusted(b);
  if (ahead < 0) {
    division.q = new Dec(sign, FINITE, 0, 1, 0);
    // The remainder takes the smaller exponent, unless that means more digits than there can be.
    division.r = finite(a.sign, scaleUp(a.coef, a.exp - ideal), ideal);
    return division;
  }
  if (ahead > ctx.prec) return impossible(ctx);
  const x = scaleUp(a.coef, a.exp - ideal);
  const y = scaleUp(b.coef, b.exp - ideal);
  let q: Coef;
  let r: Coef;
  if (typeof x === 'number' && typeof y === 'number') {
    r = x % y;
    q = (x - r) / y;
  } else {
    const big = BigInt(x) / BigInt(y);
    r = shrink(BigInt(x) - big * BigInt(y));
    q = shrink(big);
  }
  const digits = digitsOf(q);
  if (digits > ctx.prec) return impossible(ctx);
  division.q = new Dec(sign, FINITE, q, digits, 0);
  division.r = finite(a.sign, r, ideal);
  return division;
}

function impossible(ctx: Context): Division {
  division.q = division.r = invalid(ctx, X.DIVISION_IMPOSSIBLE);
  return division;
}

/** The integer part of a / b (`//`). */
export function divint(a: Dec, b: Dec, ctx: Context): Dec {
  const sign = a.sign ^ b.sign;
  if ((a.special | b.special) !== 0) {
    const nan = nanOf(a, b, ctx);
    if (nan !== null) return nan;
    if (a.special === INFINITE) {
      return b.special === INFINITE ? invalid(ctx, X.INVALID_OPERATION) : infinity(sign);
    }
    return new Dec(sign, FINITE, 0, 1, 0);
  }
  if (b.coef === 0) {
    if (a.coef === 0) return invalid(ctx, X.DIVISION_UNDEFINED);
    ctx.status |= X.DIVISION_BY_ZERO;
    return infinity(sign);
  }
  return finalize(divide(a, b, ctx).q, ctx);
}

/** The remainder a - b * (a // b) (`%`). */
export function rem(a: Dec, b: Dec, ctx: Context): Dec {
  const special = remSpecial(a, b, ctx);
  return special !== null ? special : finalize(divide(a, b, ctx).r, ctx);
}

function remSpecial(a: Dec, b: Dec, ctx: Context): Dec | null {
  if ((a.special | b.special) !== 0) {
    const nan = nanOf(a, b, ctx);
    if (nan !== null) return nan;
    return a.special === INFINITE ? invalid(ctx, X.INVALID_OPERATION) : finalize(a, ctx);
  }
  if (b.coef !== 0) return null;
  return invalid(ctx, a.coef === 0 ? X.DIVISION_UNDEFINED : X.INVALID_OPERATION);
}

/** Both `divint` and `rem`. */
export function divmod(a: Dec, b: Dec, ctx: Context): [Dec, Dec] {
  const sign = a.sign ^ b.sign;
  if ((a.special | b.special) !== 0) {
    const nan = nanOf(a, b, ctx);
    if (nan !== null) return [nan, nan];
    if (a.special === INFINITE) {
      const q = b.special === INFINITE ? NAN : infinity(sign);
      return [q, invalid(ctx, X.INVALID_OPERATION)];
    }
    return [new Dec(sign, FINITE, 0, 1, 0), finalize(a, ctx)];
  }
  if (b.coef === 0) {
    if (a.coef === 0) return [NAN, invalid(ctx, X.DIVISION_UNDEFINED)];
    return [infinity(sign), invalid(ctx, X.DIVISION_BY_ZERO | X.INVALID_OPERATION)];
  }
  const { q, r } = divide(a, b, ctx);
  return [finalize(q, ctx), finalize(r, ctx)];
}

/** a - b * n, n the integer nearest to a / b, ties to even. */
export function remainderNear(a: Dec, b: Dec, ctx: Context): Dec {
  const special = remSpecial(a, b, ctx);
  if (special !== null) return special;
  const { q, r } = divide(a, b, ctx);
  if (isNan(r) || r.coef === 0) return finalize(r, ctx);
  const gap = adjusted(b) - adjusted(r);
  if (gap < -1 || gap > 1) return finalize(r, ctx);
  const wide = maxContext();
  const other = a.sign === b.sign ? sub(r, b, wide) : add(r, b, wide);
  const order = compareMagnitude(other, r);
  if (order < 0 || (order === 0 && BigInt(q.coef) % 2n === 1n)) {
    if (digitsOf(addOne(q.coef)) > ctx.prec) return invalid(ctx, X.DIVISION_IMPOSSIBLE);
    return finalize(other, ctx);
  }
  return finalize(r, ctx);
}

// ---- comparison ----------------------------------------------------------------------------

function compareCoef(a: Coef, b: Coef): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of the magnitudes of two values that are no NaNs. */
export function compareMagnitude(a: Dec, b: Dec): number {
  if (a.special !== b.special) return a.special === INFINITE ? 1 : -1;
  if (a.special === INFINITE) return 0;
  if (a.coef === 0 || b.coef === 0) return a.coef === b.coef ? 0 : a.coef === 0 ? -1 : 1;
  if (a.exp === b.exp) return compareCoef(a.coef, b.coef);
  const adjA = adjusted(a);
  const adjB = adjusted(b);
  if (adjA !== adjB) return adjA < adjB ? -1 : 1;
  return a.exp > b.exp
    ? compareCoef(scaleUp(a.coef, a.exp - b.exp), b.coef)
    : compareCoef(a.coef, scaleUp(b.coef, b.exp - a.exp));
}

/** Order of two values that are no NaNs: -1, 0 or 1. */
export function order(a: Dec, b: Dec): number {
  const zeroA = isZero(a);
  const zeroB = isZero(b);
  if (zeroA || zeroB) {
    if (zeroA && zeroB) return 0;
    return zeroA ? (b.sign === 1 ? 1 : -1) : a.sign === 1 ? -1 : 1;
  }
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const m = compareMagnitude(a, b);
  return a.sign === 1 ? -m : m;
}

function small(n: number): Dec {
  return n < 0 ? finite(1, -n, 0) : finite(0, n, 0);
}

export function compare(a: Dec, b: Dec, ctx: Context): Dec {
  return nanOf(a, b, ctx) ?? small(order(a, b));
}

/** Like `compare`, but any NaN is an invalid operation. */
export function compareSignal(a: Dec, b: Dec, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan === null) return small(order(a, b));
  ctx.status |= X.INVALID_OPERATION;
  return nan;
}

function totalRank(a: Dec): number {
  return a.special === SNAN ? 1 : a.special === QNAN ? 2 : 0;
}

/** Total order over representations, signs ignored. */
export function orderTotalMagnitude(a: Dec, b: Dec): number {
  const ranks = totalRank(a) - totalRank(b);
  if (ranks !== 0) return ranks < 0 ? -1 : 1;
  if (isNan(a)) return compareCoef(a.coef, b.coef);
  const m = compareMagnitude(a, b);
  return m !== 0 ? m : a.exp < b.exp ? -1 : a.exp > b.exp ? 1 : 0;
}

/** Total order over representations. */
export function orderTotal(a: Dec, b: Dec): number {
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const m = orderTotalMagnitude(a, b);
  return a.sign === 1 ? -m : m;
}

export function compareTotal(a: Dec, b: Dec): Dec {
  return small(orderTotal(a, b));
}

export function compareTotalMagnitude(a: Dec, b: Dec): Dec {
  return small(orderTotalMagnitude(a, b));
}

/** Tie-break of numerically equal values: by sign, then by exponent. */
function orderEqual(a: Dec, b: Dec): number {
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const e = a.exp < b.exp ? -1 : a.exp > b.exp ? 1 : 0;
  return a.sign === 1 ? -e : e;
}

function choose(a: Dec, b: Dec, ctx: Context, wantMax: boolean, magnitude: boolean): Dec {
  if (a.special === QNAN && !isNan(b)) return finalize(b, ctx);
  if (b.special === QNAN && !isNan(a)) return finalize(a, ctx);
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  let c = magnitude ? compareMagnitude(a, b) : order(a, b);
  if (c === 0) c = orderEqual(a, b);
  return finalize(c < 0 === wantMax ? b : a, ctx);
}

export function max(a: Dec, b: Dec, ctx: Context): Dec {
  return choose(a, b, ctx, true, false);
}

export function min(a: Dec, b: Dec, ctx: Context): Dec {
  return choose(a, b, ctx, false, false);
}

export function maxMagnitude(a: Dec, b: Dec, ctx: Context): Dec {
  return choose(a, b, ctx, true, true);
}

export function minMagnitude(a: Dec, b: Dec, ctx: Context): Dec {
  return choose(a, b, ctx, false, true);
}

export function sameQuantum(a: Dec, b: Dec): boolean {
  if ((a.special | b.special) !== 0) {
    return (isNan(a) && isNan(b)) || (a.special === INFINITE && b.special === INFINITE);
  }
  return a.exp === b.exp;
}

// ---- one operand ---------------------------------------------------------------------------

export function plus(a: Dec, ctx: Context): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  const sign = isZero(a) && ctx.rounding !== X.ROUND_FLOOR ? 0 : a.sign;
  return finalize(withSign(a, sign), ctx);
}

export function minus(a: Dec, ctx: Context): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  const sign = isZero(a) && ctx.rounding !== X.ROUND_FLOOR ? 0 : a.sign ^ 1;
  return finalize(withSign(a, sign), ctx);
}

export function abs(a: Dec, ctx: Context): Dec {
  return a.sign === 1 ? minus(a, ctx) : plus(a, ctx);
}

export const copyAbs = (a: Dec): Dec => withSign(a, 0);
export const copyNegate = (a: Dec): Dec => withSign(a, a.sign ^ 1);
export const copySign = (a: Dec, b: Dec): Dec => withSign(a, b.sign);

/** Without trailing zeros (`normalize`). */
export function reduce(a: Dec, ctx: Context): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  const r = finalize(a, ctx);
  if (r.special !== FINITE) return r;
  if (r.coef === 0) return new Dec(a.sign, FINITE, 0, 1, 0);
  const maxExp = ctx.clamp === 1 ? ctx.etop() : ctx.emax;
  const zeros = trailingZeros(r.coef, Math.min(r.digits, maxExp - r.exp));
  if (zeros <= 0) return r;
  return finite(r.sign, shiftRight(r.coef, r.digits, zeros).coef, r.exp + zeros);
}

/** `a` with the exponent of `b`. */
export function quantize(a: Dec, b: Dec, ctx: Context): Dec {
  if ((a.special | b.special) !== 0) {
    const nan = nanOf(a, b, ctx);
    if (nan !== null) return nan;
    if (a.special === INFINITE && b.special === INFINITE) return a;
    return invalid(ctx, X.INVALID_OPERATION);
  }
  const exp = b.exp;
  if (exp > ctx.emax || exp < ctx.etiny()) return invalid(ctx, X.INVALID_OPERATION);
  if (a.coef === 0) return settle(a.sign, 0, 1, exp, ctx);
  const up = a.exp - exp;
  if (a.digits + up > ctx.prec) return invalid(ctx, X.INVALID_OPERATION);
  if (up >= 0) {
    const scaled = new Dec(a.sign, FINITE, scaleUp(a.coef, up), a.digits + up, exp);
    if (adjusted(scaled) > ctx.emax) return invalid(ctx, X.INVALID_OPERATION);
    return finalize(scaled, ctx);
  }
  const { coef, rest } = shiftRight(a.coef, a.digits, -up);
  const value = finite(
    a.sign,
    roundsUp(ctx.rounding, a.sign, coef, rest) ? addOne(coef) : coef,
    exp,
  );
  if (value.digits > ctx.prec || adjusted(value) > ctx.emax) {
    return invalid(ctx, X.INVALID_OPERATION);
  }
  ctx.status |= rest === 0 ? X.ROUNDED : X.ROUNDED | X.INEXACT;
  return finalize(value, ctx);
}

/** `a` with exponent `exp`: precision and range of the context do not matter, its rounding does. */
export function rescale(a: Dec, exp: number, ctx: Context): Dec {
  if (a.special !== FINITE) return a;
  if (a.coef === 0) return new Dec(a.sign, FINITE, 0, 1, exp);
  const up = a.exp - exp;
  let r: Dec;
  if (up >= 0) r = new Dec(a.sign, FINITE, scaleUp(a.coef, up), a.digits + up, exp);
  else {
    const { coef, rest } = shiftRight(a.coef, a.digits, -up);
    r = finite(a.sign, roundsUp(ctx.rounding, a.sign, coef, rest) ? addOne(coef) : coef, exp);
    ctx.status |= rest === 0 ? X.ROUNDED : X.ROUNDED | X.INEXACT;
  }
  if (isSubnormal(r, ctx)) ctx.status |= X.SUBNORMAL;
  return r;
}

function toIntegral(a: Dec, ctx: Context, exact: boolean): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  if (a.special === INFINITE || a.exp >= 0) return a;
  if (a.coef === 0) return new Dec(a.sign, FINITE, 0, 1, 0);
  const { coef, rest } = shiftRight(a.coef, a.digits, -a.exp);
  if (exact) ctx.status |= rest === 0 ? X.ROUNDED : X.ROUNDED | X.INEXACT;
  return finite(a.sign, roundsUp(ctx.rounding, a.sign, coef, rest) ? addOne(coef) : coef, 0);
}

export function toIntegralValue(a: Dec, ctx: Context): Dec {
  return toIntegral(a, ctx, false);
}

export function toIntegralExact(a: Dec, ctx: Context): Dec {
  return toIntegral(a, ctx, true);
}

function nextTo(a: Dec, ctx: Context, rounding: number): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  const down = rounding === X.ROUND_FLOOR;
  if (a.special === INFINITE) {
    return (a.sign === 1) === down ? a : largest(ctx, a.sign);
  }
  const work = ctx.work(ctx.prec, rounding);
  const rounded = finalize(a, work);
  if ((work.status & (X.INEXACT | X.ERRORS)) !== 0) {
    ctx.status |= work.status & X.ERRORS;
    return rounded;
  }
  work.status = 0;
  const tiny = new Dec(0, FINITE, 1, 1, ctx.etiny() - 1);
  const r = down ? sub(a, tiny, work) : add(a, tiny, work);
  ctx.status |= work.status & X.ERRORS;
  return r;
}

export function nextMinus(a: Dec, ctx: Context): Dec {
  return nextTo(a, ctx, X.ROUND_FLOOR);
}

export function nextPlus(a: Dec, ctx: Context): Dec {
  return nextTo(a, ctx, X.ROUND_CEILING);
}

export function nextToward(a: Dec, b: Dec, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  const c = order(a, b);
  if (c === 0) return withSign(a, b.sign);
  const r = c < 0 ? nextPlus(a, ctx) : nextMinus(a, ctx);
  if (r.special === INFINITE) ctx.status |= X.OVERFLOW | X.ROUNDED | X.INEXACT;
  else if (adjusted(r) < ctx.emin) {
    ctx.status |= X.UNDERFLOW | X.SUBNORMAL | X.ROUNDED | X.INEXACT;
    if (r.coef === 0) ctx.status |= X.CLAMPED;
  }
  return r;
}

/** Is `a` a finite integer? */
export function isInteger(a: Dec): boolean {
  if (a.special !== FINITE) return false;
  return a.coef === 0 || a.exp >= 0 || trailingZeros(a.coef, -a.exp) === -a.exp;
}

/** |a| of an integral `a`; fraction digits of others are dropped. */
export function integerValue(a: Dec): bigint {
  return a.exp >= 0 ? BigInt(a.coef) * bigPow10(a.exp) : BigInt(a.coef) / bigPow10(-a.exp);
}

/** The integer operand of shift, rotate and scaleb (its exponent must be 0), or NaN. */
function count(b: Dec, limit: number): number {
  if (b.special !== FINITE || b.exp !== 0) return NaN;
  const n = Number(b.coef);
  return n > limit ? NaN : b.sign === 1 ? -n : n;
}

export function scaleb(a: Dec, b: Dec, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  const n = count(b, 2 * (ctx.emax + ctx.prec));
  if (Number.isNaN(n)) return invalid(ctx, X.INVALID_OPERATION);
  if (a.special === INFINITE) return a;
  return settle(a.sign, a.coef, a.digits, a.exp + n, ctx);
}

/** The exponent of the leading digit, as a value. */
export function logb(a: Dec, ctx: Context): Dec {
  if (isNan(a)) return nanOf(a, a, ctx)!;
  if (a.special === INFINITE) return infinity(0);
  if (a.coef === 0) {
    ctx.status |= X.DIVISION_BY_ZERO;
    return infinity(1);
  }
  return finalize(small(adjusted(a)), ctx);
}

/** The low `prec` digits of a coefficient. */
function lowDigits(c: Coef, ctx: Context): Coef {
  return digitsOf(c) <= ctx.prec ? c : shrink(BigInt(c) % bigPow10(ctx.prec));
}

/** Shift the coefficient by b digits, left when b > 0. */
export function shift(a: Dec, b: Dec, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  const n = count(b, ctx.prec);
  if (Number.isNaN(n)) return invalid(ctx, X.INVALID_OPERATION);
  if (a.special === INFINITE) return a;
  const coef = lowDigits(a.coef, ctx);
  if (n >= 0) return finite(a.sign, lowDigits(scaleUp(coef, n), ctx), a.exp);
  return finite(a.sign, shiftRight(coef, digitsOf(coef), -n).coef, a.exp);
}

/** Rotate the coefficient, seen as `prec` digits, by b digits, left when b > 0. */
export function rotate(a: Dec, b: Dec, ctx: Context): Dec {
  const nan = nanOf(a, b, ctx);
  if (nan !== null) return nan;
  const n = count(b, ctx.prec);
  if (Number.isNaN(n)) return invalid(ctx, X.INVALID_OPERATION);
  if (a.special === INFINITE) return a;
  const left = n < 0 ? ctx.prec + n : n;
  const coef = BigInt(lowDigits(a.coef, ctx));
  const split = bigPow10(ctx.prec - left);
  const high = coef / split;
  return finite(a.sign, shrink((coef % split) * bigPow10(left) + high), a.exp);
}

// ---- digit-wise logic ----------------------------------------------------------------------

/** The digits of a logical operand that fit the context, or null when it is none. */
function bits(a: Dec, ctx: Context): string | null {
  if (a.special !== FINITE || a.sign === 1 || a.exp !== 0) return null;
  const text = a.coef.toString();
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 49) return null;
  return text.length > ctx.prec ? text.slice(text.length - ctx.prec) : text;
}

function logical(a: Dec, b: Dec, ctx: Context, table: string): Dec {
  const x = bits(a, ctx);
  const y = bits(b, ctx);
  if (x === null || y === null) return invalid(ctx, X.INVALID_OPERATION);
  const n = Math.max(x.length, y.length);
  const p = x.padStart(n, '0');
  const q = y.padStart(n, '0');
  let out = '';
  for (let i = 0; i < n; i++) {
    out += table[2 * (p.charCodeAt(i) - 48) + (q.charCodeAt(i) - 48)];
  }
  return finite(0, shrink(BigInt(out)), 0);
}

export function logicalAnd(a: Dec, b: Dec, ctx: Context): Dec {
  return logical(a, b, ctx, '0001');
}

export function logicalOr(a: Dec, b: Dec, ctx: Context): Dec {
  return logical(a, b, ctx, '0111');
}

export function logicalXor(a: Dec, b: Dec, ctx: Context): Dec {
  return logical(a, b, ctx, '0110');
}

export function logicalInvert(a: Dec, ctx: Context): Dec {
  const x = bits(a, ctx);
  if (x === null) return invalid(ctx, X.INVALID_OPERATION);
  const ones = (bigPow10(ctx.prec) - 1n) / 9n;
  return finite(0, shrink(ones - BigInt(x)), 0);
}

// ---- predicates ----------------------------------------------------------------------------

export function isSubnormal(a: Dec, ctx: Context): boolean {
  return a.special === FINITE && a.coef !== 0 && adjusted(a) < ctx.emin;
}

export function isNormal(a: Dec, ctx: Context): boolean {
  return a.special === FINITE && a.coef !== 0 && adjusted(a) >= ctx.emin;
}

/** The name of the class of a value, such as '+Normal'. */
export function numberClass(a: Dec, ctx: Context): string {
  if (a.special === SNAN) return 'sNaN';
  if (a.special === QNAN) return 'NaN';
  const sign = a.sign === 1 ? '-' : '+';
  if (a.special === INFINITE) return `${sign}Infinity`;
  if (a.coef === 0) return `${sign}Zero`;
  return sign + (isSubnormal(a, ctx) ? 'Subnormal' : 'Normal');
}

// ---- conversions ---------------------------------------------------------------------------

const P = (1n << 61n) - 1n;
/** 10**-1 modulo P. */
const TENTH = powMod(10n, P - 2n, P);
/** 10**-n modulo P for the exponents of everyday values. */
const TENTHS: bigint[] = Array.from({ length: 40 }, (_, n) => powMod(TENTH, BigInt(n), P));

export function powMod(base: bigint, exp: bigint, mod: bigint): bigint {
  let result = 1n % mod;
  let b = base % mod;
  for (let e = exp; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = (result * b) % mod;
    b = (b * b) % mod;
  }
  return result;
}

/** The hash of a value that is no NaN, as Python ints and floats of equal value have it. */
export function hash(a: Dec): bigint {
  if (a.special === INFINITE) return a.sign === 1 ? -314159n : 314159n;
  const n = -a.exp;
  const power =
    n >= 0 && n < 40
      ? TENTHS[n]!
      : n > 0
        ? powMod(TENTH, BigInt(n), P)
        : powMod(10n, BigInt(a.exp), P);
  const h = (BigInt(a.coef) * power) % P;
  const signed = a.sign === 1 ? -h : h;
  return signed === -1n ? -2n : signed;
}

/** Numerator and denominator in lowest terms, of a finite value. */
export function integerRatio(a: Dec): [bigint, bigint] {
  let n = BigInt(a.coef);
  let d = 1n;
  if (n === 0n) return [0n, 1n];
  if (a.exp >= 0) n *= bigPow10(a.exp);
  else {
    d = bigPow10(-a.exp);
    const g = gcd(n, d);
    n /= g;
    d /= g;
  }
  return [a.sign === 1 ? -n : n, d];
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** int(): truncated towards zero; the value must be finite. */
export function toInteger(a: Dec): bigint {
  const n = a.exp < -a.digits ? 0n : integerValue(a);
  return a.sign === 1 ? -n : n;
}

/** An exact value of a Python int. */
export function fromInteger(v: number | bigint): Dec {
  const negative = v < 0;
  const magnitude = negative ? -v : v;
  const coef = typeof magnitude === 'bigint' ? shrink(magnitude) : magnitude;
  return finite(negative ? 1 : 0, coef, 0);
}

/** The exact value of a double. */
export function fromFloat(v: number): Dec {
  const sign = v < 0 || Object.is(v, -0) ? 1 : 0;
  if (Number.isNaN(v)) return new Dec(floatSign(v), QNAN, 0, 1, 0);
  let m = Math.abs(v);
  if (m === Infinity) return infinity(sign);
  if (Number.isInteger(m)) {
    return finite(sign, m <= MAX_SAFE ? m : shrink(BigInt(m)), 0);
  }
  // Halve the exponent away: m * 2**k is an integer with the smallest k.
  let k = 0;
  while (!Number.isInteger(m)) {
    m *= 2;
    k++;
  }
  return finite(sign, shrink(BigInt(m) * 5n ** BigInt(k)), -k);
}

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

function floatSign(v: number): number {
  float[0] = v;
  return floatBytes[7]! >> 7;
}

export { ONE, ZERO };
