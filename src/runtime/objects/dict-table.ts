/**
 * DictTable: the payload of every dict, an insertion-ordered hash table. CPython: PyDictKeysObject (dictobject.c).
 *
 * Invariants
 * - `e` is flat: entry j is `e[3j]` key, `e[3j+1]` hash, `e[3j+2]` value; a deleted entry has key and value null. Its number
 *   of entries is CPython's dk_nentries, deleted ones included, so compaction happens exactly where CPython resizes.
 * - `idx` exists from log2 = 5 on (more than ten entries): open addressing, slot = entry index, EMPTY or DUMMY.
 * - `ver` is 0 after every structural change (insert, delete, clear, resize); replacing a value keeps it. Caches that find 0
 *   store `++S.dictVersion`.
 * - `log2`, `usable`, `unicode` and `block` are CPython's dk_log2_size, dk_usable, kind and the size of the keys block as
 *   accounted; log2 = 0 means the shared empty keys (no block).
 * - The stored hash is the low half of the hash while `unicode` (all keys exact str), otherwise both halves folded: ints
 *   that differ above bit 31 and floats must not all fall into one chain.
 */
import { copyInt32, newInt32 } from '../core/array-pool.ts';
import { EQ, richCompareBool } from '../core/abstract.ts';
import { givePart, takePart } from '../core/block-table.ts';
import { keysList, parkSlot, takeSlot } from '../core/free-lists.ts';
import { accountPart, dealloc, decref, type PyObject, unaccountPart } from '../core/object.ts';
import { S } from '../core/state.ts';
import { IntType, StrType, TPFLAGS_HEAPTYPE } from '../core/type-object.ts';
import { textEquals } from '../text/text.ts';

const EMPTY = -1;
const DUMMY = -2;
/** findOnce: the table changed under a comparison. */
const CHANGED = -2;
/** CPython: PyDict_LOG_MINSIZE. */
export const MIN_LOG2 = 3;
const FIRST_INDEXED_LOG2 = 5;

export class DictTable {
  e: any[];
  used: number;
  idx: Int32Array | null;
  ver: number;
  log2: number;
  usable: number;
  unicode: boolean;
  block: number;
  /** Keys shared with the instances of a class, while this is the `__dict__` of such an instance (core/attr.ts). */
  shared: any;
  /**
   * High halves of the hashes of keys whose class Python code has written, while the table is not `unicode`: those keys
   * are never hashed twice.
   */
  hi: Map<PyObject, number> | null;
  /** What a native subclass adds: the factory of a defaultdict, the order of an OrderedDict. */
  extra: any;
  constructor() {
    this.e = [];
    this.used = 0;
    this.idx = null;
    this.ver = 0;
    this.log2 = 0;
    this.usable = 0;
    this.unicode = true;
    this.block = 0;
    this.shared = null;
    this.hi = null;
    this.extra = null;
  }
}

// ---------------------------------------------------------------------------------------------
// CPython's size model

/** USABLE_FRACTION(1 << log2). */
export function usableFraction(log2: number): number {
  return Math.floor(2 ** (log2 + 1) / 3);
}

function indexBytes(log2: number): number {
  if (log2 < 8) return 2 ** log2;
  return log2 < 16 ? 2 ** (log2 + 1) : 2 ** (log2 + 2);
}

/** Size of the keys block of a table of 1 << log2 slots. */
export function keysBlockSize(log2: number, unicode: boolean): number {
  return log2 === 0 ? 0 : 32 + indexBytes(log2) + usableFraction(log2) * (unicode ? 16 : 24);
}

/** A keys block of the dict; a parked one if there is one of this kind. CPython: new_keys_object. */
function newKeysBlock(d: PyObject<DictTable>, log2: number, unicode: boolean): number {
  const size = keysBlockSize(log2, unicode);
  if (size === keysList.size && keysList.n > 0) {
    const slot = takeSlot(keysList);
    if (slot !== 0) givePart(d, slot);
  } else accountPart(d, size);
  return size;
}

/** Frees the dict's block of keys, or of shared keys' values. CPython: free_keys_object. */
function freeKeysBlock(d: PyObject<DictTable>, size: number, isKeys: boolean): void {
  if (isKeys && size === keysList.size && keysList.n < keysList.max) {
    parkSlot(keysList, d.a === 0 ? 0 : takePart(d, size));
  } else unaccountPart(d, size);
}

/** calculate_log2_keysize: powers of two round up, as CPython's do. */
export function log2ForSlots(slots: number): number {
  return 32 - Math.clz32(((slots | 8) - 1) | 7);
}

