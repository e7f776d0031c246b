/**
 * Sorting by the payloads of ints, floats and strs. CPython has no counterpart: there such keys are
 * compared (unsafe_long_compare …), but comparisons of built-in values cannot be observed, and
 * every stable sort of a total order gives the same permutation.
 *
 * Keys are turned into 32-bit digits and sorted by bytes, least significant first. `order` is the
 * permutation: place i gets item `order[i]`. NaN has no place in a total order: such keys are not
 * for this file.
 */

/** Counts of the bytes of one pass, then the places they start at. */
const starts = new Int32Array(256);

/** Scratch of the largest sort so far; not kept beyond this many items. */
const KEPT = 65536;
let room = 0;
let orderA = new Int32Array(0);
let orderB = orderA;
let lowA = orderA;
let lowB = orderA;
let highA = orderA;
let highB = orderA;

function reserve(n: number): void {
  if (n <= room) return;
  room = Math.max(n, 1024);
  orderA = new Int32Array(room);
  orderB = new Int32Array(room);
  lowA = new Int32Array(room);
  lowB = new Int32Array(room);
  highA = new Int32Array(room);
  highB = new Int32Array(room);
}

/** Gives large scratch back; the result of a sort stays valid. */
function shrink(): void {
  if (room <= KEPT) return;
  room = 0;
  orderB = lowA = lowB = highA = highB = orderA = new Int32Array(0);
}

const scratch = new Float64Array(1);
const words = new Int32Array(scratch.buffer);

/** One pass over byte `shift` of the low words; false when all of them agree. */
function passLow(n: number, shift: number, wide: boolean): boolean {
  const low = lowA;
  starts.fill(0);
  for (let i = 0; i < n; i++) starts[(low[i]! >>> shift) & 255]!++;
  if (starts[(low[0]! >>> shift) & 255] === n) return false;
  let sum = 0;
  for (let b = 0; b < 256; b++) {
    const count = starts[b]!;
    starts[b] = sum;
    sum += count;
  }
  const order = orderA;
  const toOrder = orderB;
  const toLow = lowB;
  if (!wide) {
    for (let i = 0; i < n; i++) {
      const k = low[i]!;
      const at = starts[(k >>> shift) & 255]!++;
      toLow[at] = k;
      toOrder[at] = order[i]!;
    }
    return true;
  }
  const high = highA;
  const toHigh = highB;
  for (let i = 0; i < n; i++) {
    const k = low[i]!;
    const at = starts[(k >>> shift) & 255]!++;
    toLow[at] = k;
    toHigh[at] = high[i]!;
    toOrder[at] = order[i]!;
  }
  return true;
}

function swapBuffers(): void {
  let t = orderA;
  orderA = orderB;
  orderB = t;
  t = lowA;
  lowA = lowB;
  lowB = t;
  t = highA;
  highA = highB;
  highB = t;
}

/** Sorts by the low words, unsigned; `top` is the greatest of them. */
function sortLow(n: number, top: number, wide: boolean): void {
  for (let shift = 0; shift < 32 && (shift === 0 || top >>> shift !== 0); shift += 8) {
    if (passLow(n, shift, wide)) swapBuffers();
  }
}

/** Sorts by high and low words, unsigned. */
function sortBoth(n: number, topHigh: number): void {
  sortLow(n, 0xffffffff, true);
  let t = lowA;
  lowA = highA;
  highA = t;
  t = lowB;
  lowB = highB;
  highB = t;
  sortLow(n, topHigh, true);
  t = lowA;
  lowA = highA;
  highA = t;
  t = lowB;
  lowB = highB;
  highB = t;
}

/** The permutation that sorts `keys` (no NaN among them) upwards. Valid until the next sort. */
export function orderOfNumbers(keys: number[]): Int32Array {
  const n = keys.length;
  reserve(n);
  let least = keys[0]!;
  let most = least;
  let whole = true;
  for (let i = 0; i < n; i++) {
    const x = keys[i]!;
    if (x < least) least = x;
    else if (x > most) most = x;
    if (Math.floor(x) !== x) whole = false;
    orderA[i] = i;
  }
  if (whole && most - least < 4294967296) {
    for (let i = 0; i < n; i++) lowA[i] = keys[i]! - least;
    sortLow(n, most - least, false);
  } else {
    for (let i = 0; i < n; i++) {
      // The order of doubles is that of their bits once negative ones are turned round; -0 is 0.
      scratch[0] = keys[i]! + 0;
      const h = words[1]!;
      lowA[i] = h < 0 ? ~h : h ^ -2147483648;
    }
    sortLow(n, 0xffffffff, false);
    if (!settleNumbers(keys, n)) sortDoubles(keys, n);
  }
  const result = orderA;
  shrink();
  return result;
}

