/**
 * Strongly connected components by Tarjan's algorithm (SIAM J. Comput. 1, 1972), without recursion:
 * the cycles of a heap, those that only the collector can free among them.
 */

import { type Graph, NONE, WEAK } from './graph.ts';

export interface Components {
  /** Component of each node; components are numbered in reverse topological order. */
  of: Uint32Array;
  count: number;
}

/** Components of the whole graph over its retaining references. O(V + E). */
export function components(g: Graph): Components {
  const { nodeCount, first, to, kind } = g;
  const of = new Uint32Array(nodeCount).fill(NONE);
  const index = new Uint32Array(nodeCount).fill(NONE);
  const low = new Uint32Array(nodeCount);
  const next = new Uint32Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  const way = new Uint32Array(nodeCount);
  let count = 0;
  let visited = 0;
  let height = 0;
  for (let start = 0; start < nodeCount; start++) {
    if (index[start] !== NONE) continue;
    let depth = 0;
    way[0] = start;
    index[start] = low[start] = visited++;
    next[start] = first[start]!;
    stack[height++] = start;
    while (depth >= 0) {
      const node = way[depth]!;
      const e = next[node]!;
      if (e < first[node + 1]!) {
        next[node] = e + 1;
        if (kind[e]! >= WEAK) continue;
        const target = to[e]!;
        if (index[target] === NONE) {
          index[target] = low[target] = visited++;
          next[target] = first[target]!;
          stack[height++] = target;
          way[++depth] = target;
        } else if (of[target] === NONE && index[target]! < low[node]!) low[node] = index[target]!;
        continue;
      }
      if (low[node] === index[node]) {
        let member: number;
        do {
          member = stack[--height]!;
          of[member] = count;
        } while (member !== node);
        count++;
      }
      depth--;
      if (depth >= 0 && low[node]! < low[way[depth]!]!) low[way[depth]!] = low[node]!;
    }
  }
  return { of, count };
}

/** Components that are cycles: two nodes or more, or one that refers to itself; members ascending. */
export function cycles(g: Graph, c: Components, from = 0): number[][] {
  const size = new Uint32Array(c.count);
  for (let n = from; n < g.nodeCount; n++) size[c.of[n]!]!++;
  const lists = new Map<number, number[]>();
  for (let n = from; n < g.nodeCount; n++) {
    const component = c.of[n]!;
    if (size[component]! < 2 && !refersToItself(g, n)) continue;
    const list = lists.get(component);
    if (list === undefined) lists.set(component, [n]);
    else list.push(n);
  }
  return [...lists.values()];
}

function refersToItself(g: Graph, node: number): boolean {
  for (let e = g.first[node]!; e < g.first[node + 1]!; e++) {
    if (g.to[e] === node && g.kind[e]! < WEAK) return true;
  }
  return false;
}
