/**
 * object, the root of all types. CPython: object_* in Objects/typeobject.c, PyObject_Repr's default, Objects/object.c.
 */
import { asIndexNumber, getIter, hasLen, isTrue, len, str_ } from '../core/abstract.ts';
import { addressOf } from '../core/address.ts';
import {
  genericGetAttr,
  genericSetAttr,
  getAttr,
  instanceDictBorrowed,
  lookupAttr,
  setInstanceDict,
  typeLookupBorrowed,
} from '../core/attr.ts';
import { callMethod0, callObject } from '../core/call.ts';
import { attributeError, typeError, valueError } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import { genericAlloc } from '../core/instance.ts';
import { classMethod, method } from '../core/native-def.ts';
import type { Owned, PyGC, PyObject } from '../core/object.ts';
import { decref, decrefAll, incref } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isSubtype } from '../core/subtype.ts';
import type { GetsetDef } from '../core/type-define.ts';
import { defineType, getset } from '../core/type-define.ts';
import type { KwNames, TypeObject } from '../core/type-object.ts';
import {
  DictType,
  ListType,
  ObjectType,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_BASETYPE,
  TPFLAGS_INLINE_VALUES,
  TPFLAGS_IS_ABSTRACT,
  TPFLAGS_ITEMS_AT_END,
  TPFLAGS_TYPE_SUBCLASS,
  TupleType,
} from '../core/type-object.ts';
import { assignClass } from './class-assign.ts';
import {
  dictCopy,
  dictGetStrBorrowed,
  dictKeysArray,
  dictLen,
  dictSetStr,
  dictUpdate,
  isDict,
  newDict,
} from './dict.ts';
import { OverflowErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { newListSteal } from './list.ts';
import { None_, NotImplemented_, newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, isStr, newStrJs, strJs } from './str.ts';
import { isTuple, newTupleSteal } from './tuple.ts';
import { typeModuleText, typeQualname } from './type-names.ts';

const EQ = 2;
const NE = 3;

const s_abstractmethods = intern('__abstractmethods__');
const s_class = intern('__class__');
const s_bases = intern('__bases__');
const s_dict = intern('__dict__');
const s_reduce = intern('__reduce__');
const s_getstate = intern('__getstate__');
const s_getnewargs = intern('__getnewargs__');
const s_getnewargs_ex = intern('__getnewargs_ex__');
const s_items = intern('items');

// ---------------------------------------------------------------------------------------------
// Address, identity

/** `0x7f…`, as `%p` prints the object's address. */
export function addressText(o: PyObject): string {
  return `0x${addressOf(o).toString(16)}`;
}

/** hash of the identity: the address rotated by 4 bits. CPython: _Py_HashPointer. */
export function identityHash(o: PyObject): number {
  const address = addressOf(o);
  const rotated = Math.floor(address / 16);
  // The low four bits, which are zero, become the high ones.
  S.hashHi = Math.floor(rotated / 4294967296) | 0;
  return rotated | 0;
}

// ---------------------------------------------------------------------------------------------
// Construction

function hasArguments(args: PyObject[]): boolean {
  return args.length > 0;
}

/** object.__new__: refuses arguments that no `__init__` will take, and abstract classes. */
export function objectNew(type: TypeObject, args: PyObject[], _kw: KwNames): Owned {
  if (hasArguments(args)) {
    if (type.tp_new !== objectNew) {
      throw typeError('object.__new__() takes exactly one argument (the type to instantiate)');
    }
    if (type.tp_init === objectInit) throw typeError(`${type.name}() takes no arguments`);
  }
  if ((type.flags & TPFLAGS_IS_ABSTRACT) !== 0) throw abstractError(type);
  return genericAlloc(type);
}

function abstractError(type: TypeObject) {
  const abstract = dictGetStrBorrowed(type.dict, s_abstractmethods);
  if (abstract === null) return attributeError('__abstractmethods__');
  const sorted = callObject(importedSorted(), [abstract]);
  const names = (sorted.v as PyObject[]).map((n) => `'${strJs(n)}'`);
  decref(sorted);
  const s = names.length > 1 ? 's' : '';
  return typeError(
    `Can't instantiate abstract class ${type.name} ` +
      `without an implementation for abstract method${s} ${names.join(', ')}`,
  );
}

function importedSorted(): PyObject {
  return dictGetStrBorrowed(S.builtins, intern('sorted'))!;
}

/** object.__init__: refuses arguments unless `__new__` is overridden and this is not. */
export function objectInit(o: PyObject, args: PyObject[], _kw: KwNames): void {
  if (!hasArguments(args)) return;
  const type = o.type;
  if (type.tp_init !== objectInit) {
    throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
  }
  if (type.tp_new === objectNew) {
    throw typeError(
      `${type.name}.__init__() takes exactly one argument (the instance to initialize)`,
    );
  }
}

// ---------------------------------------------------------------------------------------------
// Slots

function objectRepr(o: PyObject): Owned {
  const type = o.type;
  const module = typeModuleText(type);
  const prefix = module === null || module === 'builtins' ? '' : `${module}.`;
  return newStrJs(`<${prefix}${typeQualname(type)} object at ${addressText(o)}>`);
}

/** object.__str__ is repr(). */
function objectStr(o: PyObject): Owned {
  return o.type.tp_repr(o);
}

function objectCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (op === EQ) return a === b ? newBool(true) : newNotImplemented();
  if (op !== NE) return newNotImplemented();
  const compare = a.type.tp_richcompare;
  if (compare === null) return newNotImplemented();
  const r = compare(a, b, EQ);
  if (r === NotImplemented_) return r;
  const same = isTrue(r);
  decref(r);
  return newBool(!same);
}

