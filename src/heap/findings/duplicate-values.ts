/** Equal texts that exist many times. */

import type { Finding, Heap, Rule } from './finding.ts';

const NAME = 'duplicate-values';
const LEAST = 4096;
const MANY = 50;

function find(heap: Heap): Finding[] {
  const s = heap.analysis.snapshot;
  const size = s.column('size');
  const found = new Map<string, { node: number; count: number; wasted: number }>();
  for (const type of ['str', 'bytes']) {
    for (const node of heap.ofType(type)) {
      const text = s.preview(node);
      if (text === '' || text.endsWith("…'")) continue;
      const d = found.get(`${type} ${text}`);
      if (d === undefined) found.set(`${type} ${text}`, { node, count: 1, wasted: 0 });
      else {
        d.count++;
        d.wasted += size[node]!;
      }
    }
  }
  return [...found]
    .filter(([, d]) => d.wasted >= LEAST && d.count >= MANY)
    .map(([text, d]) =>
      heap.finding(
        NAME,
        d.node,
        `${d.count} copies of ${text}`,
        d.wasted,
        'share one: sys.intern(text), or a dict from each value to its first copy',
      ),
    );
}

export const duplicateValues: Rule = { name: NAME, find };
