/**
 * Unicode normal forms.
 * CPython counterpart: nfd_nfkd, nfc_nfkc and is_normalized_quickcheck of Modules/unicodedata.c.
 *
 * Full decompositions are expanded once per character and kept; a text that a quick check proves
 * normalized is returned itself. The 3.2.0 version differs in which characters decompose; combining
 * classes are the current ones in both, as in CPython.
 */

import type { UnicodeDatabase } from './database.ts';
import { decompositions, unicodeDatabase } from './database.ts';
import type { Text } from './text.ts';
import { codePointAt, isAscii, maxChar, textAdopt, textEquals, textLength } from './text.ts';

/** The four normal forms. */
export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

const S_BASE = 0xac00;
const L_BASE = 0x1100;
const V_BASE = 0x1161;
const T_BASE = 0x11a7;
const L_COUNT = 19;
const V_COUNT = 21;
const T_COUNT = 28;
const S_COUNT = L_COUNT * V_COUNT * T_COUNT;

/** First characters of composing pairs: first -> (second -> composed). */
let pairs: Map<number, Map<number, number>> | null = null;
/** Characters that may combine with something before them. */
let seconds: Set<number> | null = null;

function loadPairs(): Map<number, Map<number, number>> {
  if (pairs !== null) return pairs;
  pairs = new Map();
  seconds = new Set();
  for (const [cp, found] of decompositions()) {
    if (!found.composes) continue;
    const [first, second] = found.codes;
    let row = pairs.get(first);
    if (row === undefined) pairs.set(first, (row = new Map()));
    row.set(second, cp);
    seconds.add(second);
  }
  return pairs;
}

/** Grows as characters are appended; only `cps[0..length)` counts. */
class CodePointBuffer {
  cps: Uint32Array;
  length: number;

  constructor(capacity: number) {
    this.cps = new Uint32Array(capacity);
    this.length = 0;
  }

  push(cp: number): void {
    if (this.length === this.cps.length) {
      const bigger = new Uint32Array(this.length * 2 + 16);
      bigger.set(this.cps);
      this.cps = bigger;
    }
    this.cps[this.length++] = cp;
  }
}

function pushDecomposed(
  out: CodePointBuffer,
  cp: number,
  compat: boolean,
  db: UnicodeDatabase,
): void {
  const s = cp - S_BASE;
  if (s >= 0 && s < S_COUNT) {
    out.push(L_BASE + Math.floor(s / (V_COUNT * T_COUNT)));
    out.push(V_BASE + Math.floor((s % (V_COUNT * T_COUNT)) / T_COUNT));
    if (s % T_COUNT !== 0) out.push(T_BASE + (s % T_COUNT));
    return;
  }
  const corrected = db.corrections.get(cp);
  if (corrected !== undefined) {
    pushDecomposed(out, corrected, compat, db);
    return;
  }
  const found = cp < 0xa0 ? undefined : decompositions().get(cp);
  if (found === undefined || (found.tag !== 0 && !compat) || !db.isAssigned(cp)) {
    out.push(cp);
    return;
  }
  for (let i = 0; i < found.codes.length; i++) pushDecomposed(out, found.codes[i], compat, db);
}

/** Sorts each run of combining characters by class, keeping the order of equals. */
function reorder(buffer: CodePointBuffer): void {
  const db = unicodeDatabase();
  const cps = buffer.cps;
  for (let start = 0; start < buffer.length; ) {
    if (cps[start] < 0x300 || db.combining(cps[start]) === 0) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < buffer.length && db.combining(cps[end]) !== 0) end++;
    if (end - start > 1) sortRun(cps, start, end);
    start = end;
  }
}

function sortRun(cps: Uint32Array, start: number, end: number): void {
  const db = unicodeDatabase();
  // A long run must not cost quadratic time: short runs insert, long ones use the stable sort.
  if (end - start > 20) {
    const sorted = Array.from(cps.subarray(start, end));
    sorted.sort((a, b) => db.combining(a) - db.combining(b));
    cps.set(sorted, start);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const cp = cps[i];
    const rank = db.combining(cp);
    let j = i - 1;
    for (; j >= start && db.combining(cps[j]) > rank; j--) cps[j + 1] = cps[j];
    cps[j + 1] = cp;
  }
}

