/** Who refers to what: the edges of a graph by their target. All kinds, weak ones included. */

import type { Graph } from './graph.ts';

export interface Referrers {
  /** nodeCount + 1 entries: the edges into node n are edge[first[n]] to edge[first[n + 1] - 1]. */
  first: Uint32Array;
  /** Edge numbers, ascending for each node. */
  edge: Uint32Array;
}

/** The reverse rows of a graph. O(V + E). */
export function referrers(g: Graph): Referrers {
  const { nodeCount, edgeCount, to } = g;
  const rows = new Uint32Array(nodeCount + 2);
  for (let e = 0; e < edgeCount; e++) rows[to[e]! + 2]!++;
  for (let n = 0; n < nodeCount; n++) rows[n + 2]! += rows[n + 1]!;
  const edge = new Uint32Array(edgeCount);
  for (let e = 0; e < edgeCount; e++) edge[rows[to[e]! + 1]!++] = e;
  return { first: rows.subarray(0, nodeCount + 1), edge };
}
