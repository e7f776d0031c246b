/**
 * The two shapes of every Python object, and reference counting. CPython: Include/object.h.
 *
 * Invariants
 * - Exactly two JavaScript classes ever reach `incref`, `decref` and `.type`: `PyObject` (plain) and `PyGC` (with the
 *   collector's links, an instance dict and an extension record). No class may extend them: V8 gives each subclass a
 *   hidden class of its own and the sites that see every object would turn megamorphic.
 * - `rc` is CPython's reference count. Immortal objects start at IMMORTAL; balanced counting leaves them far from zero.
 * - `type` is a `TypeObject` (CPython's PyTypeObject struct, not itself a Python object); `type.self` is the Python object.
 * - `v` is the payload, owned by the type's file. `n` is one spare number of the type (str: low half of the hash,
 *   list: allocated capacity, int: 1 when its block has the exact size).
 * - `a` is the object's index in the block table (trace slot, address), 0 while it has none.
 *
 * Ownership words are CPython's. A parameter is borrowed, a result is a new reference; whatever deviates says so in its
 * name: `…Steal` consumes its argument, `…Borrowed` returns a borrowed reference. `Owned<T>` marks new references for
 * the compiler: a borrowed value can be neither returned as a new one nor passed to a stealing parameter.
 */
import { floatList, park } from './free-lists.ts';
import { S } from './state.ts';
import { FloatType, IntType, type TypeObject } from './type-object.ts';

declare const OWNED: unique symbol;
/** A new (owned) reference: whoever holds it must release it, store it or hand it on. */
export type Owned<T extends PyObject = PyObject> = T & { readonly [OWNED]: true };

export const IMMORTAL = 1 << 29;
/** Counts at or above this belong to immortal objects. */
export const IMMORTAL_MIN = 1 << 28;

/** An object without collector links. */
export class PyObject<V = any> {
  rc: number;
  type: TypeObject;
  v: V;
  n: number;
  a: number;
  constructor(type: TypeObject, v: V) {
    this.rc = 1;
    this.type = type;
    this.v = v;
    this.n = 0;
    this.a = 0;
  }
}

/** What few objects need: weak references, and slot values beside a built-in payload. */
export class Extension {
  /** Head of the weak reference list, newest first after the two shared ones. */
  weakrefs: PyObject[] | null = null;
  /** Values of `__slots__` of a subclass whose payload belongs to a built-in base. */
  slots: (PyObject | null)[] | null = null;
}

/**
 * An object of a type with Py_TPFLAGS_HAVE_GC, or one that can have a dict or weak references.
 * `next`/`prev` are null while untracked. `bits` holds the collector's flags and, during a collection, its gc_refs.
 */
export class PyGC<V = any> {
  rc: number;
  type: TypeObject;
  v: V;
  n: number;
  a: number;
  next: PyGC | null;
  prev: PyGC | null;
  bits: number;
  /** gc_refs: scratch of the collector. */
  refs: number;
  /** Instance `__dict__` once it exists as an object; inline values live in `v`. */
  dict: PyObject | null;
  ext: Extension | null;
  constructor(type: TypeObject, v: V) {
    this.rc = 1;
    this.type = type;
    this.v = v;
    this.n = 0;
    this.a = 0;
    this.next = null;
    this.prev = null;
    this.bits = 0;
    this.refs = 0;
    this.dict = null;
    this.ext = null;
  }
}

export function incref<T extends PyObject>(o: T): Owned<T> {
  o.rc++;
  return o as Owned<T>;
}

export function decref(o: PyObject): void {
  if (--o.rc === 0) dealloc(o);
}

export function xincref<T extends PyObject>(o: T | null): Owned<T> | null {
  if (o !== null) o.rc++;
  return o as Owned<T> | null;
}

export function xdecref(o: PyObject | null | undefined): void {
  if (o !== null && o !== undefined && --o.rc === 0) dealloc(o);
}

/** Releases every element, last to first as CPython's containers do, and empties the array. */
export function decrefAll(items: (PyObject | null)[]): void {
  while (items.length > 0) xdecref(items.pop());
}