// ---------------------------------------------------------------------------------------------
// __class__, __dict__, __weakref__

/**
 * The `__dict__` descriptor of a built-in base that has one, whose rules then hold; null without.
 * CPython: get_builtin_base_with_dict, get_dict_descriptor.
 */
function nativeDictDescriptor(o: PyObject): PyObject | null {
  for (let t: TypeObject = o.type; t.base !== null; t = t.base) {
    if (!t.hasDict || (t.flags & TPFLAGS_HEAPTYPE) !== 0) continue;
    const d = typeLookupBorrowed(t, s_dict);
    if (d !== null && d.type.tp_descr_set !== null) return d;
    const what = `this __dict__ descriptor does not support '${o.type.name}' objects`;
    throw typeError(what);
  }
  return null;
}

function readDict(o: PyObject): Owned {
  const dict = instanceDictBorrowed(o);
  if (dict === null) throw attributeError('This object has no __dict__', o, s_dict);
  return incref(dict);
}

function writeDict(o: PyObject, value: PyObject | null): void {
  if (!o.type.hasDict) throw attributeError('This object has no __dict__');
  if (value !== null && !isDict(value)) {
    throw typeError(`__dict__ must be set to a dictionary, not a '${value.type.name}'`);
  }
  setInstanceDict(o, value);
}

/** `__dict__` of instances of Python classes. CPython: subtype_dict, subtype_setdict. */
export const dictGetset: GetsetDef = getset(
  (o) => {
    const native = nativeDictDescriptor(o);
    return native === null ? readDict(o) : native.type.tp_descr_get!(native, o, o.type.self);
  },
  (o, value) => {
    const native = nativeDictDescriptor(o);
    if (native === null) writeDict(o, value);
    else native.type.tp_descr_set!(native, o, value);
  },
  'dictionary for instance variables',
);
dictGetset.name = '__dict__';

/** `__dict__` of built-in types whose instances have one. CPython: PyObject_GenericGetDict, PyObject_GenericSetDict. */
export const genericDictGetset: GetsetDef = getset(readDict, (o, value) => {
  if (value === null) throw typeError('cannot delete __dict__');
  writeDict(o, value);
});
genericDictGetset.name = '__dict__';

