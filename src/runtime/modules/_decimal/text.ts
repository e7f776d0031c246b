/**
 * Decimal values from and to text. CPython counterpart: mpd_qset_string, mpd_to_sci and mpd_to_eng
 * of libmpdec, and numeric_as_ascii of Modules/_decimal/_decimal.c.
 */

import type { Context } from './context.ts';
import * as X from './context.ts';
import { maxContext } from './context.ts';
import {
  Dec,
  digitsOf,
  FINITE,
  finalize,
  finite,
  INFINITE,
  infinity,
  invalid,
  QNAN,
  SNAN,
  shrink,
} from './decimal.ts';

/** Unicode knowledge that text input needs. */
export interface DigitHooks {
  /** Value of a decimal digit, or -1. */
  decimalValue(ch: number): number;
  isSpace(ch: number): boolean;
}

function asciiSpace(ch: number): boolean {
  return ch === 32 || (ch >= 9 && ch <= 13) || (ch >= 28 && ch <= 31);
}

/** A numeric text in ASCII, stripped and without underscores; null if it has other characters. */
function toAscii(text: string, hooks: DigitHooks): string | null {
  let plain = true;
  for (let i = 0; i < text.length && plain; i++) {
    const ch = text.charCodeAt(i);
    plain = ch > 32 && ch < 127 && ch !== 95;
  }
  if (plain) return text;
  const chars = [...text].map((c) => c.codePointAt(0)!);
  let from = 0;
  let to = chars.length;
  const space = (ch: number): boolean => (ch < 128 ? asciiSpace(ch) : hooks.isSpace(ch));
  while (from < to && space(chars[from]!)) from++;
  while (from < to && space(chars[to - 1]!)) to--;
  let out = '';
  for (let i = from; i < to; i++) {
    const ch = chars[i]!;
    if (ch === 95) continue;
    if (ch > 0 && ch < 128) out += String.fromCharCode(ch);
    else {
      const value = ch === 0 ? -1 : hooks.decimalValue(ch);
      if (value < 0) return null;
      out += String.fromCharCode(48 + value);
    }
  }
  return out;
}

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|(s?)nan(\d*))$/i;

/** An exponent as read; limits far beyond every context become that far. */
function readExponent(text: string): number {
  return Math.max(-4e18, Math.min(4e18, Number(text)));
}

/** The coefficient of a run of digits. */
function readDigits(digits: string): number | bigint {
  return digits.length <= 15 ? Number(digits) : shrink(BigInt(digits));
}

/** The value a text stands for, exactly; null when it is no number. */
export function parse(text: string, hooks: DigitHooks): Dec | null {
  const ascii = toAscii(text, hooks);
  if (ascii === null) return null;
  const m = NUMBER.exec(ascii);
  if (m === null) return parseSpecial(ascii);
  const sign = m[1] === '-' ? 1 : 0;
  const whole = m[2] ?? '';
  const fraction = m[3] ?? m[4] ?? '';
  const coef = readDigits(whole + fraction);
  const power = m[5] === undefined ? 0 : readExponent(m[5]);
  const exp = power - fraction.length;
  if (Math.abs(exp) > Number.MAX_SAFE_INTEGER && Math.abs(exp) < 1e18) {
    throw new RangeError('decimal exponents beyond 2**53 are not supported');
  }
  return finite(sign, coef, exp);
}

function parseSpecial(text: string): Dec | null {
  const m = SPECIAL.exec(text);
  if (m === null) return null;
  const sign = m[1] === '-' ? 1 : 0;
  if (m[2] !== undefined) return infinity(sign);
  const coef = m[4] === '' ? 0 : readDigits(m[4]!);
  return new Dec(sign, m[3] === '' ? QNAN : SNAN, coef, digitsOf(coef), 0);
}

/** Context.create_decimal(text): rounded to the context. */
export function fromText(text: string, ctx: Context, hooks: DigitHooks): Dec {
  const a = parse(text, hooks);
  return a === null ? invalid(ctx, X.CONVERSION_SYNTAX) : create(a, ctx);
}

