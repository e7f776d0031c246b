/**
 * Attribute access, the method cache and instance storage. CPython: Objects/object.c (PyObject_GetAttr …),
 * the cache of Objects/typeobject.c, inline values of Objects/dictobject.c.
 *
 * Invariants
 * - Attribute names are interned str objects everywhere below; natives that receive a name from Python code pass it
 *   through `attributeName` first.
 * - A type with a version has a version in all its bases; any change to a type sets its version and those of all its
 *   subclasses to 0 (`typeModified`). Equal (version, name) therefore means an equal lookup result.
 * - Instances of INLINE_VALUES types keep the value of `sharedKeys.names[i]` in `v[i]` while `dict === null`; `v` may be
 *   shorter than `names`. The order of insertion equals the order of names: whatever would break that (a first store
 *   before a later one, deletion before the end, a name beyond the keys' room, `__dict__`) makes the dict object, which
 *   is the truth from then on, with `v` the shared empty array. A dict made for the order's sake alone is one that CPython
 *   would not have: its block is left out of the account (`n` = 1) until the program asks for `__dict__`.
 * - Slot values are `v` where the payload is object's own, else `ext.slots`.
 */

import { dictDel, dictGetStrBorrowed, dictSetStr, mayBeTracked, newDict } from '../objects/dict.ts';
import { DictTable, strHashLo, tableFindStr } from '../objects/dict-table.ts';
import { AttributeErrorType } from '../objects/exceptions.ts';
import { internStr, internText, strJs, strValue } from '../objects/str.ts';
import { attributeError, discard, matches, typeError } from './errors.ts';
import { dictList } from './free-lists.ts';
import { gcTrack, gcUntrack, inlineValuesSize, newGC, takeBlock } from './gc.ts';
import type { Owned, PyObject } from './object.ts';
import { account, accountPart, decref, Extension, incref, PyGC } from './object.ts';
import { S } from './state.ts';
import type { TypeObject } from './type-object.ts';
import {
  DictType,
  StrType,
  TPFLAGS_INLINE_VALUES,
  TPFLAGS_UNICODE_SUBCLASS,
} from './type-object.ts';

// ---------------------------------------------------------------------------------------------
// Versions and the method cache

const CACHE_SIZE = 4096;
const CACHE_MASK = CACHE_SIZE - 1;

/** Version of types without one: equal to no type's `version` field and to no cache entry. */
const UNCACHEABLE = -2;

class CacheEntry {
  version: number;
  name: PyObject | null;
  value: PyObject | null;
  constructor() {
    this.version = -1;
    this.name = null;
    this.value = null;
  }
}

const cache: CacheEntry[] = [];
for (let i = 0; i < CACHE_SIZE; i++) cache.push(new CacheEntry());

/**
 * The type's version, assigned now if it has none. Never 0; negative for types whose lookups may not be cached because a
 * `mro()` of their own put types into the order that do not know them.
 */
export function typeVersion(type: TypeObject): number {
  return type.version !== 0 ? type.version : assignVersion(type);
}

function assignVersion(type: TypeObject): number {
  const mro = type.mro;
  for (let i = 0; i < mro.length; i++) {
    const heap = mro[i]!.heap;
    if (heap?.customMro === true) return UNCACHEABLE;
  }
  for (let i = mro.length - 1; i > 0; i--) {
    if (mro[i]!.version === 0) mro[i]!.version = ++S.typeVersion;
  }
  return (type.version = ++S.typeVersion);
}

/** Forgets what is cached about the type and everything derived from it. CPython: PyType_Modified. */
export function typeModified(type: TypeObject): void {
  if (type.version === 0) return;
  type.version = 0;
  const subclasses = type.subclasses;
  if (subclasses === null) return;
  for (let i = 0; i < subclasses.length; i++) typeModified(subclasses[i]!);
}

/** Empties the method cache. CPython: sys._clear_type_cache. */
export function clearTypeCache(): void {
  for (const entry of cache) {
    entry.version = -1;
    entry.name = null;
    entry.value = null;
  }
}

