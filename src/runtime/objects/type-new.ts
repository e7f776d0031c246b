/**
 * Making classes: `type.__new__`. CPython: type_new and its steps in Objects/typeobject.c.
 *
 * The steps keep CPython's order, which is visible through the order of errors and of the class dict's entries.
 */
import { untraced } from '../core/account.ts';
import { getIter, iterNext } from '../core/abstract.ts';
import { lookupAttr, SharedKeys, SLOTS_IN_PAYLOAD, typeLookupBorrowed } from '../core/attr.ts';
import { callMethod1, callObject } from '../core/call.ts';
import {
  reprJs,
  toPyErr,
  typeError,
  unicodeEncodeError,
  valueError,
  warnRuntime,
} from '../core/errors.ts';
import { currentFrame } from '../core/frame.ts';
import { gcTrack, newGC } from '../core/gc.ts';
import {
  genericAlloc,
  nativeBase,
  subtypeClear,
  subtypeDealloc,
  subtypeTraverse,
} from '../core/instance.ts';
import { bestBase, computeMro, setMro } from '../core/mro.ts';
import type { Owned, PyGC, PyObject } from '../core/object.ts';
import { account, accountPart, decref, decrefAll, incref, unaccountPart } from '../core/object.ts';
import { fixupOwnSlots, fixupSlots } from '../core/slotdefs.ts';
import { isSubtype } from '../core/subtype.ts';
import { MemberDef, TPFLAGS_MATCH_SELF } from '../core/type-define.ts';
import type { KwNames } from '../core/type-object.ts';
import {
  CellType,
  FunctionType,
  ObjectType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_BYTES_SUBCLASS,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_INLINE_VALUES,
  TPFLAGS_ITEMS_AT_END,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_LONG_SUBCLASS,
  TPFLAGS_MANAGED_DICT,
  TPFLAGS_MANAGED_WEAKREF,
  TPFLAGS_MAPPING,
  TPFLAGS_SEQUENCE,
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_TYPE_SUBCLASS,
  TPFLAGS_UNICODE_SUBCLASS,
  TypeObject,
} from '../core/type-object.ts';
import { copySlots, fillSlots } from '../core/type-ready.ts';
import { codePointAt, textLength } from '../text/text.ts';
import { textIsIdentifier } from '../text/unicode.ts';
import { cellSetSteal } from './cell.ts';
import { utf8Bytes } from './codec-registry.ts';
import { newGetsetDescriptor, newMemberDescriptor } from './descr.ts';
import {
  dictCopy,
  dictDel,
  dictGetStrBorrowed,
  dictKeyAt,
  dictNext,
  dictSetStr,
  dictValueAt,
  isDict,
  newDict,
} from './dict.ts';
import { keysBlockSize, log2ForSlots, usableFraction } from './dict-table.ts';
import { dictGetset, weakrefGetset } from './object.ts';
import { None_ } from './singletons.ts';
import { newClassmethod, newStaticmethod } from './staticmethod.ts';
import { intern, internText, isStr, newStrJs, strJs, strValue } from './str.ts';
import { isTuple, newTupleSteal } from './tuple.ts';
import { newWeakref } from './weakref.ts';
import { isTypeObj, TYPE_BASICSIZE, typeNew } from './type.ts';

const s_slots = intern('__slots__');
const s_dict = intern('__dict__');
const s_weakref = intern('__weakref__');
const s_qualname = intern('__qualname__');
const s_module = intern('__module__');
const s_name = intern('__name__');
const s_doc = intern('__doc__');
const s_new = intern('__new__');
const s_eq = intern('__eq__');
const s_hash = intern('__hash__');
const s_init_subclass = intern('__init_subclass__');
const s_class_getitem = intern('__class_getitem__');
const s_classcell = intern('__classcell__');
const s_classdictcell = intern('__classdictcell__');
const s_mro_entries = intern('__mro_entries__');
const s_set_name = intern('__set_name__');
const s_add_note = intern('add_note');

/** TPFLAGS bit that CPython sets when a type is ready; visible in `__flags__`. */
export const TPFLAGS_READY = 1 << 12;

const COLLECTION_FLAGS = TPFLAGS_MAPPING | TPFLAGS_SEQUENCE;

