/**
 * Changing what things are: assignment to `__class__` and to a class's `__bases__`.
 * CPython: object_set_class, type_set_bases and compatible_for_assignment in Objects/typeobject.c.
 */
import { detachDict, materializeDict, typeModified } from '../core/attr.ts';
import { typeError } from '../core/errors.ts';
import { bestBase, computeMro, setMro } from '../core/mro.ts';
import type { PyGC, PyObject } from '../core/object.ts';
import { decref, incref, unaccountPart } from '../core/object.ts';
import { updateAllSlots } from '../core/slotdefs.ts';
import { isSubtype } from '../core/subtype.ts';
import type { TypeObject } from '../core/type-object.ts';
import {
  ModuleType,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_INLINE_VALUES,
  TPFLAGS_TYPE_SUBCLASS,
} from '../core/type-object.ts';
import { isTuple } from './tuple.ts';
import { addSubclass } from './type-new.ts';

/** Own dict and weak reference words count as part of the layout, slots by their names. */
function sameSlotsAdded(a: TypeObject, b: TypeObject): boolean {
  const base = a.base!;
  if (base !== b.base) return false;
  if (a.basicsize !== b.basicsize || a.itemsize !== b.itemsize) return false;
  if (a.hasDict !== b.hasDict || a.hasWeakrefs !== b.hasWeakrefs) return false;
  return slotKey(a) === slotKey(b);
}

function slotKey(type: TypeObject): string {
  return type.slotNames === null ? '' : type.slotNames.join(',');
}

/** Whether the type adds nothing to the layout of its base. */
function equivalentToBase(type: TypeObject): boolean {
  const base = type.base;
  return (
    base !== null &&
    sameDealloc(type, base) &&
    type.basicsize === base.basicsize &&
    type.itemsize === base.itemsize &&
    type.hasDict === base.hasDict &&
    type.hasWeakrefs === base.hasWeakrefs
  );
}

/** Whether instances are freed in the same way: the collector's objects and the rest differ. CPython: tp_free. */
function sameDealloc(a: TypeObject, b: TypeObject): boolean {
  return ((a.flags ^ b.flags) & TPFLAGS_HAVE_GC) === 0;
}

/** TypeError unless objects may change from one type to the other. */
function checkCompatible(to: TypeObject, from: TypeObject, attr: string): void {
  if (!sameDealloc(to, from)) {
    throw typeError(`${attr} assignment: '${to.name}' deallocator differs from '${from.name}'`);
  }
  let newBase = to;
  let oldBase = from;
  while (equivalentToBase(newBase)) newBase = newBase.base!;
  while (equivalentToBase(oldBase)) oldBase = oldBase.base!;
  if (newBase !== oldBase && (newBase.base !== oldBase.base || !sameSlotsAdded(newBase, oldBase))) {
    throw typeError(`${attr} assignment: '${to.name}' object layout differs from '${from.name}'`);
  }
}

/** `o.__class__ = value`. */
export function assignClass(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError("can't delete __class__ attribute");
  if ((value.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) {
    throw typeError(`__class__ must be set to a class, not '${value.type.name}' object`);
  }
  const to: TypeObject = value.v;
  const from = o.type;
  const modules = isSubtype(to, ModuleType) && isSubtype(from, ModuleType);
  if (!modules && ((to.flags | from.flags) & TPFLAGS_IMMUTABLETYPE) !== 0) {
    throw typeError(
      '__class__ assignment only supported for mutable types or ModuleType subclasses',
    );
  }
  checkCompatible(to, from, '__class__');
  // The shared keys belong to the class: the values move into a dict of the object's own.
  if ((from.flags & TPFLAGS_INLINE_VALUES) !== 0) detachDict(materializeDict(o) as PyGC);
  if ((to.flags & TPFLAGS_HEAPTYPE) !== 0) value.rc++;
  o.type = to;
  if ((from.flags & TPFLAGS_HEAPTYPE) !== 0) decref(from.self);
}

/** Takes a class out of its base's list of subclasses. */
export function removeSubclass(base: TypeObject, type: TypeObject): void {
  const list = base.subclasses;
  if (list === null) return;
  const i = list.indexOf(type);
  if (i < 0) return;
  list.splice(i, 1);
  unaccountPart(type.self, 32);
  const ref: PyObject | null = type.heap === null ? null : type.heap.subclassRef;
  if (ref !== null) decref(ref);
}

function checkBases(type: TypeObject, value: PyObject | null): PyObject[] {
  if ((type.flags & TPFLAGS_IMMUTABLETYPE) !== 0) {
    throw typeError(`cannot set '__bases__' attribute of immutable type '${type.name}'`);
  }
  if (value === null) {
    throw typeError(`cannot delete '__bases__' attribute of immutable type '${type.name}'`);
  }
  if (!isTuple(value)) {
    throw typeError(`can only assign tuple to ${type.name}.__bases__, not ${value.type.name}`);
  }
  const items: PyObject[] = value.v;
  if (items.length === 0) {
    throw typeError(`can only assign non-empty tuple to ${type.name}.__bases__, not ()`);
  }
  for (const item of items) {
    if ((item.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) {
      throw typeError(`${type.name}.__bases__ must be tuple of classes, not '${item.type.name}'`);
    }
    const base: TypeObject = item.v;
    if (isSubtype(base, type)) throw typeError('a __bases__ item causes an inheritance cycle');
  }
  return items;
}

/** An order that was replaced. */
interface Renewed {
  type: TypeObject;
  old: TypeObject[];
  fresh: TypeObject[];
}

/** Orders of the type and all below it; `undo` remembers the old ones. */
function renewMros(type: TypeObject, undo: Renewed[]): void {
  const old = type.mro;
  const mro = computeMro(type);
  // a metaclass's mro() that assigned bases itself has had the last word
  if (type.mro !== old) return;
  undo.push({ type, old, fresh: mro });
  setMro(type, mro);
  typeModified(type);
  if (type.subclasses !== null) for (const sub of [...type.subclasses]) renewMros(sub, undo);
}

/** `cls.__bases__ = value`. */
export function assignBases(type: TypeObject, value: PyObject | null): void {
  const items = checkBases(type, value);
  const newBase = bestBase(items);
  checkCompatible(newBase, type.base!, '__bases__');
  const oldBases = type.bases!;
  const oldBase = type.base!;
  const newBases = incref(value!);
  type.bases = newBases;
  newBase.self.rc++;
  type.base = newBase;
  const undo: Renewed[] = [];
  try {
    renewMros(type, undo);
  } catch (e) {
    for (const { type: t, old, fresh } of undo.reverse()) if (t.mro === fresh) setMro(t, old);
    typeModified(type);
    if (type.bases === newBases) {
      type.bases = oldBases;
      type.base = oldBase;
      decref(newBases);
      decref(newBase.self);
    } else {
      decref(oldBases);
      decref(oldBase.self);
    }
    throw e;
  }
  if (type.bases === newBases) {
    for (const base of oldBases.v as PyObject[]) removeSubclass(base.v, type);
    for (const base of items) addSubclass(base.v, type);
    typeModified(type);
    updateAllSlots(type);
  }
  decref(oldBases);
  decref(oldBase.self);
}
