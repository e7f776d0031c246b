/**
 * Free lists: blocks of dead objects kept for the next object of the same kind.
 * CPython: pycore_freelist.h and the `maybe_freelist_pop/push` of each type (3.13.0).
 *
 * A parked block stays in the account (`S.blocks`, `S.mem`) and in the collector's count of
 * generation 0: neither parking nor reuse changes them. A full collection empties all lists. The
 * JavaScript object dies all the same: what is parked is a number of blocks and, for blocks that
 * have one, their index in the block table (`a`: address, trace slot), last in first out.
 *
 * How a type uses its list
 * - making: `if (list.n > 0) takeParked(list, o); else { count in generation 0; account(o, list.size); }`
 *   (`newParked` of core/gc.ts does this for the types of the collector);
 * - dying: `if (list.n < list.max && o is of the exact type) park(list, o); else freeObject(o);`
 *   (`freeOrPark` of core/gc.ts). Only the block is parked: the payload has been released before.
 * - `S.onReuse(o)` is called when a parked block with an index gets its new object (a tracer moves
 *   the trace to the line that runs; CPython: _PyTraceMalloc_TraceRef).
 * - blocks that are no objects (keys of dicts) park with `parkSlot(list, slot)` and come back with
 *   `takeSlot(list)`: their trace stays as it is.
 *
 * Invariants: 0 <= n <= max; `marked` is the number of parked blocks whose slot is not 0; `slots[i]`
 * is meaningful for i < n while marked > 0, and 0 in all of the array while marked is 0.
 */
import { S } from './state.ts';

/** What a parked block needs of its object. */
interface HasSlot {
  a: number;
}

export class FreeList {
  /** Parked blocks. */
  n: number;
  /** How many of them have an index in the block table. */
  marked: number;
  /** Most blocks it keeps, and the size of each as accounted. */
  readonly max: number;
  readonly size: number;
  /** Whether its blocks count in generation 0 of the collector. */
  readonly collected: boolean;
  slots: Int32Array;
  constructor(max: number, size: number, collected: boolean) {
    this.n = 0;
    this.marked = 0;
    this.max = max;
    this.size = size;
    this.collected = collected;
    this.slots = NO_SLOTS;
  }
}

const NO_SLOTS = new Int32Array(0);

export const floatList = new FreeList(100, 24, false);
export const listList = new FreeList(80, 56, true);
export const dictList = new FreeList(80, 64, true);
/** Keys of dicts: 8 slots, all keys exact str. */
export const keysList = new FreeList(80, 120, false);
export const sliceList = new FreeList(1, 56, true);
export const contextList = new FreeList(255, 64, true);
export const asyncGenValueList = new FreeList(80, 40, true);
export const asyncGenSendList = new FreeList(80, 56, true);
/** Tuples of `n` items for 1 <= n <= 20. */
export const TUPLE_SIZES = 20;
export const tupleLists: FreeList[] = [];
for (let n = 0; n <= TUPLE_SIZES; n++) {
  tupleLists.push(new FreeList(n === 0 ? 0 : 2000, 40 + 8 * n, true));
}

/** In the order in which a full collection empties them; the one slice stays. */
const allLists: readonly FreeList[] = [
  floatList,
  ...tupleLists,
  listList,
  dictList,
  keysList,
  contextList,
  asyncGenValueList,
  asyncGenSendList,
];

/** Parks the block of a dead object; `list.n < list.max`. */
export function park(list: FreeList, o: HasSlot): void {
  if (o.a !== 0) mark(list, o.a);
  list.n++;
}

/** `park` of a block that is no object; slot 0 for a block without index. */
export function parkSlot(list: FreeList, slot: number): void {
  if (slot !== 0) mark(list, slot);
  list.n++;
}

function mark(list: FreeList, slot: number): void {
  if (list.slots.length === 0) list.slots = new Int32Array(list.max);
  list.slots[list.n] = slot;
  list.marked++;
}

/** Gives the object the block parked last; `list.n > 0`. */
export function takeParked(list: FreeList, o: HasSlot): void {
  list.n--;
  if (list.marked !== 0) unmark(list, o);
}

function unmark(list: FreeList, o: HasSlot): void {
  const slot = list.slots[list.n]!;
  if (slot === 0) return;
  list.slots[list.n] = 0;
  list.marked--;
  o.a = slot;
  S.onReuse(o as never);
}

/** Takes the block parked last and returns its index; `list.n > 0`. */
export function takeSlot(list: FreeList): number {
  list.n--;
  if (list.marked === 0) return 0;
  const slot = list.slots[list.n]!;
  if (slot === 0) return 0;
  list.slots[list.n] = 0;
  list.marked--;
  return slot;
}

/** Frees the blocks of one list. */
function flush(list: FreeList): void {
  while (list.n > 0) {
    const slot = takeSlot(list);
    if (slot !== 0) S.onFree({ a: slot } as never, list.size, 0);
    S.blocks--;
    S.mem -= list.size;
    if (list.collected && S.gcCount > 0) S.gcCount--;
  }
}

/** Empties all free lists. CPython: _PyObject_ClearFreeLists. */
export function clearFreeLists(): void {
  for (const list of allLists) flush(list);
}

/** One line of `sys._debugmallocstats`: a kind of object, how many are parked, size without the collector's header. */
export interface FreeListLine {
  kind: string;
  n: number;
  size: number;
}

/** The free lists in the order of `sys._debugmallocstats`. */
export function freeListReport(): FreeListLine[] {
  const out: FreeListLine[] = [
    { kind: 'PyDictObject', n: dictList.n, size: 48 },
    { kind: 'PyDictKeysObject', n: keysList.n, size: 32 },
    { kind: 'PyFloatObject', n: floatList.n, size: 24 },
    { kind: 'PyListObject', n: listList.n, size: 40 },
  ];
  for (let n = 1; n <= TUPLE_SIZES; n++) {
    out.push({ kind: `${n}-sized PyTupleObject`, n: tupleLists[n]!.n, size: 24 + 8 * n });
  }
  return out;
}