const INHERITED_FLAGS =
  TPFLAGS_LONG_SUBCLASS |
  TPFLAGS_LIST_SUBCLASS |
  TPFLAGS_TUPLE_SUBCLASS |
  TPFLAGS_BYTES_SUBCLASS |
  TPFLAGS_UNICODE_SUBCLASS |
  TPFLAGS_DICT_SUBCLASS |
  TPFLAGS_BASE_EXC_SUBCLASS |
  TPFLAGS_TYPE_SUBCLASS |
  TPFLAGS_ITEMS_AT_END |
  TPFLAGS_MANAGED_DICT |
  TPFLAGS_MANAGED_WEAKREF |
  TPFLAGS_MATCH_SELF;

/** What only classes made at run time have. CPython: PyHeapTypeObject. */
export class HeapType {
  /** `__name__` and `__qualname__`: str objects, owned. */
  name: PyObject;
  qualname: PyObject;
  /** The nearest native base. */
  native: TypeObject;
  /** `__slots__` names after mangling, sorted: tuple or null. */
  slots: PyObject | null = null;
  /** No native base but object: slot values stand in the payload. */
  objectPayload = false;
  /** Its metaclass's `mro()` made the order: lookups are not cached. */
  customMro = false;
  /** The weak reference to the type that the tp_subclasses of each base holds (one reference a base). */
  subclassRef: PyObject | null = null;
  /** The dict of tp_subclasses, for its block: the entries are `TypeObject.subclasses`. */
  subclassDict: PyObject | null = null;
  /** Size of the keys block of tp_subclasses, and how many entries it has room for. */
  subclassKeys = 0;
  subclassUsable = 0;
  /** Size of the block of tp_doc. */
  docSize = 0;
  /** Size of the block of the type object itself. */
  size = 0;
  constructor(name: PyObject, qualname: PyObject, native: TypeObject) {
    this.name = name;
    this.qualname = qualname;
    this.native = native;
  }
}

// ---------------------------------------------------------------------------------------------
// Metaclass and bases

/** The most derived of the metatype and the types of the bases. CPython: _PyType_CalculateMetaclass. */
export function calculateMetaclass(metatype: TypeObject, bases: PyObject[]): TypeObject {
  let winner = metatype;
  for (const base of bases) {
    const candidate = base.type;
    if (isSubtype(winner, candidate)) continue;
    if (isSubtype(candidate, winner)) winner = candidate;
    else {
      throw typeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass ' +
          'of the metaclasses of all its bases',
      );
    }
  }
  return winner;
}

function rejectMroEntries(bases: PyObject[]): void {
  for (const base of bases) {
    if (isTypeObj(base)) continue;
    const entries = lookupAttr(base, s_mro_entries);
    if (entries === null) continue;
    decref(entries);
    throw typeError("type() doesn't support MRO entry resolution; use types.new_class()");
  }
}

/** `type.__new__(metatype, name, bases, dict, **kwargs)`. */
export function newClass(metatype: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  if (n !== 3) throw typeError(`type.__new__() takes exactly 3 arguments (${n} given)`);
  const [name, bases, dict] = args as [PyObject, PyObject, PyObject];
  if (!isStr(name)) throw wrongArgument(1, 'str', name);
  if (!isTuple(bases)) throw wrongArgument(2, 'tuple', bases);
  if (!isDict(dict)) throw wrongArgument(3, 'dict', dict);
  let baseItems: PyObject[] = bases.v;
  let base = ObjectType;
  if (baseItems.length === 0) baseItems = [ObjectType.self];
  else {
    rejectMroEntries(baseItems);
    const winner = calculateMetaclass(metatype, baseItems);
    if (winner !== metatype) {
      if (winner.tp_new !== typeNew) return winner.tp_new!(winner, args, kw);
      metatype = winner;
    }
    base = bestBase(baseItems);
  }
  const basesTuple =
    baseItems === bases.v ? incref(bases) : newTupleSteal([incref<PyObject>(ObjectType.self)]);
  const type = build(metatype, name, basesTuple, base, dict);
  try {
    warnOddKeys(type);
    setNames(type);
    initSubclass(type, args, kw);
  } catch (e) {
    decref(type.self);
    throw e;
  }
  return type.self as PyObject as Owned;
}

function wrongArgument(i: number, want: string, got: PyObject) {
  return typeError(`type.__new__() argument ${i} must be ${want}, not ${got.type.name}`);
}