/** What the type's MRO has under an interned name, or null. */
export function typeLookupBorrowed(type: TypeObject, name: PyObject): PyObject | null {
  const version = type.version;
  const entry = cache[(version ^ name.n ^ (name.n >>> 12)) & CACHE_MASK]!;
  if (entry.version === version && entry.name === name) return entry.value;
  return lookupUncached(type, name);
}

function lookupUncached(type: TypeObject, name: PyObject): PyObject | null {
  const mro = type.mro;
  let value: PyObject | null = null;
  for (let i = 0; i < mro.length; i++) {
    value = dictGetStrBorrowed(mro[i]!.dict, name);
    if (value !== null) break;
  }
  const version = type.version !== 0 ? type.version : assignVersion(type);
  if (version < 0) return value;
  const entry = cache[(version ^ name.n ^ (name.n >>> 12)) & CACHE_MASK]!;
  entry.version = version;
  entry.name = name;
  entry.value = value;
  return value;
}

// ---------------------------------------------------------------------------------------------
// Names

/** The interned form of an attribute name given by Python code (owned); TypeError unless it is a str. */
export function attributeName(name: PyObject): Owned {
  if ((name.type.flags & TPFLAGS_UNICODE_SUBCLASS) === 0) {
    throw typeError(`attribute name must be string, not '${name.type.name}'`);
  }
  return name.type === StrType ? internStr(name) : internText(strValue(name));
}

// ---------------------------------------------------------------------------------------------
// Instance storage

/** Most names that the instances of one class can keep inline. CPython: SHARED_KEYS_MAX_SIZE. */
export const SHARED_KEYS_MAX = 30;

/** The keys shared by the instances of one class. */
export class SharedKeys {
  /** Interned str objects in order of first use; owned. */
  names: PyObject[];
  /** How many more names may be added. CPython: dk_usable. */
  usable: number;
  /** `names.length` nulls: what a new instance starts from. */
  template: (PyObject | null)[];
  constructor() {
    this.names = [];
    this.usable = SHARED_KEYS_MAX;
    this.template = [];
  }

  /** What `sys.getsizeof` counts for the values of a dict with these keys. */
  sizeof(): number {
    return 8 * (this.names.length + this.usable);
  }
}

/** dk_log2_size of shared keys. CPython: NEXT_LOG2_SHARED_KEYS_MAX_SIZE. */
const SHARED_LOG2 = 6;

/** `v` of an instance whose dict has been made. */
const NO_VALUES: (PyObject | null)[] = [];

function indexOfName(names: PyObject[], name: PyObject): number {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return i;
  return -1;
}

/** Index of a name among the type's shared keys, -1 when absent. It never changes once given. */
export function inlineIndex(type: TypeObject, name: PyObject): number {
  const keys: SharedKeys | null = type.sharedKeys;
  return keys === null ? -1 : indexOfName(keys.names, name);
}

/** Adds a name to the type's shared keys and returns its index, or -1 when they are full. */
export function addSharedKey(type: TypeObject, name: PyObject): number {
  const keys: SharedKeys = type.sharedKeys;
  if (keys.usable <= 0) return -1;
  keys.usable--;
  keys.names.push(incref(name));
  keys.template.push(null);
  // Inline caches of the class attribute that instances may now hide become stale.
  if (typeLookupBorrowed(type, name) !== null) typeModified(type);
  return keys.names.length - 1;
}

/**
 * Makes the dict object of an instance with inline values, if it has none yet, and returns it borrowed.
 * Other objects: see `instanceDictBorrowed`.
 */
export function materializeDict(object: PyObject): PyObject {
  const o = object as PyGC;
  if (o.dict !== null) {
    if (o.dict.n === 1) accountDict(o.dict);
    return o.dict;
  }
  const dict = newDict();
  moveValues(o, dict);
  if (holdsTracked(dict)) gcTrack(dict);
  return dict;
}

/** Moves the inline values to the dict, which becomes the instance's. */
function moveValues(o: PyGC, dict: PyGC<DictTable>): void {
  const values: (PyObject | null)[] = o.v;
  const keys: SharedKeys = o.type.sharedKeys;
  const table = shareKeys(dict, keys);
  o.v = NO_VALUES;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null) continue;
    const name = keys.names[i]!;
    name.rc++;
    table.e.push(name, strHashLo(name), value);
    table.used++;
  }
  o.dict = dict;
}

