/**
 * Algorithms on byte arrays that need no objects: what methods of bytes and bytearray do. CPython: Objects/bytes_methods.c and
 * Objects/stringlib. Ranges are adjusted as Python slices adjust them.
 */

import { copyBytes, newUint8 } from '../core/array-pool.ts';
import { LONG_PATTERN, searchBytes } from './linear-search.ts';

/** Lowest index of `part` inside [start, end), or -1. */
export function bytesIndexOf(b: Uint8Array, part: Uint8Array, start: number, end: number): number {
  const m = part.length;
  if (end > b.length) end = b.length;
  if (end - start < m) return -1;
  if (m === 0) return start;
  if (m >= LONG_PATTERN) return searchBytes(b, part, start, end, false);
  const first = part[0]!;
  const last = end - m;
  for (let at = b.indexOf(first, start); at >= 0 && at <= last; at = b.indexOf(first, at + 1)) {
    if (matchAt(b, part, at)) return at;
  }
  return -1;
}

function matchAt(b: Uint8Array, part: Uint8Array, at: number): boolean {
  for (let i = 0; i < part.length; i++) if (b[at + i] !== part[i]) return false;
  return true;
}

/** Highest index of `part` inside [start, end), or -1. */
export function bytesLastIndexOf(
  b: Uint8Array,
  part: Uint8Array,
  start: number,
  end: number,
): number {
  const m = part.length;
  if (end > b.length) end = b.length;
  if (end - start < m) return -1;
  if (m === 0) return end;
  const first = part[0]!;
  for (
    let at = b.lastIndexOf(first, end - m);
    at >= start;
    at = at === 0 ? -1 : b.lastIndexOf(first, at - 1)
  ) {
    if (matchAt(b, part, at)) return at;
  }
  return -1;
}

