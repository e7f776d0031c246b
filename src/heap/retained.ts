/**
 * Retained sizes and the dominator tree read as a tree.
 *
 * An object's retained size is its own and that of everything it dominates: the bytes that go when
 * the last reference to it goes.
 */

import type { DominatorTree } from './dominators.ts';
import { NONE } from './graph.ts';

/** Retained bytes by preorder number; `size` is by node. One backward pass. */
export function retainedSizes(tree: DominatorTree, size: ArrayLike<number>): Float64Array {
  const n = tree.order.length;
  const retained = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const total = retained[i]! + size[tree.order[i]!]!;
    retained[i] = total;
    retained[tree.idom[i]!]! += total;
  }
  retained[0]! += size[tree.order[0]!]!;
  return retained;
}

/** Nodes that each node dominates immediately, as rows over preorder numbers, ascending. */
export interface DominatorChildren {
  first: Uint32Array;
  child: Uint32Array;
}

export function dominatorChildren(tree: DominatorTree): DominatorChildren {
  const n = tree.idom.length;
  const first = new Uint32Array(n + 2);
  for (let i = 1; i < n; i++) first[tree.idom[i]! + 2]!++;
  for (let i = 0; i < n; i++) first[i + 2]! += first[i + 1]!;
  const child = new Uint32Array(n - 1);
  for (let i = 1; i < n; i++) child[first[tree.idom[i]! + 1]!++] = i;
  return { first, child };
}

/**
 * Retained bytes of each group of nodes: what goes when all nodes of the group go. `group` is by
 * node; a member below another of its group in the dominator tree counts once.
 */
export function retainedByGroup(
  tree: DominatorTree,
  retained: Float64Array,
  group: Uint32Array,
  groups: number,
): Float64Array {
  const totals = new Float64Array(groups);
  const { first, child } = dominatorChildren(tree);
  const open = new Uint32Array(groups);
  const next = new Uint32Array(tree.order.length).fill(NONE);
  let at = 0;
  for (;;) {
    const g = group[tree.order[at]!]!;
    if (next[at] === NONE) {
      next[at] = first[at]!;
      if (open[g]!++ === 0) totals[g]! += retained[at]!;
    }
    if (next[at]! < first[at + 1]!) {
      at = child[next[at]!++]!;
      continue;
    }
    open[g]!--;
    if (at === 0) return totals;
    at = tree.idom[at]!;
  }
}
