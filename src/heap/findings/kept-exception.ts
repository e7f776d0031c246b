/** An exception kept after it was handled: its traceback keeps the frames, and those all their locals. */

import type { Finding, Heap, Rule } from './finding.ts';

const NAME = 'kept-exception';
const LEAST = 1024;

function find(heap: Heap): Finding[] {
  const a = heap.analysis;
  const found: Finding[] = [];
  for (const node of heap.ofType('traceback')) {
    if (a.isGarbage(node)) continue;
    const holder = a.holders(node).find(({ edge }) => a.snapshot.edgeLabel(edge) === 'traceback');
    if (holder === undefined) continue;
    const exception = holder.from;
    // what the interpreter itself remembers of the last error
    if (a.holders(exception).some(({ edge }) => /last_/.test(a.snapshot.edgeLabel(edge)))) continue;
    const size = a.retainedOf(node);
    if (size < LEAST) continue;
    const name = a.snapshot.typeOf(exception);
    found.push(
      heap.finding(
        NAME,
        exception,
        `a kept ${name} keeps the frames of its traceback and their locals`,
        size,
        'keep its text, or drop the frames: error.with_traceback(None), traceback.clear_frames()',
      ),
    );
  }
  return found;
}

export const keptException: Rule = { name: NAME, find };
