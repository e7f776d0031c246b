/**
 * Making native types usable: inheritance, dicts, descriptors. CPython: PyType_Ready and inherit_slots in
 * Objects/typeobject.c.
 */
import { genericGetAttr, genericSetAttr, registerTypeGetAttr, typeModified } from './attr.ts';
import '../objects/singleton-types.ts';
import { newBuiltin } from '../objects/builtin.ts';
import { newGetsetDescriptor, newMemberDescriptor, newMethodDescriptor } from '../objects/descr.ts';
import { dictGetStrBorrowed, dictSetStr, newDict } from '../objects/dict.ts';
import { None_ } from '../objects/singletons.ts';
import { newStaticmethod } from '../objects/staticmethod.ts';
import { intern, newStrJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { nativeNew, typeGetAttro, typeLookupQuiet } from '../objects/type.ts';
import { TYPE_DOCS } from '../objects/type-docs.ts';
import { typeModuleText } from '../objects/type-names.ts';
import { genericAlloc } from './instance.ts';
import { defaultMro } from './mro.ts';
import { NativeDef } from './native-def.ts';
import type { PyObject } from './object.ts';
import { decref, IMMORTAL, immortalize, incref } from './object.ts';
import { hashNotImplemented } from './slot-functions.ts';
import { addOperators } from './slotdefs.ts';
import type { TypeSpec } from './type-define.ts';
import { builtinIdentities, hooks, specs, TPFLAGS_MATCH_SELF } from './type-define.ts';
import {
  BaseExceptionType,
  BytesType,
  DictType,
  IntType,
  ListType,
  ObjectType,
  StrType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BYTES_SUBCLASS,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_LONG_SUBCLASS,
  TPFLAGS_MAPPING,
  TPFLAGS_SEQUENCE,
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_TYPE_SUBCLASS,
  TPFLAGS_UNICODE_SUBCLASS,
  TupleType,
  TypeObject,
  TypeType,
} from './type-object.ts';

const s_new = intern('__new__');
const s_doc = intern('__doc__');
const s_hash = intern('__hash__');
const s_eq = intern('__eq__');

type Fields = Record<string, unknown>;

/** All slot fields of a TypeObject, in declaration order. */
export const slotFields: string[] = Object.keys(new TypeObject('')).filter((k) =>
  /^(tp|nb|sq|mp|am|bf)_/.test(k),
);

/** What never comes from the MRO: construction and the end of life follow the base alone. */
const NOT_FILLED = new Set([
  'tp_new',
  'tp_alloc',
  'tp_dealloc',
  'tp_traverse',
  'tp_clear',
  'tp_hash',
  'tp_richcompare',
]);
const fillFields = slotFields.filter((k) => !NOT_FILLED.has(k));

/** Gives a new class all slots of its base. */
export function copySlots(type: TypeObject, base: TypeObject): void {
  const to = type as unknown as Fields;
  const from = base as unknown as Fields;
  for (let i = 0; i < slotFields.length; i++) to[slotFields[i]!] = from[slotFields[i]!];
}

/** Gives the type what it lacks of another base's slots. CPython: inherit_slots. */
export function fillSlots(type: TypeObject, base: TypeObject): void {
  const to = type as unknown as Fields;
  const from = base as unknown as Fields;
  for (let i = 0; i < fillFields.length; i++) {
    const key = fillFields[i]!;
    if (to[key] === null && from[key] !== null) to[key] = from[key];
  }
}

const INHERITED_FLAGS =
  TPFLAGS_LONG_SUBCLASS |
  TPFLAGS_LIST_SUBCLASS |
  TPFLAGS_TUPLE_SUBCLASS |
  TPFLAGS_BYTES_SUBCLASS |
  TPFLAGS_UNICODE_SUBCLASS |
  TPFLAGS_DICT_SUBCLASS |
  TPFLAGS_BASE_EXC_SUBCLASS |
  TPFLAGS_TYPE_SUBCLASS |
  TPFLAGS_MAPPING |
  TPFLAGS_SEQUENCE |
  TPFLAGS_MATCH_SELF;

/** Py_TPFLAGS_READY, _Py_TPFLAGS_STATIC_BUILTIN, Py_TPFLAGS_HAVE_VECTORCALL: only visible in `__flags__`. */
const READY = 1 << 12;
const STATIC_BUILTIN = 1 << 1;
const HAVE_VECTORCALL = 1 << 11;
const matchSelf = new Set([
  'bool',
  'bytearray',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
]);

const vectorcalled = new Set([
  'type',
  'function',
  'builtin_function_or_method',
  'method',
  'method_descriptor',
  'functools.partial',
  'operator.attrgetter',
  'operator.itemgetter',
  'operator.methodcaller',
  'types.GenericAlias',
  'weakref.ReferenceType',
]);

/** Types whose structs name PyObject_GenericGetAttr themselves: `__getattribute__` stands in their dict. */
const namesGetattro = new Set([
  'BaseException',
  'bytearray',
  'bytes',
  'complex',
  'dict',
  'enumerate',
  'filter',
  'int',
  'list',
  'map',
  'memoryview',
  'method',
  'module',
  'object',
  'property',
  'range',
  'reversed',
  'set',
  'slice',
  'tuple',
  'zip',
  'types.UnionType',
]);

/** The flags by which subclasses of these types are told. */
const subclassFlags = new Map<TypeObject, number>([
  [IntType, TPFLAGS_LONG_SUBCLASS],
  [ListType, TPFLAGS_LIST_SUBCLASS],
  [TupleType, TPFLAGS_TUPLE_SUBCLASS],
  [BytesType, TPFLAGS_BYTES_SUBCLASS],
  [StrType, TPFLAGS_UNICODE_SUBCLASS],
  [DictType, TPFLAGS_DICT_SUBCLASS],
  [BaseExceptionType, TPFLAGS_BASE_EXC_SUBCLASS],
  [TypeType, TPFLAGS_TYPE_SUBCLASS],
]);

const ready = new Set<TypeObject>();
const NO_SPEC: TypeSpec = {};

function readyOne(type: TypeObject): void {
  if (ready.has(type)) return;
  ready.add(type);
  const spec = specs.get(type) ?? NO_SPEC;
  if (type.base === null && type !== ObjectType) type.base = ObjectType;
  const base = type.base;
  if (base !== null) readyOne(base);
  if (base !== null) type.self.type = spec.metatype ?? base.self.type;
  setNativeFlags(type, spec);
  if (matchSelf.has(type.name)) type.flags |= TPFLAGS_MATCH_SELF;
  if (vectorcalled.has(type.name)) type.flags |= HAVE_VECTORCALL;
  type.flags |= subclassFlags.get(type) ?? 0;
  if (spec.generic === 'get set') type.tp_setattro ??= genericSetAttr;
  if (spec.generic !== undefined || namesGetattro.has(type.name))
    type.tp_getattro ??= genericGetAttr;
  else if (type.tp_getattro === genericGetAttr) type.tp_getattro = null!;
  type.dict = immortalize(newDict());
  setNativeMro(type, spec);
  setNativeNew(type, spec);
  if (type.tp_richcompare !== null && type.tp_hash === null) type.tp_hash = hashNotImplemented;
  addOperators(type);
  addTables(type, spec);
  if (base !== null) inheritNative(type, base, spec);
  else type.tp_alloc ??= genericAlloc;
  setNativeHash(type);
  if (base !== null) (base.subclasses ??= []).push(type);
  if (base !== null) typeModified(base);
}

function setNativeFlags(type: TypeObject, spec: TypeSpec): void {
  type.flags |= READY;
  if (spec.heap !== 'mutable') type.flags |= TPFLAGS_IMMUTABLETYPE;
  if (spec.heap === undefined) type.flags |= STATIC_BUILTIN;
  else type.shownFlags |= TPFLAGS_HEAPTYPE;
}

function setNativeMro(type: TypeObject, spec: TypeSpec): void {
  const base = type.base;
  const bases = spec.bases ?? (base === null ? [] : [base]);
  for (const b of bases) readyOne(b);
  type.bases = immortalize(newTupleSteal(bases.map((b) => incref<PyObject>(b.self))));
  if (type.bases.rc < IMMORTAL) type.bases.rc = IMMORTAL;
  type.mro = base === null ? [type] : defaultMro(type);
  type.mroTuple = immortalize(newTupleSteal(type.mro.map((t) => incref<PyObject>(t.self))));
  for (const b of bases) if (b !== base) (b.subclasses ??= []).push(type);
}

/** `__new__`, and whether the type may be called at all. CPython: type_ready_set_new. */
function setNativeNew(type: TypeObject, spec: TypeSpec): void {
  if (spec.tp_new === undefined || spec.tp_new === null) {
    if (type.base === ObjectType || (type.flags & TPFLAGS_DISALLOW_INSTANTIATION) !== 0) {
      type.flags |= TPFLAGS_DISALLOW_INSTANTIATION;
      type.tp_new = null;
    } else if (type.base !== null) type.tp_new = type.base.tp_new;
    return;
  }
  // object's own tp_new named in a declaration stands for a heap type of CPython, which inherits it.
  if (type.base !== null && spec.tp_new === type.base.tp_new && type.base === ObjectType) return;
  if (spec.inheritsNew === true) return;
  const f = newBuiltin(nativeNew, type.self, null);
  dictSetStr(type.dict, s_new, f);
  decref(f);
}

function enter(type: TypeObject, name: string, value: PyObject): void {
  const key = intern(name);
  // Slot wrappers stand first; only methods replace them (METH_COEXIST).
  dictSetStr(type.dict, key, value);
  decref(value);
}

function absent(type: TypeObject, name: string): boolean {
  return dictGetStrBorrowed(type.dict, intern(name)) === null;
}

function addTables(type: TypeObject, spec: TypeSpec): void {
  for (const [name, def] of Object.entries(spec.methods ?? {})) addMethod(type, name, def);
  for (const [name, def] of Object.entries(spec.members ?? {})) {
    def.name = name;
    if (absent(type, name)) enter(type, name, newMemberDescriptor(type, def));
  }
  for (const [name, def] of Object.entries(spec.getset ?? {})) {
    def.name = name;
    if (absent(type, name)) enter(type, name, newGetsetDescriptor(type, def));
  }
  for (const [name, make] of Object.entries(spec.dict ?? {})) enter(type, name, make());
  if (spec.heap !== undefined && absent(type, '__module__'))
    enter(type, '__module__', newStrJs(typeModuleText(type)!));
  type.doc ??= TYPE_DOCS[type.name] ?? null;
  if (absent(type, '__doc__')) {
    if (type.doc === null) dictSetStr(type.dict, s_doc, None_);
    else enter(type, '__doc__', newStrJs(type.doc));
  }
}

/** One definition may serve several types (a shared method table): each type gets its own copy of the name. */
function addMethod(type: TypeObject, name: string, given: NativeDef): void {
  let def = given;
  if (def.name === '') def.name = name;
  else if (def.name !== name) {
    def = Object.assign(new NativeDef(name, def.sig, def.fn, def.kind, def.options), {
      doc: def.doc,
    });
  }
  if (def.kind !== 'static') {
    enter(type, name, newMethodDescriptor(type, def));
    return;
  }
  const f = newBuiltin(def, type.self, null);
  enter(type, name, newStaticmethod(f));
  decref(f);
}

function inheritNative(type: TypeObject, base: TypeObject, spec: TypeSpec): void {
  type.flags |= base.flags & INHERITED_FLAGS;
  if (spec.basicsize === undefined) type.basicsize = base.basicsize;
  if (spec.itemsize === undefined) type.itemsize = base.itemsize;
  if (base.hasDict) type.hasDict = true;
  if (base.hasWeakrefs) type.hasWeakrefs = true;
  if (spec.data === undefined) type.data ??= base.data;
  const collects = (type.flags & TPFLAGS_HAVE_GC) !== 0;
  if (!collects && (base.flags & TPFLAGS_HAVE_GC) !== 0 && type.tp_traverse === null) {
    type.flags |= TPFLAGS_HAVE_GC;
    type.tp_traverse = base.tp_traverse;
    type.tp_clear = base.tp_clear;
  }
  type.tp_dealloc ??= base.tp_dealloc;
  type.tp_alloc ??= base.tp_alloc;
  const ownsEq =
    dictGetStrBorrowed(type.dict, s_eq) !== null || dictGetStrBorrowed(type.dict, s_hash) !== null;
  if (type.tp_richcompare === null && type.tp_hash === null && !ownsEq) {
    type.tp_richcompare = base.tp_richcompare;
    type.tp_hash = base.tp_hash;
  }
  if (type.tp_traverse === null && collects && base.tp_traverse !== null) {
    type.tp_traverse = base.tp_traverse;
    type.tp_clear ??= base.tp_clear;
  }
  fillSlots(type, base);
}

/** A type that compares but does not hash is unhashable. CPython: type_ready_set_hash. */
function setNativeHash(type: TypeObject): void {
  if (type.tp_hash !== null) return;
  if (dictGetStrBorrowed(type.dict, s_hash) === null) dictSetStr(type.dict, s_hash, None_);
  type.tp_hash = hashNotImplemented;
}

hooks.readyAll = () => {
  registerTypeGetAttr(typeGetAttro, typeLookupQuiet);
  readyOne(ObjectType);
  for (const type of builtinIdentities()) readyOne(type);
  for (const type of specs.keys()) readyOne(type);
  hooks.readyOne = readyOne;
};
