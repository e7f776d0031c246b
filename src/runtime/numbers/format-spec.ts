/**
 * The format-spec mini-language and the number parts of `%` formatting
 * (CPython: Python/formatter_unicode.c, parts of Objects/unicodeobject.c).
 *
 * Functions return the text, or a `FormatError` naming the Python exception. Lengths count code
 * points. The 'n' type uses the C locale: no grouping and '.'.
 */
import { formatDouble } from './float-repr.ts';
import { digitLimitMessage, neg, type PyInt, toDecimal } from './int-arith.ts';

/** A Python exception to raise: its type's name and its text. */
export interface FormatError {
  readonly error: 'ValueError' | 'OverflowError';
  readonly message: string;
}

/** A parsed specification; -1 and '' stand for what was not given. */
export interface FormatSpec {
  fill: string;
  align: string;
  sign: string;
  noNegativeZero: boolean;
  alternate: boolean;
  width: number;
  /** '', ',' or '_'. */
  grouping: string;
  groupSize: number;
  precision: number;
  type: string;
}

type DigitOf = (codePoint: number) => number;

function valueError(message: string): FormatError {
  return { error: 'ValueError', message };
}

const MAX_INDEX = 9223372036854775807n;
const MAX_C_INT = 2147483647;

/** One pass over the characters of a specification. */
class SpecReader {
  readonly chars: string[];
  readonly digitOf: DigitOf | null;
  pos: number;

  constructor(spec: string, digitOf: DigitOf | null) {
    this.chars = Array.from(spec);
    this.digitOf = digitOf;
    this.pos = 0;
  }

  left(): number {
    return this.chars.length - this.pos;
  }

  /** Consumes the character when it is next. */
  take(c: string): boolean {
    if (this.chars[this.pos] !== c) return false;
    this.pos++;
    return true;
  }

  /** Decimal digits: their value, -1 when there are none, -2 beyond Py_ssize_t. */
  integer(): number {
    let n = 0;
    const start = this.pos;
    let text = '';
    for (; this.pos < this.chars.length; this.pos++) {
      const d = this.digitAt(this.chars[this.pos]);
      if (d < 0) break;
      n = n * 10 + d;
      text += d;
    }
    if (this.pos === start) return -1;
    return n > 9e18 && BigInt(text) > MAX_INDEX ? -2 : n;
  }

  private digitAt(c: string): number {
    const code = c.codePointAt(0)!;
    if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
    return this.digitOf === null ? -1 : this.digitOf(code);
  }
}

function isAlign(c: string | undefined): boolean {
  return c === '<' || c === '>' || c === '=' || c === '^';
}

const TOO_MANY_DIGITS = valueError('Too many decimal digits in format string');
const BOTH_SEPARATORS = valueError("Cannot specify both ',' and '_'.");

/** Specifications met lately, by default type; those with digits beyond ASCII are never kept. */
const parsed: Record<string, Map<string, FormatSpec>> = {
  '': new Map(),
  d: new Map(),
  s: new Map(),
};
const MAX_PARSED = 500;
const NON_ASCII = /[^\x00-\x7f]/;

/**
 * Parses `spec`; the default type is '' for float and complex, 'd' for int, 's' for str. The result
 * is shared: nobody changes it.
 */
export function parseFormatSpec(
  spec: string,
  defaultType: string,
  defaultAlign: '<' | '>',
  typeName: string,
  digitOf: DigitOf | null = null,
): FormatSpec | FormatError {
  const known = parsed[defaultType]!;
  const found = known.get(spec);
  if (found !== undefined) return found;
  const f = parseNew(spec, defaultType, defaultAlign, typeName, digitOf);
  if (!('error' in f) && !NON_ASCII.test(spec)) {
    if (known.size >= MAX_PARSED) known.clear();
    known.set(spec, f);
  }
  return f;
}

