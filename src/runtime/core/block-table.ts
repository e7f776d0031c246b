/**
 * The block table: what is known of single blocks beside the account's sums. CPython: the hash table of
 * Python/tracemalloc.c, and the addresses of Objects/obmalloc.c.
 *
 * A record is an index into typed arrays. An object has one when somebody asked for its address or while its blocks are
 * traced: `o.a` is the record of its own block, and the records of its other blocks (item array, keys, buffer …) hang on
 * that one, newest first. Most objects have none (`a` = 0) and cost nothing here.
 *
 * Invariants
 * - `site[r]` is 0 for a block that is not traced (CPython: a block made before `tracemalloc.start()`).
 * - A parked block (core/free-lists) keeps its record: `parkRecord` takes it from the dying object, `adoptRecord` gives it
 *   to the object that is made of the block; that moves the trace to the running line (_PyTraceMalloc_TraceRef).
 * - A block that is no object and changes its owner (dict keys) goes by `takePart` and `givePart`: its trace stays.
 */
import type { PyObject } from './object.ts';

class BlockTable {
  /** Size of the traced block. */
  size = new Float64Array(1024);
  /** Where it was made (core/trace-sites.ts); 0 while it is not traced. */
  site = new Int32Array(1024);
  /** The next block of the same object; links the free records as well. */
  next = new Int32Array(1024);
  free = 0;
  top = 1;
  /** Sum and count of the traced blocks, the greatest sum. */
  traced = 0;
  peak = 0;

  grow(): void {
    const n = this.size.length * 2;
    const { size, site, next } = this;
    (this.size = new Float64Array(n)).set(size);
    (this.site = new Int32Array(n)).set(site);
    (this.next = new Int32Array(n)).set(next);
  }

  /** A record that nobody uses. */
  take(): number {
    const r = this.free;
    if (r !== 0) {
      this.free = this.next[r]!;
      this.next[r] = 0;
      return r;
    }
    if (this.top === this.size.length) this.grow();
    return this.top++;
  }

  /** Gives a record back; its trace ends. */
  drop(r: number): void {
    if (this.site[r] !== 0) {
      this.traced -= this.size[r]!;
      this.site[r] = 0;
    }
    this.next[r] = this.free;
    this.free = r;
  }

  /** The record's block is traced from now on, at `site`, whatever was known before. */
  stamp(r: number, size: number, site: number): void {
    if (this.site[r] !== 0) this.traced -= this.size[r]!;
    this.site[r] = site;
    this.size[r] = size;
    this.traced += size;
    if (this.traced > this.peak) this.peak = this.traced;
  }

  /** Forgets all traces; records and addresses stay. */
  clear(): void {
    this.site.fill(0);
    this.traced = 0;
    this.peak = 0;
  }
}

export const blockTable = new BlockTable();

/** The object's record, made if it has none. */
export function recordOf(o: PyObject): number {
  if (o.a !== 0) return o.a;
  return (o.a = blockTable.take());
}

/** Gives back the record of an object that dies, with those of its other blocks. */
export function dropRecords(o: PyObject): void {
  let r = o.a;
  o.a = 0;
  while (r !== 0) {
    const next: number = blockTable.next[r]!;
    blockTable.drop(r);
    r = next;
  }
}

/** A new block of `size` bytes of the object, traced at `site`. */
export function addPart(o: PyObject, size: number, site: number): void {
  const head = recordOf(o);
  const r = blockTable.take();
  const { next } = blockTable;
  next[r] = next[head]!;
  next[head] = r;
  blockTable.stamp(r, size, site);
}

/** A record for another block of the object that is not traced: it has an address (core/address.ts). */
export function addUntracedPart(o: PyObject, size: number): number {
  const head = recordOf(o);
  const r = blockTable.take();
  const { next } = blockTable;
  next[r] = next[head]!;
  next[head] = r;
  blockTable.size[r] = size;
  return r;
}

/** The record of the object's newest other block of this size; 0 when it has none. */
export function partOf(o: PyObject, size: number): number {
  const before = beforePart(o, size);
  return before === 0 ? 0 : blockTable.next[before]!;
}

/** The record before that of the object's newest other block of this size; 0 when there is none. */
function beforePart(o: PyObject, size: number): number {
  const { next } = blockTable;
  const sizes = blockTable.size;
  for (let r = o.a; r !== 0; r = next[r]!) {
    const n = next[r]!;
    if (n !== 0 && sizes[n] === size) return r;
  }
  return 0;
}

/** One of the object's other blocks is gone. */
export function dropPart(o: PyObject, size: number): void {
  const r = takePart(o, size);
  if (r !== 0) blockTable.drop(r);
}

/** One of the object's other blocks is resized: its trace moves to `site`. */
export function resizePart(o: PyObject, oldSize: number, size: number, site: number): void {
  const before = beforePart(o, oldSize);
  if (before === 0) addPart(o, size, site);
  else blockTable.stamp(blockTable.next[before]!, size, site);
}

/** Takes the record of one of the object's other blocks from it; 0 when that is not traced. */
export function takePart(o: PyObject, size: number): number {
  const before = beforePart(o, size);
  if (before === 0) return 0;
  const { next } = blockTable;
  const r = next[before]!;
  next[before] = next[r]!;
  next[r] = 0;
  return r;
}

/** Makes a record that `takePart` took one of this object's. */
export function givePart(o: PyObject, r: number): void {
  if (r === 0) return;
  const head = recordOf(o);
  const { next } = blockTable;
  next[r] = next[head]!;
  next[head] = r;
}
