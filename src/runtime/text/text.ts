/**
 * Text: the value of a Python `str`, and the algorithms on it that need no Unicode database.
 * CPython counterpart: the data half of Objects/unicodeobject.c and Objects/stringlib.
 *
 * Invariants
 * - A Text whose code points all fit 16 bits is a plain JS string: one code unit is one character.
 *   Lone surrogates are allowed, and two adjacent surrogates are two characters: a plain string is
 *   never read as UTF-16.
 * - Any other Text is a WideText: one element is one character, at least one is above 0xFFFF.
 * - The two forms never represent the same value, so `===` decides equality of plain texts.
 * - Indices are code point indices. Unless said otherwise a range [start, end) is already adjusted
 *   as Python slices adjust it (no negatives); `end` beyond the length means the length.
 */

/** A text with at least one character beyond the basic plane. Its array is never changed. */
export class WideText {
  readonly cps: Uint32Array;

  constructor(cps: Uint32Array) {
    this.cps = cps;
  }
}

/** The value of a Python `str`. */
export type Text = string | WideText;

const CHUNK = 4096;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;
const NON_ASCII = /[^\x00-\x7f]/;
const NON_LATIN1 = /[^\x00-\xff]/;
/** Below this length a loop beats the call into a compiled regular expression. */
const SHORT = 24;

/** Where `flatten` leaves what it read: a read without use would be left out by the engine. */
const lastRead = { unit: 0 };

/**
 * Makes the engine copy a chain of additions into one piece, which frees the pieces. Worth it for
 * texts that live on: the chain costs several times their size.
 */
export function flatten(t: string): void {
  lastRead.unit = t.charCodeAt(0) | 0;
}

// ---------------------------------------------------------------------------------------------
// Making and reading

/** Number of code points. */
export function textLength(t: Text): number {
  return typeof t === 'string' ? t.length : t.cps.length;
}

/** The code point at `i`, which must be in range. */
export function codePointAt(t: Text, i: number): number {
  return typeof t === 'string' ? t.charCodeAt(i) : t.cps[i];
}

/** One-character text of a code point (0..0x10FFFF, surrogates included). */
export function textFromCodePoint(cp: number): Text {
  return cp <= 0xffff ? String.fromCharCode(cp) : new WideText(Uint32Array.of(cp));
}

/** The one-character text at `i`. */
export function textCharAt(t: Text, i: number): Text {
  return typeof t === 'string' ? t[i] : textFromCodePoint(t.cps[i]);
}

/**
 * The plain text of code units. Sixteen arguments written out are several times quicker than
 * `apply` with an array; the pieces of a short text are copied together when it is first read.
 */
function narrowString(cps: ArrayLike<number>, start: number, end: number): string {
  const f = String.fromCharCode;
  if (end - start > CHUNK) return longString(cps, start, end);
  let s = '';
  let i = start;
  // biome-ignore format: one row of four a line
  for (; i + 16 <= end; i += 16) {
    s += f(
      cps[i], cps[i + 1], cps[i + 2], cps[i + 3],
      cps[i + 4], cps[i + 5], cps[i + 6], cps[i + 7],
      cps[i + 8], cps[i + 9], cps[i + 10], cps[i + 11],
      cps[i + 12], cps[i + 13], cps[i + 14], cps[i + 15],
    );
  }
  for (; i + 4 <= end; i += 4) s += f(cps[i], cps[i + 1], cps[i + 2], cps[i + 3]);
  for (; i < end; i++) s += f(cps[i]);
  // One read makes a single piece of a chain of many.
  if (end - start > 256) flatten(s);
  return s;
}

