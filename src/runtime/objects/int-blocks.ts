/**
 * How many digits the block of an int operation's result has. CPython: Objects/longobject.c, where results of several
 * digits are allocated for the longest possible and then normalised without shrinking the block.
 *
 * Operands of one digit each ("compact") go through machine integers, whose results have exact blocks: 0 stands for
 * that here.
 */
import { bitLength, digitCount30, type PyInt } from '../numbers/int-arith.ts';

const DIGIT = 1073741824;

/** One digit or none. */
export function isCompact(v: PyInt): boolean {
  return typeof v === 'number' && v < DIGIT && v > -DIGIT;
}

function digits(v: PyInt): number {
  return Math.max(1, digitCount30(v));
}

/** Highest digit in which two magnitudes of the same length differ, counted from 1. */
function differingDigits(x: PyInt, y: PyInt): number {
  let a = BigInt(x);
  let b = BigInt(y);
  if (a < 0n) a = -a;
  if (b < 0n) b = -b;
  return digitCount30(a ^ b);
}

function differenceDigits(x: PyInt, y: PyInt): number {
  const dx = digits(x);
  const dy = digits(y);
  return dx === dy ? differingDigits(x, y) : Math.max(dx, dy);
}

/** `x + y`. */
export function sumDigits(x: PyInt, y: PyInt): number {
  if (isCompact(x) && isCompact(y)) return 0;
  return x < 0 === y < 0 ? Math.max(digits(x), digits(y)) + 1 : differenceDigits(x, y);
}

/** `x - y`. */
export function subDigits(x: PyInt, y: PyInt): number {
  if (isCompact(x) && isCompact(y)) return 0;
  return x < 0 === y < 0 ? differenceDigits(x, y) : Math.max(digits(x), digits(y)) + 1;
}

/** `x * y`. */
export function mulDigits(x: PyInt, y: PyInt): number {
  if (isCompact(x) && isCompact(y)) return 0;
  return digitCount30(x) + digitCount30(y);
}

/** `x // y` where the quotient is not adjusted for its sign. */
export function divDigits(x: PyInt, y: PyInt): number {
  const dx = digits(x);
  const dy = digits(y);
  if ((isCompact(x) && isCompact(y)) || dx < dy) return 0;
  if (dy === 1) return dx;
  const shift = BigInt(30 * dy - bitLength(y));
  const carries = digitCount30(magnitude(x) << shift) > dx;
  const top = (v: bigint, n: number): bigint => v >> (30n * BigInt(n - 1));
  const a = magnitude(x) << shift;
  const b = magnitude(y) << shift;
  return dx + (carries || top(a, dx) >= top(b, dy) ? 1 : 0) - dy;
}

function magnitude(v: PyInt): bigint {
  const b = BigInt(v);
  return b < 0n ? -b : b;
}

/** `x % y`, not adjusted for its sign. */
export function modDigits(x: PyInt, y: PyInt): number {
  const dy = digits(y);
  return isCompact(y) || digits(x) < dy ? 0 : dy;
}

/** `x << n`. */
export function lshiftDigits(x: PyInt, n: PyInt): number {
  const by = Number(n);
  if (isCompact(x) && by < 30) return 0;
  return digitCount30(x) + Math.floor(by / 30) + (by % 30 === 0 ? 0 : 1);
}

/** `x >> n`. */
export function rshiftDigits(x: PyInt, n: PyInt): number {
  if (isCompact(x)) return 0;
  return Math.max(0, digitCount30(x) - Math.floor(Number(n) / 30));
}

/** `x ** n` for n >= 0 with result `r`: the block of the last multiplication, a square or one by x. */
export function powDigits(x: PyInt, n: PyInt, r: PyInt): number {
  if (n < 2 || isCompact(r)) return 0;
  if (BigInt(n) % 2n === 1n) return mulDigits(BigInt(r) / BigInt(x), x);
  const half = Math.ceil(bitLength(r) / 2);
  return half <= 30 ? 0 : 2 * Math.ceil(half / 30);
}

/** `x & y`, `x | y`, `x ^ y`: `op` is the character. */
export function bitDigits(x: PyInt, y: PyInt, op: string): number {
  if (isCompact(x) && isCompact(y)) return 0;
  // two's complement of a negative number keeps its digits
  let [a, b] = [x, y];
  if (digits(a) < digits(b)) [a, b] = [b, a];
  const negA = a < 0;
  const negB = b < 0;
  const long = digits(a);
  const short = digits(b);
  if (op === '^') return long + (negA !== negB ? 1 : 0);
  if (op === '&') return (negB ? long : short) + (negA && negB ? 1 : 0);
  return (negB ? short : long) + (negA || negB ? 1 : 0);
}
