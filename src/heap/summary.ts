/** The overview of a heap: totals, types, dominators, big objects, duplicates. Plain data, for JSON and tables. */

import type { Analysis } from './analysis.ts';
import { type Group, groups } from './group.ts';

export interface ObjectRow {
  node: number;
  type: string;
  preview: string;
  size: number;
  retained: number;
  site: string;
}

export interface DominatorRow extends ObjectRow {
  depth: number;
  /** The reference by which a shortest path reaches it. */
  label: string;
}

export interface Duplicate {
  type: string;
  preview: string;
  count: number;
  /** Bytes that would go if there were one. */
  wasted: number;
}

export interface Summary {
  objects: number;
  references: number;
  /** Bytes of all objects of the snapshot. */
  size: number;
  /** The same of what is shown: the program's own objects, or all. */
  shownObjects: number;
  shownSize: number;
  garbageObjects: number;
  garbageSize: number;
  types: Group[];
  dominators: DominatorRow[];
  biggest: ObjectRow[];
  duplicates: Duplicate[];
}

export interface SummaryOptions {
  /** What the interpreter made before the program is shown as well. */
  all: boolean;
  /** Rows of each table. */
  limit: number;
  /** Levels of the dominator tree. */
  depth: number;
}

export function summarize(a: Analysis, o: SummaryOptions): Summary {
  const s = a.snapshot;
  const size = s.column('size');
  const shown = shownNodes(a, o.all);
  let objects = 0;
  let total = 0;
  let shownObjects = 0;
  let shownSize = 0;
  let garbageObjects = 0;
  let garbageSize = 0;
  for (let n = 0; n < s.nodeCount; n++) {
    total += size[n]!;
    if (a.isGroup(n)) continue;
    objects++;
    if (shown[n] === 1) {
      shownObjects++;
      shownSize += size[n]!;
    }
    if (!a.isGarbage(n)) continue;
    garbageObjects++;
    garbageSize += size[n]!;
  }
  return {
    objects,
    references: s.rows('edge'),
    size: total,
    shownObjects,
    shownSize,
    garbageObjects,
    garbageSize,
    types: groups(s, 'type', a.tree, a.retained, shown)
      .filter((g) => !g.name.startsWith('('))
      .slice(0, o.limit),
    dominators: dominatorRows(a, o, shown),
    biggest: biggest(a, o.limit, shown),
    duplicates: duplicates(a, o.limit, shown),
  };
}

/** 1 for each node that is an object of the program (of `all`: any object). */
export function shownNodes(a: Analysis, all: boolean): Uint8Array {
  const serial = a.snapshot.column('serial');
  const { baseline } = a.snapshot.meta;
  const shown = new Uint8Array(a.snapshot.nodeCount);
  for (let n = 0; n < shown.length; n++) {
    if (!a.isGroup(n) && (all || baseline === 0 || serial[n]! > baseline)) shown[n] = 1;
  }
  return shown;
}

export function objectRow(a: Analysis, node: number): ObjectRow {
  const s = a.snapshot;
  const site = s.site(node);
  return {
    node,
    type: s.typeOf(node),
    preview: s.preview(node),
    size: s.column('size')[node]!,
    retained: a.retainedOf(node),
    site: site === null ? '' : `${site.file}:${site.line}`,
  };
}

/** The name of the reference by which a shortest path enters a node. */
export function entryLabel(a: Analysis, node: number): string {
  const via = a.paths.via[node]!;
  return via === 0xffffffff ? '' : a.snapshot.edgeLabel(via);
}

/**
 * The largest children of the largest nodes, `depth` levels down, as a tree in preorder. At the top
 * stand shown nodes whose dominator is not shown.
 */
function dominatorRows(a: Analysis, o: SummaryOptions, shown: Uint8Array): DominatorRow[] {
  const rows: DominatorRow[] = [];
  const { first, child } = a.children;
  const { order, idom } = a.tree;
  const tops: number[] = [];
  for (let i = 1; i < order.length; i++) {
    if (shown[order[i]!] === 1 && shown[order[idom[i]!]!] === 0) tops.push(i);
  }
  const largest = (numbers: number[], limit: number): number[] =>
    numbers.sort((x, y) => a.retained[y]! - a.retained[x]! || x - y).slice(0, limit);
  const add = (numbers: number[], depth: number): void => {
    for (const i of largest(numbers, depth === 0 ? o.limit : Math.ceil(o.limit / (4 * depth)))) {
      const node = order[i]!;
      rows.push({ ...objectRow(a, node), depth, label: entryLabel(a, node) });
      if (depth + 1 < o.depth) add([...child.subarray(first[i]!, first[i + 1]!)], depth + 1);
    }
  };
  add(tops, 0);
  return rows;
}

function biggest(a: Analysis, limit: number, shown: Uint8Array): ObjectRow[] {
  const size = a.snapshot.column('size');
  const nodes: number[] = [];
  for (let n = 0; n < shown.length; n++) if (shown[n] === 1) nodes.push(n);
  nodes.sort((x, y) => size[y]! - size[x]! || x - y);
  return nodes.slice(0, limit).map((n) => objectRow(a, n));
}

/** Equal texts and numbers that exist more than once, the most wasteful first. */
function duplicates(a: Analysis, limit: number, shown: Uint8Array): Duplicate[] {
  const s = a.snapshot;
  const size = s.column('size');
  const preview = s.column('preview');
  const type = s.column('type');
  const value = new Set(['str', 'int', 'float', 'bytes']);
  const found = new Map<string, Duplicate & { size: number }>();
  for (let n = 0; n < s.nodeCount; n++) {
    const name = s.typeName(type[n]!);
    if (shown[n] === 0 || !value.has(name) || preview[n] === 0) continue;
    const text = s.preview(n);
    // a text that was cut may differ in what is not shown
    if (text.endsWith("…'")) continue;
    const key = `${name} ${size[n]} ${text}`;
    const d = found.get(key);
    if (d === undefined) {
      found.set(key, { type: name, preview: text, count: 1, wasted: 0, size: size[n]! });
    } else {
      d.count++;
      d.wasted += d.size;
    }
  }
  return [...found.values()]
    .filter((d) => d.count > 1)
    .sort((x, y) => y.wasted - x.wasted || (x.preview < y.preview ? -1 : 1))
    .slice(0, limit)
    .map(({ size: _, ...d }) => d);
}
