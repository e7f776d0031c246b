/**
 * Decimal.__format__. CPython counterpart: mpd_parse_fmt_str and mpd_qformat_spec of libmpdec, and
 * dec_format of Modules/_decimal/_decimal.c.
 */

import { rescale } from './arith.ts';
import type { Context } from './context.ts';
import { Dec, FINITE } from './decimal.ts';
import { specialText } from './text.ts';

/** Separators of the 'n' type. `grouping` as localeconv() has it: sizes, 0 repeats, 127 stops. */
export interface NumberLocale {
  decimalPoint: string;
  thousandsSep: string;
  grouping: number[];
}

/** A parsed format specification. */
export interface FormatSpec {
  fill: string;
  /** '<', '>', '^', '=' or '0' for zero padding. */
  align: string;
  sign: string;
  noNegativeZero: boolean;
  width: number;
  dot: string;
  sep: string;
  grouping: number[];
  /** -1: none given. */
  prec: number;
  /** 'e', 'f', 'g' or '%'. */
  type: string;
  capitals: boolean;
}

const SPEC = new RegExp(
  '^(?:([^])?([<>=^]))?([-+ ])?(z)?(0)?(?:([1-9]\\d*))?(,)?' + '(?:\\.(\\d+))?([eEfFgGn%N])?$',
  'u',
);

/**
 * Parse a specification; null when libmpdec's parser would refuse it. CPython then asks
 * `_pydecimal`, which knows a few more forms ('#') and raises ValueError for the rest.
 * `capitals`: how the exponent is written when no type is given.
 */
export function parseSpec(
  text: string,
  locale: NumberLocale,
  capitals: boolean,
): FormatSpec | null {
  const m = SPEC.exec(text);
  if (m === null) return null;
  const type = m[9] ?? '';
  const spec: FormatSpec = {
    fill: m[1] ?? ' ',
    align: m[2] ?? '>',
    sign: m[3] ?? '-',
    noNegativeZero: m[4] !== undefined,
    width: m[6] === undefined ? 0 : Number(m[6]),
    dot: '.',
    sep: '',
    grouping: [],
    prec: m[8] === undefined ? -1 : Number(m[8]),
    type: 'g',
    capitals,
  };
  if (m[5] !== undefined) {
    if (m[2] !== undefined) return null;
    spec.align = '0';
    spec.fill = '0';
  }
  if (m[7] !== undefined) {
    spec.sep = ',';
    spec.grouping = [3, 0];
  }
  if (type === 'n' || type === 'N') {
    if (m[7] !== undefined) return null;
    spec.dot = locale.decimalPoint;
    spec.sep = locale.thousandsSep;
    spec.grouping = locale.grouping;
    spec.capitals = type === 'N';
  } else if (type !== '') {
    spec.capitals = type === 'E' || type === 'F' || type === 'G';
    spec.type = type.toLowerCase();
  }
  return spec;
}

/** Round to `digits` significant digits, padding with zeros. */
function roundTo(a: Dec, digits: number, ctx: Context): Dec {
  const r = rescale(a, a.exp + a.digits - digits, ctx);
  return r.digits > digits ? rescale(r, r.exp + 1, ctx) : r;
}

/** The parts of a number in print, sign apart. */
interface Parts {
  whole: string;
  /** Digits after the point; '' for no point. */
  fraction: string;
  /** Exponent or percent sign. */
  rest: string;
}

/** Print `a` with `place` digits before the point and an exponent, or in plain form. */
function print(a: Dec, place: number, exponent: boolean, capitals: boolean): Parts {
  const digits = a.coef.toString();
  let whole = '0';
  let fraction = '';
  if (place <= 0) fraction = '0'.repeat(-place) + digits;
  else if (place >= digits.length) whole = digits + '0'.repeat(place - digits.length);
  else {
    whole = digits.slice(0, place);
    fraction = digits.slice(place);
  }
  let rest = '';
  if (exponent) {
    const e = a.exp + digits.length - place;
    rest = `${capitals ? 'E' : 'e'}${e < 0 ? '-' : '+'}${Math.abs(e)}`;
  }
  return { whole, fraction, rest };
}

/** The number rounded and printed as the specification says. */
function layOut(a: Dec, spec: FormatSpec, ctx: Context): { parts: Parts; isZero: boolean } {
  let v = a;
  let type = spec.type;
  const prec = spec.prec;
  if (type === '%') v = new Dec(v.sign, FINITE, v.coef, v.digits, v.exp + 2);
  const percent = type === '%';
  if (percent) type = 'f';
  let place = 1;
  if (prec >= 0) {
    if (type === 'g') {
      const wanted = prec === 0 ? 1 : prec;
      if (v.digits > wanted) v = roundTo(v, wanted, ctx);
    } else if (type === 'e') {
      if (v.coef === 0) place = 1 - prec;
      else v = roundTo(v, prec + 1, ctx);
    } else v = rescale(v, -prec, ctx);
  }
  if (type === 'f' && v.coef === 0 && v.exp > 0) v = new Dec(v.sign, FINITE, 0, 1, 0);
  const left = v.exp + v.digits;
  let exponent = type === 'e';
  if (type === 'f') place = left;
  else if (type === 'g') {
    exponent = v.exp > 0 || left <= -6;
    if (!exponent) place = left;
  }
  const parts = print(v, place, exponent, spec.capitals);
  if (percent) parts.rest = '%';
  return { parts, isZero: v.coef === 0 };
}

/** Put separators between groups of digits and zeros in front until `width` is reached. */
function group(digits: string, spec: FormatSpec, width: number): string {
  const groups: string[] = [];
  let left = digits.length;
  let room = width;
  let size = 0;
  for (let i = 0; ; i++) {
    const next = i < spec.grouping.length ? spec.grouping[i]! : 0;
    // A zero, or the end of the list, repeats the last size; 127 ends grouping.
    if (next === 127) size = Infinity;
    else if (next !== 0) size = next;
    if (size === 0) size = Infinity;
    const take = Math.min(size, Math.max(left, room, 1));
    const have = Math.min(take, left);
    groups.unshift('0'.repeat(take - have) + digits.slice(left - have, left));
    left -= have;
    room -= take;
    if (left <= 0 && room <= 0) break;
    room -= spec.sep.length;
  }
  return groups.join(spec.sep);
}

/** Apply a specification. The rounding mode is the context's. */
export function format(a: Dec, spec: FormatSpec, ctx: Context): string {
  let sign = a.sign === 1 ? '-' : spec.sign === '-' ? '' : spec.sign;
  let body: string;
  let { fill, align } = spec;
  if (a.special !== FINITE) {
    body = specialText(a).replace('-', '') + (spec.type === '%' ? '%' : '');
    if (align === '0') {
      fill = ' ';
      align = '>';
    }
  } else {
    const { parts, isZero } = layOut(a, spec, ctx);
    if (isZero && spec.noNegativeZero && a.sign === 1) sign = spec.sign === '-' ? '' : spec.sign;
    const tail = (parts.fraction === '' ? '' : spec.dot + parts.fraction) + parts.rest;
    const room = align === '0' ? spec.width - sign.length - [...tail].length : 0;
    body = group(parts.whole, spec, room) + tail;
  }
  const missing = spec.width - sign.length - [...body].length;
  if (missing <= 0) return sign + body;
  if (align === '<') return sign + body + fill.repeat(missing);
  if (align === '=' || align === '0') return sign + fill.repeat(missing) + body;
  if (align === '>') return fill.repeat(missing) + sign + body;
  const before = missing >> 1;
  return fill.repeat(before) + sign + body + fill.repeat(missing - before);
}