/** Sorts the stretches of equal high words; false when one of them is long. */
function settleNumbers(keys: number[], n: number): boolean {
  const order = orderA;
  for (let i = 1; i < n; i++) {
    const h = lowA[i]!;
    if (h !== lowA[i - 1]) continue;
    const start = i - 1;
    while (i < n && lowA[i] === h) i++;
    if (i - start > 24) return false;
    for (let k = start + 1; k < i; k++) {
      const item = order[k]!;
      const key = keys[item]!;
      let j = k;
      while (j > start && key < keys[order[j - 1]!]!) {
        order[j] = order[j - 1]!;
        j--;
      }
      order[j] = item;
    }
  }
  return true;
}

/** By both words: many doubles agree in the high one. */
function sortDoubles(keys: number[], n: number): void {
  for (let i = 0; i < n; i++) {
    scratch[0] = keys[i]! + 0;
    const h = words[1]!;
    orderA[i] = i;
    lowA[i] = h < 0 ? ~words[0]! : words[0]!;
    highA[i] = h < 0 ? ~h : h ^ -2147483648;
  }
  sortBoth(n, 0xffffffff);
}

/** Length of what all texts begin with. */
function commonPrefix(keys: string[]): number {
  const first = keys[0]!;
  let length = first.length;
  for (let i = 1; i < keys.length && length > 0; i++) {
    const t = keys[i]!;
    if (t.length < length) length = t.length;
    let k = 0;
    while (k < length && t.charCodeAt(k) === first.charCodeAt(k)) k++;
    length = k;
  }
  return length;
}

/** The permutation that sorts texts upwards by their code units. Valid until the next sort. */
export function orderOfTexts(keys: string[]): Int32Array {
  const n = keys.length;
  reserve(n);
  const from = commonPrefix(keys);
  let bits = 0;
  for (let i = 0; i < n; i++) {
    const t = keys[i]!;
    const m = t.length - from;
    const a = m > 0 ? t.charCodeAt(from) : 0;
    const b = m > 1 ? t.charCodeAt(from + 1) : 0;
    const c = m > 2 ? t.charCodeAt(from + 2) : 0;
    const d = m > 3 ? t.charCodeAt(from + 3) : 0;
    bits |= a | b | c | d;
    highA[i] = (a << 16) | b;
    lowA[i] = (c << 16) | d;
    orderA[i] = i;
  }
  if (bits < 256) packBytes(keys, from);
  sortBoth(n, 0xffffffff);
  settleTies(keys, n);
  const result = orderA;
  shrink();
  return result;
}

/** Eight characters of one byte in place of four of two. */
function packBytes(keys: string[], from: number): void {
  for (let i = 0; i < keys.length; i++) {
    const t = keys[i]!;
    const m = t.length - from;
    const h = highA[i]!;
    const l = lowA[i]!;
    highA[i] = (((h >> 16) << 24) | (h << 16) | ((l >> 16) << 8) | (l & 255)) >>> 0;
    let rest = 0;
    for (let k = 4; k < 8; k++) {
      const c = k < m ? t.charCodeAt(from + k) : 0;
      // What a byte cannot hold sorts behind all of them and is settled by comparing.
      if (c > 255) return packFailed(keys, from);
      rest = (rest << 8) | c;
    }
    lowA[i] = rest;
  }
}

/** Some later character is wide: back to four characters of two bytes. */
function packFailed(keys: string[], from: number): void {
  for (let i = 0; i < keys.length; i++) {
    const t = keys[i]!;
    const at = (k: number): number => (from + k < t.length ? t.charCodeAt(from + k) : 0);
    highA[i] = (at(0) << 16) | at(1);
    lowA[i] = (at(2) << 16) | at(3);
  }
}

/** Sorts each stretch of equal prefixes by the whole texts. */
function settleTies(keys: string[], n: number): void {
  const order = orderA;
  for (let i = 1; i < n; i++) {
    if (lowA[i] !== lowA[i - 1] || highA[i] !== highA[i - 1]) continue;
    const start = i - 1;
    while (i < n && lowA[i] === lowA[start] && highA[i] === highA[start]) i++;
    if (i - start > 20) sortStretch(keys, order.subarray(start, i));
    else insertStretch(keys, order, start, i);
  }
}

function insertStretch(keys: string[], order: Int32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const item = order[i]!;
    const key = keys[item]!;
    let j = i;
    while (j > start && key < keys[order[j - 1]!]!) {
      order[j] = order[j - 1]!;
      j--;
    }
    order[j] = item;
  }
}

/** Stable, as JavaScript's sort is. */
function sortStretch(keys: string[], part: Int32Array): void {
  const sorted = Array.from(part).sort((a, b) => {
    const x = keys[a]!;
    const y = keys[b]!;
    return x < y ? -1 : x > y ? 1 : 0;
  });
  for (let i = 0; i < sorted.length; i++) part[i] = sorted[i]!;
}