function holdsTracked(dict: PyGC<DictTable>): boolean {
  const { e } = dict.v;
  for (let i = 2; i < e.length; i += 3) if (e[i] !== null && mayBeTracked(e[i])) return true;
  return false;
}

/** Whether the dict's values are part of the instance: the collector visits them through that. */
export function isEmbedded(dict: PyObject): boolean {
  const table: DictTable = dict.v;
  return table.shared !== null && table.block === 0;
}

/** Makes the dict of an instance that CPython would keep inline. */
function spillValues(o: PyGC): void {
  const dict = new PyGC<DictTable>(DictType, new DictTable());
  dict.n = 1;
  moveValues(o, dict);
}

/** The dict of `spillValues` becomes one that the program sees. */
export function accountDict(dict: PyObject): void {
  dict.n = 0;
  takeBlock(dictList, dict as PyGC);
  if (holdsTracked(dict as PyGC)) gcTrack(dict);
}

/**
 * A dict whose instance lets go of it while somebody else holds it: the values get a block of their own. The collector
 * does not begin to look at the dict here. CPython: _PyDict_DetachFromObject.
 */
export function detachDict(dict: PyGC<DictTable>): void {
  const table = dict.v;
  const keys: SharedKeys | null = table.shared;
  if (keys === null || table.block !== 0) return;
  table.block = inlineValuesSize(keys.names.length + keys.usable);
  accountPart(dict as PyObject, table.block);
}

/**
 * Makes a new dict one whose keys are shared with a class: it has no keys block of its own until an insertion finds no
 * room in the shared ones.
 */
function shareKeys(dict: PyGC<DictTable>, keys: SharedKeys): DictTable {
  const table = dict.v;
  table.shared = keys;
  table.log2 = SHARED_LOG2;
  table.usable = keys.usable;
  return table;
}

/** The dict of an instance without inline values whose class has shared keys: the values are a block of their own. */
function newSharedDict(type: TypeObject): PyObject {
  const dict = newDict();
  const keys: SharedKeys | null = type.sharedKeys;
  if (keys !== null) {
    const table = shareKeys(dict, keys);
    table.block = inlineValuesSize(keys.names.length + keys.usable);
    accountPart(dict, table.block);
  }
  return dict;
}

/** Before a new name enters a dict with shared keys: the class's keys take it too, while they have room. */
function shareName(type: TypeObject, table: DictTable, name: PyObject): void {
  const keys: SharedKeys = table.shared;
  if (tableFindStr(table, name) >= 0) return;
  // After an assignment to __class__ the keys are those of another class.
  const known = indexOfName(keys.names, name) >= 0;
  const shared = known || (type.sharedKeys === keys && addSharedKey(type, name) >= 0);
  table.usable = shared ? Math.max(table.usable, 1) : 0;
}

/** Leaves the instance without attributes: the values are released in order. For the end of an instance's life. */
export function clearInlineValues(o: PyGC): void {
  const values: (PyObject | null)[] = o.v;
  o.v = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null) decref(value);
  }
}

/** The object's dict, made on demand; null when its type gives none. CPython: _PyObject_GetDictPtr and kin. */
export function instanceDictBorrowed(o: PyObject): PyObject | null {
  const type = o.type;
  if (!type.hasDict) return null;
  const gc = o as PyGC;
  if (gc.dict !== null) {
    if (gc.dict.n === 1) accountDict(gc.dict);
    return gc.dict;
  }
  if ((type.flags & TPFLAGS_INLINE_VALUES) !== 0) return materializeDict(o);
  return (gc.dict = newSharedDict(type));
}

