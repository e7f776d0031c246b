/** Graph algorithms of src/heap against naive ones, on random graphs. */
import { expect, test } from 'vitest';
import { components, cycles } from '../../src/heap/components.ts';
import { dominators } from '../../src/heap/dominators.ts';
import {
  ATTRIBUTE,
  edgeSource,
  type Graph,
  GraphBuilder,
  ignoring,
  NONE,
  WEAK,
} from '../../src/heap/graph.ts';
import { bestPaths, pathTo, shortestPaths } from '../../src/heap/paths.ts';
import { referrers } from '../../src/heap/referrers.ts';
import { retainedByGroup, retainedSizes } from '../../src/heap/retained.ts';

/** Numbers from 0 to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 4294967296;
  };
}

function randomGraph(random: () => number, most: number): Graph {
  const b = new GraphBuilder();
  const n = 2 + Math.floor(random() * most);
  for (let i = 0; i < n; i++) {
    b.node();
    for (let k = Math.floor(random() * 4); k > 0; k--) {
      b.edge(Math.floor(random() * n), random() < 0.1 ? WEAK : ATTRIBUTE);
    }
  }
  return b.finish();
}

/** What the root reaches when the nodes of `without` are gone. */
function reached(g: Graph, without: Set<number> = new Set()): Set<number> {
  const seen = new Set(without.has(0) ? [] : [0]);
  for (const n of seen) {
    for (let e = g.first[n]!; e < g.first[n + 1]!; e++) {
      if (g.kind[e]! < WEAK && !without.has(g.to[e]!)) seen.add(g.to[e]!);
    }
  }
  return seen;
}

function sizeOf(nodes: Iterable<number>, size: number[]): number {
  let total = 0;
  for (const n of nodes) total += size[n]!;
  return total;
}

test('retained sizes are what becomes unreachable, on 1,000 random graphs', () => {
  for (let seed = 0; seed < 1000; seed++) {
    const random = randomNumbers(seed);
    const g = randomGraph(random, 25);
    const size = Array.from({ length: g.nodeCount }, () => Math.floor(random() * 100));
    const tree = dominators(g);
    const retained = retainedSizes(tree, size);
    const all = reached(g);
    expect(tree.reached).toBe(all.size);
    for (const n of all) {
      const lost = sizeOf(all, size) - sizeOf(reached(g, new Set([n])), size);
      if (n !== 0) expect([seed, n, retained[tree.number[n]!]]).toEqual([seed, n, lost]);
    }
  }
});

test('a group retains what goes with all its members', () => {
  for (let seed = 0; seed < 150; seed++) {
    const random = randomNumbers(seed);
    const g = randomGraph(random, 15);
    const size = Array.from({ length: g.nodeCount }, () => 1);
    const tree = dominators(g);
    const group = Uint32Array.from(size, (_, n) => (n === 0 ? 0 : n));
    // groups of one: as the nodes themselves
    const single = retainedByGroup(tree, retainedSizes(tree, size), group, g.nodeCount);
    const retained = retainedSizes(tree, size);
    for (let n = 0; n < g.nodeCount; n++) expect(single[n]).toBe(retained[tree.number[n]!]);
    // one group: the whole
    const whole = retainedByGroup(tree, retained, new Uint32Array(g.nodeCount), 1);
    expect(whole[0]).toBe(g.nodeCount);
  }
});

test('shortest and best paths lead from the root to the node', () => {
  for (let seed = 0; seed < 150; seed++) {
    const g = randomGraph(randomNumbers(seed), 20);
    const paths = shortestPaths(g);
    const all = reached(g);
    const incoming = referrers(g);
    for (let n = 0; n < g.nodeCount; n++) {
      const path = pathTo(g, paths, n);
      expect(path !== null).toBe(all.has(n));
      const best = bestPaths(g, paths, n, 4, incoming);
      if (path === null) {
        expect(best).toEqual([]);
        continue;
      }
      expect(best[0]!.length).toBe(path.length);
      for (const p of [path, ...best]) {
        let at = 0;
        for (const e of p) {
          expect(edgeSource(g, e)).toBe(at);
          expect(g.kind[e]).toBeLessThan(WEAK);
          at = g.to[e]!;
        }
        expect(at).toBe(n);
      }
      expect(new Set(best.map(String)).size).toBe(best.length);
    }
  }
});

test('an ignored reference keeps nothing alive', () => {
  const b = new GraphBuilder();
  b.node();
  const only = b.edge(1, ATTRIBUTE);
  b.node();
  const g = b.finish();
  expect(shortestPaths(g).distance[1]).toBe(1);
  expect(shortestPaths(ignoring(g, [only])).distance[1]).toBe(NONE);
});

test('components are the classes of mutual reachability', () => {
  for (let seed = 0; seed < 150; seed++) {
    const g = randomGraph(randomNumbers(seed), 12);
    const c = components(g);
    const from = (start: number): Set<number> => {
      const seen = new Set([start]);
      for (const n of seen) {
        for (let e = g.first[n]!; e < g.first[n + 1]!; e++) {
          if (g.kind[e]! < WEAK) seen.add(g.to[e]!);
        }
      }
      return seen;
    };
    const reach = Array.from({ length: g.nodeCount }, (_, n) => from(n));
    for (let a = 0; a < g.nodeCount; a++) {
      for (let b = 0; b < g.nodeCount; b++) {
        expect(c.of[a] === c.of[b]).toBe(reach[a]!.has(b) && reach[b]!.has(a));
      }
    }
    for (const cycle of cycles(g, c)) expect(cycle.length).toBeGreaterThan(0);
  }
});

test('a list of a million nodes', () => {
  const n = 1_000_000;
  const first = Uint32Array.from({ length: n + 1 }, (_, i) => Math.min(i, n - 1));
  const to = Uint32Array.from({ length: n - 1 }, (_, i) => i + 1);
  const g: Graph = { nodeCount: n, edgeCount: n - 1, first, to, kind: new Uint8Array(n - 1) };
  const tree = dominators(g);
  const retained = retainedSizes(tree, new Uint8Array(n).fill(1));
  expect(retained[0]).toBe(n);
  expect(retained[n - 1]).toBe(1);
  expect(components(g).count).toBe(n);
});
