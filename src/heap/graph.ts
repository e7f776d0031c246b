/**
 * A heap as a directed graph in compressed sparse rows (CSR).
 *
 * Invariants
 * - Node 0 is the root. Nodes are dense ordinals; nothing here keeps an object or a `Map` a node.
 * - The references of node n are the edges `first[n]` to `first[n + 1] - 1`; `first.length` is
 *   `nodeCount + 1`; `to[e]` is a node, `kind[e]` one of the reference kinds below.
 * - A weak or an ignored reference keeps nothing alive: the algorithms of this folder pass it over.
 */

/** Kinds of references. Their numbers are part of the snapshot format (docs/snapshot-format.md). */
export const ATTRIBUTE = 0;
export const KEY = 1;
export const VALUE = 2;
export const ELEMENT = 3;
export const CELL = 4;
export const LOCAL = 5;
export const TYPE = 6;
export const INTERNAL = 7;
export const ROOT = 8;
/** Kinds from here on retain nothing. */
export const WEAK = 9;
/** Never in a file: a reference that the reader of the heap asked to leave out. */
export const IGNORED = 10;

export const KIND_NAMES = [
  'attribute',
  'key',
  'value',
  'element',
  'cell',
  'local',
  'type',
  'internal',
  'root',
  'weak',
] as const;

export interface Graph {
  nodeCount: number;
  edgeCount: number;
  /** nodeCount + 1 entries. */
  first: Uint32Array;
  /** Target node of each edge. */
  to: Uint32Array;
  /** Kind of each edge. */
  kind: Uint8Array;
}

/** No node, no edge. */
export const NONE = 0xffffffff;

/** Throws a RangeError when the arrays do not make a graph: for data that comes from outside. */
export function checkGraph(g: Graph): void {
  const { nodeCount, edgeCount, first, to, kind } = g;
  if (nodeCount < 1 || first.length !== nodeCount + 1) throw new RangeError('no root node');
  if (first[0] !== 0 || first[nodeCount] !== edgeCount) throw new RangeError('edges do not add up');
  if (to.length !== edgeCount || kind.length !== edgeCount) throw new RangeError('edges missing');
  for (let n = 0; n < nodeCount; n++) {
    if (first[n]! > first[n + 1]!) throw new RangeError(`edges of node ${n} go backwards`);
  }
  for (let e = 0; e < edgeCount; e++) {
    if (to[e]! >= nodeCount) throw new RangeError(`edge ${e} leads to no node`);
    if (kind[e]! > WEAK) throw new RangeError(`edge ${e} is of no known kind`);
  }
}

/** The node that edge `e` leaves from, by binary search. */
export function edgeSource(g: Graph, e: number): number {
  let low = 0;
  let high = g.nodeCount;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (g.first[middle]! <= e) low = middle;
    else high = middle;
  }
  return low;
}

/** The same graph without the given references; shares all arrays but the kinds. */
export function ignoring(g: Graph, edges: Iterable<number>): Graph {
  const kind = g.kind.slice();
  for (const e of edges) kind[e] = IGNORED;
  return { ...g, kind };
}

/** Builds a graph node by node, in order; for tests, imports and the capture. */
export class GraphBuilder {
  private first: Column<Uint32Array>;
  private to: Column<Uint32Array>;
  private kind: Column<Uint8Array>;
  constructor() {
    this.first = new Column(new Uint32Array(1024));
    this.to = new Column(new Uint32Array(4096));
    this.kind = new Column(new Uint8Array(4096));
  }

  get nodeCount(): number {
    return this.first.length;
  }

  get edgeCount(): number {
    return this.to.length;
  }

  /** Begins the next node and returns its ordinal; edges added from now on are its own. */
  node(): number {
    this.first.push(this.to.length);
    return this.first.length - 1;
  }

  edge(to: number, kind: number): number {
    this.to.push(to);
    this.kind.push(kind);
    return this.to.length - 1;
  }

  finish(): Graph {
    const nodeCount = this.first.length;
    this.first.push(this.to.length);
    return {
      nodeCount,
      edgeCount: this.to.length,
      first: this.first.finish(),
      to: this.to.finish(),
      kind: this.kind.finish(),
    };
  }
}

type NumberArray = Uint8Array | Uint32Array | Float64Array;

/** A typed array that grows. */
export class Column<A extends NumberArray> {
  private array: A;
  length: number;
  constructor(array: A) {
    this.array = array;
    this.length = 0;
  }

  push(value: number): void {
    if (this.length === this.array.length) this.grow();
    this.array[this.length++] = value;
  }

  get(i: number): number {
    return this.array[i]!;
  }

  set(i: number, value: number): void {
    this.array[i] = value;
  }

  private grow(): void {
    const larger = new (this.array.constructor as new (n: number) => A)(this.array.length * 2);
    larger.set(this.array);
    this.array = larger;
  }

  /** The values, in an array of exactly their number. */
  finish(): A {
    return this.array.slice(0, this.length) as A;
  }
}
