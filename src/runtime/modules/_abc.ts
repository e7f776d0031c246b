/**
 * _abc: what `abc.ABCMeta` is made of. CPython: Modules/_abc.c.
 *
 * Each abstract class carries an `_abc_data` object in its dict (`_abc_impl`) with three sets of weak references:
 * registered classes, and caches of positive and negative subclass answers. A registration anywhere makes all negative
 * caches stale through one counter.
 */
import { isTrue, iterate, sequenceToArray } from '../core/abstract.ts';
import { delAttr, getAttr, lookupAttr, setAttr } from '../core/attr.ts';
import { callMethod0, callMethod1 } from '../core/call.ts';
import { discard, matches, runtimeError, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { isSubclass } from '../core/instance-check.ts';
import { defineModule } from '../core/module-define.ts';
import { nativeFunction } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { account, decref, incref, xdecref } from '../core/object.ts';
import { newStaticType } from '../core/type-define.ts';
import type { TypeObject } from '../core/type-object.ts';
import {
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_MAPPING,
  TPFLAGS_SEQUENCE,
  TPFLAGS_TYPE_SUBCLASS,
} from '../core/type-object.ts';
import { newBuiltin } from '../objects/builtin.ts';
import { dictGetStrBorrowed, dictItemsArray } from '../objects/dict.ts';
import { TypeErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { isList } from '../objects/list.ts';
import {
  newFrozensetSteal,
  newSet,
  setAdd,
  setClear,
  setContains,
  setDiscard,
  setItems,
  setLen,
} from '../objects/set.ts';
import { NotImplemented_, newBool, newNone, True_ } from '../objects/singletons.ts';
import { intern, isStr } from '../objects/str.ts';
import { isTuple, newTupleSteal } from '../objects/tuple.ts';
import { newWeakref, weakrefObjectBorrowed } from '../objects/weakref.ts';

const s_abc_impl = intern('_abc_impl');
const s_abstractmethods = intern('__abstractmethods__');
const s_isabstractmethod = intern('__isabstractmethod__');
const s_dict = intern('__dict__');
const s_items = intern('items');
const s_bases = intern('__bases__');
const s_class = intern('__class__');
const s_subclasshook = intern('__subclasshook__');
const s_subclasscheck = intern('__subclasscheck__');
const s_subclasses = intern('__subclasses__');
const s_flags = intern('__abc_tpflags__');

const COLLECTION_FLAGS = TPFLAGS_SEQUENCE | TPFLAGS_MAPPING;

/** Sets of weak references, made on demand; `version` is that of the negative cache. */
class AbcData {
  registry: PyObject | null = null;
  cache: PyObject | null = null;
  negative: PyObject | null = null;
  version = 0;
}

/** Raised by every registration. CPython: abc_invalidation_counter. */
let invalidation = 0;

const AbcDataType = newStaticType('_abc._abc_data', {
  heap: 'mutable',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 48,
  tp_new: (type) => {
    const o = newGC(type, new AbcData());
    account(o, 64);
    (o.v as AbcData).version = invalidation;
    gcTrack(o);
    return o;
  },
  tp_dealloc: (o) => {
    gcUntrack(o);
    const d: AbcData = o.v;
    xdecref(d.registry);
    xdecref(d.cache);
    xdecref(d.negative);
    freeObject(o);
  },
  tp_traverse: (o, visit) => {
    const d: AbcData = o.v;
    if (d.registry !== null) visit(d.registry);
    if (d.cache !== null) visit(d.cache);
    if (d.negative !== null) visit(d.negative);
  },
  doc: 'What an abstract class remembers of its subclasses.',
});

/** The class's own or inherited `_abc_impl` (held by the class). */
function implOf(self: PyObject): AbcData {
  const impl = getAttr(self, s_abc_impl);
  const kind = impl.type;
  const data: AbcData = impl.v;
  decref(impl);
  if (kind !== AbcDataType) throw typeError('_abc_impl is set to a wrong type');
  return data;
}

// ---------------------------------------------------------------------------------------------
// Weak sets

function inWeakSet(set: PyObject | null, o: PyObject): boolean {
  if (set === null || setLen(set) === 0) return false;
  let ref: Owned;
  try {
    ref = newWeakref(o);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    return false;
  }
  try {
    return setContains(set, ref);
  } finally {
    decref(ref);
  }
}

/** Adds a reference whose callback takes it out of the set again. */
function addToWeakSet(set: PyObject, o: PyObject): void {
  const setRef = newWeakref(set);
  const destroy = newBuiltin(destroyDef, setRef, null);
  decref(setRef);
  let ref: Owned;
  try {
    ref = newWeakref(o, destroy);
  } finally {
    decref(destroy);
  }
  try {
    setAdd(set, ref);
  } finally {
    decref(ref);
  }
}

const destroyDef = nativeFunction(
  '_destroy',
  '($self, ref, /)',
  (self: PyObject, ref: PyObject) => {
    const set = weakrefObjectBorrowed(self);
    if (set === null) return newNone();
    set.rc++;
    try {
      setDiscard(set, ref);
    } finally {
      decref(set);
    }
    return newNone();
  },
);

// ---------------------------------------------------------------------------------------------
// Making

function isAbstract(o: PyObject): boolean {
  const mark = lookupAttr(o, s_isabstractmethod);
  if (mark === null) return false;
  try {
    return isTrue(mark);
  } finally {
    decref(mark);
  }
}

/** Adds the abstract names of the namespace of `self`, which need not be a class. */
function ownAbstract(self: PyObject, found: PyObject[]): void {
  const pairs = isType(self) ? dictItemsArray((self.v as TypeObject).dict) : foreignItems(self);
  try {
    for (const pair of pairs) {
      if (!isTuple(pair) || pair.v.length !== 2) {
        throw typeError('items() returned item which size is not 2');
      }
      const [name, value] = pair.v as [PyObject, PyObject];
      if (isAbstract(value)) found.push(incref(name));
    }
  } finally {
    for (const pair of pairs) decref(pair);
  }
}

/** The items of the `__dict__` of something else than a class. */
function foreignItems(self: PyObject): Owned[] {
  const dict = getAttr(self, s_dict);
  try {
    const items = callMethod0(dict, s_items);
    try {
      return sequenceToArray(items) as Owned[];
    } finally {
      decref(items);
    }
  } finally {
    decref(dict);
  }
}

/** Finds the names that are still abstract. CPython: compute_abstract_methods. */
function computeAbstractMethods(self: PyObject): void {
  const found: PyObject[] = [];
  try {
    ownAbstract(self, found);
    const bases = getAttr(self, s_bases);
    try {
      if (!isTuple(bases)) throw typeError('__bases__ is not tuple');
      for (const base of bases.v as PyObject[]) inheritedAbstract(self, base, found);
    } finally {
      decref(bases);
    }
  } catch (e) {
    for (const name of found) decref(name);
    throw e;
  }
  const set = newFrozensetSteal(found);
  try {
    setAttr(self, s_abstractmethods, set);
  } finally {
    decref(set);
  }
}

function inheritedAbstract(self: PyObject, base: PyObject, found: PyObject[]): void {
  const names = lookupAttr(base, s_abstractmethods);
  if (names === null) return;
  try {
    iterate(names, (name) => {
      if (!isStr(name)) return;
      const value = lookupAttr(self, name);
      if (value === null) return;
      try {
        if (isAbstract(value)) found.push(incref(name));
      } finally {
        decref(value);
      }
    });
  } finally {
    decref(names);
  }
}

function abcInit(_m: PyObject, self: PyObject): Owned {
  computeAbstractMethods(self);
  const data = AbcDataType.tp_new!(AbcDataType, [], null);
  try {
    setAttr(self, s_abc_impl, data);
  } finally {
    decref(data);
  }
  const T: TypeObject = self.v;
  if (isType(self) && (T.flags & COLLECTION_FLAGS) === 0) {
    const flags = dictGetStrBorrowed(T.dict, s_flags);
    if (flags !== null) {
      const value = Number(flags.v);
      if ((value & COLLECTION_FLAGS) === COLLECTION_FLAGS) {
        throw typeError(
          '__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING',
        );
      }
      T.flags |= value & COLLECTION_FLAGS;
      delAttr(self, s_flags);
    }
  }
  return newNone();
}

const isType = (o: PyObject): boolean => (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;

// ---------------------------------------------------------------------------------------------
// Registration

/** Gives the registered class and its subclasses the collection kind pattern matching asks for. */
function setCollectionFlag(T: TypeObject, flag: number): void {
  if ((T.flags & COLLECTION_FLAGS) === flag) return;
  if ((T.flags & TPFLAGS_IMMUTABLETYPE) !== 0) return;
  T.flags = (T.flags & ~COLLECTION_FLAGS) | flag;
  if (T.subclasses !== null) for (const sub of T.subclasses) setCollectionFlag(sub, flag);
}

function abcRegister(_m: PyObject, self: PyObject, subclass: PyObject): Owned {
  if (!isType(subclass)) throw typeError('Can only register classes');
  if (isSubclass(subclass, self)) return incref(subclass);
  if (isSubclass(self, subclass)) throw runtimeError('Refusing to create an inheritance cycle');
  const data = implOf(self);
  data.registry ??= newSet();
  addToWeakSet(data.registry, subclass);
  invalidation++;
  if (isType(self)) {
    const flag = (self.v as TypeObject).flags & COLLECTION_FLAGS;
    if (flag !== 0) setCollectionFlag(subclass.v, flag);
  }
  return incref(subclass);
}

// ---------------------------------------------------------------------------------------------
// Checks

function truthOfSteal(r: Owned): boolean {
  try {
    return isTrue(r);
  } finally {
    decref(r);
  }
}

function abcInstanceCheck(_m: PyObject, self: PyObject, instance: PyObject): Owned {
  const data = implOf(self);
  const subclass = getAttr(instance, s_class);
  try {
    if (inWeakSet(data.cache, subclass)) return newBool(true);
    const subtype = instance.type.self as PyObject;
    if (subtype === subclass) {
      if (data.version === invalidation && inWeakSet(data.negative, subclass))
        return newBool(false);
      return callMethod1(self, s_subclasscheck, subclass);
    }
    if (truthOfSteal(callMethod1(self, s_subclasscheck, subclass))) return newBool(true);
    return callMethod1(self, s_subclasscheck, subtype);
  } finally {
    decref(subclass);
  }
}

function remember(data: AbcData, key: 'cache' | 'negative', subclass: PyObject): void {
  addToWeakSet((data[key] ??= newSet()), subclass);
}

function abcSubclassCheck(_m: PyObject, self: PyObject, subclass: PyObject): Owned {
  if (!isType(subclass)) throw typeError('issubclass() arg 1 must be a class');
  const data = implOf(self);
  if (inWeakSet(data.cache, subclass)) return newBool(true);
  if (data.version < invalidation) {
    if (data.negative !== null) setClear(data.negative);
    data.version = invalidation;
  } else if (inWeakSet(data.negative, subclass)) return newBool(false);
  return newBool(decide(data, self, subclass));
}

/** The answer by hook, direct inheritance, registration, subclasses; cached. */
function decide(data: AbcData, self: PyObject, subclass: PyObject): boolean {
  const hooked = callMethod1(self, s_subclasshook, subclass);
  const answer = hooked as PyObject;
  decref(hooked);
  if (answer !== NotImplemented_) {
    const yes = answer === True_;
    remember(data, yes ? 'cache' : 'negative', subclass);
    return yes;
  }
  if (inMro(self, subclass) || inRegistry(data, subclass) || inSubclasses(self, subclass)) {
    remember(data, 'cache', subclass);
    return true;
  }
  remember(data, 'negative', subclass);
  return false;
}

function inMro(self: PyObject, subclass: PyObject): boolean {
  if (!isType(self)) return false;
  return (subclass.v as TypeObject).mro.includes(self.v);
}

function inRegistry(data: AbcData, subclass: PyObject): boolean {
  const registry = data.registry;
  if (registry === null) return false;
  if (inWeakSet(registry, subclass)) return true;
  const refs = setItems(registry).map((r) => incref(r));
  try {
    for (const ref of refs) {
      const cls = weakrefObjectBorrowed(ref);
      if (cls === null) continue;
      cls.rc++;
      try {
        if (isSubclass(subclass, cls)) return true;
      } finally {
        decref(cls);
      }
    }
    return false;
  } finally {
    for (const ref of refs) decref(ref);
  }
}

function inSubclasses(self: PyObject, subclass: PyObject): boolean {
  const list = callMethod0(self, s_subclasses);
  try {
    if (!isList(list)) throw typeError('__subclasses__() must return a list');
    for (const cls of list.v as PyObject[]) if (isSubclass(subclass, cls)) return true;
    return false;
  } finally {
    decref(list);
  }
}

// ---------------------------------------------------------------------------------------------
// Inspection

function copyOf(set: PyObject | null): Owned {
  const copy = newSet();
  if (set !== null) for (const ref of setItems(set)) setAdd(copy, ref);
  return copy;
}

function getDump(_m: PyObject, self: PyObject): Owned {
  const data = implOf(self);
  return newTupleSteal([
    copyOf(data.registry),
    copyOf(data.cache),
    copyOf(data.negative),
    newInt(data.version),
  ]);
}

function resetRegistry(_m: PyObject, self: PyObject): Owned {
  const data = implOf(self);
  if (data.registry !== null) setClear(data.registry);
  return newNone();
}

function resetCaches(_m: PyObject, self: PyObject): Owned {
  const data = implOf(self);
  if (data.cache !== null) setClear(data.cache);
  if (data.negative !== null) setClear(data.negative);
  return newNone();
}

export const _abc = defineModule('_abc', {
  functions: {
    get_cache_token: nativeFunction('get_cache_token', '($module, /)', () => newInt(invalidation)),
    _abc_init: nativeFunction('_abc_init', '($module, self, /)', abcInit),
    _abc_register: nativeFunction('_abc_register', '($module, self, subclass, /)', abcRegister),
    _abc_instancecheck: nativeFunction(
      '_abc_instancecheck',
      '($module, self, instance, /)',
      abcInstanceCheck,
    ),
    _abc_subclasscheck: nativeFunction(
      '_abc_subclasscheck',
      '($module, self, subclass, /)',
      abcSubclassCheck,
    ),
    _get_dump: nativeFunction('_get_dump', '($module, self, /)', getDump),
    _reset_registry: nativeFunction('_reset_registry', '($module, self, /)', resetRegistry),
    _reset_caches: nativeFunction('_reset_caches', '($module, self, /)', resetCaches),
  },
  doc: 'What ABCMeta keeps and asks.',
});
