/**
 * Character properties and case conversion of texts.
 * CPython counterpart: Objects/unicodectype.c and the case methods of Objects/unicodeobject.c.
 *
 * A predicate on a code point (`isAlpha(cp)`) is the property; one on a text (`textIsAlpha(t)`) is
 * the `str` method, false for the empty text where Python says so. Tables are decoded when the
 * first character beyond ASCII asks for them.
 */

import { CodePointTable, NumberReader } from './table.ts';
import type { Text } from './text.ts';
import { codePointAt, isAscii, TextBuilder, textFromCodePoints, textLength } from './text.ts';
import { SPECIAL_CASES, TYPE_RECORDS, TYPE_RUNS } from './types.generated.ts';

// Flag bits, in the order of FLAGS in scripts/gen-unicode.py.
const ALPHA = 1;
const DECIMAL = 2;
const DIGIT = 4;
const NUMERIC = 8;
const LOWER = 16;
const UPPER = 32;
const TITLE = 64;
const SPACE = 128;
const LINE_BREAK = 256;
const PRINTABLE = 512;
const XID_START = 1024;
const XID_CONTINUE = 2048;
const CASED = 4096;
const CASE_IGNORABLE = 8192;
const SPECIAL_CASE = 16384;
const ALNUM = ALPHA | DECIMAL | DIGIT | NUMERIC;
const SIGMA = 0x3a3;
const FINAL_SIGMA = 0x3c2;

/** Full mappings of one character whose mappings are not all simple. */
interface SpecialCase {
  readonly lower: Uint32Array;
  readonly title: Uint32Array;
  readonly upper: Uint32Array;
  readonly fold: Uint32Array;
}

/** The decoded type records: parallel arrays by record index. */
class TypeTable {
  readonly index: CodePointTable;
  readonly flags: Uint16Array;
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  readonly title: Int32Array;
  readonly decimal: Int8Array;
  readonly digit: Int8Array;
  readonly special: Map<number, SpecialCase>;

  constructor() {
    const fields: number[][] = [];
    const reader = new NumberReader(TYPE_RECORDS);
    while (!reader.done) {
      fields.push([
        reader.next(),
        reader.nextSigned(),
        reader.nextSigned(),
        reader.nextSigned(),
        reader.next() - 1,
        reader.next() - 1,
      ]);
    }
    this.index = new CodePointTable(TYPE_RUNS);
    this.flags = Uint16Array.from(fields, (f) => f[0]);
    this.upper = Int32Array.from(fields, (f) => f[1]);
    this.lower = Int32Array.from(fields, (f) => f[2]);
    this.title = Int32Array.from(fields, (f) => f[3]);
    this.decimal = Int8Array.from(fields, (f) => f[4]);
    this.digit = Int8Array.from(fields, (f) => f[5]);
    this.special = readSpecialCases();
  }
}

function readSpecialCases(): Map<number, SpecialCase> {
  const special = new Map<number, SpecialCase>();
  const reader = new NumberReader(SPECIAL_CASES);
  const mapping = () => Uint32Array.from({ length: reader.next() }, () => reader.next());
  for (let cp = 0; !reader.done; ) {
    cp += reader.next();
    special.set(cp, { lower: mapping(), title: mapping(), upper: mapping(), fold: mapping() });
  }
  return special;
}

let decoded: TypeTable | null = null;

function types(): TypeTable {
  return decoded ?? (decoded = new TypeTable());
}

function asciiFlags(): Uint16Array {
  const out = new Uint16Array(128);
  for (let c = 0; c < 128; c++) {
    if (c >= 32 && c < 127) out[c] |= PRINTABLE;
    if (c >= 48 && c < 58) out[c] |= DECIMAL | DIGIT | NUMERIC | XID_CONTINUE;
    if (c >= 65 && c < 91) out[c] |= ALPHA | UPPER | CASED | XID_START | XID_CONTINUE;
    if (c >= 97 && c < 123) out[c] |= ALPHA | LOWER | CASED | XID_START | XID_CONTINUE;
    if (c === 32 || (c >= 9 && c < 14) || (c >= 28 && c < 32)) out[c] |= SPACE;
    if ((c >= 10 && c < 14) || (c >= 28 && c < 31)) out[c] |= LINE_BREAK;
  }
  for (const c of "'.:^`") out[c.charCodeAt(0)] |= CASE_IGNORABLE;
  out[95] |= XID_CONTINUE;
  return out;
}

