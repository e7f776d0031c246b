/**
 * "Did you mean": the candidate nearest to a misspelt name. CPython: Python/suggestions.c.
 *
 * Costs are CPython's: 2 for an insertion, deletion or substitution, 1 for a change of case; a candidate counts when
 * its distance is at most a third of both lengths together.
 */
const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;
const MOVE = 2;
const CASE = 1;

function substitution(a: number, b: number): number {
  if ((a & 31) !== (b & 31)) return MOVE;
  if (a === b) return 0;
  if (a >= 65 && a <= 90) a += 32;
  if (b >= 65 && b <= 90) b += 32;
  return a === b ? CASE : MOVE;
}

/** Edit distance of `a` and `b`, or more than `max` when it is above. */
export function editDistance(a: string, b: string, max: number): number {
  if (a === b) return 0;
  let start = 0;
  let ea = a.length;
  let eb = b.length;
  while (start < ea && start < eb && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (ea > start && eb > start && a.charCodeAt(ea - 1) === b.charCodeAt(eb - 1)) {
    ea--;
    eb--;
  }
  a = a.slice(start, ea);
  b = b.slice(start, eb);
  if (a.length === 0 || b.length === 0) return (a.length + b.length) * MOVE;
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return max + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE > max) return max + 1;
  const row: number[] = [];
  for (let i = 0; i < a.length; i++) row.push((i + 1) * MOVE);
  let result = 0;
  for (let j = 0; j < b.length; j++) {
    const code = b.charCodeAt(j);
    let distance = (result = j * MOVE);
    let minimum = Number.MAX_SAFE_INTEGER;
    for (let i = 0; i < a.length; i++) {
      const substitute = distance + substitution(code, a.charCodeAt(i));
      distance = row[i]!;
      const insertDelete = Math.min(result, distance) + MOVE;
      result = Math.min(insertDelete, substitute);
      row[i] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > max) return max + 1;
  }
  return result;
}

/** The nearest of `candidates` to `name`, or null when none is near enough. */
export function suggest(candidates: readonly string[], name: string): string | null {
  if (candidates.length >= MAX_CANDIDATES) return null;
  let best: string | null = null;
  let bestDistance = Number.MAX_SAFE_INTEGER;
  for (const item of candidates) {
    if (item === name) continue;
    let max = Math.floor(((name.length + item.length + 3) * MOVE) / 6);
    max = Math.min(max, bestDistance - 1);
    const distance = editDistance(name, item, max);
    if (distance > max) continue;
    if (best === null || distance < bestDistance) {
      best = item;
      bestDistance = distance;
    }
  }
  return best;
}