/** estimate_log2_keysize: the table that takes `n` entries without a resize. */
export function log2ForEntries(n: number): number {
  return log2ForSlots(Math.floor((n * 3 + 1) / 2));
}

// ---------------------------------------------------------------------------------------------
// Hashes and equality

/** One int32 of both halves of a hash; small non-negative ints stay themselves. */
function fold(lo: number, hi: number): number {
  return lo ^ Math.imul(hi, 0x61c88647);
}

/** Low half of the hash of the key of entry `j`, the high half in S.hashHi, without asking the key's class again. */
export function tableHashAt(t: DictTable, j: number): number {
  const key: PyObject = t.e[j * 3];
  const hi = t.hi === null ? undefined : t.hi.get(key);
  if (hi === undefined) return key.type.tp_hash!(key);
  S.hashHi = hi;
  return t.e[j * 3 + 1] ^ Math.imul(hi, 0x61c88647);
}

/** Low half of the hash of an exact str; the high half is in S.hashHi only when the cache was cold. */
export function strHashLo(s: PyObject): number {
  return s.n !== 0 ? s.n : StrType.tp_hash!(s);
}

function strEquals(a: PyObject, b: PyObject): boolean {
  return a.v === b.v || (typeof a.v === 'object' && textEquals(a.v, b.v));
}

/** Equality of keys of equal hash that are not identical. May run Python code. */
function keyEquals(stored: PyObject, key: PyObject): boolean {
  const type = stored.type;
  if (type === key.type) {
    if (type === StrType) return strEquals(stored, key);
    if (type === IntType) return stored.v === key.v;
  }
  stored.rc++;
  let same: boolean;
  try {
    same = richCompareBool(stored, key, EQ);
  } catch (e) {
    decref(stored);
    throw e;
  }
  decref(stored);
  return same;
}

// ---------------------------------------------------------------------------------------------
// Lookup

/** Entry index of an exact str, or -1. Runs Python code only when other kinds of keys are in the table. */
export function tableFindStr(t: DictTable, name: PyObject): number {
  if (t.idx !== null) {
    if (t.unicode) return probeStr(t, name, strHashLo(name));
    return tableFind(t, name, StrType.tp_hash!(name), S.hashHi);
  }
  const e = t.e;
  const n = e.length;
  for (let i = 0, j = 0; i < n; i += 3, j++) if (e[i] === name) return j;
  if (n === 0) return -1;
  if (!t.unicode) return tableFind(t, name, StrType.tp_hash!(name), S.hashHi);
  return scanStr(e, name, strHashLo(name));
}

function scanStr(e: any[], name: PyObject, h: number): number {
  const n = e.length;
  for (let i = 0, j = 0; i < n; i += 3, j++) {
    if (e[i + 1] === h && e[i] !== null && strEquals(e[i], name)) return j;
  }
  return -1;
}

function probeStr(t: DictTable, name: PyObject, h: number): number {
  const idx = t.idx!;
  const e = t.e;
  const mask = idx.length - 1;
  let perturb = h;
  let pos = h & mask;
  for (;;) {
    const j = idx[pos]!;
    if (j >= 0) {
      const i = j * 3;
      const k = e[i];
      if (k === name || (e[i + 1] === h && strEquals(k, name))) return j;
    } else if (j === EMPTY) return -1;
    perturb >>>= 5;
    pos = ((pos << 2) + pos + perturb + 1) & mask;
  }
}

/**
 * Entry index of `key` with the hash (`lo`, `hi`), or -1. May run `__eq__`; when that changes the table the search
 * starts again, as CPython's does.
 */
export function tableFind(t: DictTable, key: PyObject, lo: number, hi: number = S.hashHi): number {
  for (;;) {
    const j = findOnce(t, key, lo, hi);
    if (j !== CHANGED) return j;
  }
}

function findOnce(t: DictTable, key: PyObject, lo: number, hi: number): number {
  const h = t.unicode ? lo : fold(lo, hi);
  if (t.idx !== null) {
    if (t.unicode && key.type === StrType) return probeStr(t, key, h);
    return probe(t, key, h);
  }
  const e = t.e;
  for (let i = 0, j = 0; i < e.length; i += 3, j++) {
    const k = e[i];
    if (k === key) return j;
    if (e[i + 1] === h && k !== null) {
      const same = keyEquals(k, key);
      if (t.e !== e || e[i] !== k) return CHANGED;
      if (same) return j;
    }
  }
  return -1;
}