const ASCII = asciiFlags();

function flagsOf(cp: number): number {
  if (cp < 128) return ASCII[cp];
  const t = decoded ?? types();
  return t.flags[t.index.get(cp)];
}

// ---------------------------------------------------------------------------------------------
// Properties of a code point

/** Letter: general category L*. */
export function isAlpha(cp: number): boolean {
  return (flagsOf(cp) & ALPHA) !== 0;
}
/** Decimal digit (Nd). */
export function isDecimal(cp: number): boolean {
  return (flagsOf(cp) & DECIMAL) !== 0;
}
/** Digit: decimals and the like of superscripts. */
export function isDigit(cp: number): boolean {
  return (flagsOf(cp) & DIGIT) !== 0;
}
/** Has a numeric value. */
export function isNumeric(cp: number): boolean {
  return (flagsOf(cp) & NUMERIC) !== 0;
}
/** Letter, decimal, digit or numeric. */
export function isAlnum(cp: number): boolean {
  return (flagsOf(cp) & ALNUM) !== 0;
}
/** Lowercase (derived core property). */
export function isLower(cp: number): boolean {
  return (flagsOf(cp) & LOWER) !== 0;
}
/** Uppercase (derived core property). */
export function isUpper(cp: number): boolean {
  return (flagsOf(cp) & UPPER) !== 0;
}
/** Titlecase letter (Lt). */
export function isTitle(cp: number): boolean {
  return (flagsOf(cp) & TITLE) !== 0;
}
/** White space. */
export function isSpace(cp: number): boolean {
  return (flagsOf(cp) & SPACE) !== 0;
}
/** Line boundary of `splitlines`. */
export function isLinebreak(cp: number): boolean {
  return (flagsOf(cp) & LINE_BREAK) !== 0;
}
/** Shown as itself by `repr`. */
export function isPrintable(cp: number): boolean {
  return (flagsOf(cp) & PRINTABLE) !== 0;
}
/** May start an identifier, underscore apart (XID_Start). */
export function isXidStart(cp: number): boolean {
  return (flagsOf(cp) & XID_START) !== 0;
}
/** May continue an identifier (XID_Continue). */
export function isXidContinue(cp: number): boolean {
  return (flagsOf(cp) & XID_CONTINUE) !== 0;
}
/** Cased (derived core property). */
export function isCased(cp: number): boolean {
  return (flagsOf(cp) & CASED) !== 0;
}
/** Case_Ignorable (derived core property). */
export function isCaseIgnorable(cp: number): boolean {
  return (flagsOf(cp) & CASE_IGNORABLE) !== 0;
}
/** Decimal value, or -1. */
export function decimalValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp < 58 ? cp - 48 : -1;
  const t = types();
  return t.decimal[t.index.get(cp)];
}
/** Digit value, or -1. */
export function digitValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp < 58 ? cp - 48 : -1;
  const t = types();
  return t.digit[t.index.get(cp)];
}
/** Simple lowercase mapping (the first character of a longer mapping), as `re` uses. */
export function simpleLower(cp: number): number {
  if (cp < 128) return cp >= 65 && cp < 91 ? cp + 32 : cp;
  const t = types();
  return cp + t.lower[t.index.get(cp)];
}
/** Simple uppercase mapping. */
export function simpleUpper(cp: number): number {
  if (cp < 128) return cp >= 97 && cp < 123 ? cp - 32 : cp;
  const t = types();
  return cp + t.upper[t.index.get(cp)];
}
/** Simple titlecase mapping. */
export function simpleTitle(cp: number): number {
  if (cp < 128) return cp >= 97 && cp < 123 ? cp - 32 : cp;
  const t = types();
  return cp + t.title[t.index.get(cp)];
}