/** Number of occurrences that do not overlap. */
export function bytesCount(b: Uint8Array, part: Uint8Array, start: number, end: number): number {
  const m = part.length;
  if (end > b.length) end = b.length;
  if (end - start < m) return 0;
  if (m === 0) return end - start + 1;
  if (m >= LONG_PATTERN) return searchBytes(b, part, start, end, true);
  let n = 0;
  for (let at = bytesIndexOf(b, part, start, end); at >= 0; at = bytesIndexOf(b, part, at + m, end))
    n++;
  return n;
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Order of two byte arrays: negative, zero or positive. */
export function bytesCompare(a: Uint8Array, b: Uint8Array): number {
  const n = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export function bytesStartsWith(
  b: Uint8Array,
  part: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (end > b.length) end = b.length;
  return end - start >= part.length && matchAt(b, part, start);
}

export function bytesEndsWith(
  b: Uint8Array,
  part: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (end > b.length) end = b.length;
  const at = end - part.length;
  return at >= start && matchAt(b, part, at);
}

export function bytesConcat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = newUint8(a.length + b.length);
  out.set(a, 0);
  out.set(b, a.length);
  return out;
}

export function bytesRepeat(b: Uint8Array, n: number): Uint8Array {
  const out = newUint8(b.length * n);
  if (b.length === 1) return out.fill(b[0]!);
  if (out.length === 0) return out;
  out.set(b, 0);
  for (let done = b.length; done < out.length; done *= 2) out.copyWithin(done, 0, done);
  return out;
}

/** Every `step`-th byte from `start`, `count` of them. */
export function bytesStep(b: Uint8Array, start: number, step: number, count: number): Uint8Array {
  const out = newUint8(count);
  for (let i = 0, at = start; i < count; i++, at += step) out[i] = b[at]!;
  return out;
}

/** `parts` with `sep` between them. */
export function bytesJoin(sep: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  let length = parts.length > 0 ? sep.length * (parts.length - 1) : 0;
  for (let i = 0; i < parts.length; i++) length += parts[i]!.length;
  const out = newUint8(length);
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    if (i > 0 && sep.length > 0) {
      out.set(sep, at);
      at += sep.length;
    }
    out.set(parts[i]!, at);
    at += parts[i]!.length;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// Splitting (the parts are copies)

/** Space, \t \n \v \f \r. */
export function isByteSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

export function bytesSplit(b: Uint8Array, sep: Uint8Array, max: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  let from = 0;
  while (max !== 0) {
    const at = bytesIndexOf(b, sep, from, b.length);
    if (at < 0) break;
    out.push(copyBytes(b, from, at));
    from = at + sep.length;
    max--;
  }
  out.push(copyBytes(b, from, b.length));
  return out;
}

export function bytesRsplit(b: Uint8Array, sep: Uint8Array, max: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  let to = b.length;
  while (max !== 0) {
    const at = bytesLastIndexOf(b, sep, 0, to);
    if (at < 0) break;
    out.push(copyBytes(b, at + sep.length, to));
    to = at;
    max--;
  }
  out.push(copyBytes(b, 0, to));
  return out.reverse();
}

export function bytesSplitSpace(b: Uint8Array, max: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  const n = b.length;
  let i = 0;
  for (;;) {
    while (i < n && isByteSpace(b[i]!)) i++;
    if (i === n) return out;
    const from = i;
    if (max === 0) {
      out.push(copyBytes(b, from, b.length));
      return out;
    }
    while (i < n && !isByteSpace(b[i]!)) i++;
    out.push(copyBytes(b, from, i));
    max--;
  }
}

export function bytesRsplitSpace(b: Uint8Array, max: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  let i = b.length;
  for (;;) {
    while (i > 0 && isByteSpace(b[i - 1]!)) i--;
    if (i === 0) break;
    const to = i;
    if (max === 0) {
      out.push(copyBytes(b, 0, to));
      break;
    }
    while (i > 0 && !isByteSpace(b[i - 1]!)) i--;
    out.push(copyBytes(b, i, to));
    max--;
  }
  return out.reverse();
}

export function bytesSplitLines(b: Uint8Array, keepEnds: boolean): Uint8Array[] {
  const out: Uint8Array[] = [];
  const n = b.length;
  let from = 0;
  while (from < n) {
    let i = from;
    while (i < n && b[i] !== 10 && b[i] !== 13) i++;
    const stop = i;
    if (i < n) i += b[i] === 13 && i + 1 < n && b[i + 1] === 10 ? 2 : 1;
    out.push(copyBytes(b, from, keepEnds ? i : stop));
    from = i;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// Changing

/** `b.replace(old, fresh, max)`; null when nothing changes. */
export function bytesReplace(
  b: Uint8Array,
  old: Uint8Array,
  fresh: Uint8Array,
  max: number,
): Uint8Array | null {
  if (max === 0) return null;
  if (old.length === 0) return interleave(b, fresh, max);
  const parts = bytesSplit(b, old, max);
  return parts.length === 1 ? null : bytesJoin(fresh, parts);
}

function interleave(b: Uint8Array, fresh: Uint8Array, max: number): Uint8Array | null {
  const n = b.length;
  const times = max < 0 || max > n + 1 ? n + 1 : max;
  if (fresh.length === 0) return null;
  const out = newUint8(n + times * fresh.length);
  let at = 0;
  for (let i = 0; i <= n; i++) {
    if (i < times) {
      out.set(fresh, at);
      at += fresh.length;
    }
    if (i < n) out[at++] = b[i]!;
  }
  return out;
}

/** The range that stripping leaves. `chars` null: white space. `side`: 1 left, 2 right, 3 both. */
export function bytesStripRange(
  b: Uint8Array,
  chars: Uint8Array | null,
  side: number,
): [number, number] {
  let from = 0;
  let to = b.length;
  const out = (c: number): boolean => (chars === null ? isByteSpace(c) : chars.includes(c));
  if ((side & 1) !== 0) while (from < to && out(b[from]!)) from++;
  if ((side & 2) !== 0) while (to > from && out(b[to - 1]!)) to--;
  return [from, to];
}

/** `left` and `right` times `fill` around the bytes. */
export function bytesPad(b: Uint8Array, left: number, right: number, fill: number): Uint8Array {
  const out = newUint8(b.length + left + right);
  if (fill !== 0) {
    out.fill(fill, 0, left);
    out.fill(fill, left + b.length);
  }
  out.set(b, left);
  return out;
}

export function bytesZfill(b: Uint8Array, width: number): Uint8Array {
  const missing = width - b.length;
  if (missing <= 0) return b.slice();
  const out = bytesPad(b, missing, 0, 48);
  if (out[missing] === 43 || out[missing] === 45) {
    out[0] = out[missing]!;
    out[missing] = 48;
  }
  return out;
}

/** Length of the bytes with tabs expanded. */
export function bytesExpandedLength(b: Uint8Array, size: number): number {
  let column = 0;
  let total = 0;
  for (let i = 0; i < b.length; i++) {
    const c = b[i]!;
    let step = 1;
    if (c === 9) {
      step = size > 0 ? size - (column % size) : 0;
      column += step;
    } else column = c === 10 || c === 13 ? 0 : column + 1;
    total += step;
  }
  return total;
}

export function bytesExpandTabs(b: Uint8Array, size: number): Uint8Array {
  const out = newUint8(bytesExpandedLength(b, size));
  let column = 0;
  let at = 0;
  for (let i = 0; i < b.length; i++) {
    const c = b[i]!;
    if (c === 9) {
      const gap = size > 0 ? size - (column % size) : 0;
      out.fill(32, at, at + gap);
      at += gap;
      column += gap;
    } else {
      out[at++] = c;
      column = c === 10 || c === 13 ? 0 : column + 1;
    }
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// ASCII case and tests

const isUp = (c: number): boolean => c >= 65 && c <= 90;
const isLow = (c: number): boolean => c >= 97 && c <= 122;
const isDig = (c: number): boolean => c >= 48 && c <= 57;

function mapBytes(b: Uint8Array, f: (c: number) => number): Uint8Array {
  const out = newUint8(b.length);
  for (let i = 0; i < b.length; i++) out[i] = f(b[i]!);
  return out;
}

const low = (c: number): number => (isUp(c) ? c + 32 : c);
const up = (c: number): number => (isLow(c) ? c - 32 : c);

export const bytesLower = (b: Uint8Array): Uint8Array => mapBytes(b, low);
export const bytesUpper = (b: Uint8Array): Uint8Array => mapBytes(b, up);
export const bytesSwapcase = (b: Uint8Array): Uint8Array =>
  mapBytes(b, (c) => (isUp(c) ? c + 32 : up(c)));

export function bytesCapitalize(b: Uint8Array): Uint8Array {
  const out = bytesLower(b);
  if (out.length > 0) out[0] = up(out[0]!);
  return out;
}

export function bytesTitle(b: Uint8Array): Uint8Array {
  let cased = false;
  return mapBytes(b, (c) => {
    const r = cased ? low(c) : up(c);
    cased = isUp(c) || isLow(c);
    return r;
  });
}

function every(b: Uint8Array, f: (c: number) => boolean): boolean {
  if (b.length === 0) return false;
  for (let i = 0; i < b.length; i++) if (!f(b[i]!)) return false;
  return true;
}

export const bytesIsAlpha = (b: Uint8Array): boolean => every(b, (c) => isUp(c) || isLow(c));
export const bytesIsAlnum = (b: Uint8Array): boolean =>
  every(b, (c) => isUp(c) || isLow(c) || isDig(c));
export const bytesIsDigit = (b: Uint8Array): boolean => every(b, isDig);
export const bytesIsSpace = (b: Uint8Array): boolean => every(b, isByteSpace);
export const bytesIsAscii = (b: Uint8Array): boolean => b.length === 0 || every(b, (c) => c < 128);

export function bytesIsLower(b: Uint8Array): boolean {
  let cased = false;
  for (let i = 0; i < b.length; i++) {
    if (isUp(b[i]!)) return false;
    if (isLow(b[i]!)) cased = true;
  }
  return cased;
}

export function bytesIsUpper(b: Uint8Array): boolean {
  let cased = false;
  for (let i = 0; i < b.length; i++) {
    if (isLow(b[i]!)) return false;
    if (isUp(b[i]!)) cased = true;
  }
  return cased;
}

export function bytesIsTitle(b: Uint8Array): boolean {
  let cased = false;
  let previous = false;
  for (let i = 0; i < b.length; i++) {
    const c = b[i]!;
    if (isUp(c)) {
      if (previous) return false;
      previous = cased = true;
    } else if (isLow(c)) {
      if (!previous) return false;
      cased = true;
    } else previous = false;
  }
  return cased;
}

// ---------------------------------------------------------------------------------------------
// Hexadecimal

const HEX = '0123456789abcdef';

/** `b.hex(sep, group)`: `group` counts from the right, negative from the left; 0 or no separator: none. */
export function bytesHex(b: Uint8Array, sep: string, group: number): string {
  const step = Math.abs(group);
  let out = '';
  const n = b.length;
  for (let i = 0; i < n; i++) {
    if (sep !== '' && step > 0 && i > 0 && (group > 0 ? (n - i) % step : i % step) === 0)
      out += sep;
    out += HEX[b[i]! >> 4]! + HEX[b[i]! & 15]!;
  }
  return out;
}

/** Value of a hexadecimal digit, -1 for none. */
export function hexDigit(c: number): number {
  if (isDig(c)) return c - 48;
  if (c >= 97 && c <= 102) return c - 87;
  return c >= 65 && c <= 70 ? c - 55 : -1;
}