// ---------------------------------------------------------------------------------------------
// __slots__

class SlotPlan {
  /** Mangled names without __dict__ and __weakref__, sorted; interned, owned. Null without `__slots__`. */
  names: PyObject[] | null = null;
  addDict = false;
  addWeakref = false;
}

function slotItems(slots: PyObject): Owned[] {
  if (isStr(slots)) return [incref(slots)];
  const items: Owned[] = [];
  const it = getIter(slots);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) items.push(item);
  } catch (e) {
    decrefAll(items);
    throw e;
  } finally {
    decref(it);
  }
  return items;
}

function checkSlotName(name: PyObject): void {
  if (!isStr(name)) {
    throw typeError(`__slots__ items must be strings, not '${name.type.name}'`);
  }
  if (!textIsIdentifier(strValue(name))) throw typeError('__slots__ must be identifiers');
}

/** `__x` inside class C is `_C__x`. CPython: _Py_Mangle. */
export function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

function planSlots(
  className: PyObject,
  base: TypeObject,
  baseItems: PyObject[],
  dict: PyObject,
): SlotPlan {
  const plan = new SlotPlan();
  const mayAddDict = !base.hasDict;
  const mayAddWeakref = !base.hasWeakrefs && base.itemsize === 0;
  const slots = dictGetStrBorrowed(dict, s_slots);
  if (slots === null) {
    plan.addDict = mayAddDict;
    plan.addWeakref = mayAddWeakref;
    return plan;
  }
  const items = slotItems(slots);
  try {
    if (items.length > 0 && base.itemsize !== 0) {
      throw typeError(`nonempty __slots__ not supported for subtype of '${base.name}'`);
    }
    const names: string[] = [];
    for (const item of items) {
      checkSlotName(item);
      const text = strJs(item);
      if (text === '__dict__') {
        if (!mayAddDict || plan.addDict) {
          throw typeError('__dict__ slot disallowed: we already got one');
        }
        plan.addDict = true;
      } else if (text === '__weakref__') {
        if (!mayAddWeakref || plan.addWeakref) {
          throw typeError('__weakref__ slot disallowed: we already got one');
        }
        plan.addWeakref = true;
      } else names.push(text);
    }
    plan.names = mangledNames(strJs(className), names, dict);
  } finally {
    decrefAll(items);
  }
  // Secondary bases may bring what the best base lacks.
  for (const item of baseItems) {
    const other: TypeObject = item.v;
    if (other === base) continue;
    if (mayAddDict && other.hasDict) plan.addDict = true;
    if (mayAddWeakref && other.hasWeakrefs) plan.addWeakref = true;
  }
  return plan;
}

function mangledNames(className: string, names: string[], dict: PyObject): PyObject[] {
  const result: { text: string; name: PyObject }[] = [];
  for (const text of names) {
    const name = internText(mangle(className, text));
    const mangled = strJs(name);
    // The compiler puts these into the namespace; they are taken out again below.
    const ours = name === s_qualname || name === s_classcell || name === s_classdictcell;
    if (!ours && dictGetStrBorrowed(dict, name) !== null) {
      throw valueError(`${reprJs(name)} in __slots__ conflicts with class variable`);
    }
    result.push({ text: mangled, name });
  }
  result.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return result.map((r) => r.name);
}

// ---------------------------------------------------------------------------------------------
// The type object

function checkName(name: PyObject): string {
  const text = strJs(name);
  // a name has a UTF-8 form
  if (/[\ud800-\udfff]/.test(text)) utf8Bytes(name);
  if (text.includes('\0')) throw valueError('type name must not contain null characters');
  return text;
}

