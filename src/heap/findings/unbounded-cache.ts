/** functools.lru_cache without a bound, or one that keeps the instances of a method alive. */

import type { Finding, Heap, Rule } from './finding.ts';

const NAME = 'unbounded-cache';
/** Entries from which a cache without a bound is worth a word. */
const MANY = 100;

function find(heap: Heap): Finding[] {
  const { analysis } = heap;
  const found: Finding[] = [];
  for (const node of heap.ofType('functools._lru_cache_wrapper')) {
    const m = /^(.*): maxsize (None|\d+), (\d+) entries$/.exec(analysis.snapshot.preview(node));
    if (m === null || m[2] !== 'None' || Number(m[3]) < MANY) continue;
    found.push(
      heap.finding(
        NAME,
        node,
        `the cache of ${m[1]} has no bound and holds ${m[3]} results`,
        analysis.retainedOf(node),
        `give it a bound: @lru_cache(maxsize=…)`,
      ),
    );
  }
  return found;
}

export const unboundedCache: Rule = { name: NAME, find };
