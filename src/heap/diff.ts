/**
 * What changed between two snapshots. Within one run objects have serial numbers, so that the same
 * object is known on both sides; across runs only groups (types, modules, lines) can be compared.
 */

import { groupOf, type Grouping } from './group.ts';
import type { Snapshot } from './snapshot.ts';

export interface GroupDelta {
  name: string;
  countBefore: number;
  countAfter: number;
  sizeBefore: number;
  sizeAfter: number;
  /** Objects and bytes that are new or gone, by serial; NaN across runs. */
  newCount: number;
  newSize: number;
  goneCount: number;
  goneSize: number;
}

/** Growth and shrinkage by group, the largest change of bytes first; unchanged groups are left out. */
export function diffGroups(
  before: Snapshot,
  after: Snapshot,
  by: Grouping,
  sameRun: boolean,
): GroupDelta[] {
  const found = new Map<string, GroupDelta>();
  const a = tally(before, by, found, 'Before');
  const b = tally(after, by, found, 'After');
  if (sameRun) {
    countNew(after, b, serials(before), found, 'new');
    countNew(before, a, serials(after), found, 'gone');
  }
  const change = (d: GroupDelta): number => Math.abs(d.sizeAfter - d.sizeBefore);
  return [...found.values()]
    .filter((d) => d.sizeBefore !== d.sizeAfter || d.countBefore !== d.countAfter || d.newCount > 0)
    .sort((x, y) => change(y) - change(x) || (x.name < y.name ? -1 : 1));
}

type Names = { of: Uint32Array; names: string[] };

function tally(
  s: Snapshot,
  by: Grouping,
  found: Map<string, GroupDelta>,
  side: 'Before' | 'After',
): Names {
  const group = groupOf(s, by);
  const size = s.column('size');
  const deltas = group.names.map((name) => deltaOf(found, name));
  for (let n = 0; n < s.nodeCount; n++) {
    const d = deltas[group.of[n]!]!;
    d[`count${side}`]++;
    d[`size${side}`] += size[n]!;
  }
  return group;
}

function deltaOf(found: Map<string, GroupDelta>, name: string): GroupDelta {
  let d = found.get(name);
  if (d === undefined) {
    d = {
      name,
      countBefore: 0,
      countAfter: 0,
      sizeBefore: 0,
      sizeAfter: 0,
      newCount: 0,
      newSize: 0,
      goneCount: 0,
      goneSize: 0,
    };
    found.set(name, d);
  }
  return d;
}

/** Serial numbers of a snapshot, ascending. */
function serials(s: Snapshot): Float64Array {
  return s.column('serial').slice().sort();
}

function contains(sorted: Float64Array, value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}

function countNew(
  s: Snapshot,
  group: Names,
  others: Float64Array,
  found: Map<string, GroupDelta>,
  what: 'new' | 'gone',
): void {
  const serial = s.column('serial');
  const size = s.column('size');
  for (let n = 0; n < s.nodeCount; n++) {
    if (serial[n] === 0 || contains(others, serial[n]!)) continue;
    const d = found.get(group.names[group.of[n]!]!)!;
    d[`${what}Count`]++;
    d[`${what}Size`] += size[n]!;
  }
}

/** Nodes of `after` that `before` has not, by serial. */
export function newNodes(before: Snapshot, after: Snapshot): number[] {
  const known = serials(before);
  const serial = after.column('serial');
  const found: number[] = [];
  for (let n = 0; n < after.nodeCount; n++) {
    if (serial[n] !== 0 && !contains(known, serial[n]!)) found.push(n);
  }
  return found;
}