export function isImmortal(o: PyObject): boolean {
  return o.rc >= IMMORTAL_MIN;
}

export function immortalize<T extends PyObject>(o: T): T {
  o.rc = IMMORTAL;
  return o;
}

/** What `sys.getrefcount` reports, less the caller's own reference. */
export function visibleRefcount(o: PyObject): number {
  return o.rc >= IMMORTAL_MIN ? 4294967295 : o.rc;
}

const TRASH_DEPTH = 200;

/**
 * Ends an object's life: `tp_dealloc` of its type. Nested releases beyond TRASH_DEPTH are put off and done by the
 * outermost call, so that a chain of a million objects needs no deep stack (CPython: the trashcan). Numbers end here.
 */
export function dealloc(o: PyObject): void {
  const t = o.type;
  if ((t === IntType || t === FloatType) && !S.poison) {
    if (t === FloatType && floatList.n < floatList.max) {
      park(floatList, o);
      return;
    }
    const size = t === FloatType ? 24 : o.n === 0 ? 32 : o.n;
    S.blocks--;
    S.mem -= size;
    if (o.a !== 0 || S.addressing) S.onFree(o, size, 0);
    return;
  }
  if (S.deallocDepth >= TRASH_DEPTH) {
    untrack(o);
    S.trash.push(o);
    return;
  }
  S.deallocDepth++;
  t.tp_dealloc(o);
  S.deallocDepth--;
  if (S.deallocDepth === 0 && S.trash.length > 0) emptyTrash();
}

/** What waits in the trash must not be seen by a collection. */
function untrack(o: PyObject): void {
  const g = o as PyGC;
  const next = g.next;
  if (next === null || next === undefined) return;
  g.prev!.next = next;
  next.prev = g.prev;
  g.next = null;
  g.prev = null;
}

function emptyTrash(): void {
  const trash = S.trash;
  S.deallocDepth++;
  while (trash.length > 0) {
    const o = trash.pop()!;
    o.type.tp_dealloc(o);
  }
  S.deallocDepth--;
}

/** What the hooks of the account are told: which block of the object it is, and that it is resized. */
export const OWN_BLOCK = 0;
export const OTHER_BLOCK = 1;
export const OWN_RESIZED = 2;
export const OTHER_RESIZED = 3;

/**
 * Counts the object's own block of `size` bytes in (CPython: the requested size of one allocator call). Raises
 * MemoryError through the hook when a hard limit would be crossed.
 */
export function account(o: PyObject, size: number): void {
  S.blocks++;
  if ((S.mem += size) > S.high) S.onHigh(o, size, OWN_BLOCK, 0);
}

/** Counts another block that belongs to the object in: items, keys, buffers. */
export function accountPart(o: PyObject, size: number): void {
  S.blocks++;
  if ((S.mem += size) > S.high) S.onHigh(o, size, OTHER_BLOCK, 0);
}

/** Counts the object's own block out: the last use of the object. */
export function unaccount(o: PyObject, size: number): void {
  S.blocks--;
  S.mem -= size;
  if (o.a !== 0 || S.addressing) S.onFree(o, size, OWN_BLOCK);
}

/** Counts another block of the object out. */
export function unaccountPart(o: PyObject, size: number): void {
  S.blocks--;
  S.mem -= size;
  if (o.a !== 0 || S.addressing) S.onFree(o, size, OTHER_BLOCK);
}

/** Counts a change of size of the object's own block (CPython: realloc). */
export function reaccount(o: PyObject, oldSize: number, newSize: number): void {
  if ((S.mem += newSize - oldSize) > S.high) S.onHigh(o, newSize, OWN_RESIZED, oldSize);
}

/** Counts a change of size of another block of the object. */
export function reaccountPart(o: PyObject, oldSize: number, newSize: number): void {
  if ((S.mem += newSize - oldSize) > S.high) S.onHigh(o, newSize, OTHER_RESIZED, oldSize);
}
