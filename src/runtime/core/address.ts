/**
 * Addresses: what `id()` says. CPython: the allocator's, Objects/obmalloc.c.
 *
 * An object gets its address when somebody asks. Addresses look like pymalloc's (multiples of 16), and the most recently
 * released one of a size class is given out first, so that `id([]) == id([])` holds.
 */
import { blockSize } from './gc.ts';
import type { PyObject } from './object.ts';
import { S } from './state.ts';

const FIRST = 0x7f0000001000;
const CLASSES = 33;

/** Address of the object with index `a` (slot 0 stands for "none"). */
const addresses: number[] = [0];
const freeSlots: number[] = [];
/** Released addresses of each size class of 16 bytes; the last list is that of the large blocks. */
const released: number[][] = [];
for (let i = 0; i <= CLASSES; i++) released.push([]);
let top = FIRST;

function sizeClass(size: number): number {
  return size > 512 ? CLASSES : (size + 15) >> 4;
}

function takeAddress(size: number): number {
  const old = released[sizeClass(size)]!.pop();
  if (old !== undefined) return old;
  const address = top;
  top += Math.max(16, (size + 15) & ~15);
  return address;
}

/** The object's address: fixed for its life. */
export function addressOf(o: PyObject): number {
  if (o.a !== 0) return addresses[o.a]!;
  const slot = freeSlots.pop() ?? addresses.length;
  o.a = slot;
  return (addresses[slot] = takeAddress(blockSize(o)));
}

/** Gives the address of a dying object back. */
export function releaseAddress(o: PyObject, size: number): void {
  const slot = o.a;
  if (slot === 0) return;
  o.a = 0;
  released[sizeClass(size)]!.push(addresses[slot]!);
  freeSlots.push(slot);
}

S.onFree = releaseAddress;