function probe(t: DictTable, key: PyObject, h: number): number {
  const idx = t.idx!;
  const e = t.e;
  const mask = idx.length - 1;
  let perturb = h;
  let pos = h & mask;
  for (;;) {
    const j = idx[pos]!;
    if (j >= 0) {
      const i = j * 3;
      const k = e[i];
      if (k === key) return j;
      if (e[i + 1] === h) {
        const same = keyEquals(k, key);
        if (t.e !== e || t.idx !== idx || e[i] !== k) return CHANGED;
        if (same) return j;
      }
    } else if (j === EMPTY) return -1;
    perturb >>>= 5;
    pos = ((pos << 2) + pos + perturb + 1) & mask;
  }
}

// ---------------------------------------------------------------------------------------------
// Shape

function indexPut(idx: Int32Array, h: number, j: number): void {
  const mask = idx.length - 1;
  let perturb = h;
  let pos = h & mask;
  while (idx[pos]! >= 0) {
    perturb >>>= 5;
    pos = ((pos << 2) + pos + perturb + 1) & mask;
  }
  idx[pos] = j;
}

function indexForget(idx: Int32Array, h: number, j: number): void {
  const mask = idx.length - 1;
  let perturb = h;
  let pos = h & mask;
  while (idx[pos] !== j) {
    perturb >>>= 5;
    pos = ((pos << 2) + pos + perturb + 1) & mask;
  }
  idx[pos] = DUMMY;
}

function rebuildIndex(t: DictTable): void {
  if (t.log2 < FIRST_INDEXED_LOG2) {
    t.idx = null;
    return;
  }
  const idx = newInt32(1 << t.log2).fill(EMPTY);
  const e = t.e;
  for (let i = 0, j = 0; i < e.length; i += 3, j++) if (e[i] !== null) indexPut(idx, e[i + 1], j);
  t.idx = idx;
}

function compactEntries(e: any[]): any[] {
  const out: any[] = [];
  for (let i = 0; i < e.length; i += 3) if (e[i] !== null) out.push(e[i], e[i + 1], e[i + 2]);
  return out;
}

/** Folded hashes for the keys of a table that has held only strs until now. */
function foldHashes(e: any[]): void {
  for (let i = 0; i < e.length; i += 3) {
    if (e[i] === null) continue;
    const lo = StrType.tp_hash!(e[i]);
    e[i + 1] = fold(lo, S.hashHi);
  }
}

/** dictresize: a table of 1 << log2 slots with the entries of the present one, deleted ones left out. */
export function tableResize(d: PyObject<DictTable>, log2: number, unicode: boolean): void {
  const t = d.v;
  const stillUnicode = unicode && t.unicode;
  const block = newKeysBlock(d, log2, stillUnicode);
  if (t.block !== 0) freeKeysBlock(d, t.block, t.shared === null);
  if (t.e.length !== t.used * 3) t.e = compactEntries(t.e);
  if (t.unicode && !stillUnicode) foldHashes(t.e);
  t.unicode = stillUnicode;
  t.log2 = log2;
  t.block = block;
  t.shared = null;
  t.usable = usableFraction(log2) - t.used;
  t.ver = 0;
  rebuildIndex(t);
}

/** insertion_resize. */
function growTable(d: PyObject<DictTable>, unicode: boolean): void {
  tableResize(d, log2ForSlots(d.v.used * 3), unicode);
}

/** Gives an empty table of a new dict room for `n` entries (dict_new_presized). */
export function tablePresize(d: PyObject<DictTable>, n: number, unicode: boolean): void {
  if (n <= 5) return;
  const t = d.v;
  t.log2 = n > usableFraction(17) ? 17 : log2ForEntries(n);
  t.unicode = unicode;
  t.usable = usableFraction(t.log2);
  t.block = newKeysBlock(d, t.log2, unicode);
  rebuildIndex(t);
}

/** The room an insertion of `key` needs whether or not the key is there (CPython converts the table first). */
export function tableAdmit(d: PyObject<DictTable>, key: PyObject): void {
  const t = d.v;
  if (t.unicode && key.type !== StrType && t.log2 !== 0) growTable(d, false);
}

