/** A list that has much more room than items: it was longer once. */

import { itemsIn, type Finding, type Heap, type Rule } from './finding.ts';

const NAME = 'over-allocated';
const LEAST = 4096;
const LIST_HEADER = 56;
const WORD = 8;

function find(heap: Heap): Finding[] {
  const s = heap.analysis.snapshot;
  const found: Finding[] = [];
  for (const node of heap.ofType('list')) {
    const size = s.column('size')[node]!;
    const items = itemsIn(s.preview(node));
    const unused = size - LIST_HEADER - WORD * items;
    // growing takes an eighth more than is needed: that is as it should be
    if (unused < LEAST || unused < size / 3) continue;
    found.push(
      heap.finding(
        NAME,
        node,
        `a list of ${s.preview(node)} has room for ${(size - LIST_HEADER) / WORD}`,
        unused,
        'copy it when it is complete: items = items[:]',
      ),
    );
  }
  return found;
}

export const overAllocated: Rule = { name: NAME, find };