/** `__weakref__` of instances of Python classes: the newest-standing weak reference. CPython: subtype_getweakref. */
export const weakrefGetset: GetsetDef = getset(
  (o) => {
    const ext = (o as PyGC).ext;
    const list = ext === null || ext === undefined ? null : ext.weakrefs;
    return list === null || list.length === 0 ? newNone() : incref(list[0]!);
  },
  null,
  'The first weak reference.',
);
weakrefGetset.name = '__weakref__';

// ---------------------------------------------------------------------------------------------
// Pickling

/** `type.__slots__` as copyreg collects them: names of all slots of the MRO, mangled. */
function slotNames(type: TypeObject): Owned {
  return callObject(importedSlotNames(), [type.self]);
}

function importedSlotNames(): PyObject {
  const f = importAttr('copyreg', '_slotnames');
  // The module keeps it alive.
  decref(f);
  return f;
}

/** Whether the instance has no attributes of its own; does not make its dict. CPython: _PyObject_IsInstanceDictEmpty. */
function dictIsEmpty(o: PyObject): boolean {
  const dict = (o as PyGC).dict;
  if (dict !== null) return dictLen(dict) === 0;
  if ((o.type.flags & TPFLAGS_INLINE_VALUES) === 0) return true;
  return (o.v as (PyObject | null)[]).every((value) => value === null);
}

/** object.__getstate__: the dict, or (dict, slots) when slots hold values. CPython: object_getstate_default. */
function getState(o: PyObject, required: boolean): Owned {
  const type = o.type;
  if (required && type.itemsize !== 0) throw typeError(`cannot pickle ${type.name} objects`);
  let state: Owned;
  const shown = type.hasDict && (type.flags & TPFLAGS_TYPE_SUBCLASS) === 0 && !dictIsEmpty(o);
  const dict = shown ? instanceDictBorrowed(o) : null;
  state = dict === null ? newNone() : incref(dict);
  try {
    const names = slotNames(type);
    try {
      if (required) checkPicklable(type, names);
      if (names !== None_ && len(names) > 0) {
        const slots = slotState(o, names);
        if (slots !== null) state = newTupleSteal([state, slots]);
      }
    } finally {
      decref(names);
    }
  } catch (e) {
    decref(state);
    throw e;
  }
  return state;
}

/** Objects with native state beyond dict and slots cannot be copied field by field. */
function checkPicklable(type: TypeObject, names: PyObject): void {
  let size = ObjectType.basicsize;
  const native = nativeDictBytes(type);
  size += native;
  if (names !== None_) size += 8 * len(names);
  if (type.basicsize > size) throw typeError(`cannot pickle '${type.name}' object`);
}

/** Bytes of dict and weak list pointers that stand in the struct itself (static types only). */
function nativeDictBytes(type: TypeObject): number {
  let base: TypeObject = type;
  while (base.heap !== null) base = base.base!;
  return (base.hasDict ? 8 : 0) + (base.hasWeakrefs ? 8 : 0);
}

function slotState(o: PyObject, names: PyObject): Owned | null {
  const slots = newDict();
  for (const name of names.v as PyObject[]) {
    // a __getattr__ may take the name out of the list
    name.rc++;
    try {
      const value = lookupAttr(o, name);
      if (value === null) continue;
      dictSetStr(slots, name, value);
      decref(value);
    } finally {
      decref(name);
    }
  }
  if (len(slots) > 0) return slots;
  decref(slots);
  return null;
}

/** `o.__getstate__()`, object's own without the call. */
function stateOf(o: PyObject, required: boolean): Owned {
  const own = typeLookupBorrowed(o.type, s_getstate);
  if (own !== null && own === dictGetStrBorrowed(ObjectType.dict, s_getstate))
    return getState(o, required);
  return callMethod0(o, s_getstate);
}

