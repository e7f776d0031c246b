/**
 * Paths of retaining references from the root: why an object is alive.
 *
 * A path is a list of edges, first from the root. Nodes that no path reaches have none.
 */

import { edgeSource, type Graph, NONE, WEAK } from './graph.ts';
import { type Referrers, referrers } from './referrers.ts';

export interface ShortestPaths {
  /** Edge by which a shortest path enters each node; NONE for the root and for what is unreachable. */
  via: Uint32Array;
  /** Number of edges from the root; NONE where there is no path. */
  distance: Uint32Array;
}

/** Shortest paths to all nodes, breadth first; among equals the reference that comes first. */
export function shortestPaths(g: Graph): ShortestPaths {
  const { nodeCount, first, to, kind } = g;
  const via = new Uint32Array(nodeCount).fill(NONE);
  const distance = new Uint32Array(nodeCount).fill(NONE);
  const queue = new Uint32Array(nodeCount);
  distance[0] = 0;
  let tail = 1;
  for (let head = 0; head < tail; head++) {
    const node = queue[head]!;
    const next = distance[node]! + 1;
    for (let e = first[node]!, end = first[node + 1]!; e < end; e++) {
      const target = to[e]!;
      if (distance[target] !== NONE || kind[e]! >= WEAK) continue;
      distance[target] = next;
      via[target] = e;
      queue[tail++] = target;
    }
  }
  return { via, distance };
}

/** The shortest path to a node; null when there is none, empty for the root. */
export function pathTo(g: Graph, paths: ShortestPaths, node: number): number[] | null {
  if (paths.distance[node] === NONE) return null;
  const edges: number[] = [];
  let at = node;
  while (paths.via[at] !== NONE) {
    edges.push(paths.via[at]!);
    at = edgeSource(g, paths.via[at]!);
  }
  return edges.reverse();
}

/** The end of a path under construction: `edge` leads on to what `rest` continues. */
interface PathEnd {
  node: number;
  edge: number;
  rest: PathEnd | null;
  length: number;
}

/**
 * Up to `k` paths to a node without a node twice, shortest first. Searches backwards, guided by the
 * exact distances, so that each step is on some path; `limit` bounds the steps.
 */
export function bestPaths(
  g: Graph,
  paths: ShortestPaths,
  node: number,
  k: number,
  incoming: Referrers = referrers(g),
  limit = 100_000,
): number[][] {
  const found: number[][] = [];
  if (paths.distance[node] === NONE) return found;
  /** Ends by the length of the best path through them: a bucket queue. */
  const buckets: PathEnd[][] = [];
  const put = (end: PathEnd): void => {
    const total = end.length + paths.distance[end.node]!;
    while (buckets.length <= total) buckets.push([]);
    buckets[total]!.push(end);
  };
  put({ node, edge: NONE, rest: null, length: 0 });
  let steps = 0;
  for (let b = 0; b < buckets.length; b++) {
    const bucket = buckets[b]!;
    for (let i = 0; i < bucket.length; i++) {
      const end = bucket[i]!;
      if (end.node === 0) {
        found.push(edgesOf(end));
        if (found.length === k) return found;
        continue;
      }
      if (++steps > limit) return found;
      for (let r = incoming.first[end.node]!; r < incoming.first[end.node + 1]!; r++) {
        const edge = incoming.edge[r]!;
        if (g.kind[edge]! >= WEAK) continue;
        const source = edgeSource(g, edge);
        if (paths.distance[source] === NONE || onWay(end, source)) continue;
        put({ node: source, edge, rest: end, length: end.length + 1 });
      }
    }
    buckets[b] = [];
  }
  return found;
}

function onWay(end: PathEnd, node: number): boolean {
  for (let at: PathEnd | null = end; at !== null; at = at.rest) if (at.node === node) return true;
  return false;
}

function edgesOf(end: PathEnd): number[] {
  const edges: number[] = [];
  for (let at = end; at.rest !== null; at = at.rest) edges.push(at.edge);
  return edges;
}