function longString(cps: ArrayLike<number>, start: number, end: number): string {
  let out = '';
  for (let i = start; i < end; i += CHUNK) {
    const stop = Math.min(i + CHUNK, end);
    const part = cps instanceof Uint32Array ? cps.subarray(i, stop) : sliceLike(cps, i, stop);
    out += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return out;
}

function sliceLike(cps: ArrayLike<number>, start: number, end: number): ArrayLike<number> {
  if (ArrayBuffer.isView(cps)) return (cps as Uint8Array | Uint16Array).subarray(start, end);
  return Array.prototype.slice.call(cps, start, end);
}

/** Text of the code points in `cps[start..end)`. */
export function textFromCodePoints(cps: ArrayLike<number>, start = 0, end = cps.length): Text {
  for (let i = start; i < end; i++) {
    if (cps[i] > 0xffff) return new WideText(Uint32Array.from(sliceLike(cps, start, end)));
  }
  return narrowString(cps, start, end);
}

/** As `textFromCodePoints`, but a wide result keeps the (trimmed view of the) array itself. */
export function textAdopt(cps: Uint32Array): Text {
  for (let i = 0; i < cps.length; i++) if (cps[i] > 0xffff) return new WideText(cps);
  return narrowString(cps, 0, cps.length);
}

/** Text of Latin-1 bytes: each byte is its character. */
export function textFromLatin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return narrowString(bytes, start, end);
}

/** Text of a UTF-16 string: valid surrogate pairs become one character. */
export function textFromJs(s: string): Text {
  if (!PAIR.test(s)) return s;
  const out = new Uint32Array(s.length);
  let n = 0;
  for (let i = 0; i < s.length; i++) {
    const cp = s.codePointAt(i)!;
    if (cp > 0xffff) i++;
    out[n++] = cp;
  }
  return new WideText(out.slice(0, n));
}