/** Replaces the object's dict (`o.__dict__ = d`); null leaves it to be made anew. */
export function setInstanceDict(object: PyObject, dict: PyObject | null): void {
  const o = object as PyGC;
  const old = o.dict;
  if (old !== null && old.n === 1) accountDict(old);
  if (old !== null && old.rc > 1) detachDict(old as PyGC);
  if (dict !== null) dict.rc++;
  if (old === null && (o.type.flags & TPFLAGS_INLINE_VALUES) !== 0) {
    const values: (PyObject | null)[] = o.v;
    o.v = NO_VALUES;
    o.dict = dict ?? newDict();
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value !== null) decref(value);
    }
    return;
  }
  if (dict === null && (o.type.flags & TPFLAGS_INLINE_VALUES) !== 0) o.dict = newDict();
  else o.dict = dict;
  if (old !== null) decref(old);
}

/** An instance attribute (no descriptors, no class attributes), or null. */
export function instanceGetBorrowed(object: PyObject, name: PyObject): PyObject | null {
  const type = object.type;
  const o = object as PyGC;
  if ((type.flags & TPFLAGS_INLINE_VALUES) !== 0 && o.dict === null) {
    const i = indexOfName((type.sharedKeys as SharedKeys).names, name);
    const values: (PyObject | null)[] = o.v;
    return i >= 0 && i < values.length ? values[i]! : null;
  }
  if (!type.hasDict || o.dict === null) return null;
  return dictGetStrBorrowed(o.dict, name);
}

/** Stores an instance attribute of an object whose type has a dict. */
export function instanceSet(object: PyObject, name: PyObject, value: PyObject): void {
  const o = object as PyGC;
  if (o.dict === null) {
    if ((o.type.flags & TPFLAGS_INLINE_VALUES) === 0) o.dict = newSharedDict(o.type);
    else if (storeInline(o, name, value)) return;
    else if (roomInline(o.type, name)) spillValues(o);
    else materializeDict(o);
  }
  const dict = o.dict as PyGC<DictTable>;
  if (dict.v.shared === null) dictSetStr(dict, name, value);
  else setShared(o.type, dict, name, value);
}

/**
 * Sets an attribute in a dict with shared keys. CPython stores into the values without looking at the dict: one that the
 * collector does not track stays so, and the values are visited through the instance (see subtypeTraverse).
 */
function setShared(type: TypeObject, dict: PyGC<DictTable>, name: PyObject, value: PyObject): void {
  const untracked = dict.next === null && (type.flags & TPFLAGS_INLINE_VALUES) !== 0;
  shareName(type, dict.v, name);
  dictSetStr(dict, name, value);
  if (untracked && dict.v.shared !== null) gcUntrack(dict);
}

/** Whether the name is or could be among the shared keys: CPython would then store the value inline. */
function roomInline(type: TypeObject, name: PyObject): boolean {
  const keys: SharedKeys = type.sharedKeys;
  return keys.usable > 0 || indexOfName(keys.names, name) >= 0;
}

function storeInline(o: PyGC, name: PyObject, value: PyObject): boolean {
  const type = o.type;
  const values: (PyObject | null)[] = o.v;
  let i = indexOfName((type.sharedKeys as SharedKeys).names, name);
  if (i < 0) {
    i = addSharedKey(type, name);
    if (i < 0) return false;
  }
  if (i < values.length) {
    const old = values[i];
    if (old !== null) {
      value.rc++;
      values[i] = value;
      decref(old);
      return true;
    }
    for (let j = i + 1; j < values.length; j++) if (values[j] !== null) return false;
    value.rc++;
    values[i] = value;
    return true;
  }
  while (values.length < i) values.push(null);
  value.rc++;
  values.push(value);
  return true;
}

/** Deletes an instance attribute; false when there is none. */
export function instanceDel(object: PyObject, name: PyObject): boolean {
  const o = object as PyGC;
  if (o.dict === null) {
    if ((o.type.flags & TPFLAGS_INLINE_VALUES) === 0) return false;
    const values: (PyObject | null)[] = o.v;
    const i = indexOfName((o.type.sharedKeys as SharedKeys).names, name);
    if (i < 0 || i >= values.length) return false;
    const old = values[i];
    if (old === null) return false;
    let last = values.length - 1;
    while (last > i && values[last] === null) last--;
    if (last === i) {
      values[i] = null;
      decref(old);
      return true;
    }
    spillValues(o);
  }
  return dictDel(o.dict!, name);
}