function parseNew(
  spec: string,
  defaultType: string,
  defaultAlign: '<' | '>',
  typeName: string,
  digitOf: DigitOf | null,
): FormatSpec | FormatError {
  const r = new SpecReader(spec, digitOf);
  const f: FormatSpec = {
    fill: ' ',
    align: defaultAlign,
    sign: '',
    noNegativeZero: false,
    alternate: false,
    width: -1,
    grouping: '',
    groupSize: 3,
    precision: -1,
    type: defaultType,
  };
  readFlags(r, f, defaultAlign);
  f.width = r.integer();
  if (f.width === -2) return TOO_MANY_DIGITS;
  if (r.take(',')) f.grouping = ',';
  if (r.take('_')) {
    if (f.grouping !== '') return BOTH_SEPARATORS;
    f.grouping = '_';
  }
  if (r.chars[r.pos] === ',' && f.grouping === '_') return BOTH_SEPARATORS;
  if (r.take('.')) {
    f.precision = r.integer();
    if (f.precision === -2) return TOO_MANY_DIGITS;
    if (f.precision === -1) return valueError('Format specifier missing precision');
  }
  if (r.left() > 1) {
    return valueError(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  }
  if (r.left() === 1) f.type = r.chars[r.pos];
  return f.grouping === '' ? f : checkGrouping(f);
}

function readFlags(r: SpecReader, f: FormatSpec, defaultAlign: string): void {
  let filled = false;
  let aligned = false;
  if (isAlign(r.chars[1])) {
    f.fill = r.chars[0];
    f.align = r.chars[1];
    filled = aligned = true;
    r.pos = 2;
  } else if (isAlign(r.chars[0])) {
    f.align = r.chars[0];
    aligned = true;
    r.pos = 1;
  }
  const sign = r.chars[r.pos];
  if (sign === ' ' || sign === '+' || sign === '-') {
    f.sign = sign;
    r.pos++;
  }
  f.noNegativeZero = r.take('z');
  f.alternate = r.take('#');
  if (!filled && r.take('0')) {
    f.fill = '0';
    if (!aligned && defaultAlign === '>') f.align = '=';
  }
}

function checkGrouping(f: FormatSpec): FormatSpec | FormatError {
  if (f.type === '' || 'defgEG%F'.includes(f.type)) return f;
  if (f.grouping === '_' && 'boxX'.includes(f.type)) {
    f.groupSize = 4;
    return f;
  }
  return valueError(`Cannot specify '${f.grouping}' with '${showType(f.type)}'.`);
}

function showType(type: string): string {
  const code = type.codePointAt(0)!;
  return code > 32 && code < 128 ? type : '\\x' + code.toString(16);
}

function unknownType(type: string, typeName: string): FormatError {
  return valueError(`Unknown format code '${showType(type)}' for object of type '${typeName}'`);
}

function codePointCount(s: string): number {
  let n = s.length;
  for (let i = 1; i < s.length; i++) {
    const code = s.charCodeAt(i);
    if (code >= 0xdc00 && code <= 0xdfff) {
      const before = s.charCodeAt(i - 1);
      if (before >= 0xd800 && before <= 0xdbff) n--;
    }
  }
  return n;
}

/** Pads a finished body of `length` code points by the alignment ('=' counts as '<'). */
function pad(body: string, length: number, f: FormatSpec): string {
  const missing = f.width - length;
  if (missing <= 0) return body;
  if (f.align === '>') return f.fill.repeat(missing) + body;
  if (f.align !== '^') return body + f.fill.repeat(missing);
  const left = missing >> 1;
  return f.fill.repeat(left) + body + f.fill.repeat(missing - left);
}

/** format(str, spec). */
export function formatStr(
  body: string,
  spec: string,
  typeName: string,
  digitOf: DigitOf | null = null,
): string | FormatError {
  if (spec === '') return body;
  const f = parseFormatSpec(spec, 's', '<', typeName, digitOf);
  if ('error' in f) return f;
  if (f.type !== 's') return unknownType(f.type, typeName);
  if (f.sign !== '') {
    const what = f.sign === ' ' ? 'Space' : 'Sign';
    return valueError(what + ' not allowed in string format specifier');
  }
  if (f.noNegativeZero) {
    return valueError('Negative zero coercion (z) not allowed in string format specifier');
  }
  if (f.alternate) {
    return valueError('Alternate form (#) not allowed in string format specifier');
  }
  if (f.align === '=') {
    return valueError("'=' alignment not allowed in string format specifier");
  }
  let length = codePointCount(body);
  if (f.precision >= 0 && length > f.precision) {
    body = length === body.length ? body.slice(0, f.precision) : cut(body, f.precision);
    length = f.precision;
  }
  return pad(body, length, f);
}

function cut(body: string, count: number): string {
  let at = 0;
  for (let i = 0; i < count; i++) at += body.codePointAt(at)! > 0xffff ? 2 : 1;
  return body.slice(0, at);
}

/** format(int, spec); `limit` is sys.get_int_max_str_digits(). */
export function formatInt(
  v: PyInt,
  spec: string,
  typeName: string,
  limit: number,
  digitOf: DigitOf | null = null,
): string | FormatError {
  if (spec === '') return decimal(v, limit);
  const f = parseFormatSpec(spec, 'd', '>', typeName, digitOf);
  if ('error' in f) return f;
  if ('eEfFgG%'.includes(f.type)) {
    const x = Number(v);
    if (Number.isFinite(x)) return layoutFloat(x, f);
    return { error: 'OverflowError', message: 'int too large to convert to float' };
  }
  return 'bcdoxXn'.includes(f.type) ? layoutInt(v, f, limit) : unknownType(f.type, typeName);
}

function decimal(v: PyInt, limit: number): string | FormatError {
  return toDecimal(v, limit) ?? valueError(digitLimitMessage(limit, -1));
}

function layoutInt(v: PyInt, f: FormatSpec, limit: number): string | FormatError {
  if (f.precision !== -1) {
    return valueError('Precision not allowed in integer format specifier');
  }
  if (f.noNegativeZero) {
    return valueError('Negative zero coercion (z) not allowed in integer format specifier');
  }
  if (f.type === 'c') return layoutChar(v, f);
  const magnitude = v < 0 ? neg(v) : v;
  let digits: string | FormatError;
  let prefix = '';
  if (f.type === 'd' || f.type === 'n') digits = decimal(magnitude, limit);
  else {
    digits = magnitude.toString(f.type === 'b' ? 2 : f.type === 'o' ? 8 : 16);
    if (f.alternate) prefix = '0' + f.type;
    if (f.type === 'X') digits = digits.toUpperCase();
  }
  return typeof digits === 'string' ? layoutNumber(v < 0, prefix, digits, '', f) : digits;
}

function layoutChar(v: PyInt, f: FormatSpec): string | FormatError {
  if (f.sign !== '') {
    return valueError("Sign not allowed with integer format specifier 'c'");
  }
  if (f.alternate) {
    return valueError("Alternate form (#) not allowed with integer format specifier 'c'");
  }
  if (v > MAX_INDEX || v < -MAX_INDEX - 1n) {
    return { error: 'OverflowError', message: 'Python int too large to convert to C long' };
  }
  if (v < 0 || v > 0x10ffff) {
    return { error: 'OverflowError', message: '%c arg not in range(0x110000)' };
  }
  const missing = f.width - 1;
  const c = String.fromCodePoint(Number(v));
  if (f.align === '=' && missing > 0) return f.fill.repeat(missing) + c;
  return pad(c, 1, f);
}

/** Sign, prefix, grouped digits and the rest, padded as the specification says. */
function layoutNumber(
  negative: boolean,
  prefix: string,
  digits: string,
  rest: string,
  f: FormatSpec,
): string {
  let head = negative ? '-' : f.sign === '+' ? '+' : f.sign === ' ' ? ' ' : '';
  head += prefix;
  const others = head.length + rest.length;
  const zeros = f.fill === '0' && f.align === '=';
  let grouped = digits;
  if (digits !== '') {
    const least = zeros ? f.width - others : 0;
    if (f.grouping !== '') grouped = group(digits, least, f.groupSize, f.grouping);
    else if (least > digits.length) grouped = digits.padStart(least, '0');
  }
  const missing = f.width - others - grouped.length;
  if (missing <= 0) return head + grouped + rest;
  if (f.align === '=') return head + f.fill.repeat(missing) + grouped + rest;
  return pad(head + grouped + rest, others + grouped.length, f);
}

/** Groups digits from the right, adding zeros until at least `least` characters stand. */
function group(digits: string, least: number, size: number, separator: string): string {
  const parts: string[] = [];
  let end = digits.length;
  let room = least;
  for (;;) {
    const length = Math.min(size, Math.max(end, room, 1));
    const start = Math.max(end - length, 0);
    parts.push(digits.slice(start, Math.max(end, 0)).padStart(length, '0'));
    end -= length;
    room -= length;
    if (end <= 0 && room <= 0) break;
    room -= 1;
  }
  return parts.reverse().join(separator);
}

const PRECISION_TOO_BIG = valueError('precision too big');

/** format(float, spec). */
export function formatFloat(
  x: number,
  spec: string,
  typeName: string,
  digitOf: DigitOf | null = null,
): string | FormatError {
  const f = parseFormatSpec(spec, '', '>', typeName, digitOf);
  if ('error' in f) return f;
  if (!'eEfFgGn%'.includes(f.type)) return unknownType(f.type, typeName);
  return layoutFloat(x, f);
}

function layoutFloat(x: number, f: FormatSpec): string | FormatError {
  if (f.precision > MAX_C_INT) return PRECISION_TOO_BIG;
  let text = doubleText(f.type === '%' ? x * 100 : x, f, f.type === '');
  if (f.type === '%') text += '%';
  const negative = text.charCodeAt(0) === 45;
  if (f.sign !== '+' && f.sign !== ' ' && f.width === -1 && f.grouping === '') return text;
  const at = digitsEnd(text, negative ? 1 : 0);
  return layoutNumber(negative, '', text.slice(negative ? 1 : 0, at), text.slice(at), f);
}

/** The text of a double by type, precision and flags of the specification. */
function doubleText(x: number, f: FormatSpec, addDot0: boolean): string {
  let code = f.type === '%' ? 'f' : f.type === 'n' ? 'g' : f.type;
  let precision = f.precision;
  if (code === '') {
    code = precision < 0 ? 'r' : 'g';
    precision = Math.max(precision, 0);
  } else if (precision < 0) precision = 6;
  const lower = code.toLowerCase();
  const flags = { alternate: f.alternate, addDot0, noNegativeZero: f.noNegativeZero };
  const text = formatDouble(x, lower, precision, flags);
  return lower === code ? text : text.toUpperCase();
}

/** Index after the leading ASCII digits. */
function digitsEnd(text: string, start: number): number {
  let i = start;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) break;
  }
  return i;
}