/** UTF-16 string of a text. Adjacent lone surrogates cannot be told from a pair afterwards. */
export function textToJs(t: Text): string {
  if (typeof t === 'string') return t;
  let out = '';
  for (let i = 0; i < t.cps.length; i += CHUNK) {
    out += String.fromCodePoint.apply(null, t.cps.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return out;
}

/** The code points as a fresh array. */
export function textToCodePoints(t: Text): Uint32Array {
  if (typeof t !== 'string') return t.cps.slice();
  const out = new Uint32Array(t.length);
  for (let i = 0; i < t.length; i++) out[i] = t.charCodeAt(i);
  return out;
}

/** Whether every character is below 128. */
export function isAscii(t: Text): boolean {
  if (typeof t !== 'string') return false;
  if (t.length > SHORT) return !NON_ASCII.test(t);
  for (let i = 0; i < t.length; i++) if (t.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Upper bound of the characters as CPython classes them: 0x7f, 0xff, 0xffff or 0x10ffff. */
export function maxChar(t: Text): 0x7f | 0xff | 0xffff | 0x10ffff {
  if (typeof t !== 'string') return 0x10ffff;
  if (t.length > SHORT) {
    if (!NON_ASCII.test(t)) return 0x7f;
    return NON_LATIN1.test(t) ? 0xffff : 0xff;
  }
  let bits = 0;
  for (let i = 0; i < t.length; i++) bits |= t.charCodeAt(i);
  return bits <= 0x7f ? 0x7f : bits <= 0xff ? 0xff : 0xffff;
}

/** Bytes per character of CPython's canonical buffer for this text. */
export function textKind(t: Text): 1 | 2 | 4 {
  if (typeof t !== 'string') return 4;
  if (t.length > SHORT) return NON_LATIN1.test(t) ? 2 : 1;
  for (let i = 0; i < t.length; i++) if (t.charCodeAt(i) > 0xff) return 2;
  return 1;
}

// ---------------------------------------------------------------------------------------------
// Comparing

/** Whether two texts are the same characters. */
export function textEquals(a: Text, b: Text): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if (a === b) return true;
  const x = a.cps;
  const y = b.cps;
  if (x.length !== y.length) return false;
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

/** Order by code point: negative, zero or positive. */
export function textCompare(a: Text, b: Text): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a === b ? 0 : 1;
  const n = textLength(a);
  const m = textLength(b);
  const min = Math.min(n, m);
  for (let i = 0; i < min; i++) {
    const d = codePointAt(a, i) - codePointAt(b, i);
    if (d !== 0) return d;
  }
  return n - m;
}

/** Whether `part` stands at index `at` of `t`, wholly inside. */
export function textMatchAt(t: Text, part: Text, at: number): boolean {
  if (typeof t === 'string') {
    return typeof part === 'string' && t.startsWith(part, at) && at + part.length <= t.length;
  }
  const n = textLength(part);
  if (at < 0 || at + n > t.cps.length) return false;
  return matchWide(t.cps, part, at);
}

function matchWide(hay: Uint32Array, part: Text, at: number): boolean {
  if (typeof part === 'string') {
    for (let i = 0; i < part.length; i++) if (hay[at + i] !== part.charCodeAt(i)) return false;
    return true;
  }
  const cps = part.cps;
  for (let i = 0; i < cps.length; i++) if (hay[at + i] !== cps[i]) return false;
  return true;
}

/** `t[start:end].startswith(prefix)` with CPython's rule: false when the range is too short. */
export function textStartsWith(t: Text, prefix: Text, start: number, end: number): boolean {
  const n = textLength(t);
  if (end > n) end = n;
  return end - start >= textLength(prefix) && textMatchAt(t, prefix, start);
}

/** `t[start:end].endswith(suffix)`. */
export function textEndsWith(t: Text, suffix: Text, start: number, end: number): boolean {
  const n = textLength(t);
  if (end > n) end = n;
  const at = end - textLength(suffix);
  return at >= start && textMatchAt(t, suffix, at);
}

// ---------------------------------------------------------------------------------------------
// Building

/** `t[start:end]`; returns `t` itself for the whole. */
export function textSlice(t: Text, start: number, end: number): Text {
  if (typeof t === 'string') return t.slice(start, end);
  const cps = t.cps;
  if (end > cps.length) end = cps.length;
  if (start >= end) return '';
  if (start === 0 && end === cps.length) return t;
  for (let i = start; i < end; i++) if (cps[i] > 0xffff) return new WideText(cps.slice(start, end));
  return narrowString(cps, start, end);
}

function sliceStepPlain(t: string, start: number, step: number, count: number): string {
  const f = String.fromCharCode;
  let s = '';
  let i = 0;
  let at = start;
  for (; i + 8 <= count; i += 8, at += 8 * step) {
    const a = f(
      t.charCodeAt(at),
      t.charCodeAt(at + step),
      t.charCodeAt(at + 2 * step),
      t.charCodeAt(at + 3 * step),
      t.charCodeAt(at + 4 * step),
      t.charCodeAt(at + 5 * step),
      t.charCodeAt(at + 6 * step),
      t.charCodeAt(at + 7 * step),
    );
    s += a;
  }
  for (; i < count; i++, at += step) s += f(t.charCodeAt(at));
  if (count > 256) flatten(s);
  return s;
}

/** The `count` characters at start, start+step, ... (an extended slice). */
export function textSliceStep(t: Text, start: number, step: number, count: number): Text {
  if (typeof t === 'string') return sliceStepPlain(t, start, step, count);
  const out = new Uint32Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) out[i] = t.cps[at];
  return textAdopt(out);
}

function copyInto(out: Uint32Array, at: number, t: Text): number {
  if (typeof t === 'string') {
    for (let i = 0; i < t.length; i++) out[at + i] = t.charCodeAt(i);
    return at + t.length;
  }
  out.set(t.cps, at);
  return at + t.cps.length;
}

/** `a + b`. */
export function textConcat(a: Text, b: Text): Text {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  const n = textLength(a);
  const m = textLength(b);
  if (n === 0) return b;
  if (m === 0) return a;
  const out = new Uint32Array(n + m);
  copyInto(out, 0, a);
  copyInto(out, n, b);
  return new WideText(out);
}

/** `t * count` (a count below 1 gives the empty text). */
export function textRepeat(t: Text, count: number): Text {
  if (count <= 0) return '';
  if (count === 1) return t;
  if (typeof t === 'string') return t.repeat(count);
  const n = t.cps.length;
  const out = new Uint32Array(n * count);
  out.set(t.cps, 0);
  for (let done = n; done < out.length; done *= 2) out.copyWithin(done, 0, done);
  return new WideText(out);
}

/** Pieces are added up eight at a time: the chain that V8 makes of long additions stays shallow. */
function joinPlain(sep: string, items: readonly string[]): string {
  const n = items.length;
  if (sep.length > 0) return items.join(sep);
  let s = '';
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const a = items[i] + items[i + 1] + (items[i + 2] + items[i + 3]);
    const b = items[i + 4] + items[i + 5] + (items[i + 6] + items[i + 7]);
    s += a + b;
  }
  for (; i < n; i++) s += items[i];
  flatten(s);
  return s;
}

/** `sep.join(items)`. */
export function textJoin(sep: Text, items: readonly Text[]): Text {
  if (items.length === 0) return '';
  if (items.length === 1) return items[0];
  let wide = typeof sep !== 'string';
  let length = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'string') length += item.length;
    else {
      wide = true;
      length += item.cps.length;
    }
  }
  if (!wide) return joinPlain(sep as string, items as readonly string[]);
  const out = new Uint32Array(length + textLength(sep) * (items.length - 1));
  let at = 0;
  for (let i = 0; i < items.length; i++) {
    if (i > 0) at = copyInto(out, at, sep);
    at = copyInto(out, at, items[i]);
  }
  return new WideText(out);
}

