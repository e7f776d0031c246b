/** What is worked out from a snapshot once and used by many: dominators, sizes, paths, referrers. */

import { type DominatorTree, dominators } from './dominators.ts';
import { dominatorChildren, type DominatorChildren, retainedSizes } from './retained.ts';
import { type ShortestPaths, shortestPaths } from './paths.ts';
import { type Referrers, referrers } from './referrers.ts';
import { edgeSource, NONE } from './graph.ts';
import type { Snapshot } from './snapshot.ts';

export class Analysis {
  readonly snapshot: Snapshot;
  private cachedTree: DominatorTree | null = null;
  private cachedRetained: Float64Array | null = null;
  private cachedChildren: DominatorChildren | null = null;
  private cachedPaths: ShortestPaths | null = null;
  private cachedReferrers: Referrers | null = null;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  get tree(): DominatorTree {
    return (this.cachedTree ??= dominators(this.snapshot.graph));
  }

  /** By preorder number of the dominator tree. */
  get retained(): Float64Array {
    return (this.cachedRetained ??= retainedSizes(this.tree, this.snapshot.column('size')));
  }

  get children(): DominatorChildren {
    return (this.cachedChildren ??= dominatorChildren(this.tree));
  }

  get paths(): ShortestPaths {
    return (this.cachedPaths ??= shortestPaths(this.snapshot.graph));
  }

  get referrers(): Referrers {
    return (this.cachedReferrers ??= referrers(this.snapshot.graph));
  }

  /** Bytes that go with a node. */
  retainedOf(node: number): number {
    return this.retained[this.tree.number[node]!]!;
  }

  /** Whether no path of retaining references leads to the node. */
  isGarbage(node: number): boolean {
    return this.paths.distance[node] === NONE;
  }

  /** Immediate dominator of a node; the root's is the root. */
  dominatorOf(node: number): number {
    return this.tree.order[this.tree.idom[this.tree.number[node]!]!]!;
  }

  /** All nodes that a node dominates, itself first. */
  dominated(node: number): number[] {
    const { first, child } = this.children;
    const found: number[] = [];
    const open = [this.tree.number[node]!];
    while (open.length > 0) {
      const at = open.pop()!;
      found.push(this.tree.order[at]!);
      for (let i = first[at]!; i < first[at + 1]!; i++) open.push(child[i]!);
    }
    return found;
  }

  /** Nodes that stand for something of the interpreter, not for an object: root, groups, frames. */
  isGroup(node: number): boolean {
    const type = this.snapshot.typeOf(node);
    return type === '(root)' || type === '(frame)' || type === '(synthetic)';
  }

  /** The references into a node: the edge, and the node it comes from. */
  holders(node: number): { edge: number; from: number }[] {
    const { first, edge } = this.referrers;
    const found: { edge: number; from: number }[] = [];
    for (let r = first[node]!; r < first[node + 1]!; r++) {
      found.push({ edge: edge[r]!, from: edgeSource(this.snapshot.graph, edge[r]!) });
    }
    return found;
  }
}
