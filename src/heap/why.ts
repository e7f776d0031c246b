/** Why an object is alive: paths from the roots, and each of its references accounted for. */

import type { Analysis } from './analysis.ts';
import { KIND_NAMES, WEAK } from './graph.ts';
import { bestPaths } from './paths.ts';
import { objectRow, type ObjectRow } from './summary.ts';

/** One step of a path: the reference, and what it leads to. */
export interface Step extends ObjectRow {
  label: string;
  kind: string;
}

/** One reference to the object. */
export interface Holder {
  label: string;
  kind: string;
  /** References of this name from this holder. */
  count: number;
  from: ObjectRow;
  weak: boolean;
}

export interface Why {
  object: ObjectRow;
  refcount: number;
  generation: number;
  immortal: boolean;
  /** No path leads to it: the next collection that looks at it frees it. */
  garbage: boolean;
  paths: Step[][];
  holders: Holder[];
  /** References that the count has and no holder explains, or the other way round. 0 in a whole snapshot. */
  unexplained: number;
  dominator: ObjectRow;
  sites: { file: string; line: number }[];
}

const IMMORTAL = 4294967295;

export function why(a: Analysis, node: number, paths: number): Why {
  const s = a.snapshot;
  const refcount = s.column('refcount')[node]!;
  const holders = holdersOf(a, node);
  const strong = holders.reduce((n, h) => n + (h.weak ? 0 : h.count), 0);
  const immortal = refcount === IMMORTAL;
  return {
    object: objectRow(a, node),
    refcount,
    generation: s.column('gen')[node]!,
    immortal,
    garbage: a.isGarbage(node),
    paths: bestPaths(s.graph, a.paths, node, paths, a.referrers).map((p) => steps(a, p)),
    holders,
    unexplained: immortal ? 0 : refcount - strong,
    dominator: objectRow(a, a.dominatorOf(node)),
    sites: s.sites(node),
  };
}

export function steps(a: Analysis, path: number[]): Step[] {
  const { graph } = a.snapshot;
  return path.map((e) => ({
    label: a.snapshot.edgeLabel(e),
    kind: KIND_NAMES[graph.kind[e]!]!,
    ...objectRow(a, graph.to[e]!),
  }));
}

function holdersOf(a: Analysis, node: number): Holder[] {
  const { graph } = a.snapshot;
  const found = new Map<string, Holder>();
  for (const { edge, from } of a.holders(node)) {
    const label = a.snapshot.edgeLabel(edge);
    const key = `${from} ${graph.kind[edge]} ${label}`;
    const known = found.get(key);
    if (known !== undefined) known.count++;
    else {
      const kind = graph.kind[edge]!;
      found.set(key, {
        label,
        kind: KIND_NAMES[kind]!,
        count: 1,
        from: objectRow(a, from),
        weak: kind >= WEAK,
      });
    }
  }
  return [...found.values()];
}