/** Characters a builder holds back at most. */
const PENDING = 64;

/** Accumulates characters and texts; `finish` gives the Text and leaves the builder empty. */
export class TextBuilder {
  private plain: string;
  /** Characters not yet in `plain`. */
  private pending: number[];
  /** Everything so far once a wide character was met; null while the text is plain. */
  private wide: Uint32Array | null;
  private wideLength: number;

  constructor() {
    this.plain = '';
    this.pending = [];
    this.wide = null;
    this.wideLength = 0;
  }

  /** Number of characters so far. */
  get length(): number {
    return this.wide === null ? this.plain.length + this.pending.length : this.wideLength;
  }

  /** Appends one code point. */
  append(cp: number): void {
    if (this.wide !== null || cp > 0xffff) {
      const wide = this.room(1);
      wide[this.wideLength++] = cp;
      return;
    }
    this.pending.push(cp);
    if (this.pending.length === PENDING) this.flush();
  }

  /** Appends a text. */
  appendText(t: Text): void {
    if (this.wide === null && typeof t === 'string') {
      if (this.pending.length > 0) this.flush();
      this.plain += t;
      return;
    }
    const wide = this.room(textLength(t));
    this.wideLength = copyInto(wide, this.wideLength, t);
  }

  /** The accumulated text. */
  finish(): Text {
    if (this.wide !== null) {
      const result = new WideText(this.wide.slice(0, this.wideLength));
      this.wide = null;
      this.wideLength = 0;
      return result;
    }
    if (this.pending.length > 0) this.flush();
    const result = this.plain;
    this.plain = '';
    return result;
  }

  private flush(): void {
    this.plain += narrowString(this.pending, 0, this.pending.length);
    this.pending = [];
  }

  private room(extra: number): Uint32Array {
    let wide = this.wide;
    if (wide === null) {
      if (this.pending.length > 0) this.flush();
      // A text without wide characters may still come first: only `append` and a WideText get here.
      wide = new Uint32Array(this.plain.length * 2 + extra + 16);
      this.wideLength = copyInto(wide, 0, this.plain);
      this.plain = '';
      this.wide = wide;
    } else if (this.wideLength + extra > wide.length) {
      wide = new Uint32Array((this.wideLength + extra) * 2);
      wide.set(this.wide!.subarray(0, this.wideLength));
      this.wide = wide;
    }
    return wide;
  }
}

