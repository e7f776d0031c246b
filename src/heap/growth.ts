/**
 * What a repeated call leaves behind: objects made in its last rounds that are alive at the end,
 * by what holds them.
 *
 * A leak is what every round adds to: fewer new objects than rounds are caches that filled.
 */

import type { Analysis } from './analysis.ts';
import type { Finding } from './findings/finding.ts';
import { edgeSource, NONE, TYPE } from './graph.ts';
import { pathTo } from './paths.ts';
import { steps } from './why.ts';

const RULE = 'growing-container';

interface Growth {
  /** The object that was there before and now leads to new ones. */
  holder: number;
  node: number;
  count: number;
  size: number;
  types: Map<string, number>;
  sites: Map<string, number>;
}

/** Findings of a run: `since` is the last serial number before the rounds that count. */
export function growth(a: Analysis, since: number, rounds: number): Finding[] {
  const s = a.snapshot;
  const serial = s.column('serial');
  const byHolder = new Map<number, Growth>();
  for (let n = 0; n < s.nodeCount; n++) {
    if (serial[n]! <= since || a.isGarbage(n) || a.isGroup(n)) continue;
    const holder = oldHolder(a, n, since);
    if (holder === null) continue;
    let g = byHolder.get(holder);
    if (g === undefined) {
      g = { holder, node: n, count: 0, size: 0, types: new Map(), sites: new Map() };
      byHolder.set(holder, g);
    }
    g.count++;
    g.size += s.column('size')[n]!;
    count(g.types, s.typeOf(n));
    const site = s.site(n);
    if (site !== null) count(g.sites, `${site.file}:${site.line}`);
  }
  return [...byHolder.values()]
    .filter((g) => g.count >= rounds)
    .map((g) => finding(a, g, rounds))
    .sort((x, y) => y.size - x.size || x.node - y.node);
}

function count(of: Map<string, number>, name: string): void {
  of.set(name, (of.get(name) ?? 0) + 1);
}

function most(of: Map<string, number>): string {
  return [...of].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1))[0]?.[0] ?? '';
}

/** The nearest object on the shortest path that existed before. */
function oldHolder(a: Analysis, node: number, since: number): number | null {
  const { graph } = a.snapshot;
  const serial = a.snapshot.column('serial');
  let at = node;
  while (serial[at]! > since) {
    const via = a.paths.via[at]!;
    if (via === NONE || graph.kind[via] === TYPE) return null;
    at = edgeSource(graph, via);
  }
  return a.isGroup(at) ? null : at;
}

function finding(a: Analysis, g: Growth, rounds: number): Finding {
  const s = a.snapshot;
  const path = pathTo(s.graph, a.paths, g.node) ?? [];
  const each = (g.count / rounds).toFixed(g.count % rounds === 0 ? 0 : 1);
  const what = `${s.typeOf(g.holder)} ${s.preview(g.holder)}`.trimEnd();
  return {
    rule: RULE,
    title: `${what} grows by ${each} objects a call, most of them ${most(g.types)}`,
    size: g.size,
    node: g.holder,
    path: steps(a, path),
    site: most(g.sites),
    cure: 'remove what is done with, bound the container, or hold its items weakly',
  };
}
