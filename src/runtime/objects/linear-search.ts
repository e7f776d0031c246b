/**
 * Searching for long patterns in linear time (Knuth, Morris and Pratt). CPython: the two-way search of
 * Objects/stringlib/fastsearch.h, which serves the same purpose; short patterns are left to the engine.
 */

/** Patterns from this length on are worth a table. */
export const LONG_PATTERN = 500;

/** What is searched: characters or bytes by index. */
type At = (i: number) => number;

/** `table[i]`: length of the longest proper border of the first `i` characters. */
function borders(at: At, m: number): Int32Array {
  const table = new Int32Array(m + 1);
  table[0] = -1;
  let k = -1;
  for (let i = 0; i < m; i++) {
    const c = at(i);
    while (k >= 0 && at(k) !== c) k = table[k]!;
    table[i + 1] = ++k;
  }
  return table;
}

/** First place of the pattern in [start, end), or -1; with `count` the number of places that do not overlap. */
function run(hay: At, start: number, end: number, part: At, m: number, count: boolean): number {
  const table = borders(part, m);
  let k = 0;
  let found = 0;
  for (let i = start; i < end; i++) {
    const c = hay(i);
    while (k >= 0 && part(k) !== c) k = table[k]!;
    if (++k < m) continue;
    if (!count) return i - m + 1;
    found++;
    k = 0;
  }
  return count ? found : -1;
}

/** `hay.indexOf(part)` (or the count) inside [start, end) of a string. */
export function searchString(
  hay: string,
  part: string,
  start: number,
  end: number,
  count: boolean,
): number {
  // One character read makes the engine copy a chain of additions into one piece.
  return run(
    (i) => hay.charCodeAt(i),
    start,
    end,
    (i) => part.charCodeAt(i),
    part.length,
    count,
  );
}

/** The same for bytes. */
export function searchBytes(
  hay: Uint8Array,
  part: Uint8Array,
  start: number,
  end: number,
  count: boolean,
): number {
  return run(
    (i) => hay[i]!,
    start,
    end,
    (i) => part[i]!,
    part.length,
    count,
  );
}