/** The array that holds the object's `__slots__` values. */
export function slotsOf(object: PyObject): (PyObject | null)[] {
  const o = object as PyGC;
  if (o.type.data === SLOTS_IN_PAYLOAD) return o.v;
  let ext = o.ext;
  if (ext === null) o.ext = ext = new Extension();
  if (ext.slots === null) ext.slots = newSlots(o.type.slotCount);
  return ext.slots;
}

/** Mark in `TypeObject.data` of heap types whose instances keep slot values in `v`. */
export const SLOTS_IN_PAYLOAD = { slotsInPayload: true };

/** An array of `count` empty slots. */
export function newSlots(count: number): (PyObject | null)[] {
  const slots: (PyObject | null)[] = [];
  for (let i = 0; i < count; i++) slots.push(null);
  return slots;
}

// ---------------------------------------------------------------------------------------------
// Generic access

/** `o.name`. */
export function getAttr(o: PyObject, name: PyObject): Owned {
  try {
    return o.type.tp_getattro(o, name);
  } catch (e) {
    if (matches(e, AttributeErrorType)) addErrorContext(e.exc, o, name);
    throw e;
  }
}

/** Tells an AttributeError without name and obj what was asked for. CPython: _PyObject_SetAttributeErrorContext. */
function addErrorContext(exc: PyObject, o: PyObject, name: PyObject): void {
  const fields: (PyObject | null)[] = exc.v.fields;
  if (fields[0] !== null || fields[1] !== null) return;
  fields[0] = incref(name);
  fields[1] = incref(o);
}

/** `o.name = value`. */
export function setAttr(o: PyObject, name: PyObject, value: PyObject): void {
  o.type.tp_setattro(o, name, value);
}

/** `del o.name`. */
export function delAttr(o: PyObject, name: PyObject): void {
  o.type.tp_setattro(o, name, null);
}

/** getattr functions that can say "absent" without an exception, by their tp_getattro. */
type QuietGet = (o: PyObject, name: PyObject) => Owned | null;
let quietTypeGet: QuietGet | null = null;
let typeGet: ((o: PyObject, name: PyObject) => Owned) | null = null;

/** type.ts registers the exception-free half of its tp_getattro. */
export function registerTypeGetAttr(
  loud: (o: PyObject, name: PyObject) => Owned,
  quiet: QuietGet,
): void {
  typeGet = loud;
  quietTypeGet = quiet;
}

/** `o.name`, or null when that is an AttributeError; other exceptions pass. */
export function lookupAttr(o: PyObject, name: PyObject): Owned | null {
  const get = o.type.tp_getattro;
  if (get === genericGetAttr) return lookupGeneric(o, name);
  if (get === typeGet) return quietTypeGet!(o, name);
  try {
    return get(o, name);
  } catch (e) {
    if (matches(e, AttributeErrorType)) {
      discard(e);
      return null;
    }
    throw e;
  }
}

/** hasattr with an interned name. */
export function hasAttr(o: PyObject, name: PyObject): boolean {
  const found = lookupAttr(o, name);
  if (found === null) return false;
  decref(found);
  return true;
}

/** Calls tp_descr_get while holding the descriptor. */
export function descrGet(descr: PyObject, obj: PyObject | null, type: PyObject | null): Owned {
  descr.rc++;
  try {
    return descr.type.tp_descr_get!(descr, obj, type);
  } finally {
    decref(descr);
  }
}

function genericFind(o: PyObject, name: PyObject): Owned | null {
  const type = o.type;
  const descr = typeLookupBorrowed(type, name);
  if (descr !== null) {
    const kind = descr.type;
    if (kind.tp_descr_get !== null && kind.tp_descr_set !== null)
      return descrGet(descr, o, type.self);
  }
  if (type.hasDict) {
    const dict = (o as PyGC).dict;
    if (descr !== null && dict !== null && !dict.v.unicode) return findHolding(o, name, descr);
    const value = instanceGetBorrowed(o, name);
    if (value !== null) return incref(value);
  }
  if (descr === null) return null;
  if (descr.type.tp_descr_get !== null) return descrGet(descr, o, type.self);
  return incref(descr);
}