// ---------------------------------------------------------------------------------------------
// Searching

/** Lowest index of `needle` inside [start, end), or -1. */
export function textIndexOf(hay: Text, needle: Text, start: number, end: number): number {
  const n = textLength(hay);
  const m = textLength(needle);
  if (end > n) end = n;
  if (end - start < m) return -1;
  if (m === 0) return start;
  if (typeof hay === 'string') {
    if (typeof needle !== 'string') return -1;
    if (end === n) return hay.indexOf(needle, start);
    const found = hay.slice(start, end).indexOf(needle);
    return found < 0 ? -1 : found + start;
  }
  const cps = hay.cps;
  const first = codePointAt(needle, 0);
  const last = end - m;
  for (let at = cps.indexOf(first, start); at >= 0 && at <= last; at = cps.indexOf(first, at + 1)) {
    if (matchWide(cps, needle, at)) return at;
  }
  return -1;
}

/** Highest index of `needle` inside [start, end), or -1. */
export function textLastIndexOf(hay: Text, needle: Text, start: number, end: number): number {
  const n = textLength(hay);
  const m = textLength(needle);
  if (end > n) end = n;
  if (end - start < m) return -1;
  if (m === 0) return end;
  if (typeof hay === 'string') {
    if (typeof needle !== 'string') return -1;
    if (start === 0) return hay.lastIndexOf(needle, end - m);
    const found = hay.slice(start, end).lastIndexOf(needle);
    return found < 0 ? -1 : found + start;
  }
  const cps = hay.cps;
  const first = codePointAt(needle, 0);
  for (let at = end - m; at >= start; at--) {
    if (cps[at] === first && matchWide(cps, needle, at)) return at;
  }
  return -1;
}

/** Number of non-overlapping occurrences inside [start, end). */
export function textCount(hay: Text, needle: Text, start: number, end: number): number {
  const n = textLength(hay);
  if (end > n) end = n;
  const m = textLength(needle);
  if (end - start < m) return 0;
  if (m === 0) return end - start + 1;
  if (typeof hay === 'string') {
    if (typeof needle !== 'string') return 0;
    // One slice first, so that no search runs past `end`.
    const range = start === 0 && end === n ? hay : hay.slice(start, end);
    let count = 0;
    for (let at = range.indexOf(needle); at >= 0; at = range.indexOf(needle, at + m)) count++;
    return count;
  }
  let count = 0;
  for (let at = textIndexOf(hay, needle, start, end); at >= 0; count++) {
    at = textIndexOf(hay, needle, at + m, end);
  }
  return count;
}

/** `t.replace(old, fresh, max)`; a negative `max` is no limit. Returns `t` if nothing changes. */
export function textReplace(t: Text, old: Text, fresh: Text, max: number): Text {
  if (max === 0 || textEquals(old, fresh)) return t;
  if (textLength(old) === 0) return interleave(t, fresh, max);
  if (typeof t === 'string' && typeof old === 'string' && typeof fresh === 'string') {
    return replacePlain(t, old, fresh, max);
  }
  const parts = textSplit(t, old, max);
  return parts.length === 1 ? t : textJoin(fresh, parts);
}

function replacePlain(t: string, old: string, fresh: string, max: number): string {
  let at = t.indexOf(old);
  if (at < 0) return t;
  if (max < 0 || max >= t.length) return t.split(old).join(fresh);
  let out = '';
  let from = 0;
  for (; at >= 0 && max > 0; max--) {
    out += t.slice(from, at) + fresh;
    from = at + old.length;
    at = t.indexOf(old, from);
  }
  return out + t.slice(from);
}

