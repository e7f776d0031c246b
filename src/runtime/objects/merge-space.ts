/**
 * How much temporary space CPython's sort would take for a list. CPython: count_run, found_new_run
 * and merge_getmem of Objects/listobject.c.
 *
 * A sort that need not compare as CPython does must still take the same space. What its merges need
 * follows from the ranks of the items alone: which runs are found, which are merged, and how much
 * of them is left when the ends that are in place already are cut off. Nothing is sorted here:
 * counts over the unsorted stretches say the same.
 */

/** Length of the shortest run worth merging: n/2^k, rounded up. */
export function minimumRun(n: number): number {
  let r = 0;
  while (n >= 64) {
    r |= n & 1;
    n >>= 1;
  }
  return n + r;
}

/** Depth of the boundary between two adjacent runs in the ideal merge tree of `n` items. */
export function boundaryPower(start: number, n1: number, n2: number, n: number): number {
  let power = 0;
  let a = 2 * start + n1;
  let b = a + n1 + n2;
  for (;;) {
    power++;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) return power;
    a *= 2;
    b *= 2;
  }
}

/** Length of the run at `lo`: rising, or falling and then rising above its turned round part. */
function runLength(rank: Int32Array, lo: number): number {
  const end = rank.length;
  let i = lo + 1;
  while (i < end && rank[i]! >= rank[i - 1]!) i++;
  if (i === end || rank[lo]! < rank[i - 1]!) return i - lo;
  i++;
  while (i < end && rank[i]! <= rank[i - 1]!) i++;
  for (let top = rank[lo]!; i < end && rank[i]! >= top; i++) top = rank[i]!;
  return i - lo;
}

function countAtMost(rank: Int32Array, from: number, n: number, bound: number): number {
  let count = 0;
  for (let i = from; i < from + n; i++) count += rank[i]! <= bound ? 1 : 0;
  return count;
}

function least(rank: Int32Array, from: number, n: number): number {
  let r = rank[from]!;
  for (let i = from + 1; i < from + n; i++) if (rank[i]! < r) r = rank[i]!;
  return r;
}

function greatest(rank: Int32Array, from: number, n: number): number {
  let r = rank[from]!;
  for (let i = from + 1; i < from + n; i++) if (rank[i]! > r) r = rank[i]!;
  return r;
}

/** The most items a merge of the sort would copy away; equal items have equal ranks. */
export function mergeSpace(rank: Int32Array): number {
  const n = rank.length;
  const base: number[] = [];
  const length: number[] = [];
  const power: number[] = [];
  let need = 0;
  const mergeAt = (i: number): void => {
    const a = base[i]!;
    const na = length[i]!;
    const b = base[i + 1]!;
    const nb = length[i + 1]!;
    length[i] = na + nb;
    base.splice(i + 1, 1);
    length.splice(i + 1, 1);
    power.splice(i, 1);
    if (Math.min(na, nb) <= need) return;
    const leftA = na - countAtMost(rank, a, na, least(rank, b, nb));
    if (leftA === 0) return;
    const leftB = countAtMost(rank, b, nb, greatest(rank, a, na) - 1);
    need = Math.max(need, Math.min(leftA, leftB));
  };
  const minrun = minimumRun(n);
  for (let lo = 0; lo < n; ) {
    const size = Math.max(runLength(rank, lo), Math.min(n - lo, minrun));
    const top = base.length - 1;
    if (top >= 0) {
      const p = boundaryPower(base[top]!, length[top]!, size, n);
      while (base.length > 1 && power[base.length - 2]! > p) mergeAt(base.length - 2);
      power[base.length - 1] = p;
    }
    base.push(lo);
    length.push(size);
    lo += size;
  }
  while (base.length > 1) {
    let i = base.length - 2;
    if (i > 0 && length[i - 1]! < length[i + 1]!) i--;
    mergeAt(i);
  }
  return need;
}