/** format(complex, spec) for a specification that is not empty. */
export function formatComplex(
  re: number,
  im: number,
  spec: string,
  typeName: string,
  digitOf: DigitOf | null = null,
): string | FormatError {
  const f = parseFormatSpec(spec, '', '>', typeName, digitOf);
  if ('error' in f) return f;
  if (!'eEfFgGn'.includes(f.type)) return unknownType(f.type, typeName);
  if (f.precision > MAX_C_INT) return PRECISION_TOO_BIG;
  if (f.fill === '0') {
    return valueError('Zero padding is not allowed in complex format specifier');
  }
  if (f.align === '=') {
    return valueError("'=' alignment flag is not allowed in complex format specifier");
  }
  const plain = f.type === '';
  const skipReal = plain && re === 0 && 1 / re > 0;
  const bare = { ...f, fill: '', align: '<', width: -1 };
  let body = skipReal ? '' : signedPart(re, bare);
  if (!skipReal) bare.sign = '+';
  body += signedPart(im, bare) + 'j';
  if (plain && !skipReal) body = '(' + body + ')';
  return pad(body, body.length, f);
}

function signedPart(x: number, f: FormatSpec): string {
  const text = doubleText(x, f, false);
  const negative = text.charCodeAt(0) === 45;
  const at = digitsEnd(text, negative ? 1 : 0);
  return layoutNumber(negative, '', text.slice(negative ? 1 : 0, at), text.slice(at), f);
}