// ---------------------------------------------------------------------------------------------
// Predicates of a text

function everyFlag(t: Text, mask: number): boolean {
  const n = textLength(t);
  for (let i = 0; i < n; i++) if ((flagsOf(codePointAt(t, i)) & mask) === 0) return false;
  return n > 0;
}

/** `str.isalpha`. */
export function textIsAlpha(t: Text): boolean {
  return everyFlag(t, ALPHA);
}
/** `str.isdecimal`. */
export function textIsDecimal(t: Text): boolean {
  return everyFlag(t, DECIMAL);
}
/** `str.isdigit`. */
export function textIsDigit(t: Text): boolean {
  return everyFlag(t, DIGIT);
}
/** `str.isnumeric`. */
export function textIsNumeric(t: Text): boolean {
  return everyFlag(t, NUMERIC);
}
/** `str.isalnum`. */
export function textIsAlnum(t: Text): boolean {
  return everyFlag(t, ALNUM);
}
/** `str.isspace`. */
export function textIsSpace(t: Text): boolean {
  return everyFlag(t, SPACE);
}
/** `str.isprintable` (true for the empty text). */
export function textIsPrintable(t: Text): boolean {
  return textLength(t) === 0 || everyFlag(t, PRINTABLE);
}

/** `str.isidentifier`. */
export function textIsIdentifier(t: Text): boolean {
  const n = textLength(t);
  if (n === 0) return false;
  const first = codePointAt(t, 0);
  if (first !== 95 && (flagsOf(first) & XID_START) === 0) return false;
  for (let i = 1; i < n; i++) if ((flagsOf(codePointAt(t, i)) & XID_CONTINUE) === 0) return false;
  return true;
}

function allCased(t: Text, wanted: number, refused: number): boolean {
  const n = textLength(t);
  let seen = false;
  for (let i = 0; i < n; i++) {
    const flags = flagsOf(codePointAt(t, i));
    if (flags & refused) return false;
    if (flags & wanted) seen = true;
  }
  return seen;
}

/** `str.islower`. */
export function textIsLower(t: Text): boolean {
  return allCased(t, LOWER, UPPER | TITLE);
}
/** `str.isupper`. */
export function textIsUpper(t: Text): boolean {
  return allCased(t, UPPER, LOWER | TITLE);
}

/** `str.istitle`: upper and title case only after uncased characters, lower only after cased. */
export function textIsTitle(t: Text): boolean {
  const n = textLength(t);
  let seen = false;
  let inWord = false;
  for (let i = 0; i < n; i++) {
    const flags = flagsOf(codePointAt(t, i));
    if (flags & (UPPER | TITLE)) {
      if (inWord) return false;
      inWord = true;
      seen = true;
    } else if (flags & LOWER) {
      if (!inWord) return false;
      seen = true;
    } else inWord = false;
  }
  return seen;
}

// ---------------------------------------------------------------------------------------------
// Case conversion

type CaseField = 'lower' | 'title' | 'upper' | 'fold';

/** Appends the full mapping of a character; folding falls back to lower case as in CPython. */
function appendMapped(out: TextBuilder, cp: number, field: CaseField): void {
  if (cp < 128) {
    out.append(field === 'upper' || field === 'title' ? simpleUpper(cp) : simpleLower(cp));
    return;
  }
  const t = types();
  const record = t.index.get(cp);
  if (t.flags[record] & SPECIAL_CASE) {
    const full = t.special.get(cp)![field];
    for (let i = 0; i < full.length; i++) out.append(full[i]);
  } else if (field === 'upper') out.append(cp + t.upper[record]);
  else if (field === 'title') out.append(cp + t.title[record]);
  else out.append(cp + t.lower[record]);
}

