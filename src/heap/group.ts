/** Objects of a snapshot put in groups: by type, by module, by allocating line. */

import type { DominatorTree } from './dominators.ts';
import { retainedByGroup } from './retained.ts';
import type { Snapshot } from './snapshot.ts';

export interface Group {
  name: string;
  count: number;
  /** Bytes of the objects themselves. */
  shallow: number;
  /** Bytes that would go with all of them; NaN where no dominators were given. */
  retained: number;
}

export type Grouping = 'type' | 'module' | 'line' | 'file';

/** The group of each node, and the groups' names. Roots and their groups are in none of size. */
export function groupOf(s: Snapshot, by: Grouping): { of: Uint32Array; names: string[] } {
  const column = by === 'type' || by === 'module' ? s.column('type') : s.column('trace');
  const rows = by === 'type' || by === 'module' ? s.rows('type') : s.rows('trace');
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const ofRow = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const name = nameOf(s, by, row);
    let number = numbers.get(name);
    if (number === undefined) {
      number = names.length;
      numbers.set(name, number);
      names.push(name);
    }
    ofRow[row] = number;
  }
  const of = new Uint32Array(s.nodeCount);
  for (let n = 0; n < of.length; n++) of[n] = ofRow[column[n]!]!;
  return { of, names };
}

function nameOf(s: Snapshot, by: Grouping, row: number): string {
  if (by === 'type') return s.typeName(row);
  if (by === 'module') return s.string(s.column('typemod')[row]!) || 'builtins';
  const site = s.sitesOfTrace(row)[0];
  if (site === undefined) return '(not traced)';
  return by === 'file' ? site.file : `${site.file}:${site.line}`;
}

/**
 * All groups, the largest first (retained bytes, or shallow ones without dominators). `shown` says by
 * node what counts; without it all does.
 */
export function groups(
  s: Snapshot,
  by: Grouping,
  tree: DominatorTree | null,
  retained: Float64Array | null,
  shown: Uint8Array | null = null,
): Group[] {
  const { of, names } = groupOf(s, by);
  if (shown !== null) {
    const rest = names.push('(not shown)') - 1;
    for (let n = 0; n < of.length; n++) if (shown[n] === 0) of[n] = rest;
  }
  const size = s.column('size');
  const found = names.map((name) => ({ name, count: 0, shallow: 0, retained: Number.NaN }));
  for (let n = 0; n < of.length; n++) {
    const g = found[of[n]!]!;
    g.count++;
    g.shallow += size[n]!;
  }
  if (tree !== null && retained !== null) {
    const totals = retainedByGroup(tree, retained, of, names.length);
    for (let i = 0; i < found.length; i++) found[i]!.retained = totals[i]!;
  }
  const key = (g: Group): number => (tree === null ? g.shallow : g.retained);
  return found
    .filter((g) => g.count > 0)
    .sort((a, b) => key(b) - key(a) || b.shallow - a.shallow || (a.name < b.name ? -1 : 1));
}