interface NewArguments {
  args: Owned | null;
  kwargs: Owned | null;
}

/** What `__getnewargs_ex__` or `__getnewargs__` say. CPython: _PyObject_GetNewArguments. */
function newArguments(o: PyObject): NewArguments {
  if (typeLookupBorrowed(o.type, s_getnewargs_ex) !== null) {
    const r = callMethod0(o, s_getnewargs_ex);
    try {
      return splitNewArguments(r);
    } finally {
      decref(r);
    }
  }
  if (typeLookupBorrowed(o.type, s_getnewargs) === null) return { args: null, kwargs: null };
  const args = callMethod0(o, s_getnewargs);
  if (isTuple(args)) return { args, kwargs: null };
  const kind = args.type.name;
  decref(args);
  throw typeError(`__getnewargs__ should return a tuple, not '${kind}'`);
}

function splitNewArguments(r: PyObject): NewArguments {
  if (!isTuple(r)) {
    throw typeError(`__getnewargs_ex__ should return a tuple, not '${r.type.name}'`);
  }
  const items: PyObject[] = r.v;
  if (items.length !== 2) {
    throw valueError(`__getnewargs_ex__ should return a tuple of length 2, not ${items.length}`);
  }
  const [args, kwargs] = items as [PyObject, PyObject];
  if (!isTuple(args)) {
    throw typeError(
      `first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${args.type.name}'`,
    );
  }
  if (!isDict(kwargs)) {
    throw typeError(
      `second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${kwargs.type.name}'`,
    );
  }
  return { args: incref(args), kwargs: incref(kwargs) };
}

/** Protocol 2 and later: (copyreg.__newobj__, (cls, *args), state, items, pairs). CPython: reduce_newobj. */
function reduceNewObject(o: PyObject): Owned {
  const type = o.type;
  if (type.tp_new === null) throw typeError(`cannot pickle '${type.name}' object`);
  const { args, kwargs } = newArguments(o);
  let makerAndArgs: Owned[] = [];
  try {
    if (kwargs === null || len(kwargs) === 0) {
      const items = [incref<PyObject>(type.self)];
      if (args !== null) for (const a of args.v as PyObject[]) items.push(incref(a));
      makerAndArgs = [importAttr('copyreg', '__newobj__'), newTupleSteal(items)];
    } else {
      const call = newTupleSteal([incref<PyObject>(type.self), incref(args!), incref(kwargs)]);
      makerAndArgs = [importAttr('copyreg', '__newobj_ex__'), call];
    }
    const listLike = isSubtype(type, ListType);
    const dictLike = isSubtype(type, DictType);
    const required = args === null && !listLike && !dictLike;
    const state = stateOf(o, required);
    const listItems = listLike ? getIter(o) : newNone();
    const dictItems = dictLike ? itemsIterator(o) : newNone();
    return newTupleSteal([...makerAndArgs, state, listItems, dictItems]);
  } catch (e) {
    decrefAll(makerAndArgs);
    throw e;
  } finally {
    if (args !== null) decref(args);
    if (kwargs !== null) decref(kwargs);
  }
}

function itemsIterator(o: PyObject): Owned {
  const items = callMethod0(o, s_items);
  try {
    return getIter(items);
  } finally {
    decref(items);
  }
}

function reduceByProtocol(o: PyObject, protocol: number): Owned {
  if (protocol >= 2) return reduceNewObject(o);
  const reduce = importAttr('copyreg', '_reduce_ex');
  const number = newInt(protocol);
  try {
    return callObject(reduce, [o, number]);
  } finally {
    decref(number);
    decref(reduce);
  }
}

