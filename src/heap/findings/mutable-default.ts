/** A default value of a parameter that calls have filled. */

import { itemsIn, type Finding, type Heap, type Rule } from './finding.ts';

const NAME = 'mutable-default';
const MUTABLE = new Set(['list', 'dict', 'set']);
const MANY = 10;

function find(heap: Heap): Finding[] {
  const a = heap.analysis;
  const s = a.snapshot;
  const found: Finding[] = [];
  for (const node of heap.ofType('function')) {
    const defaults = heap.target(node, 'defaults') ?? heap.target(node, 'kwdefaults');
    if (defaults === null) continue;
    for (const { to } of heap.references(defaults)) {
      if (!MUTABLE.has(s.typeOf(to)) || itemsIn(s.preview(to)) < MANY) continue;
      const made = heap.site(to);
      const filled = [...heap.references(to)].filter((r) => {
        const where = heap.site(r.to);
        return where !== '' && where !== made;
      });
      if (filled.length < MANY) continue;
      found.push(
        heap.finding(
          NAME,
          to,
          `a default value of ${s.preview(node)}() has grown to ${s.preview(to)}`,
          a.retainedOf(to),
          'make the default None and the container inside the function',
        ),
      );
    }
  }
  return found;
}

export const mutableDefault: Rule = { name: NAME, find };