/** Flags of a `%` conversion, CPython's F_ values: '-', '+', ' ', '#', '0'. */
export const PERCENT_LEFT = 1;
export const PERCENT_SIGN = 2;
export const PERCENT_BLANK = 4;
export const PERCENT_ALT = 8;
export const PERCENT_ZERO = 16;

/** One of e E f F g G of `%` formatting; width and precision are -1 when absent. */
export function formatFloatPercent(
  x: number,
  conversion: string,
  flags: number,
  width: number,
  precision: number,
): string {
  const lower = conversion.toLowerCase();
  const text = formatDouble(x, lower, precision < 0 ? 6 : precision, {
    alternate: (flags & PERCENT_ALT) !== 0,
    addDot0: false,
    noNegativeZero: false,
  });
  const negative = text.charCodeAt(0) === 45;
  const body = negative ? text.slice(1) : text;
  return percentPad(negative, '', lower === conversion ? body : body.toUpperCase(), flags, width);
}

/** One of d i u o x X of `%` formatting; the error is that of the digit limit. */
export function formatIntPercent(
  v: PyInt,
  conversion: string,
  flags: number,
  width: number,
  precision: number,
  limit: number,
): string | FormatError {
  const magnitude = v < 0 ? neg(v) : v;
  let digits: string | FormatError;
  let prefix = '';
  if (conversion === 'o' || conversion === 'x' || conversion === 'X') {
    digits = magnitude.toString(conversion === 'o' ? 8 : 16);
    if (conversion === 'X') digits = digits.toUpperCase();
    if ((flags & PERCENT_ALT) !== 0) prefix = '0' + conversion;
  } else digits = decimal(magnitude, limit);
  if (typeof digits !== 'string') return digits;
  return percentPad(v < 0, prefix, digits.padStart(precision, '0'), flags, width);
}

function percentPad(
  negative: boolean,
  prefix: string,
  body: string,
  flags: number,
  width: number,
): string {
  const sign = (flags & PERCENT_SIGN) !== 0 ? '+' : (flags & PERCENT_BLANK) !== 0 ? ' ' : '';
  const head = (negative ? '-' : sign) + prefix;
  const missing = width - head.length - body.length;
  if (missing <= 0) return head + body;
  if ((flags & PERCENT_LEFT) !== 0) return head + body + ' '.repeat(missing);
  if ((flags & PERCENT_ZERO) !== 0) return head + '0'.repeat(missing) + body;
  return ' '.repeat(missing) + head + body;
}