/** `fresh` before every character and at the end, at most `max` times. */
function interleave(t: Text, fresh: Text, max: number): Text {
  const n = textLength(t);
  const times = max < 0 || max > n + 1 ? n + 1 : max;
  const parts: Text[] = [];
  for (let i = 0; i < times; i++) {
    parts.push(fresh);
    if (i < n) parts.push(textCharAt(t, i));
  }
  if (times < n) parts.push(textSlice(t, times, n));
  return textJoin('', parts);
}

// ---------------------------------------------------------------------------------------------
// White space and line boundaries

/** Bits of the table below: 1 white space, 2 line boundary. */
const BOUNDARY = new Uint8Array(256);
for (const c of [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0]) BOUNDARY[c] |= 1;
for (const c of [10, 11, 12, 13, 28, 29, 30, 0x85]) BOUNDARY[c] |= 2;

/** Whether `str.isspace` holds for the code point. */
export function isWhitespace(cp: number): boolean {
  if (cp < 256) return (BOUNDARY[cp] & 1) !== 0;
  if (cp < 0x1680) return false;
  if (cp >= 0x2000 && cp <= 0x200a) return true;
  return (
    cp === 0x1680 ||
    cp === 0x2028 ||
    cp === 0x2029 ||
    cp === 0x202f ||
    cp === 0x205f ||
    cp === 0x3000
  );
}

/** Whether `str.splitlines` breaks at the code point. */
export function isLineBreak(cp: number): boolean {
  if (cp < 256) return (BOUNDARY[cp] & 2) !== 0;
  return cp === 0x2028 || cp === 0x2029;
}

/** `t.split(sep, max)` for a non-empty separator; a negative `max` is no limit. */
export function textSplit(t: Text, sep: Text, max: number): Text[] {
  if (typeof t === 'string') {
    if (typeof sep !== 'string') return [t];
    if (max < 0) return t.split(sep);
  }
  const n = textLength(t);
  const m = textLength(sep);
  const out: Text[] = [];
  let from = 0;
  while (max !== 0) {
    const at = textIndexOf(t, sep, from, n);
    if (at < 0) break;
    out.push(textSlice(t, from, at));
    from = at + m;
    max--;
  }
  out.push(from === 0 ? t : textSlice(t, from, n));
  return out;
}

/** `t.rsplit(sep, max)` for a non-empty separator. */
export function textRsplit(t: Text, sep: Text, max: number): Text[] {
  const m = textLength(sep);
  const out: Text[] = [];
  let to = textLength(t);
  while (max !== 0) {
    const at = textLastIndexOf(t, sep, 0, to);
    if (at < 0) break;
    out.push(textSlice(t, at + m, to));
    to = at;
    max--;
  }
  out.push(textSlice(t, 0, to));
  return out.reverse();
}

function splitPlainWhitespace(t: string): string[] {
  const n = t.length;
  const out: string[] = [];
  for (let i = 0; i < n; ) {
    let c = t.charCodeAt(i);
    if (c < 256 ? (BOUNDARY[c] & 1) !== 0 : isWhitespace(c)) {
      i++;
      continue;
    }
    const from = i++;
    for (; i < n; i++) {
      c = t.charCodeAt(i);
      if (c <= 32 ? (BOUNDARY[c] & 1) !== 0 : c > 0x84 && isWhitespace(c)) break;
    }
    out.push(t.substring(from, i));
    i++;
  }
  return out;
}

/** `t.split(None, max)`: runs of white space separate; what `max` leaves keeps its tail. */
export function textSplitWhitespace(t: Text, max: number): Text[] {
  if (typeof t === 'string' && max < 0) return splitPlainWhitespace(t);
  const n = textLength(t);
  const out: Text[] = [];
  let i = 0;
  while (true) {
    while (i < n && isWhitespace(codePointAt(t, i))) i++;
    if (i === n) return out;
    const from = i;
    if (max === 0) {
      out.push(textSlice(t, from, n));
      return out;
    }
    i++;
    while (i < n && !isWhitespace(codePointAt(t, i))) i++;
    out.push(textSlice(t, from, i));
    max--;
  }
}

