/** All rules, and findings in the order of what they cost. */

import type { Analysis } from '../analysis.ts';
import { duplicateValues } from './duplicate-values.ts';
import { type Finding, Heap, type Rule } from './finding.ts';
import { garbageCycle } from './garbage-cycle.ts';
import { instancesWithoutSlots } from './instances-without-slots.ts';
import { keptException } from './kept-exception.ts';
import { mutableDefault } from './mutable-default.ts';
import { overAllocated } from './over-allocated.ts';
import { suspendedGenerator } from './suspended-generator.ts';
import { unboundedCache } from './unbounded-cache.ts';

export const RULES: Rule[] = [
  garbageCycle,
  unboundedCache,
  keptException,
  mutableDefault,
  suspendedGenerator,
  instancesWithoutSlots,
  duplicateValues,
  overAllocated,
];

/** What all rules find, the largest first. */
export function findings(analysis: Analysis): Finding[] {
  const heap = new Heap(analysis);
  return RULES.flatMap((rule) => rule.find(heap)).sort(
    (a, b) => b.size - a.size || (a.title < b.title ? -1 : 1),
  );
}
