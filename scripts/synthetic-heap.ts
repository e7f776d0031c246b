/**
 * A synthetic snapshot of any size, and the time that working on it takes. Run by synthetic-heap.mjs:
 *   make FILE [NODES] [EDGES]     writes a snapshot: 60 % local parents, a tenth of the rest to a thousand hot nodes
 *   measure FILE                  file → graph → dominators → retained sizes, with CPU seconds and peak memory
 *   list [NODES]                  the same for a linked list
 */
import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dominators } from '../src/heap/dominators.ts';
import { COLUMNS, type ColumnName, newArray, type SnapshotMeta } from '../src/heap/format.ts';
import type { Graph } from '../src/heap/graph.ts';
import { readSnapshot } from '../src/heap/read.ts';
import { retainedSizes } from '../src/heap/retained.ts';
import { Snapshot } from '../src/heap/snapshot.ts';
import { writeSnapshot } from '../src/heap/write.ts';

/** The same numbers in every run. */
function randomNumbers(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 4294967296;
  };
}

const HOT = 1000;
const NEAR = 50;

/** Each node but the root gets a parent before it; what is left of the edges goes to hot or random nodes. */
function syntheticGraph(nodes: number, edges: number): Graph {
  const random = randomNumbers(7);
  const source = new Uint32Array(edges);
  const target = new Uint32Array(edges);
  let k = 0;
  for (let n = 1; n < nodes; n++, k++) {
    const near = Math.max(0, n - 1 - Math.floor(random() * NEAR));
    source[k] = random() < 0.6 ? near : Math.floor(random() * n);
    target[k] = n;
  }
  for (; k < edges; k++) {
    source[k] = Math.floor(random() * nodes);
    const hot = random() < 0.5;
    target[k] = hot
      ? 1 + Math.floor(random() * Math.min(HOT, nodes - 1))
      : Math.floor(random() * nodes);
  }
  const first = new Uint32Array(nodes + 1);
  for (let e = 0; e < edges; e++) first[source[e]! + 1]!++;
  for (let n = 0; n < nodes; n++) first[n + 1]! += first[n]!;
  const fill = first.slice();
  const to = new Uint32Array(edges);
  for (let e = 0; e < edges; e++) to[fill[source[e]!]!++] = target[e]!;
  return { nodeCount: nodes, edgeCount: edges, first, to, kind: new Uint8Array(edges) };
}

function snapshotOf(g: Graph): Snapshot {
  const text = new TextEncoder().encode('object');
  const rows = {
    node: g.nodeCount,
    edge: g.edgeCount,
    type: 1,
    trace: 1,
    frame: 1,
    block: 0,
    string: 2,
  };
  const meta: SnapshotMeta = {
    producer: 'synthetic-heap',
    python: '3.13',
    memoryModel: '3.13',
    argv: [],
    library: [],
    moment: 'exit',
    baseline: 0,
    current: 0,
    peak: 0,
    rows,
  };
  const given: Record<string, Uint8Array | Uint32Array | Float64Array> = {
    first: g.first,
    to: g.to,
    kind: g.kind,
    size: new Float64Array(g.nodeCount).fill(48),
    strings: Float64Array.of(0, 0, text.length),
    typename: Uint32Array.of(1),
  };
  return new Snapshot(meta, {
    column<K extends ColumnName>(name: K) {
      const spec = COLUMNS[name];
      const extra = 'extra' in spec ? 1 : 0;
      return (given[name] ?? newArray(spec.element, rows[spec.row] + extra)) as never;
    },
    text: () => text,
  });
}

function make(path: string, nodes: number, edges: number): void {
  const fd = openSync(path, 'w');
  writeSnapshot(snapshotOf(syntheticGraph(nodes, edges)), (bytes) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  });
  closeSync(fd);
  console.log(`${path}: ${(statSync(path).size / 1e6).toFixed(0)} MB`);
}

function open(path: string): Snapshot {
  const fd = openSync(path, 'r');
  return readSnapshot({
    size: statSync(path).size,
    read(offset, into) {
      for (let at = 0; at < into.length; ) {
        const n = readSync(fd, into, at, into.length - at, offset + at);
        if (n === 0) throw new Error('the file ends too early');
        at += n;
      }
    },
  });
}

function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function report(what: string, since: number): void {
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${what.padEnd(22)} ${(seconds() - since).toFixed(2)} s CPU, peak ${memory} MB resident`,
  );
}

function work(g: Graph, size: () => ArrayLike<number>, since: number): void {
  const tree = dominators(g);
  report('dominators', since);
  const retained = retainedSizes(tree, size());
  report('retained sizes', since);
  console.log(`root retains ${retained[0]} bytes; ${tree.reached} of ${g.nodeCount} nodes reached`);
}

const [command, ...args] = process.argv.slice(2);
if (command === 'make') make(args[0]!, Number(args[1] ?? 1e7), Number(args[2] ?? 2.3e7));
else if (command === 'measure') {
  const since = seconds();
  const s = open(args[0]!);
  report('file', since);
  work(s.graph, () => s.column('size'), since);
} else if (command === 'list') {
  const n = Number(args[0] ?? 1e6);
  const first = Uint32Array.from({ length: n + 1 }, (_, i) => Math.min(i, n - 1));
  const to = Uint32Array.from({ length: n - 1 }, (_, i) => i + 1);
  const g: Graph = { nodeCount: n, edgeCount: n - 1, first, to, kind: new Uint8Array(n - 1) };
  work(g, () => new Float64Array(n).fill(48), seconds());
} else console.log('usage: synthetic-heap make FILE [NODES] [EDGES] | measure FILE | list [NODES]');