/** The same where keys of the instance's dict run Python code, which may delete the class attribute. */
function findHolding(o: PyObject, name: PyObject, descr: PyObject): Owned | null {
  descr.rc++;
  try {
    const value = instanceGetBorrowed(o, name);
    if (value !== null) return incref(value);
    if (descr.type.tp_descr_get !== null) return descrGet(descr, o, o.type.self);
    return incref(descr);
  } finally {
    decref(descr);
  }
}

/** `genericGetAttr` that returns null instead of raising AttributeError. */
export function lookupGeneric(o: PyObject, name: PyObject): Owned | null {
  const descr = typeLookupBorrowed(o.type, name);
  if (descr === null || descr.type.tp_descr_get === null) return genericFind(o, name);
  // A descriptor's getter may raise AttributeError itself.
  try {
    return genericFind(o, name);
  } catch (e) {
    if (matches(e, AttributeErrorType)) {
      discard(e);
      return null;
    }
    throw e;
  }
}

/** object.__getattribute__. CPython: PyObject_GenericGetAttr. */
export function genericGetAttr(o: PyObject, name: PyObject): Owned {
  const found = genericFind(o, name);
  if (found === null) throw noAttribute(o, name);
  return found;
}

/** The AttributeError of an object without such an attribute. */
export function noAttribute(o: PyObject, name: PyObject) {
  return attributeError(`'${o.type.name}' object has no attribute '${strJs(name)}'`, o, name);
}

/** object.__setattr__ and, with null, object.__delattr__. CPython: PyObject_GenericSetAttr. */
export function genericSetAttr(o: PyObject, name: PyObject, value: PyObject | null): void {
  const type = o.type;
  const descr = typeLookupBorrowed(type, name);
  if (descr !== null) {
    const set = descr.type.tp_descr_set;
    if (set !== null) {
      descr.rc++;
      try {
        set(descr, o, value);
      } finally {
        decref(descr);
      }
      return;
    }
  }
  if (!type.hasDict) throw cannotSet(o, name, descr);
  if (value !== null) instanceSet(o, name, value);
  else if (!instanceDel(o, name)) throw cannotDelete(o, name);
}

/** Inline values are deleted by code of their own, whose error has no name and obj. */
function cannotDelete(o: PyObject, name: PyObject) {
  const dict = (o as PyGC).dict;
  const inline = (o.type.flags & TPFLAGS_INLINE_VALUES) !== 0;
  if (!inline || (dict !== null && dict.v.shared === null)) return noAttribute(o, name);
  return attributeError(`'${o.type.name}' object has no attribute '${strJs(name)}'`);
}

function cannotSet(o: PyObject, name: PyObject, descr: PyObject | null) {
  const what = `'${o.type.name}' object `;
  const attr = `attribute '${strJs(name)}'`;
  if (descr !== null) return attributeError(`${what}${attr} is read-only`, o, name);
  if (o.type.tp_setattro !== genericSetAttr) {
    return attributeError(`${what}has no ${attr}`, o, name);
  }
  const more = 'and no __dict__ for setting new attributes';
  return attributeError(`${what}has no ${attr} ${more}`, o, name);
}

// ---------------------------------------------------------------------------------------------
// Bare instances

/**
 * A bare instance of a type with inline values: counted, not tracked. Its block is sized by the room the shared keys
 * offer before this instance, which gives up one name for each instance until one is left.
 */
export function newInlineInstance(type: TypeObject): Owned<PyGC> {
  const keys: SharedKeys = type.sharedKeys;
  const room = keys.names.length + keys.usable;
  if (keys.usable > 1) keys.usable--;
  const o = newGC<(PyObject | null)[]>(type, keys.template.slice());
  o.n = room;
  // 16 GC header, 16 managed words, 16 object, then the values: inlineValuesSize(room).
  account(o, 48 + (room + 1) * 8 + ((room + 7) & ~7));
  return o;
}
