/** Many instances of one class, each with attributes outside of slots. */

import type { Finding, Heap, Rule } from './finding.ts';

const NAME = 'instances-without-slots';
const MANY = 1000;
/** Block of an instance with slots: object header, collector header, one word a slot. */
const HEADERS = 32;
const WORD = 8;

interface Instances {
  count: number;
  size: number;
  attributes: Set<string>;
  first: number;
}

function find(heap: Heap): Finding[] {
  const s = heap.analysis.snapshot;
  const type = s.column('type');
  const byType = new Map<number, Instances>();
  for (let n = 0; n < s.nodeCount; n++) {
    if (heap.own[n] === 0) continue;
    let t = byType.get(type[n]!);
    if (t === undefined)
      byType.set(type[n]!, (t = { count: 0, size: 0, attributes: new Set(), first: n }));
    t.count++;
    t.size += s.column('size')[n]!;
  }
  const found: Finding[] = [];
  for (const [number, t] of byType) {
    if (t.count < MANY || !hasInlineValues(heap, t.first)) continue;
    const names = attributesOf(heap, t.first);
    // getsizeof leaves the values out: they are a part of the block
    const now = t.count * (HEADERS + WORD * 2 + WORD * valuesRoom(names.length));
    const then = t.count * (HEADERS + WORD * names.length);
    if (then >= now) continue;
    found.push(
      heap.finding(
        NAME,
        t.first,
        `${t.count} instances of ${s.typeName(number)} have no __slots__`,
        now - then,
        `__slots__ = (${names.map((n) => `'${n}'`).join(', ')}${names.length === 1 ? ',' : ''}) in the class`,
      ),
    );
  }
  return found;
}

/** Attributes that are part of the instance: no slots, no dict of its own. */
function hasInlineValues(heap: Heap, node: number): boolean {
  const cls = heap.target(node, '.__class__');
  if (cls === null) return false;
  for (const { label } of heap.references(cls)) if (label === 'shared keys') return true;
  return false;
}

function attributesOf(heap: Heap, node: number): string[] {
  const names: string[] = [];
  for (const { label } of heap.references(node)) {
    if (label.startsWith('.') && label !== '.__class__') names.push(label.slice(1));
  }
  return names;
}

/** Values that a new instance has room for: at least as many, and the bytes of their order. */
function valuesRoom(attributes: number): number {
  return attributes + Math.ceil((attributes + 3) / WORD);
}

export const instancesWithoutSlots: Rule = { name: NAME, find };
