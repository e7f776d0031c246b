/** A generator or coroutine that was left half-way and holds much in its frame. */

import type { Finding, Heap, Rule } from './finding.ts';

const NAME = 'suspended-generator';
const LEAST = 16 * 1024;

function find(heap: Heap): Finding[] {
  const a = heap.analysis;
  const found: Finding[] = [];
  for (const type of ['generator', 'coroutine', 'async_generator']) {
    for (const node of heap.ofType(type)) {
      const size = a.retainedOf(node);
      if (a.isGarbage(node) || size < LEAST) continue;
      found.push(
        heap.finding(
          NAME,
          node,
          `a suspended ${type} (${a.snapshot.preview(node)}) holds its locals`,
          size,
          'run it to its end, call its close(), or drop the last reference to it',
        ),
      );
    }
  }
  return found;
}

export const suspendedGenerator: Rule = { name: NAME, find };