function composePair(first: number, second: number): number {
  const l = first - L_BASE;
  if (l >= 0 && l < L_COUNT) {
    const v = second - V_BASE;
    if (v >= 0 && v < V_COUNT) return S_BASE + (l * V_COUNT + v) * T_COUNT;
  }
  const s = first - S_BASE;
  if (s >= 0 && s < S_COUNT && s % T_COUNT === 0) {
    const t = second - T_BASE;
    if (t > 0 && t < T_COUNT) return first + t;
  }
  return pairs!.get(first)?.get(second) ?? -1;
}

/** Composes in place; returns the new length. */
function compose(buffer: CodePointBuffer): number {
  const db = unicodeDatabase();
  loadPairs();
  const cps = buffer.cps;
  let length = 0;
  let starter = -1;
  let lastClass = 0;
  for (let i = 0; i < buffer.length; i++) {
    const cp = cps[i];
    const rank = cp < 0x300 ? 0 : db.combining(cp);
    // Blocked: something of the same or a higher class, or a starter, stands in between.
    const adjacent = starter === length - 1;
    if (starter >= 0 && (adjacent || (lastClass < rank && lastClass !== 0))) {
      const joined = composePair(cps[starter], cp);
      if (joined >= 0) {
        cps[starter] = joined;
        continue;
      }
    }
    if (rank === 0) starter = length;
    lastClass = rank;
    cps[length++] = cp;
  }
  return length;
}

/** Whether one pass proves the text to be in the form; false means "not known". */
function quickCheck(t: Text, form: NormalForm): boolean {
  const db = unicodeDatabase();
  const composed = form === 'NFC' || form === 'NFKC';
  const compat = form === 'NFKC' || form === 'NFKD';
  const top = maxChar(t);
  if (top === 0x7f || (top === 0xff && form === 'NFC')) return true;
  loadPairs();
  const all = decompositions();
  const n = textLength(t);
  let last = 0;
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    if (cp < 0xa0) {
      last = 0;
      continue;
    }
    const rank = db.combining(cp);
    if (rank !== 0 && rank < last) return false;
    last = rank;
    if (composed ? seconds!.has(cp) || isJamoSecond(cp) : isSyllable(cp)) return false;
    const found = all.get(cp);
    if (found === undefined) continue;
    if (found.tag !== 0 ? compat : !composed || !found.composes) return false;
    // A canonical composite may still stand on a compatibility character.
    if (compat && composed && !decomposesCanonically(cp)) return false;
  }
  return true;
}

function decomposesCanonically(cp: number): boolean {
  const found = decompositions().get(cp);
  if (found === undefined) return true;
  return found.tag === 0 && found.codes.every(decomposesCanonically);
}

function isSyllable(cp: number): boolean {
  return cp >= S_BASE && cp < S_BASE + S_COUNT;
}

function isJamoSecond(cp: number): boolean {
  return (cp >= V_BASE && cp < V_BASE + V_COUNT) || (cp > T_BASE && cp < T_BASE + T_COUNT);
}

/** `unicodedata.normalize(form, t)`; `db` chooses the version. */
export function normalize(form: NormalForm, t: Text, db = unicodeDatabase()): Text {
  if (isAscii(t) || quickCheck(t, form)) return t;
  const compat = form === 'NFKC' || form === 'NFKD';
  const n = textLength(t);
  const buffer = new CodePointBuffer(n + 16);
  for (let i = 0; i < n; i++) pushDecomposed(buffer, codePointAt(t, i), compat, db);
  reorder(buffer);
  const length = form === 'NFC' || form === 'NFKC' ? compose(buffer) : buffer.length;
  return textAdopt(buffer.cps.slice(0, length));
}

/** `unicodedata.is_normalized(form, t)`. */
export function isNormalized(form: NormalForm, t: Text, db = unicodeDatabase()): boolean {
  const result = normalize(form, t, db);
  return result === t || textEquals(result, t);
}
