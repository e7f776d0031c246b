/**
 * Addresses: what `id()` says. CPython: the allocator's, Objects/obmalloc.c.
 *
 * An object gets its address when somebody asks: most never have one. What programs show with ids is which block was
 * given out again, so from a call of `id()` on, for WINDOW allocations, every block gets its address when it is made
 * and gives it back when it goes, item arrays and tables too. A size class is 16 bytes wide up to 512; within a class
 * the block released last is given out first, whatever it was; larger blocks are taken by exact size.
 *
 * Invariants
 * - `addresses[r]` is the address of the block with record `r` (core/block-table.ts), 0 while it has none.
 * - While `S.addressing` is set, every allocation calls `S.onHigh` and every release `S.onFree` (core/account.ts, which
 *   calls `blockMade` and `blockGone`).
 * - Fresh addresses of a class come from pools of 16 KiB. The first pool has holes, as those of a started interpreter
 *   have: its blocks are given out in a scattered order.
 */
import { addUntracedPart, blockTable, recordOf } from './block-table.ts';
import { blockSize } from './gc.ts';
import type { PyObject } from './object.ts';
import { S } from './state.ts';

const FIRST = 0x7f0000000000;
const POOL = 16384;
const POOL_HEADER = 48;
/** Largest block that pools hold. */
const SMALL = 512;
const CLASSES = SMALL / 16;
/** Step between the holes of a first pool, in blocks: coprime to no matter what, for holes are few. */
const SCATTER = 7;
const HOLES = 12;

/** Allocations after a call of id() during which every block has an address. */
const WINDOW = 2000;

/** Fresh blocks of one size class. */
class Pool {
  readonly size: number;
  base = 0;
  given = 0;
  first = true;
  constructor(size: number) {
    this.size = size;
  }
  next(): number {
    if (this.base === 0 || this.given >= Math.floor((POOL - POOL_HEADER) / this.size)) {
      this.base = takePages(POOL);
      this.given = 0;
    }
    let i = this.given++;
    if (this.first) {
      if (i < HOLES) i = (i * SCATTER) % (HOLES + 1);
      else {
        this.first = false;
        this.base = takePages(POOL);
        this.given = 1;
        i = 0;
      }
    }
    return this.base + POOL_HEADER + i * this.size;
  }
}

let addresses = new Float64Array(1024);
let top = FIRST;
const pools: Pool[] = [];
/** Released addresses of each class, last one first out. */
const released: number[][] = [];
for (let i = 0; i <= CLASSES; i++) {
  pools.push(new Pool(i * 16));
  released.push([]);
}
/** Released addresses of large blocks by size. */
const releasedLarge: Map<number, number[]> = new Map();
/** Allocations left in the window. */
let left = 0;

function takePages(size: number): number {
  const at = top;
  top += (size + 4095) & ~4095;
  return at;
}

function sizeClass(size: number): number {
  return size <= 16 ? 1 : (size + 15) >> 4;
}

function takeAddress(size: number): number {
  if (size > SMALL) {
    const rounded = (size + 31) & ~15;
    return releasedLarge.get(rounded)?.pop() ?? takePages(rounded) + 16;
  }
  const c = sizeClass(size);
  const old = released[c]!.pop();
  return old === undefined ? pools[c]!.next() : old;
}

function giveBack(address: number, size: number): void {
  if (size <= SMALL) {
    released[sizeClass(size)]!.push(address);
    return;
  }
  const rounded = (size + 31) & ~15;
  const list = releasedLarge.get(rounded);
  if (list === undefined) releasedLarge.set(rounded, [address]);
  else list.push(address);
}

function setAddress(record: number, address: number): void {
  if (record >= addresses.length) {
    const more = new Float64Array(Math.max(blockTable.size.length, record + 1));
    more.set(addresses);
    addresses = more;
  }
  addresses[record] = address;
}

function addressAt(record: number): number {
  return record < addresses.length ? addresses[record]! : 0;
}

/** The object's address if it has been asked for, else 0. */
export function addressIfKnown(o: PyObject): number {
  return o.a === 0 ? 0 : addressAt(o.a);
}

/** The object's address: fixed for its life. */
export function addressOf(o: PyObject): number {
  const record = recordOf(o);
  if (addressAt(record) === 0) setAddress(record, takeAddress(blockSize(o)));
  return addressAt(record);
}

/** `id(o)`: the program looks at addresses; the blocks made next have theirs from the start. */
export function watchedAddressOf(o: PyObject): number {
  left = WINDOW;
  if (!S.addressing) {
    S.addressing = true;
    S.high = -1;
  }
  return addressOf(o);
}

/** A block was made while `S.addressing`. */
export function blockMade(o: PyObject, size: number, other: boolean, traced = false): void {
  let record = recordOf(o);
  // A traced part has its record already: the newest one.
  if (other) record = traced ? blockTable.next[record]! : addUntracedPart(o, size);
  if (addressAt(record) === 0) setAddress(record, takeAddress(size));
  if (--left <= 0) S.addressing = false;
}

/** CPython: pymalloc_realloc. A block stays where it is unless it grows out of its class or shrinks by a quarter. */
export function blockResized(record: number, oldSize: number, size: number): void {
  const address = addressAt(record);
  if (address === 0) return;
  if (oldSize <= SMALL) {
    const room = sizeClass(oldSize) * 16;
    if (size <= room && 4 * size > 3 * room) return;
  }
  setAddress(record, takeAddress(size));
  giveBack(address, oldSize);
}

/** The block with the record goes; the record stays with the caller. */
export function blockGone(record: number, size: number): void {
  const address = addressAt(record);
  if (address === 0) return;
  addresses[record] = 0;
  giveBack(address, size);
}

/** A block without a record goes while `S.addressing`: its place is free all the same. */
export function namelessBlockGone(size: number): void {
  giveBack(takeFresh(size), size);
}

function takeFresh(size: number): number {
  return size > SMALL ? takePages((size + 31) & ~15) + 16 : pools[sizeClass(size)]!.next();
}