/** object.__reduce_ex__: an overridden `__reduce__` goes first. */
function reduceEx(o: PyObject, protocol: PyObject): Owned {
  const number = asIndexNumber(protocol, OverflowErrorType);
  const reduce = lookupAttr(o, s_reduce);
  if (reduce === null) return reduceByProtocol(o, number);
  try {
    const own = getAttr(o.type.self, s_reduce);
    const overridden = own !== dictGetStrBorrowed(ObjectType.dict, s_reduce);
    decref(own);
    return overridden ? callObject(reduce, []) : reduceByProtocol(o, number);
  } finally {
    decref(reduce);
  }
}

// ---------------------------------------------------------------------------------------------
// Other methods

function objectFormat(o: PyObject, spec: PyObject): Owned {
  if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${spec.type.name}`);
  if (strJs(spec) !== '') {
    throw typeError(`unsupported format string passed to ${o.type.name}.__format__`);
  }
  return str_(o);
}

/** object.__sizeof__: without the headers before the object. */
function objectSizeof(o: PyObject): Owned {
  const type = o.type;
  if (type.tp_sizeof !== null) return newInt(type.tp_sizeof(o));
  let size = type.basicsize;
  if (type.itemsize > 0 && (type.flags & TPFLAGS_ITEMS_AT_END) === 0) {
    size += type.itemsize * itemCount(o);
  }
  return newInt(size);
}

function itemCount(o: PyObject): number {
  if (isSubtype(o.type, TupleType)) return o.v.length;
  return hasLen(o) ? len(o) : 0;
}

/** Adds the dict of a class and, from the last to the first, of its bases. CPython: merge_class_dict. */
export function mergeClassDict(into: PyObject, cls: PyObject): void {
  const own = lookupAttr(cls, s_dict);
  if (own !== null) {
    try {
      dictUpdate(into, own);
    } finally {
      decref(own);
    }
  }
  const bases = lookupAttr(cls, s_bases);
  if (bases === null) return;
  try {
    if (!isTuple(bases)) return;
    for (const base of bases.v as PyObject[]) mergeClassDict(into, base);
  } finally {
    decref(bases);
  }
}

/** object.__dir__: names of the instance dict, the class and its bases, unsorted. */
function objectDir(o: PyObject): Owned {
  let names: PyObject;
  const own = lookupAttr(o, s_dict);
  if (own === null) names = newDict();
  else if (isDict(own)) {
    names = dictCopy(own);
    decref(own);
  } else {
    decref(own);
    names = newDict();
  }
  try {
    const cls = lookupAttr(o, s_class);
    if (cls !== null) {
      try {
        mergeClassDict(names, cls);
      } finally {
        decref(cls);
      }
    }
    return newListSteal(dictKeysArray(names));
  } finally {
    decref(names);
  }
}

defineType(ObjectType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: 16,
  tp_new: objectNew,
  tp_init: objectInit,
  tp_alloc: genericAlloc,
  tp_dealloc: freeObject,
  tp_repr: objectRepr,
  tp_str: objectStr,
  tp_hash: identityHash,
  tp_getattro: genericGetAttr,
  tp_setattro: genericSetAttr,
  tp_richcompare: objectCompare,
  methods: {
    __reduce_ex__: method('($self, protocol, /)', reduceEx, 'For pickle.'),
    __reduce__: method('($self, /)', (o) => reduceByProtocol(o, 0), 'For pickle.'),
    __getstate__: method('($self, /)', (o) => getState(o, false), 'For pickle.'),
    __subclasshook__: classMethod('($type, object, /)', () => newNotImplemented()),
    __init_subclass__: classMethod('($type, /)', () => newNone()),
    __format__: method(
      '($self, format_spec, /)',
      objectFormat,
      'str(self); other formats are refused.',
    ),
    __sizeof__: method('($self, /)', objectSizeof, 'Bytes of memory.'),
    __dir__: method('($self, /)', objectDir, 'The names of its attributes.'),
  },
  getset: {
    __class__: getset(
      (o) => incref<PyObject>(o.type.self),
      assignClass,
      'The class of the object.',
    ),
  },
  text_signature: '()',
  doc: 'What every class descends from.',
});
