/**
 * Bare instances: making, traversing, clearing and ending objects of classes made by `type`.
 * CPython: PyType_GenericAlloc, subtype_dealloc, subtype_traverse, subtype_clear (Objects/typeobject.c) and
 * PyObject_CallFinalizerFromDealloc (Objects/object.c).
 */
import type { DictTable } from '../objects/dict-table.ts';
import {
  clearInlineValues,
  detachDict,
  isEmbedded,
  newInlineInstance,
  newSlots,
  SLOTS_IN_PAYLOAD,
} from './attr.ts';
import { blockSize, GC_FINALIZED, gcTrack, gcUntrack, newGC } from './gc.ts';
import type { Owned, PyGC } from './object.ts';
import { account, decref, PyObject } from './object.ts';
import { S } from './state.ts';
import type { TypeObject, Visit } from './type-object.ts';
import { TPFLAGS_HAVE_GC, TPFLAGS_INLINE_VALUES } from './type-object.ts';
import { clearWeakrefs } from './weakref.ts';

/** tp_alloc of all types: a tracked, accounted object without payload, but for slots and inline values. */
export function genericAlloc(type: TypeObject): Owned {
  const flags = type.flags;
  if ((flags & TPFLAGS_INLINE_VALUES) !== 0) {
    const o = newInlineInstance(type);
    gcTrack(o);
    return o;
  }
  if ((flags & TPFLAGS_HAVE_GC) === 0 && !type.hasDict && !type.hasWeakrefs) {
    const plain = new PyObject(type, null);
    account(plain, type.basicsize);
    return plain as Owned;
  }
  const o = newGC(type, type.data === SLOTS_IN_PAYLOAD ? newSlots(type.slotCount) : null);
  account(o, blockSize(o));
  if ((flags & TPFLAGS_HAVE_GC) !== 0) gcTrack(o);
  return o;
}

/** The nearest native base: the type whose payload the instance has. */
export function nativeBase(type: TypeObject): TypeObject {
  return type.heap === null ? type : type.heap.native;
}

/**
 * Runs tp_finalize of an object whose count has reached zero, once in its life. True when the finalizer has stored the
 * object somewhere: it lives on and must not be touched by the caller (PEP 442).
 */
export function finalizeFromDealloc(o: PyObject): boolean {
  const finalize = o.type.tp_finalize;
  if (finalize === null) return false;
  const collected = (o.type.flags & TPFLAGS_HAVE_GC) !== 0;
  const gc = o as PyGC;
  if (collected) {
    if ((gc.bits & GC_FINALIZED) !== 0) return false;
    gc.bits |= GC_FINALIZED;
    gcTrack(o);
  }
  o.rc = 1;
  // what is being raised waits while the finalizer raises and handles what it likes
  const err = S.err;
  finalize(o);
  S.err = err;
  if (--o.rc > 0) return true;
  if (collected) gcUntrack(o);
  return false;
}

/** tp_dealloc of classes: finalizer, weak references, slots, dict, then the native base. */
export function subtypeDealloc(object: PyObject): void {
  const o = object as PyGC;
  gcUntrack(o);
  if (o.type.tp_finalize !== null && finalizeFromDealloc(o)) return;
  const type = o.type;
  const base = nativeBase(type);
  const ext = o.ext;
  if (ext !== null && ext.weakrefs !== null && !base.hasWeakrefs) clearWeakrefs(o);
  if (type.slotCount > 0) clearSlots(o);
  if (type.hasDict && !base.hasDict) clearDict(o);
  base.tp_dealloc(o);
}

function slotValues(o: PyGC): (PyObject | null)[] | null {
  if (o.type.data === SLOTS_IN_PAYLOAD) return o.v;
  return o.ext === null ? null : o.ext.slots;
}

function clearSlots(o: PyGC): void {
  const slots = slotValues(o);
  if (slots === null) return;
  for (let i = 0; i < slots.length; i++) {
    const value = slots[i];
    if (value === null) continue;
    slots[i] = null;
    decref(value);
  }
}

function clearDict(o: PyGC): void {
  const dict = o.dict;
  if (dict !== null) {
    o.dict = null;
    if (dict.rc > 1) detachDict(dict as PyGC);
    if ((o.type.flags & TPFLAGS_INLINE_VALUES) !== 0) o.v = [];
    decref(dict);
  } else if ((o.type.flags & TPFLAGS_INLINE_VALUES) !== 0) clearInlineValues(o);
}

/** tp_traverse of classes. */
export function subtypeTraverse(object: PyObject, visit: Visit): void {
  const o = object as PyGC;
  const type = o.type;
  const base = nativeBase(type);
  if (type.slotCount > 0) visitAll(slotValues(o), visit);
  if (type.hasDict && !base.hasDict) {
    if (o.dict !== null) visitDict(o.dict as PyGC, visit);
    else if ((type.flags & TPFLAGS_INLINE_VALUES) !== 0) visitAll(o.v, visit);
  }
  visit(type.self);
  if (base.tp_traverse !== null) base.tp_traverse(o, visit);
}

/**
 * The instance's dict: while its values are part of the instance, they are visited and the dict is not.
 * CPython: PyObject_VisitManagedDict.
 */
function visitDict(dict: PyGC, visit: Visit): void {
  if (!isEmbedded(dict as PyObject)) {
    visit(dict as PyObject);
    return;
  }
  const table: DictTable = dict.v;
  const e: any[] = table.e;
  const names: PyObject[] = table.shared.names;
  let seen = 0;
  for (let k = 0, i = 0; k < names.length; k++) {
    if (e[i] === names[k]) {
      visit(e[i + 2]);
      seen++;
      i += 3;
      continue;
    }
    let j = 0;
    while (j < e.length && e[j] !== names[k]) j += 3;
    if (j >= e.length) continue;
    visit(e[j + 2]);
    seen++;
  }
  // names that were stored through the dict need not be among the shared ones
  if (seen === table.used) return;
  for (let j = 0; j < e.length; j += 3) {
    if (e[j] !== null && !names.includes(e[j])) visit(e[j + 2]);
  }
}

function visitAll(values: (PyObject | null)[] | null, visit: Visit): void {
  if (values === null) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null) visit(value);
  }
}

/** tp_clear of classes. */
export function subtypeClear(object: PyObject): void {
  const o = object as PyGC;
  const type = o.type;
  const base = nativeBase(type);
  if (type.slotCount > 0) clearSlots(o);
  if (type.hasDict && !base.hasDict) clearDict(o);
  if (base.tp_clear !== null) base.tp_clear(o);
}