/** Makes the type and everything that cannot run Python code. Consumes `bases`. */
function build(
  metatype: TypeObject,
  name: PyObject,
  bases: Owned,
  base: TypeObject,
  namespace: PyObject,
): TypeObject {
  const dict: Owned = dictCopy(namespace);
  let self: PyGC<TypeObject> | null = null;
  try {
    const plan = planSlots(name, base, bases.v, dict);
    const type = new TypeObject(checkName(name));
    const heap = new HeapType(incref(name), incref(name), nativeBase(base));
    const slotCount = plan.names === null ? 0 : plan.names.length;
    self = newGC(metatype, type);
    heap.size = 16 + TYPE_BASICSIZE + 40 * (slotCount + 1);
    account(self, heap.size);
    gcTrack(self);
    type.self = self;
    type.heap = heap;
    type.dict = dict;
    type.bases = bases;
    type.base = base;
    base.self.rc++;
    setLayout(type, base, plan);
    setAttributes(type, heap, dict);
    setClassCell(type, dict, s_classcell);
    setClassCell(type, dict, s_classdictcell);
    setMro(type, computeMro(type));
    addDescriptors(type, base, plan);
    setSlots(type, base);
    joinBases(type);
    return type;
  } catch (e) {
    if (self !== null) decref(self);
    else {
      decref(dict);
      decref(bases);
    }
    throw e;
  }
}

function setLayout(type: TypeObject, base: TypeObject, plan: SlotPlan): void {
  const names = plan.names;
  const added = names === null ? 0 : names.length;
  let flags = TPFLAGS_HEAPTYPE | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_READY;
  flags |= base.flags & INHERITED_FLAGS;
  type.basicsize = base.basicsize + 8 * added;
  type.itemsize = base.itemsize;
  type.slotCount = base.slotCount + added;
  type.hasDict = base.hasDict || plan.addDict;
  type.hasWeakrefs = base.hasWeakrefs || plan.addWeakref;
  if (plan.addDict) flags |= TPFLAGS_MANAGED_DICT;
  if (plan.addWeakref) flags |= TPFLAGS_MANAGED_WEAKREF;
  if ((flags & TPFLAGS_MANAGED_DICT) !== 0) {
    type.sharedKeys = new SharedKeys();
    accountPart(type.self, SHARED_KEYS_BLOCK);
    if (type.itemsize === 0 && type.basicsize === 16) flags |= TPFLAGS_INLINE_VALUES;
  }
  type.flags = flags;
  if (names !== null) type.slotNames = names.map((n) => strJs(n));
  const heap: HeapType = type.heap;
  heap.objectPayload = base === ObjectType || base.heap?.objectPayload === true;
  if (!heap.objectPayload) type.data = base.data;
  else if (type.slotCount > 0) type.data = SLOTS_IN_PAYLOAD;
  if (names !== null) heap.slots = newTupleSteal(names);
}

/** CPython: 32 + 64 index bytes … of a split table with room for 30 names. */
export const SHARED_KEYS_BLOCK = 768;

function setAttributes(type: TypeObject, heap: HeapType, dict: PyObject): void {
  const qualname = dictGetStrBorrowed(dict, s_qualname);
  if (qualname !== null) {
    if (!isStr(qualname)) {
      throw typeError(`type __qualname__ must be a str, not ${qualname.type.name}`);
    }
    decref(heap.qualname);
    heap.qualname = incref(qualname);
    dictDel(dict, s_qualname);
  }
  if (dictGetStrBorrowed(dict, s_module) === null) setModule(dict);
  const doc = dictGetStrBorrowed(dict, s_doc);
  if (doc !== null && isStr(doc)) setDoc(type, doc);
  wrapFunction(dict, s_new, newStaticmethod);
  wrapFunction(dict, s_init_subclass, newClassmethod);
  wrapFunction(dict, s_class_getitem, newClassmethod);
}

