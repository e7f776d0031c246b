/**
 * Dominators: node d dominates node n when every path of retaining references from the root to n
 * leads through d. What n's immediate dominator loses, n loses too: releasing d frees n.
 *
 * Semi-NCA (L. Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005):
 * semidominators as Lengauer and Tarjan's, then each immediate dominator by climbing from the
 * depth-first parent. All steps are loops over typed arrays: a list of a million nodes is as good
 * as any other heap.
 *
 * Everything is kept in preorder numbers, in which a dominator always precedes what it dominates.
 * A node that no path reaches (garbage that awaits the collector) is entered as if the root referred
 * to it, lowest ordinal first, and its references to what is reached retain nothing: they go with it.
 */

import { type Graph, NONE, WEAK } from './graph.ts';

export interface DominatorTree {
  /** Nodes in preorder; order[0] is the root. nodeCount entries. */
  order: Uint32Array;
  /** Preorder number of each node. */
  number: Uint32Array;
  /** Preorder number of each node's immediate dominator, by preorder number; idom[0] is 0. */
  idom: Uint32Array;
  /** How many nodes a path of retaining references reaches; the rest hang on the root. */
  reached: number;
}

/** Immediate dominators of all nodes. O(E log V) at worst, near linear in practice. */
export function dominators(g: Graph): DominatorTree {
  const n = g.nodeCount;
  const order = new Uint32Array(n);
  const parent = new Uint32Array(n);
  const { number, row, reached } = numberNodes(g, order, parent);
  const from = predecessors(g, order, number, row, reached);
  const idom = climb(semidominators(order, row, from, parent), parent);
  return { order, number, idom, reached };
}

/**
 * Depth-first numbering. `row` says for each node where its predecessors will begin; what lies
 * together in time lies together in memory, since at ten million nodes a miss is what costs.
 */
function numberNodes(
  g: Graph,
  order: Uint32Array,
  parent: Uint32Array,
): { number: Uint32Array; row: Uint32Array; reached: number } {
  const { nodeCount, first, to, kind } = g;
  /** By node: its number, and the retaining references into it. */
  const seen = new Uint32Array(2 * nodeCount);
  for (let n = 0; n < nodeCount; n++) seen[2 * n] = NONE;
  /** By number: the edge to go on with. */
  const next = new Uint32Array(nodeCount);
  let count = 0;
  let reached = 0;
  for (let start = 0; start < nodeCount; start++) {
    if (seen[2 * start] !== NONE) continue;
    const bottom = count;
    seen[2 * start] = count;
    order[count] = start;
    next[count] = first[start]!;
    let at = count++;
    // the way back is in `parent`: no stack is needed
    for (;;) {
      const end = first[order[at]! + 1]!;
      let e = next[at]!;
      while (e < end) {
        const target = to[e]!;
        if (kind[e++]! >= WEAK) continue;
        seen[2 * target + 1]!++;
        if (seen[2 * target] !== NONE) continue;
        next[at] = e;
        seen[2 * target] = count;
        order[count] = target;
        parent[count] = at;
        next[count] = first[target]!;
        at = count++;
        e = NONE;
      }
      if (e === NONE) continue;
      if (at === bottom) break;
      at = parent[at]!;
    }
    if (start === 0) reached = count;
  }
  const number = new Uint32Array(nodeCount);
  const row = new Uint32Array(nodeCount + 1);
  let total = 0;
  for (let n = 0; n < nodeCount; n++) {
    number[n] = seen[2 * n]!;
    row[n] = total;
    total += seen[2 * n + 1]!;
  }
  row[nodeCount] = total;
  return { number, row, reached };
}

/** The numbers of each node's predecessors, ascending; `row` is by node. */
function predecessors(
  g: Graph,
  order: Uint32Array,
  number: Uint32Array,
  row: Uint32Array,
  reached: number,
): Uint32Array {
  const { nodeCount, first, to, kind } = g;
  const from = new Uint32Array(row[nodeCount]!);
  const fill = row.slice();
  for (let i = 0; i < nodeCount; i++) {
    const node = order[i]!;
    for (let e = first[node]!, end = first[node + 1]!; e < end; e++) {
      if (kind[e]! >= WEAK) continue;
      const target = to[e]!;
      const garbage = i >= reached && number[target]! < reached;
      from[fill[target]!++] = garbage ? number[target]! : i;
    }
  }
  return from;
}

/** Lengauer and Tarjan's semidominators, with path compression and no recursion. */
function semidominators(
  order: Uint32Array,
  row: Uint32Array,
  from: Uint32Array,
  parent: Uint32Array,
): Uint32Array {
  const n = parent.length;
  const semi = new Uint32Array(n);
  /** By number: the ancestor in the forest of numbers above w, and the least semidominator below it. */
  const forest = new Uint32Array(2 * n);
  const path = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    forest[2 * i] = parent[i]!;
    forest[2 * i + 1] = i;
  }
  for (let w = n - 1; w > 0; w--) {
    let least = parent[w]!;
    const node = order[w]!;
    for (let p = row[node]!, end = row[node + 1]!; p < end; p++) {
      const v = from[p]!;
      // a number up to w is an ancestor's own; a larger one asks the forest
      const s = v <= w ? v : compress(v, w, forest, path);
      if (s < least) least = s;
    }
    semi[w] = least;
    forest[2 * w + 1] = least;
  }
  return semi;
}

/** Shortens the way from v to its root in the forest; returns the least semidominator on it. */
function compress(v: number, w: number, forest: Uint32Array, path: Uint32Array): number {
  let depth = 0;
  let top = v;
  let up = forest[2 * v]!;
  while (up > w) {
    path[depth++] = top;
    top = up;
    up = forest[2 * up]!;
  }
  let least = forest[2 * top + 1]!;
  while (depth > 0) {
    const x = 2 * path[--depth]!;
    if (forest[x + 1]! < least) least = forest[x + 1]!;
    else forest[x + 1] = least;
    forest[x] = up;
  }
  return least;
}

/** From semidominators to immediate dominators: the nearest ancestor not above the semidominator. */
function climb(semi: Uint32Array, parent: Uint32Array): Uint32Array {
  const n = parent.length;
  const idom = new Uint32Array(n);
  for (let w = 1; w < n; w++) {
    let d = parent[w]!;
    const s = semi[w]!;
    while (d > s) d = idom[d]!;
    idom[w] = d;
  }
  return idom;
}