/** Context.create_decimal of a value: rounded; a NaN with too long a payload is an error. */
export function create(a: Dec, ctx: Context): Dec {
  if (a.special >= QNAN && a.coef !== 0 && a.digits > ctx.prec - ctx.clamp) {
    return invalid(ctx, X.CONVERSION_SYNTAX);
  }
  return finalize(a, ctx);
}

/** Decimal(text): exact, or an invalid operation. */
export function fromTextExact(text: string, ctx: Context, hooks: DigitHooks): Dec {
  return exactly(parse(text, hooks), ctx);
}

/** A value that must be representable in the widest context. */
export function exactly(a: Dec | null, ctx: Context): Dec {
  if (a === null) return invalid(ctx, X.CONVERSION_SYNTAX);
  const wide = maxContext();
  if (a.special === FINITE && (a.exp + a.digits > 1e18 || a.exp < -2e18)) {
    return invalid(ctx, X.INVALID_OPERATION);
  }
  const r = finalize(a, wide);
  if ((wide.status & (X.INEXACT | X.ROUNDED | X.CLAMPED)) !== 0) {
    return invalid(ctx, X.INVALID_OPERATION);
  }
  return r;
}

/** From the parts of a tuple: digits as text of ASCII digits, may be empty. */
export function fromDigits(sign: number, digits: string, exp: number): Dec {
  return finite(sign, digits === '' ? 0 : readDigits(digits), exp);
}

/** NaN or sNaN with a payload. */
export function nanFromDigits(sign: number, digits: string, signalling: boolean): Dec {
  const coef = digits === '' ? 0 : readDigits(digits);
  return new Dec(sign, signalling ? SNAN : QNAN, coef, digitsOf(coef), 0);
}

export function infinityOf(sign: number): Dec {
  return infinity(sign);
}

/** Text of the coefficient digits: as_tuple().digits, '' for infinities and bare NaNs. */
export function digitText(a: Dec): string {
  if (a.special === INFINITE) return '0';
  return a.special !== FINITE && a.coef === 0 ? '' : a.coef.toString();
}

/** Text of a NaN or infinity, with its sign. */
export function specialText(a: Dec): string {
  const sign = a.sign === 1 ? '-' : '';
  if (a.special === INFINITE) return `${sign}Infinity`;
  const payload = a.coef === 0 ? '' : a.coef.toString();
  return `${sign}${a.special === SNAN ? 'sNaN' : 'NaN'}${payload}`;
}

function exponentText(e: number, capitals: boolean): string {
  return (capitals ? 'E' : 'e') + (e < 0 ? '-' : '+') + BigInt(Math.abs(e)).toString();
}

function withPoint(digits: string, place: number): string {
  if (place <= 0) return `0.${'0'.repeat(-place)}${digits}`;
  if (place >= digits.length) return digits + '0'.repeat(place - digits.length);
  return `${digits.slice(0, place)}.${digits.slice(place)}`;
}

/** str(): scientific notation where needed. */
export function toSci(a: Dec, capitals: boolean): string {
  if (a.special !== FINITE) return specialText(a);
  const digits = a.coef.toString();
  const sign = a.sign === 1 ? '-' : '';
  if (a.exp === 0) return sign + digits;
  const left = a.exp + digits.length;
  if (a.exp < 0 && left > -6) return sign + withPoint(digits, left);
  return sign + withPoint(digits, 1) + exponentText(left - 1, capitals);
}

/** to_eng_string(): exponents are multiples of three. */
export function toEng(a: Dec, capitals: boolean): string {
  if (a.special !== FINITE) return specialText(a);
  const digits = a.coef.toString();
  const sign = a.sign === 1 ? '-' : '';
  const left = a.exp + digits.length;
  if (a.exp <= 0 && left > -6) return sign + withPoint(digits, left);
  const mod = (n: number): number => ((n % 3) + 3) % 3;
  const place = a.coef === 0 ? mod(left + 1) - 1 : mod(left - 1) + 1;
  const e = left - place;
  return sign + withPoint(digits, place) + (e === 0 ? '' : exponentText(e, capitals));
}