/** tp_doc is a UTF-8 copy with a block of its own. */
function setDoc(type: TypeObject, doc: PyObject): void {
  const text = strValue(doc);
  const n = textLength(text);
  let size = 1;
  for (let i = 0; i < n; i++) {
    const c = codePointAt(text, i);
    if (c >= 0xd800 && c < 0xe000) {
      throw unicodeEncodeError('utf-8', doc, i, i + 1, 'surrogates not allowed');
    }
    size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  type.doc = strJs(doc);
  (type.heap as HeapType).docSize = size;
  accountPart(type.self, size);
}

/** `__module__` is the `__name__` of the globals of the running frame. */
function setModule(dict: PyObject): void {
  const fn = currentFrame().fn;
  if (fn === null) return;
  const module = dictGetStrBorrowed(fn.v.globals, s_name);
  if (module !== null) dictSetStr(dict, s_module, module);
}

function wrapFunction(dict: PyObject, name: PyObject, wrap: (f: PyObject) => Owned): void {
  const f = dictGetStrBorrowed(dict, name);
  if (f === null || f.type !== FunctionType) return;
  const wrapped = wrap(f);
  dictSetStr(dict, name, wrapped);
  decref(wrapped);
}

/** Puts the class into the cell that the compiler left for `super()` and `__class__`. */
function setClassCell(type: TypeObject, dict: PyObject, key: PyObject): void {
  const cell = dictGetStrBorrowed(dict, key);
  if (cell === null) return;
  if (cell.type !== CellType) {
    throw typeError(`${strJs(key)} must be a nonlocal cell, not ${reprJs(cell.type.self)}`);
  }
  cellSetSteal(cell, incref<PyObject>(key === s_classcell ? type.self : dict));
  dictDel(dict, key);
}

function addDescriptors(type: TypeObject, base: TypeObject, plan: SlotPlan): void {
  const dict = type.dict;
  const names = plan.names;
  if (names !== null) {
    for (let i = 0; i < names.length; i++) {
      const def = new MemberDef(null, null, null, base.slotCount + i);
      def.name = strJs(names[i]!);
      addDescr(dict, names[i]!, newMemberDescriptor(type, def, names[i]!));
    }
  }
  if (plan.addDict) addDescr(dict, s_dict, newGetsetDescriptor(type, dictGetset, s_dict));
  if (plan.addWeakref)
    addDescr(dict, s_weakref, newGetsetDescriptor(type, weakrefGetset, s_weakref));
  if (dictGetStrBorrowed(dict, s_doc) === null) dictSetStr(dict, s_doc, None_);
}

/** Adds a descriptor unless the namespace has the name; consumes it. */
function addDescr(dict: PyObject, name: PyObject, descr: Owned): void {
  if (dictGetStrBorrowed(dict, name) === null) dictSetStr(dict, name, descr);
  decref(descr);
}

function setSlots(type: TypeObject, base: TypeObject): void {
  const dict = type.dict;
  copySlots(type, base);
  const mro = type.mro;
  // With one base whose order is simply extended, only the class's own dunders can change a slot.
  const single = mro.length === base.mro.length + 1 && mro[0] === type && mro[1] === base;
  if (single) type.flags |= base.flags & COLLECTION_FLAGS;
  else for (let i = 1; i < mro.length; i++) inheritFrom(type, mro[i]!);
  type.tp_dealloc = subtypeDealloc;
  type.tp_traverse = subtypeTraverse;
  type.tp_clear = subtypeClear;
  type.tp_alloc = genericAlloc;
  if (dictGetStrBorrowed(dict, s_eq) !== null && dictGetStrBorrowed(dict, s_hash) === null) {
    dictSetStr(dict, s_hash, None_);
  }
  if (single) fixupOwnSlots(type);
  else fixupSlots(type);
}

function inheritFrom(type: TypeObject, base: TypeObject): void {
  if (base === type) return;
  fillSlots(type, base);
  if ((type.flags & COLLECTION_FLAGS) === 0) type.flags |= base.flags & COLLECTION_FLAGS;
}

function joinBases(type: TypeObject): void {
  for (const item of type.bases!.v as PyObject[]) addSubclass(item.v as TypeObject, type);
}

/** Enters a subclass into its base's weak table (CPython: an int key and a weak reference, a dict for the first). */
export function addSubclass(base: TypeObject, type: TypeObject): void {
  const heapBase = (base.flags & TPFLAGS_HEAPTYPE) !== 0;
  const first = base.subclasses === null;
  if (first) {
    base.subclasses = [];
    if (heapBase) (base.heap as HeapType).subclassDict = newDict();
  }
  base.subclasses!.push(type);
  const used = base.subclasses!.length - 1;
  if (heapBase) growSubclassKeys(base.self, base.heap as HeapType, used);
  else if (type.heap !== null) growSubclassKeys(base.self, staticSubclasses(base, first), used);
  accountPart(type.self, 32);
  if (type.heap !== null) (type.heap as HeapType).subclassRef = newWeakref(type.self as PyObject);
}

/** The keys block of a type's tp_subclasses: its size, and how many entries it has room for. */
interface SubclassKeys {
  subclassKeys: number;
  subclassUsable: number;
}

const DICT_BLOCK = 64;

/** tp_subclasses of the built-in types to which the program has added. They live as long as the interpreter. */
const staticKeys: Map<TypeObject, SubclassKeys> = new Map();

function staticSubclasses(base: TypeObject, first: boolean): SubclassKeys {
  let keys = staticKeys.get(base);
  if (keys !== undefined) return keys;
  keys = { subclassKeys: 0, subclassUsable: 0 };
  staticKeys.set(base, keys);
  if (first) accountPart(base.self, DICT_BLOCK);
  // what is there already came one by one
  for (let used = 0; used < base.subclasses!.length - 1; used++) {
    if (keys.subclassUsable-- > 0) continue;
    const log2 = used === 0 ? 3 : log2ForSlots(used * 3);
    keys.subclassKeys = keysBlockSize(log2, false);
    keys.subclassUsable = usableFraction(log2) - used - 1;
  }
  const { subclassKeys } = keys;
  if (subclassKeys > 0) untraced(() => accountPart(base.self, subclassKeys));
  return keys;
}

/** A dict with int keys that never shrinks takes one more. */
function growSubclassKeys(owner: PyObject, heap: SubclassKeys, used: number): void {
  if (heap.subclassUsable-- > 0) return;
  const log2 = used === 0 && heap.subclassKeys === 0 ? 3 : log2ForSlots(used * 3);
  const size = keysBlockSize(log2, false);
  accountPart(owner, size);
  if (heap.subclassKeys > 0) unaccountPart(owner, heap.subclassKeys);
  heap.subclassKeys = size;
  heap.subclassUsable = usableFraction(log2) - used - 1;
}

// ---------------------------------------------------------------------------------------------
// Hooks

/** Calls `__set_name__` of the values of the class dict. CPython: type_new_set_names. */
function warnOddKeys(type: TypeObject): void {
  for (let j = dictNext(type.dict, 0); j >= 0; j = dictNext(type.dict, j + 1)) {
    if (isStr(dictKeyAt(type.dict, j))) continue;
    warnRuntime(`non-string key in the __dict__ of class ${type.name}`);
    return;
  }
}

function setNames(type: TypeObject): void {
  const names = dictCopy(type.dict);
  try {
    for (let j = dictNext(names, 0); j >= 0; j = dictNext(names, j + 1)) {
      const value = dictValueAt(names, j);
      const hook = typeLookupBorrowed(value.type, s_set_name);
      if (hook !== null) callSetName(type, hook, dictKeyAt(names, j), value);
    }
  } finally {
    decref(names);
  }
}

function callSetName(type: TypeObject, hook: PyObject, key: PyObject, value: PyObject): void {
  const get = hook.type.tp_descr_get;
  hook.rc++;
  let bound: PyObject | null = null;
  try {
    bound = get === null ? incref(hook) : get(hook, value, value.type.self);
    decref(callObject(bound, [type.self, key]));
  } catch (e) {
    const err = toPyErr(e);
    const where = `'${value.type.name}' instance ${reprJs(key)} in '${type.name}'`;
    const note = newStrJs(`Error calling __set_name__ on ${where}`);
    try {
      decref(callMethod1(err.exc, s_add_note, note));
    } finally {
      decref(note);
    }
    throw err;
  } finally {
    if (bound !== null) decref(bound);
    decref(hook);
  }
}

/** `super(type, type).__init_subclass__(**kwargs)`. */
function initSubclass(type: TypeObject, args: PyObject[], kw: KwNames): void {
  const mro = type.mro;
  let hook: PyObject | null = null;
  for (let i = mro.indexOf(type) + 1; i < mro.length && hook === null; i++) {
    hook = dictGetStrBorrowed(mro[i]!.dict, s_init_subclass);
  }
  if (hook === null) return;
  const nkw = kw === null ? 0 : kw.length;
  if (nkw === 0 && hook === dictGetStrBorrowed(ObjectType.dict, s_init_subclass)) return;
  const get = hook.type.tp_descr_get;
  hook.rc++;
  let bound: PyObject | null = null;
  try {
    bound = get === null ? incref(hook) : get(hook, null, type.self);
    decref(
      callObject(bound, nkw === 0 ? [] : args.slice(args.length - nkw), nkw === 0 ? null : kw),
    );
  } finally {
    if (bound !== null) decref(bound);
    decref(hook);
  }
}
