/** Prefix codes of bounded length from frequencies, for the blocks that deflate writes. */
import { reverseBits } from './tables.ts';

/**
 * Code lengths of at most `limit` for symbols with these frequencies; 0 for those that do not occur. There are always two
 * codes at least, because some decoders refuse fewer.
 */
export function codeLengths(freq: Uint32Array, count: number, limit: number): Uint8Array {
  const lengths = new Uint8Array(count);
  const used: number[] = [];
  for (let s = 0; s < count; s++) if (freq[s]! > 0) used.push(s);
  for (let s = 0; used.length < 2; s++) if (!used.includes(s)) used.push(s);
  used.sort((a, b) => freq[a]! - freq[b]! || a - b);
  const counts = depthCounts(used, freq, limit);
  // The rarest symbols get the longest codes.
  let at = 0;
  for (let n = limit; n > 0; n--) for (let k = counts[n]!; k > 0; k--) lengths[used[at++]!] = n;
  return lengths;
}

/** How many codes there are of each length. `used` is sorted by frequency. */
function depthCounts(used: number[], freq: Uint32Array, limit: number): Uint32Array {
  const n = used.length;
  const weight = new Float64Array(2 * n - 1);
  const parent = new Int32Array(2 * n - 1);
  for (let i = 0; i < n; i++) weight[i] = freq[used[i]!]!;
  let leaf = 0;
  let inner = n;
  for (let next = n; next < 2 * n - 1; next++) {
    for (let k = 0; k < 2; k++) {
      const takeLeaf = leaf < n && (inner >= next || weight[leaf]! <= weight[inner]!);
      const child = takeLeaf ? leaf++ : inner++;
      weight[next]! += weight[child]!;
      parent[child] = next;
    }
  }
  const counts = new Uint32Array(limit + 1);
  const depth = new Int32Array(2 * n - 1);
  for (let i = 2 * n - 3; i >= 0; i--) {
    depth[i] = depth[parent[i]!]! + 1;
    if (i < n) counts[Math.min(depth[i]!, limit)]!++;
  }
  return fitKraft(counts, limit);
}

/** Lengthens codes until there is room for those that were cut to `limit`. */
function fitKraft(counts: Uint32Array, limit: number): Uint32Array {
  let sum = 0;
  for (let n = 1; n <= limit; n++) sum += counts[n]! * 2 ** (limit - n);
  for (const full = 2 ** limit; sum > full; sum--) {
    let n = limit - 1;
    while (counts[n] === 0) n--;
    // One code becomes two of the next length, and one of the longest takes the second place.
    counts[n]!--;
    counts[n + 1]! += 2;
    counts[limit]!--;
  }
  return counts;
}

/** The codes of these lengths, bits reversed as they are sent. */
export function codesOf(lengths: Uint8Array): Uint16Array {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]!]!++;
  counts[0] = 0;
  const next = new Uint16Array(17);
  for (let n = 1, code = 0; n <= 15; n++) {
    next[n] = code;
    code = (code + counts[n]!) << 1;
  }
  const codes = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) {
    const n = lengths[i]!;
    if (n > 0) codes[i] = reverseBits(next[n]!++, n);
  }
  return codes;
}
