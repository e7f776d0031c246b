/**
 * Links and counts of the cyclic collector. CPython: Python/gc.c (the allocation half), pycore_gc.h.
 *
 * Invariants
 * - A tracked object is in exactly one circular doubly linked list (one a generation, `generations[g]` is the head);
 *   an untracked one has `next === null`. New objects enter generation 0 at its tail, so lists are in order of creation.
 * - `S.gcCount` counts the objects of HAVE_GC types made less those freed since the last collection (never below 0).
 *   Beyond the threshold it only sets the eval breaker: collections run at the next safe point (core/gc-collect.ts).
 * - `newGC` owns a reference to the type of a heap type for the object, `freeObject` gives it back.
 */

import { type FreeList, park, takeParked } from './free-lists.ts';
import type { Owned, PyObject } from './object.ts';
import { account, decref, PyGC, unaccount } from './object.ts';
import { BRK_GC, S } from './state.ts';
import {
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_INLINE_VALUES,
  TPFLAGS_MANAGED_DICT,
  TPFLAGS_MANAGED_WEAKREF,
  TypeObject,
} from './type-object.ts';

/** Bit of `PyGC.bits`: tp_finalize has run (at most once in an object's life, PEP 442). */
export const GC_FINALIZED = 1;

const ListHeadType = new TypeObject('gc list head');

function newListHead(): PyGC {
  const head: PyGC = new PyGC(ListHeadType, null);
  head.next = head;
  head.prev = head;
  return head;
}

/** Heads of the three generations; `generations[0]` is also `S.gcHead`. */
export const generations: PyGC[] = [newListHead(), newListHead(), newListHead()];
S.gcHead = generations[0]!;

/** Whether the object has the shape with links, dict and extension. */
export function isGcShape(o: PyObject): o is PyGC {
  return o instanceof PyGC;
}

/** Whether the collector manages the object (a property of its type, not of being tracked). */
export function isGcObject(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_HAVE_GC) !== 0;
}

/** An untracked object counted in generation 0. Call `gcTrack` when its payload is complete. */
export function newGC<V>(type: TypeObject, v: V): Owned<PyGC<V>> {
  const o = new PyGC<V>(type, v);
  const flags = type.flags;
  if ((flags & TPFLAGS_HEAPTYPE) !== 0) type.self.rc++;
  if ((flags & TPFLAGS_HAVE_GC) !== 0) {
    if (++S.gcCount > S.gcThreshold || S.gcStress) requestCollection();
  }
  return o as Owned<PyGC<V>>;
}

/** `newGC` and `account` for the exact types that have a free list: a parked block is taken first. */
export function newParked<V>(list: FreeList, type: TypeObject, v: V): Owned<PyGC<V>> {
  const o = new PyGC<V>(type, v);
  takeBlock(list, o);
  return o as Owned<PyGC<V>>;
}

/** The block of an object of a type with a free list. */
export function takeBlock(list: FreeList, o: PyGC): void {
  if (list.n > 0) {
    takeParked(list, o);
    return;
  }
  if (++S.gcCount > S.gcThreshold || S.gcStress) requestCollection();
  account(o as PyObject, list.size);
}

function requestCollection(): void {
  if ((S.gcEnabled && S.gcThreshold !== 0 && !S.gcCollecting) || S.gcStress) S.brk |= BRK_GC;
}

/** Puts the object under the collector's eye; nothing happens when it is already. */
export function gcTrack(object: PyObject): void {
  const o = object as PyGC;
  if (o.next !== null) return;
  const head = S.gcHead;
  const last = head.prev!;
  o.prev = last;
  o.next = head;
  last.next = o;
  head.prev = o;
}

/** Takes the object out of its list; nothing happens when it is in none. */
export function gcUntrack(object: PyObject): void {
  const o = object as PyGC;
  const next = o.next;
  if (next === null || next === undefined) return;
  const prev = o.prev!;
  prev.next = next;
  next.prev = prev;
  o.next = null;
  o.prev = null;
}

export function gcIsTracked(o: PyObject): boolean {
  return o instanceof PyGC && o.next !== null;
}

/** Values block of `n` inline values with its insertion order bytes. CPython: _PyInlineValuesSize. */
export function inlineValuesSize(n: number): number {
  return (n + 1) * 8 + ((n + 7) & ~7);
}

/** Bytes before the object: collector header, managed dict and weak reference words. */
export function preheaderSize(flags: number): number {
  let size = (flags & TPFLAGS_HAVE_GC) !== 0 ? 16 : 0;
  if ((flags & (TPFLAGS_MANAGED_DICT | TPFLAGS_MANAGED_WEAKREF)) !== 0) size += 16;
  return size;
}

/**
 * Size of the object's block when its type has fixed size. Objects with inline values keep the
 * capacity of their values in `n`.
 */
export function blockSize(o: PyObject): number {
  const type = o.type;
  const flags = type.flags;
  const size = type.basicsize + preheaderSize(flags);
  return (flags & TPFLAGS_INLINE_VALUES) !== 0 ? size + inlineValuesSize(o.n) : size;
}

/** Stands in the `type` field of the dead when `S.poison` is set: any use of it fails at once. */
export const FreedType = new TypeObject('<freed>');

/**
 * The last act of every tp_dealloc: counts the object's block out (`size` for types of variable size), releases what
 * the object shape itself holds and the reference to a heap type. Weak references must have been cleared before.
 */
export function freeObject(o: PyObject, size = -1): void {
  const type = o.type;
  const flags = type.flags;
  if (o instanceof PyGC) {
    if (o.next !== null) gcUntrack(o);
    const dict = o.dict;
    if (dict !== null) {
      o.dict = null;
      decref(dict);
    }
    const ext = o.ext;
    if (ext !== null && ext.slots !== null) {
      const slots = ext.slots;
      ext.slots = null;
      for (let i = 0; i < slots.length; i++) {
        const value = slots[i];
        if (value !== null) decref(value);
      }
    }
    if ((flags & TPFLAGS_HAVE_GC) !== 0 && S.gcCount > 0) S.gcCount--;
  }
  unaccount(o, size >= 0 ? size : blockSize(o));
  if (S.poison) o.type = FreedType;
  if ((flags & TPFLAGS_HEAPTYPE) !== 0) decref(type.self);
}

/**
 * `freeObject` for the exact types that have a free list: the block is parked while there is room. Such objects have
 * neither dict nor weak references.
 */
export function freeOrPark(o: PyObject, list: FreeList): void {
  if (list.n >= list.max) {
    freeObject(o, list.size);
    return;
  }
  gcUntrack(o);
  park(list, o);
  if (S.poison) o.type = FreedType;
}
