/** Objects that refer to each other, that nothing else refers to: only the collector frees them. */

import { components, cycles } from '../components.ts';
import type { Finding, Heap, Rule } from './finding.ts';

const NAME = 'garbage-cycle';
/** Attributes shown of a cycle. */
const SHOWN = 4;

/** The references by which the members refer to each other. */
function links(heap: Heap, members: Set<number>): string[] {
  const { snapshot } = heap.analysis;
  const found: string[] = [];
  for (const n of members) {
    for (const { to, label } of heap.references(n)) {
      if (members.has(to)) found.push(`${snapshot.typeOf(n)}${label}`);
    }
  }
  return [...new Set(found)];
}

function find(heap: Heap): Finding[] {
  const a = heap.analysis;
  const s = a.snapshot;
  const found: Finding[] = [];
  for (const members of cycles(s.graph, components(s.graph))) {
    const [first] = members as [number];
    if (!a.isGarbage(first) || heap.own[first] === 0) continue;
    // what another cycle of garbage refers to is freed with that one
    const set = new Set(members);
    if (a.holders(first).some(({ from }) => !set.has(from) && a.isGarbage(from))) continue;
    // a class is a cycle by its nature, and what a library does nobody can mend here
    if (members.some((n) => isClass(heap, n)) || !members.some((n) => heap.isMadeByProgram(n)))
      continue;
    const size = members.reduce((sum, n) => sum + s.column('size')[n]!, 0);
    const names = links(heap, set);
    const shown = names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');
    found.push(
      heap.finding(
        NAME,
        first,
        `${members.length} objects in a cycle await the collector (${shown})`,
        Math.max(size, a.retainedOf(first)),
        `make one of the references weak (weakref.ref) or delete it when the objects are done with`,
      ),
    );
  }
  return merged(found);
}

/** Cycles of the same shape are one finding. */
function merged(found: Finding[]): Finding[] {
  const byTitle = new Map<string, { finding: Finding; count: number }>();
  for (const f of found) {
    const known = byTitle.get(f.title);
    if (known === undefined) byTitle.set(f.title, { finding: f, count: 1 });
    else {
      known.count++;
      known.finding.size += f.size;
    }
  }
  return [...byTitle.values()].map(({ finding, count }) =>
    count === 1 ? finding : { ...finding, title: `${count} times: ${finding.title}` },
  );
}

function isClass(heap: Heap, node: number): boolean {
  return heap.target(node, 'mroTuple') !== null;
}

export const garbageCycle: Rule = { name: NAME, find };
