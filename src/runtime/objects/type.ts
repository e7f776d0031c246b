/**
 * type, the type of types. CPython: type_* in Objects/typeobject.c. Making classes is in type-new.ts, reassigning bases
 * and classes in class-assign.ts, the method resolution order in core/mro.ts.
 *
 * A type object is a PyGC whose payload is its TypeObject; `TypeObject.self` points back. Heap types own their dict,
 * bases, MRO tuple, base and names; the list of subclasses is weak.
 */
import { isTrue } from '../core/abstract.ts';
import type { SharedKeys } from '../core/attr.ts';
import { descrGet, typeLookupBorrowed, typeModified } from '../core/attr.ts';
import { attributeError, discard, matches, typeError, valueError } from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { plainIsInstance, plainIsSubclass } from '../core/instance-check.ts';
import { defaultMro } from '../core/mro.ts';
import { classMethodRaw, functionRaw, method } from '../core/native-def.ts';
import type { Owned, PyGC, PyObject } from '../core/object.ts';
import { decref, incref, unaccountPart } from '../core/object.ts';
import { slot_tp_new } from '../core/slot-functions.ts';
import { updateSlot } from '../core/slotdefs.ts';
import { isSubtype } from '../core/subtype.ts';
import { defineType, getset, member, specs } from '../core/type-define.ts';
import type { KwNames, TypeObject, Visit } from '../core/type-object.ts';
import {
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_IS_ABSTRACT,
  TPFLAGS_ITEMS_AT_END,
  TPFLAGS_MANAGED_DICT,
  TPFLAGS_MANAGED_WEAKREF,
  TPFLAGS_TYPE_SUBCLASS,
  TypeType,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { assignBases, removeSubclass } from './class-assign.ts';
import {
  dictClear,
  dictDel,
  dictGetStrBorrowed,
  dictKeysArray,
  dictSetStr,
  newDict,
} from './dict.ts';
import { utf8Bytes } from './codec-registry.ts';
import { AttributeErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { newListSteal } from './list.ts';
import { newMappingproxy } from './mappingproxy.ts';
import { mergeClassDict } from './object.ts';
import { newBool, newNone } from './singletons.ts';
import { intern, isStr, newStrJs, strJs } from './str.ts';
import { emptyTuple } from './tuple.ts';
import { typeModuleText, typeQualname, typeShortName } from './type-names.ts';
import type { HeapType } from './type-new.ts';
import { newClass, SHARED_KEYS_BLOCK } from './type-new.ts';
import { unionOr } from './union.ts';

const s_module = intern('__module__');
const s_doc = intern('__doc__');
const s_annotations = intern('__annotations__');
const s_type_params = intern('__type_params__');
const s_abstractmethods = intern('__abstractmethods__');

/** sizeof(PyHeapTypeObject): `type.__basicsize__`. */
export const TYPE_BASICSIZE = 928;

/** Whether the object is a type; its payload is then the TypeObject. */
export function isTypeObj(o: PyObject): o is PyGC<TypeObject> {
  return (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;
}

// ---------------------------------------------------------------------------------------------
// Calling

/** type.__call__: `tp_new`, then `tp_init` unless something else came out. */
export function typeCall(self: PyObject, args: PyObject[], kw: KwNames): Owned {
  const T: TypeObject = self.v;
  if (T === TypeType) {
    const n = args.length - (kw === null ? 0 : kw.length);
    if (n === 1 && args.length === 1) return incref<PyObject>(args[0]!.type.self);
    if (n !== 3) throw typeError('type() takes 1 or 3 arguments');
  }
  const create = T.tp_new;
  if (create === null) throw typeError(`cannot create '${T.name}' instances`);
  const o = create(T, args, kw);
  if (o.type !== T && !isSubtype(o.type, T)) return o;
  const init = o.type.tp_init;
  if (init !== null) {
    try {
      init(o, args, kw);
    } catch (e) {
      decref(o);
      throw e;
    }
  }
  return o;
}

/** type.__new__. */
export function typeNew(metatype: TypeObject, args: PyObject[], kw: KwNames): Owned {
  return newClass(metatype, args, kw);
}

/** type.__init__ only checks the number of arguments. */
function typeInit(_self: PyObject, args: PyObject[], kw: KwNames): void {
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  if (nkw > 0 && n === 1) throw typeError('type.__init__() takes no keyword arguments');
  if (n !== 1 && n !== 3) throw typeError('type.__init__() takes 1 or 3 arguments');
}

/** The tp_new that CPython's type has: that of the nearest base that does not hide its own. */
function shownNew(type: TypeObject): TypeObject['tp_new'] {
  let t: TypeObject = type;
  while (specs.get(t)?.inheritsNew === true) t = t.base!;
  return t.tp_new;
}

/**
 * `T.__new__(cls, …)` of native types: checks that the instance would have T's layout. CPython: tp_new_wrapper.
 */
export const nativeNew = functionRaw(
  '__new__',
  (self: PyObject, args: PyObject[], kw: KwNames): Owned => {
    const T: TypeObject = self.v;
    const n = args.length - (kw === null ? 0 : kw.length);
    if (n < 1) throw typeError(`${T.name}.__new__(): not enough arguments`);
    const cls = args[0]!;
    if (!isTypeObj(cls)) {
      throw typeError(`${T.name}.__new__(X): X is not a type object (${cls.type.name})`);
    }
    const type: TypeObject = cls.v;
    if (!isSubtype(type, T)) {
      throw typeError(
        `${T.name}.__new__(${type.name}): ${type.name} is not a subtype of ${T.name}`,
      );
    }
    let native: TypeObject | null = type;
    while (native !== null && native.tp_new === slot_tp_new) native = native.base;
    if (native !== null && native.tp_new !== T.tp_new) {
      if (shownNew(native) === T.tp_new) return native.tp_new!(type, args.slice(1), kw);
      throw typeError(`${T.name}.__new__(${type.name}) is not safe, use ${native.name}.__new__()`);
    }
    return T.tp_new!(type, args.slice(1), kw);
  },
  {
    sig: '($type, *args, **kwargs)',
    doc: 'Makes an object of the type.',
  },
);

// ---------------------------------------------------------------------------------------------
// Attributes of types

/** The attribute or null, without an exception unless a descriptor raises. */
function typeFind(self: PyObject, name: PyObject): Owned | null {
  const T: TypeObject = self.v;
  const meta = self.type;
  const metaAttr = typeLookupBorrowed(meta, name);
  const metaGet = metaAttr === null ? null : metaAttr.type.tp_descr_get;
  if (metaGet !== null && metaAttr!.type.tp_descr_set !== null) {
    return descrGet(metaAttr!, self, meta.self);
  }
  const attr = typeLookupBorrowed(T, name);
  if (attr !== null) {
    return attr.type.tp_descr_get === null ? incref(attr) : descrGet(attr, null, self);
  }
  if (metaGet !== null) return descrGet(metaAttr!, self, meta.self);
  return metaAttr === null ? null : incref(metaAttr);
}

/** type.__getattribute__. */
export function typeGetAttro(self: PyObject, name: PyObject): Owned {
  const found = typeFind(self, name);
  if (found !== null) return found;
  throw noTypeAttribute(self, name);
}

function noTypeAttribute(self: PyObject, name: PyObject) {
  return attributeError(
    `type object '${(self.v as TypeObject).name}' has no attribute '${strJs(name)}'`,
    self,
    name,
  );
}

/** typeGetAttro with null for AttributeError. */
export function typeLookupQuiet(self: PyObject, name: PyObject): Owned | null {
  try {
    return typeFind(self, name);
  } catch (e) {
    if (matches(e, AttributeErrorType)) {
      discard(e);
      return null;
    }
    throw e;
  }
}

/** type.__setattr__ and __delattr__: the class dict, then caches and slots. */
export function typeSetAttro(self: PyObject, name: PyObject, value: PyObject | null): void {
  const T: TypeObject = self.v;
  if ((T.flags & TPFLAGS_IMMUTABLETYPE) !== 0) {
    throw typeError(`cannot set '${strJs(name)}' attribute of immutable type '${T.name}'`);
  }
  const descr = typeLookupBorrowed(self.type, name);
  const set = descr === null ? null : descr.type.tp_descr_set;
  if (set !== null) {
    descr!.rc++;
    try {
      set(descr!, self, value);
    } finally {
      decref(descr!);
    }
  } else storeInType(T, self, name, value);
  typeModified(T);
  updateSlot(T, name);
}

function storeInType(T: TypeObject, self: PyObject, name: PyObject, value: PyObject | null): void {
  // Releasing the old value may run code that looks attributes up: the cache must not answer from before.
  typeModified(T);
  if (value !== null) dictSetStr(T.dict, name, value);
  else {
    if (dictGetStrBorrowed(T.dict, name) === null) throw noTypeAttribute(self, name);
    dictDel(T.dict, name);
  }
}

// ---------------------------------------------------------------------------------------------
// Life

function typeDealloc(self: PyObject): void {
  const o = self as PyGC<TypeObject>;
  gcUntrack(o);
  const T = o.v;
  const heap: HeapType | null = T.heap;
  if (heap === null) throw new Error(`release of the static type ${T.name}`);
  typeModified(T);
  releaseFromBases(T);
  if (o.ext !== null) clearWeakrefs(o);
  releaseSharedKeys(T);
  const { base, bases, dict, mroTuple } = T;
  if (base !== null) decref(base.self);
  if (dict !== null) decref(dict);
  if (bases !== null) decref(bases);
  if (mroTuple !== null) decref(mroTuple);
  T.mroTuple = null;
  decref(heap.name);
  decref(heap.qualname);
  if (heap.slots !== null) decref(heap.slots);
  if (heap.docSize > 0) unaccountPart(o, heap.docSize);
  if (T.subclasses !== null) {
    if (heap.subclassDict !== null) decref(heap.subclassDict);
    unaccountPart(o, heap.subclassKeys);
  }
  freeObject(o, heap.size);
}

function releaseFromBases(T: TypeObject): void {
  if (T.bases === null) return;
  for (const base of T.bases.v as PyObject[]) removeSubclass(base.v, T);
}

function releaseSharedKeys(T: TypeObject): void {
  const keys: SharedKeys | null = T.sharedKeys;
  if (keys === null) return;
  T.sharedKeys = null;
  unaccountPart(T.self, SHARED_KEYS_BLOCK);
  for (const name of keys.names) decref(name);
}

function typeTraverse(self: PyObject, visit: Visit): void {
  const T: TypeObject = self.v;
  if (T.heap === null) return;
  visit(T.dict);
  if (T.mroTuple !== null) visit(T.mroTuple);
  if (T.bases !== null) visit(T.bases);
  if (T.base !== null) visit(T.base.self);
}

/** Breaks cycles at the dict and the MRO; base and bases stay, as deallocation needs them. */
function typeClear(self: PyObject): void {
  const T: TypeObject = self.v;
  typeModified(T);
  dictClear(T.dict);
  const tuple = T.mroTuple;
  T.mroTuple = null;
  T.mro = [];
  if (tuple !== null) decref(tuple);
}

// ---------------------------------------------------------------------------------------------
// Names and other computed attributes

function checkSettable(T: TypeObject, value: PyObject | null, name: string): PyObject {
  if ((T.flags & TPFLAGS_IMMUTABLETYPE) !== 0) {
    throw typeError(`cannot set '${name}' attribute of immutable type '${T.name}'`);
  }
  if (value === null) {
    throw typeError(`cannot delete '${name}' attribute of immutable type '${T.name}'`);
  }
  return value;
}

function getName(self: PyObject): Owned {
  const T: TypeObject = self.v;
  return T.heap !== null ? incref((T.heap as HeapType).name) : newStrJs(typeShortName(T));
}

function setName(self: PyObject, given: PyObject | null): void {
  const T: TypeObject = self.v;
  const value = checkSettable(T, given, '__name__');
  if (!isStr(value)) {
    throw typeError(`can only assign string to ${T.name}.__name__, not '${value.type.name}'`);
  }
  const text = strJs(value);
  if (/[\ud800-\udfff]/.test(text)) utf8Bytes(value);
  if (text.includes('\0')) throw valueError('type name must not contain null characters');
  T.name = text;
  const heap: HeapType = T.heap;
  const old = heap.name;
  heap.name = incref(value);
  decref(old);
}

function getQualname(self: PyObject): Owned {
  const T: TypeObject = self.v;
  return T.heap !== null ? incref((T.heap as HeapType).qualname) : newStrJs(typeQualname(T));
}

function setQualname(self: PyObject, given: PyObject | null): void {
  const T: TypeObject = self.v;
  const value = checkSettable(T, given, '__qualname__');
  if (!isStr(value)) {
    throw typeError(`can only assign string to ${T.name}.__qualname__, not '${value.type.name}'`);
  }
  const heap: HeapType = T.heap;
  const old = heap.qualname;
  heap.qualname = incref(value);
  decref(old);
}

function getModule(self: PyObject): Owned {
  const T: TypeObject = self.v;
  if (T.heap === null) return newStrJs(typeModuleText(T)!);
  const module = dictGetStrBorrowed(T.dict, s_module);
  if (module === null) throw attributeError('__module__');
  return incref(module);
}

function setModule(self: PyObject, given: PyObject | null): void {
  const T: TypeObject = self.v;
  const value = checkSettable(T, given, '__module__');
  typeModified(T);
  dictSetStr(T.dict, s_module, value);
  const firstlineno = intern('__firstlineno__');
  if (dictGetStrBorrowed(T.dict, firstlineno) !== null) dictDel(T.dict, firstlineno);
}

function getDoc(self: PyObject): Owned {
  const T: TypeObject = self.v;
  if (T.heap === null) return T.doc === null ? newNone() : newStrJs(T.doc);
  const doc = typeLookupBorrowed(T, s_doc);
  if (doc === null) return newNone();
  return doc.type.tp_descr_get === null ? incref(doc) : descrGet(doc, null, self);
}

function setDoc(self: PyObject, given: PyObject | null): void {
  const T: TypeObject = self.v;
  const value = checkSettable(T, given, '__doc__');
  typeModified(T);
  dictSetStr(T.dict, s_doc, value);
}

function getTextSignature(self: PyObject): Owned {
  const sig = specs.get(self.v)?.text_signature;
  return sig === undefined ? newNone() : newStrJs(sig);
}

/** `__annotations__`: made empty where a class has none of its own. */
function getAnnotations(self: PyObject): Owned {
  const T: TypeObject = self.v;
  if (T.heap === null) {
    throw attributeError(
      `type object '${T.name}' has no attribute '__annotations__'`,
      self,
      s_annotations,
    );
  }
  const own = dictGetStrBorrowed(T.dict, s_annotations);
  if (own !== null) {
    return own.type.tp_descr_get === null ? incref(own) : descrGet(own, null, self);
  }
  const made = newDict();
  dictSetStr(T.dict, s_annotations, made);
  typeModified(T);
  return made;
}

function setAnnotations(self: PyObject, value: PyObject | null): void {
  const T: TypeObject = self.v;
  if ((T.flags & TPFLAGS_IMMUTABLETYPE) !== 0) {
    throw typeError(`cannot set '__annotations__' attribute of immutable type '${T.name}'`);
  }
  if (value !== null) dictSetStr(T.dict, s_annotations, value);
  else if (dictGetStrBorrowed(T.dict, s_annotations) === null) {
    throw attributeError('__annotations__', self, s_annotations);
  } else dictDel(T.dict, s_annotations);
  typeModified(T);
}

function getTypeParams(self: PyObject): Owned {
  const T: TypeObject = self.v;
  const own = T.heap === null ? null : dictGetStrBorrowed(T.dict, s_type_params);
  return own === null ? incref(emptyTuple) : incref(own);
}

function setTypeParams(self: PyObject, given: PyObject | null): void {
  const T: TypeObject = self.v;
  const value = checkSettable(T, given, '__type_params__');
  dictSetStr(T.dict, s_type_params, value);
  typeModified(T);
}

/** `__abstractmethods__` of `type` itself stays hidden: it is looked up in the class dict only. */
function getAbstractMethods(self: PyObject): Owned {
  const T: TypeObject = self.v;
  const own = T === TypeType ? null : dictGetStrBorrowed(T.dict, s_abstractmethods);
  if (own === null) throw attributeError('__abstractmethods__', self, s_abstractmethods);
  return incref(own);
}

function setAbstractMethods(self: PyObject, value: PyObject | null): void {
  const T: TypeObject = self.v;
  let abstract = false;
  if (value !== null) {
    abstract = isTrue(value);
    dictSetStr(T.dict, s_abstractmethods, value);
  } else {
    if (dictGetStrBorrowed(T.dict, s_abstractmethods) === null) {
      throw attributeError('__abstractmethods__', self, s_abstractmethods);
    }
    dictDel(T.dict, s_abstractmethods);
  }
  typeModified(T);
  if (abstract) T.flags |= TPFLAGS_IS_ABSTRACT;
  else T.flags &= ~TPFLAGS_IS_ABSTRACT;
}

/** Offset of the dict word as CPython reports it: -1 where it stands before the object. */
function dictOffset(T: TypeObject): number {
  if ((T.flags & TPFLAGS_MANAGED_DICT) !== 0) return -1;
  return T.hasDict ? nativeOffset(T, DICT_OFFSETS) : 0;
}

function weakrefOffset(T: TypeObject): number {
  if ((T.flags & TPFLAGS_MANAGED_WEAKREF) !== 0) return -32;
  return T.hasWeakrefs ? nativeOffset(T, WEAKREF_OFFSETS) : 0;
}

/** Struct offsets of native types, CPython's on 64-bit. */
const DICT_OFFSETS: Record<string, number> = {
  type: 264,
  BaseException: 16,
  module: 16,
  function: 88,
  staticmethod: 24,
  classmethod: 24,
  'types.SimpleNamespace': 16,
};
const WEAKREF_OFFSETS: Record<string, number> = {
  type: 368,
  function: 96,
  module: 40,
  builtin_function_or_method: 40,
  method: 32,
  set: 192,
  frozenset: 192,
  code: 144,
  'types.GenericAlias': 40,
  generator: 16,
  coroutine: 16,
  async_generator: 16,
  memoryview: 136,
};

function nativeOffset(T: TypeObject, table: Record<string, number>): number {
  const key = table === DICT_OFFSETS ? 'dictoffset' : 'weakrefoffset';
  for (let t: TypeObject | null = T; t !== null; t = t.base) {
    const offset = t.heap === null ? (specs.get(t)?.[key] ?? table[t.name]) : undefined;
    if (offset !== undefined) return offset;
  }
  return T.basicsize - 8;
}

// ---------------------------------------------------------------------------------------------
// Methods

function typeRepr(self: PyObject): Owned {
  const T: TypeObject = self.v;
  const module = typeModuleText(T);
  const prefix = module === null || module === 'builtins' ? '' : `${module}.`;
  return newStrJs(`<class '${prefix}${module === null ? T.name : typeQualname(T)}'>`);
}

function typeOr(a: PyObject, b: PyObject): Owned {
  return unionOr(a, b);
}

function typeDir(self: PyObject): Owned {
  const names = newDict();
  try {
    mergeClassDict(names, self);
    return newListSteal(dictKeysArray(names));
  } finally {
    decref(names);
  }
}

function typeSizeof(self: PyObject): Owned {
  const T: TypeObject = self.v;
  if (T.heap === null) return newInt(416);
  const keys = T.sharedKeys === null ? 0 : SHARED_KEYS_BLOCK;
  return newInt(TYPE_BASICSIZE + keys);
}

function subclassList(self: PyObject): Owned {
  const list = (self.v as TypeObject).subclasses ?? [];
  return newListSteal(list.map((t) => incref<PyObject>(t.self)));
}

defineType(TypeType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_TYPE_SUBCLASS | TPFLAGS_ITEMS_AT_END,
  basicsize: TYPE_BASICSIZE,
  itemsize: 40,
  hasDict: true,
  hasWeakrefs: true,
  tp_new: typeNew,
  tp_init: typeInit,
  tp_call: typeCall,
  tp_dealloc: typeDealloc,
  tp_traverse: typeTraverse,
  tp_clear: typeClear,
  tp_repr: typeRepr,
  tp_getattro: typeGetAttro,
  tp_setattro: typeSetAttro,
  nb_or: typeOr,
  methods: {
    mro: method(
      '($self, /)',
      (self: PyObject) => newListSteal(defaultMro(self.v).map((t) => incref<PyObject>(t.self))),
      'The order in which classes are searched.',
    ),
    __subclasses__: method('($self, /)', subclassList, 'The direct subclasses.'),
    __prepare__: classMethodRaw(() => newDict(), {
      sig: '($cls, name, bases, /, **kwds)',
      doc: 'The namespace of a class statement.',
    }),
    __instancecheck__: method(
      '($self, instance, /)',
      (self: PyObject, o: PyObject) => newBool(plainIsInstance(o, self)),
      'What isinstance() asks.',
    ),
    __subclasscheck__: method(
      '($self, subclass, /)',
      (self: PyObject, o: PyObject) => newBool(plainIsSubclass(o, self)),
      'What issubclass() asks.',
    ),
    __dir__: method('($self, /)', typeDir, 'The names of the attributes of a class.'),
    __sizeof__: method('($self, /)', typeSizeof, 'Bytes of memory of the class.'),
  },
  members: {
    __basicsize__: member((o) => newInt((o.v as TypeObject).basicsize)),
    __itemsize__: member((o) => newInt((o.v as TypeObject).itemsize)),
    __flags__: member((o) => {
      const T = o.v as TypeObject;
      return newInt((T.flags | T.shownFlags) >>> 0);
    }),
    __weakrefoffset__: member((o) => newInt(weakrefOffset(o.v))),
    __base__: member((o) => {
      const { base } = o.v as TypeObject;
      return base === null ? newNone() : incref<PyObject>(base.self);
    }),
    __dictoffset__: member((o) => newInt(dictOffset(o.v))),
  },
  getset: {
    __name__: getset(getName, setName),
    __qualname__: getset(getQualname, setQualname),
    __bases__: getset(
      (o) => incref((o.v as TypeObject).bases!),
      (o, value) => assignBases(o.v, value),
    ),
    __mro__: getset((o) => {
      const tuple = (o.v as TypeObject).mroTuple;
      return tuple === null ? newNone() : incref(tuple);
    }),
    __module__: getset(getModule, setModule),
    __abstractmethods__: getset(getAbstractMethods, setAbstractMethods),
    __dict__: getset((o) => newMappingproxy((o.v as TypeObject).dict)),
    __doc__: getset(getDoc, setDoc),
    __text_signature__: getset(getTextSignature),
    __annotations__: getset(getAnnotations, setAnnotations),
    __type_params__: getset(getTypeParams, setTypeParams),
  },
  doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
});