/** A capital sigma ends a word: a cased character before it, none after, ignorables aside. */
function isFinalSigma(t: Text, at: number): boolean {
  let j = at - 1;
  while (j >= 0 && isCaseIgnorable(codePointAt(t, j))) j--;
  if (j < 0 || !isCased(codePointAt(t, j))) return false;
  const n = textLength(t);
  j = at + 1;
  while (j < n && isCaseIgnorable(codePointAt(t, j))) j++;
  return j === n || !isCased(codePointAt(t, j));
}

function appendLower(out: TextBuilder, t: Text, i: number): void {
  const cp = codePointAt(t, i);
  if (cp === SIGMA && isFinalSigma(t, i)) out.append(FINAL_SIGMA);
  else appendMapped(out, cp, 'lower');
}

function mapAll(t: Text, field: CaseField): Text {
  const out = new TextBuilder();
  const n = textLength(t);
  for (let i = 0; i < n; i++) appendMapped(out, codePointAt(t, i), field);
  return out.finish();
}

/** `str.lower`. */
export function textLower(t: Text): Text {
  if (isAscii(t)) return (t as string).toLowerCase();
  const out = new TextBuilder();
  const n = textLength(t);
  for (let i = 0; i < n; i++) appendLower(out, t, i);
  return out.finish();
}

/** `str.upper`. */
export function textUpper(t: Text): Text {
  return isAscii(t) ? (t as string).toUpperCase() : mapAll(t, 'upper');
}

/** `str.casefold`. */
export function textCasefold(t: Text): Text {
  return isAscii(t) ? (t as string).toLowerCase() : mapAll(t, 'fold');
}

/** `str.capitalize`: the first character in title case, the rest lower. */
export function textCapitalize(t: Text): Text {
  const n = textLength(t);
  if (n === 0) return t;
  if (isAscii(t)) return (t as string)[0].toUpperCase() + (t as string).slice(1).toLowerCase();
  const out = new TextBuilder();
  appendMapped(out, codePointAt(t, 0), 'title');
  for (let i = 1; i < n; i++) appendLower(out, t, i);
  return out.finish();
}

function titleAscii(t: string): string {
  const out: number[] = [];
  let inWord = false;
  for (let i = 0; i < t.length; i++) {
    const c = t.charCodeAt(i);
    const small = c >= 97 && c < 123;
    const capital = c >= 65 && c < 91;
    out.push(small && !inWord ? c - 32 : capital && inWord ? c + 32 : c);
    inWord = small || capital;
  }
  return textFromCodePoints(out) as string;
}

function swapAscii(t: string): string {
  const out: number[] = [];
  for (let i = 0; i < t.length; i++) {
    const c = t.charCodeAt(i);
    out.push((c >= 97 && c < 123) || (c >= 65 && c < 91) ? c ^ 32 : c);
  }
  return textFromCodePoints(out) as string;
}

/** `str.title`. */
export function textTitle(t: Text): Text {
  if (isAscii(t)) return titleAscii(t as string);
  const n = textLength(t);
  const out = new TextBuilder();
  let inWord = false;
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    if (inWord) appendLower(out, t, i);
    else appendMapped(out, cp, 'title');
    inWord = isCased(cp);
  }
  return out.finish();
}

/** `str.swapcase`. */
export function textSwapcase(t: Text): Text {
  if (isAscii(t)) return swapAscii(t as string);
  const n = textLength(t);
  const out = new TextBuilder();
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    const flags = flagsOf(cp);
    if (flags & UPPER) appendLower(out, t, i);
    else if (flags & LOWER) appendMapped(out, cp, 'upper');
    else out.append(cp);
  }
  return out.finish();
}

/**
 * What `int()`, `float()` and `complex()` read: every white space becomes a space and every decimal
 * digit its ASCII form; the text ends in '?' at the first other character beyond ASCII.
 */
export function toDecimalAscii(t: Text): string {
  if (isAscii(t)) return t as string;
  const n = textLength(t);
  let out = '';
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    if (cp < 128) out += String.fromCharCode(cp);
    else if (isSpace(cp)) out += ' ';
    else {
      const digit = decimalValue(cp);
      if (digit < 0) return out + '?';
      out += String.fromCharCode(48 + digit);
    }
  }
  return out;
}
