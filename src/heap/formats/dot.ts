/** Graphviz of an object's neighbourhood: what it refers to and what refers to it. */

import { edgeSource, WEAK } from '../graph.ts';
import { type Referrers, referrers } from '../referrers.ts';
import type { Snapshot } from '../snapshot.ts';

/** A `digraph` of all nodes within `depth` references of `node`, either way; at most `limit` nodes. */
export function neighbourhood(
  s: Snapshot,
  node: number,
  depth: number,
  limit = 200,
  incoming: Referrers = referrers(s.graph),
): string {
  const near = within(s, node, depth, limit, incoming);
  const lines = ['digraph heap {', '  node [shape=box, fontname="monospace"];'];
  for (const n of near) {
    const label = `${s.typeOf(n)}\\n${quoted(s.preview(n))}\\n${s.column('size')[n]} B`;
    lines.push(`  n${n} [label="${label}"${n === node ? ', penwidth=3' : ''}];`);
  }
  for (const n of near) {
    for (let e = s.graph.first[n]!; e < s.graph.first[n + 1]!; e++) {
      const target = s.graph.to[e]!;
      if (!near.has(target)) continue;
      const style = s.graph.kind[e]! >= WEAK ? ', style=dashed' : '';
      lines.push(`  n${n} -> n${target} [label="${quoted(s.edgeLabel(e))}"${style}];`);
    }
  }
  lines.push('}', '');
  return lines.join('\n');
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function within(
  s: Snapshot,
  node: number,
  depth: number,
  limit: number,
  incoming: Referrers,
): Set<number> {
  const near = new Set([node]);
  let edge = [node];
  for (let d = 0; d < depth && edge.length > 0; d++) {
    const next: number[] = [];
    const meet = (n: number): void => {
      if (near.size >= limit || near.has(n)) return;
      near.add(n);
      next.push(n);
    };
    for (const n of edge) {
      for (let e = s.graph.first[n]!; e < s.graph.first[n + 1]!; e++) meet(s.graph.to[e]!);
      for (let r = incoming.first[n]!; r < incoming.first[n + 1]!; r++) {
        meet(edgeSource(s.graph, incoming.edge[r]!));
      }
    }
    edge = next;
  }
  return near;
}