/** Appends an entry for a key known to be absent; takes references. `tableAdmit` has been called. */
export function tableAppend(
  d: PyObject<DictTable>,
  key: PyObject,
  lo: number,
  hi: number,
  value: PyObject,
): void {
  const t = d.v;
  if (t.usable <= 0) {
    if (t.log2 === 0) firstBlock(d, key.type === StrType);
    else growTable(d, true);
  }
  const h = t.unicode ? lo : fold(lo, hi);
  const e = t.e;
  key.rc++;
  value.rc++;
  if (t.idx !== null) indexPut(t.idx, h, e.length / 3);
  e.push(key, h, value);
  if ((key.type.flags & TPFLAGS_HEAPTYPE) !== 0 && !t.unicode) rememberHigh(t, key, hi);
  t.usable--;
  t.used++;
  t.ver = 0;
}

function rememberHigh(t: DictTable, key: PyObject, hi: number): void {
  if (t.hi === null) t.hi = new Map();
  t.hi.set(key, hi);
}

/** insert_to_emptydict. */
function firstBlock(d: PyObject<DictTable>, unicode: boolean): void {
  const t = d.v;
  t.log2 = MIN_LOG2;
  t.unicode = unicode;
  t.usable = usableFraction(MIN_LOG2);
  t.block = newKeysBlock(d, MIN_LOG2, unicode);
}

/** Takes entry `j` out; the caller gets the references of key and value (read before) and releases them. */
export function tableForget(t: DictTable, j: number): void {
  const e = t.e;
  const i = j * 3;
  if (t.idx !== null) indexForget(t.idx, e[i + 1], j);
  if (t.hi !== null) t.hi.delete(e[i]);
  e[i] = null;
  e[i + 1] = 0;
  e[i + 2] = null;
  t.used--;
  t.ver = 0;
}

/** Takes the last live entry (index `j`) out together with the deleted ones behind it: popitem. */
export function tableTruncate(t: DictTable, j: number): void {
  tableForget(t, j);
  t.e.length = j * 3;
}

/** clone_combined_dict_keys into the empty dict `d`: same block, same deleted entries. */
export function tableClone(d: PyObject<DictTable>, from: DictTable): void {
  const t = d.v;
  const e = from.e.slice();
  for (let i = 0; i < e.length; i += 3) {
    const key: PyObject | null = e[i];
    if (key === null) continue;
    const value: PyObject = e[i + 2];
    key.rc++;
    value.rc++;
  }
  t.e = e;
  t.idx = from.idx === null ? null : copyInt32(from.idx);
  t.hi = from.hi === null ? null : new Map(from.hi);
  t.used = from.used;
  t.log2 = from.log2;
  t.usable = from.usable;
  t.unicode = from.unicode;
  t.ver = 0;
  if (t.block !== 0) freeKeysBlock(d, t.block, t.shared === null);
  t.block = keysBlockSize(t.log2, t.unicode);
  accountPart(d, t.block);
}

/** Brings the entries into the order of `names`: that of the values of an instance. */
export function sortByNames(e: any[], names: readonly PyObject[]): void {
  for (let k = 0, i = 0; k < names.length && i < e.length; k++) {
    let j = i;
    while (j < e.length && e[j] !== names[k]) j += 3;
    if (j >= e.length) continue;
    if (j !== i) e.splice(i, 0, ...e.splice(j, 3));
    i += 3;
  }
}

/** Empties the table, then releases keys and values in order (the table may already be filled again meanwhile). */
export function tableClear(d: PyObject<DictTable>): void {
  const t = d.v;
  const e = t.e;
  const block = t.block;
  const { shared } = t;
  t.e = [];
  t.used = 0;
  t.idx = null;
  t.ver = 0;
  t.log2 = 0;
  t.usable = 0;
  t.unicode = true;
  t.block = 0;
  t.shared = null;
  t.hi = null;
  if (shared !== null) sortByNames(e, shared.names);
  releaseEntries(e);
  if (block !== 0) freeKeysBlock(d, block, shared === null);
}

/** Keys and values in order. */
function releaseEntries(e: any[]): void {
  for (let i = 0; i < e.length; i += 3) {
    const key: PyObject | null = e[i];
    if (key === null) continue;
    const value: PyObject = e[i + 2];
    if (--key.rc === 0) dealloc(key);
    if (--value.rc === 0) dealloc(value);
  }
}

/** Entries of dead tables. */
const DEAD: any[] = [];

/** `tableClear` of a dict that dies: nobody sees its table again. */
export function tableEnd(d: PyObject<DictTable>): void {
  const t = d.v;
  if (t.shared !== null) {
    tableClear(d);
    return;
  }
  const e = t.e;
  t.e = DEAD;
  t.ver = 0;
  t.used = 0;
  t.idx = null;
  t.hi = null;
  releaseEntries(e);
  if (t.block !== 0) freeKeysBlock(d, t.block, true);
}