/** `t.rsplit(None, max)`. */
export function textRsplitWhitespace(t: Text, max: number): Text[] {
  const out: Text[] = [];
  let i = textLength(t);
  while (true) {
    while (i > 0 && isWhitespace(codePointAt(t, i - 1))) i--;
    if (i === 0) break;
    const to = i;
    if (max === 0) {
      out.push(textSlice(t, 0, to));
      break;
    }
    i--;
    while (i > 0 && !isWhitespace(codePointAt(t, i - 1))) i--;
    out.push(textSlice(t, i, to));
    max--;
  }
  return out.reverse();
}

function splitPlainLines(t: string, keepEnds: boolean): string[] {
  const n = t.length;
  const out: string[] = [];
  for (let from = 0; from < n; ) {
    let i = from;
    for (; i < n; i++) {
      const c = t.charCodeAt(i);
      if (c <= 0x1e ? (BOUNDARY[c] & 2) !== 0 : c > 0x84 && isLineBreak(c)) break;
    }
    const stop = i;
    if (i < n) i += t.charCodeAt(i) === 13 && i + 1 < n && t.charCodeAt(i + 1) === 10 ? 2 : 1;
    out.push(t.substring(from, keepEnds ? i : stop));
    from = i;
  }
  return out;
}

/** `t.splitlines(keepEnds)`. */
export function textSplitLines(t: Text, keepEnds: boolean): Text[] {
  if (typeof t === 'string') return splitPlainLines(t, keepEnds);
  const n = textLength(t);
  const out: Text[] = [];
  let from = 0;
  while (from < n) {
    let i = from;
    while (i < n && !isLineBreak(codePointAt(t, i))) i++;
    const stop = i;
    if (i < n) {
      i += codePointAt(t, i) === 13 && i + 1 < n && codePointAt(t, i + 1) === 10 ? 2 : 1;
    }
    out.push(textSlice(t, from, keepEnds ? i : stop));
    from = i;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// Stripping, partitioning, padding

/** Which ends a strip works on. */
export type StripSide = 'both' | 'left' | 'right';

/** `t.strip()`, `lstrip`, `rstrip` of white space. */
export function textStrip(t: Text, side: StripSide): Text {
  let from = 0;
  let to = textLength(t);
  if (typeof t === 'string') {
    if (side !== 'right') while (from < to && isWhitespace(t.charCodeAt(from))) from++;
    if (side !== 'left') while (to > from && isWhitespace(t.charCodeAt(to - 1))) to--;
    return from === 0 && to === t.length ? t : t.substring(from, to);
  }
  if (side !== 'right') while (from < to && isWhitespace(codePointAt(t, from))) from++;
  if (side !== 'left') while (to > from && isWhitespace(codePointAt(t, to - 1))) to--;
  return textSlice(t, from, to);
}

function containsCodePoint(chars: Text, cp: number): boolean {
  if (typeof chars !== 'string') return chars.cps.includes(cp);
  for (let i = 0; i < chars.length; i++) if (chars.charCodeAt(i) === cp) return true;
  return false;
}

/** `t.strip(chars)`, `lstrip`, `rstrip` of the given characters. */
export function textStripChars(t: Text, chars: Text, side: StripSide): Text {
  let from = 0;
  let to = textLength(t);
  if (side !== 'right') while (from < to && containsCodePoint(chars, codePointAt(t, from))) from++;
  if (side !== 'left') while (to > from && containsCodePoint(chars, codePointAt(t, to - 1))) to--;
  return textSlice(t, from, to);
}

/** `t.partition(sep)`: head, separator, tail; not found gives [t, '', '']. */
export function textPartition(t: Text, sep: Text): [Text, Text, Text] {
  const n = textLength(t);
  const at = textIndexOf(t, sep, 0, n);
  if (at < 0) return [t, '', ''];
  return [textSlice(t, 0, at), sep, textSlice(t, at + textLength(sep), n)];
}

/** `t.rpartition(sep)`: not found gives ['', '', t]. */
export function textRpartition(t: Text, sep: Text): [Text, Text, Text] {
  const n = textLength(t);
  const at = textLastIndexOf(t, sep, 0, n);
  if (at < 0) return ['', '', t];
  return [textSlice(t, 0, at), sep, textSlice(t, at + textLength(sep), n)];
}

/** `t` with `left` and `right` copies of the code point `fill` around it. */
export function textPad(t: Text, left: number, right: number, fill: number): Text {
  if (left <= 0 && right <= 0) return t;
  if (typeof t === 'string' && fill <= 0xffff) {
    const c = String.fromCharCode(fill);
    if (left <= 0) return t + c.repeat(right);
    return right <= 0 ? c.repeat(left) + t : c.repeat(left) + t + c.repeat(right);
  }
  const one = textFromCodePoint(fill);
  return textConcat(textConcat(textRepeat(one, left), t), textRepeat(one, right));
}

/** `t.center(width, fill)`: the odd space goes left when the width is odd. */
export function textCenter(t: Text, width: number, fill: number): Text {
  const margin = width - textLength(t);
  if (margin <= 0) return t;
  const left = Math.floor(margin / 2) + (margin & width & 1);
  return textPad(t, left, margin - left, fill);
}

/** `t.ljust(width, fill)`. */
export function textLjust(t: Text, width: number, fill: number): Text {
  return textPad(t, 0, width - textLength(t), fill);
}

/** `t.rjust(width, fill)`. */
export function textRjust(t: Text, width: number, fill: number): Text {
  return textPad(t, width - textLength(t), 0, fill);
}

/** `t.zfill(width)`: a leading sign stays in front. */
export function textZfill(t: Text, width: number): Text {
  const n = textLength(t);
  if (width <= n) return t;
  const first = n > 0 ? codePointAt(t, 0) : 0;
  if (first !== 0x2b && first !== 0x2d) return textPad(t, width - n, 0, 0x30);
  const zeros = textConcat(first === 0x2b ? '+' : '-', '0'.repeat(width - n));
  return textConcat(zeros, textSlice(t, 1, n));
}

/** `t.expandtabs(size)`: columns restart after \n and \r. */
export function textExpandTabs(t: Text, size: number): Text {
  if (typeof t === 'string' && !t.includes('\t')) return t;
  const n = textLength(t);
  const parts: Text[] = [];
  let column = 0;
  let from = 0;
  for (let i = 0; i < n; i++) {
    const c = codePointAt(t, i);
    if (c === 9) {
      parts.push(textSlice(t, from, i));
      from = i + 1;
      if (size > 0) {
        const gap = size - (column % size);
        parts.push(' '.repeat(gap));
        column += gap;
      }
    } else {
      column++;
      if (c === 10 || c === 13) column = 0;
    }
  }
  if (from === 0) return t;
  parts.push(textSlice(t, from, n));
  return textJoin('', parts);
}

/** `t.removeprefix(prefix)`. */
export function textRemovePrefix(t: Text, prefix: Text): Text {
  const m = textLength(prefix);
  return m > 0 && textMatchAt(t, prefix, 0) ? textSlice(t, m, textLength(t)) : t;
}

/** `t.removesuffix(suffix)`. */
export function textRemoveSuffix(t: Text, suffix: Text): Text {
  const n = textLength(t);
  const m = textLength(suffix);
  return m > 0 && m <= n && textMatchAt(t, suffix, n - m) ? textSlice(t, 0, n - m) : t;
}
