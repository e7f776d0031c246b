/**
 * The descriptors that make native slots, methods and fields attributes of their type. CPython: Objects/descrobject.c.
 *
 * method_descriptor, classmethod_descriptor, wrapper_descriptor, method-wrapper, getset_descriptor, member_descriptor.
 * All but method-wrapper share one payload, whose `def` belongs to the kind. A descriptor owns its type.
 */
import { hash } from '../core/abstract.ts';
import { invokeNative } from '../core/args.ts';
import { getAttr, slotsOf } from '../core/attr.ts';
import { callDescriptor } from '../core/call.ts';
import { attributeError, systemError, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import type { NativeDef } from '../core/native-def.ts';
import { method } from '../core/native-def.ts';
import type { Owned, PyGC, PyObject } from '../core/object.ts';
import { account, decref, incref } from '../core/object.ts';
import { addAtoms } from '../core/roots.ts';
import type { SlotDef } from '../core/slotdefs.ts';
import { isSubtype } from '../core/subtype.ts';
import type { GetsetDef, MemberDef, TypeSpec } from '../core/type-define.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import type { KwNames, TypeObject, Visit } from '../core/type-object.ts';
import {
  ClassMethodDescriptorType,
  GetsetDescriptorType,
  MemberDescriptorType,
  MethodDescriptorType,
  MethodWrapperType,
  TPFLAGS_HAVE_GC,
  TPFLAGS_METHOD_DESCRIPTOR,
  TPFLAGS_TYPE_SUBCLASS,
  WrapperDescriptorType,
} from '../core/type-object.ts';
import { newBuiltin } from './builtin.ts';
import { builtinNamed } from './iter.ts';
import { addressText, identityHash } from './object.ts';
import { newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';
import { typeDisplayName } from './type-names.ts';

const s_getattr = intern('getattr');
const s_qualname = intern('__qualname__');

/** What a descriptor object holds. CPython: PyDescrObject and the structs that extend it. */
export class DescrPayload<D = any> {
  type: TypeObject;
  /** Interned str, owned. */
  name: PyObject;
  def: D;
  /** wrapper_descriptor: the native slot function. */
  wrapped: any;
  /** `__qualname__`, made on demand. */
  qualname: PyObject | null;
  constructor(type: TypeObject, name: PyObject, def: D, wrapped: any) {
    this.type = type;
    this.name = name;
    this.def = def;
    this.wrapped = wrapped;
    this.qualname = null;
  }
}

type Descr<D = any> = PyGC<DescrPayload<D>>;

// ---------------------------------------------------------------------------------------------
// Making

function newDescr(
  kind: TypeObject,
  size: number,
  type: TypeObject,
  name: PyObject,
  def: unknown,
  wrapped: unknown,
) {
  const d = newGC(kind, new DescrPayload(type, incref(name), def, wrapped));
  type.self.rc++;
  account(d, size);
  gcTrack(d);
  return d;
}

/** `list.append`: also classmethod_descriptor for class methods and a builtin function for static ones. */
export function newMethodDescriptor(type: TypeObject, def: NativeDef): Owned {
  const name = intern(def.name);
  if (def.kind === 'class') return newDescr(ClassMethodDescriptorType, 72, type, name, def, null);
  return newDescr(MethodDescriptorType, 72, type, name, def, null);
}

/** `list.__len__`. */
export function newWrapperDescriptor(type: TypeObject, def: SlotDef, wrapped: unknown): Owned {
  return newDescr(WrapperDescriptorType, 72, type, def.nameObj, def, wrapped);
}

/** `int.real`. */
export function newGetsetDescriptor(
  type: TypeObject,
  def: GetsetDef,
  name: PyObject = intern(def.name),
): Owned {
  return newDescr(GetsetDescriptorType, 64, type, name, def, null);
}

/** `slice.start`, and the slots of Python classes (whose name objects are given). */
export function newMemberDescriptor(
  type: TypeObject,
  def: MemberDef,
  name: PyObject = intern(def.name),
): Owned {
  return newDescr(MemberDescriptorType, 64, type, name, def, null);
}

// ---------------------------------------------------------------------------------------------
// What all share

function descrDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: DescrPayload = o.v;
  decref(p.type.self);
  decref(p.name);
  if (p.qualname !== null) decref(p.qualname);
  const wide = o.type !== GetsetDescriptorType && o.type !== MemberDescriptorType;
  freeObject(o, wide ? 72 : 64);
}

function descrTraverse(o: PyObject, visit: Visit): void {
  visit((o.v as DescrPayload).type.self);
}

/** What the traversal leaves out. */
function descrAtoms(o: PyObject, visit: Visit): void {
  const p: DescrPayload = o.v;
  visit(p.name);
  if (p.qualname !== null) visit(p.qualname);
}

for (const type of [
  MethodDescriptorType,
  ClassMethodDescriptorType,
  WrapperDescriptorType,
  GetsetDescriptorType,
  MemberDescriptorType,
]) {
  addAtoms(type, descrAtoms);
}

function descrRepr(prefix: string): (o: PyObject) => Owned {
  return (o) => {
    const p: DescrPayload = o.v;
    return newStrJs(`<${prefix} '${strJs(p.name)}' of '${p.type.name}' objects>`);
  };
}

/** TypeError unless the descriptor applies to the object. */
function checkApplies(d: Descr, obj: PyObject): void {
  if (isSubtype(obj.type, d.v.type)) return;
  throw typeError(
    `descriptor '${strJs(d.v.name)}' for '${d.v.type.name}' objects ` +
      `doesn't apply to a '${obj.type.name}' object`,
  );
}

function descrQualname(o: PyObject): Owned {
  const p: DescrPayload = o.v;
  if (p.qualname === null) {
    const outer = getAttr(p.type.self, s_qualname);
    p.qualname = newStrJs(`${strJs(outer)}.${strJs(p.name)}`);
    decref(outer);
  }
  return incref(p.qualname);
}

function textOrNone(text: string | null): Owned {
  return text === null || text === '' ? newNone() : newStrJs(text);
}

function descrDoc(o: PyObject): Owned {
  return textOrNone((o.v as DescrPayload).def.doc);
}

function descrSignature(o: PyObject): Owned {
  return textOrNone((o.v as DescrPayload).def.sig);
}

function descrReduce(o: PyObject): Owned {
  const p: DescrPayload = o.v;
  const f = builtinNamed(s_getattr);
  return newTupleSteal([f, newTupleSteal([incref(p.type.self), incref(p.name)])]);
}

const sharedMembers: NonNullable<TypeSpec['members']> = {
  __objclass__: member((o) => incref((o.v as DescrPayload).type.self)),
  __name__: member((o) => incref((o.v as DescrPayload).name)),
};

/** Each type needs its own definitions: making a type ready writes names into them. */
function shared(): NonNullable<TypeSpec['members']> {
  return {
    __objclass__: member(sharedMembers.__objclass__!.get!),
    __name__: member(sharedMembers.__name__!.get!),
  };
}

const base = {
  flags: TPFLAGS_HAVE_GC,
  tp_dealloc: descrDealloc,
  tp_traverse: descrTraverse,
} satisfies TypeSpec;

// ---------------------------------------------------------------------------------------------
// method_descriptor and classmethod_descriptor

function methodGet(d: PyObject, obj: PyObject | null): Owned {
  if (obj === null) return incref(d);
  checkApplies(d as Descr, obj);
  return newBuiltin(d.v.def, obj, null);
}

defineType(MethodDescriptorType, {
  ...base,
  flags: TPFLAGS_HAVE_GC | TPFLAGS_METHOD_DESCRIPTOR,
  basicsize: 56,
  tp_repr: descrRepr('method'),
  tp_call: callDescriptor,
  tp_descr_get: methodGet,
  methods: { __reduce__: method('($self, /)', descrReduce) },
  members: shared(),
  getset: {
    __doc__: getset(descrDoc),
    __qualname__: getset(descrQualname),
    __text_signature__: getset(descrSignature),
  },
});

function classMethodGet(d: PyObject, obj: PyObject | null, type: PyObject | null): Owned {
  const p: DescrPayload<NativeDef> = d.v;
  const name = strJs(p.name);
  const cls = type ?? (obj !== null ? obj.type.self : null);
  if (cls === null) {
    throw typeError(
      `descriptor '${name}' for type '${p.type.name}' needs either an object or a type`,
    );
  }
  if ((cls.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) {
    throw typeError(
      `descriptor '${name}' for type '${p.type.name}' needs a type, not a '${cls.type.name}' as arg 2`,
    );
  }
  const T: TypeObject = cls.v;
  if (!isSubtype(T, p.type)) {
    throw typeError(
      `descriptor '${name}' requires a subtype of '${p.type.name}' but received '${T.name}'`,
    );
  }
  return newBuiltin(p.def, cls, null);
}

function classMethodCall(d: PyObject, args: PyObject[], kw: KwNames): Owned {
  const p: DescrPayload<NativeDef> = d.v;
  if (args.length - (kw === null ? 0 : kw.length) < 1) {
    throw typeError(`descriptor '${strJs(p.name)}' of '${p.type.name}' object needs an argument`);
  }
  const bound = classMethodGet(d, null, args[0]!);
  try {
    return invokeNative(p.def, args[0]!, args.slice(1), kw, bound);
  } finally {
    decref(bound);
  }
}

defineType(ClassMethodDescriptorType, {
  ...base,
  basicsize: 56,
  tp_repr: descrRepr('method'),
  tp_call: classMethodCall,
  tp_descr_get: classMethodGet,
  members: shared(),
  getset: {
    __doc__: getset(descrDoc),
    __qualname__: getset(descrQualname),
    __text_signature__: getset(descrSignature),
  },
});

// ---------------------------------------------------------------------------------------------
// wrapper_descriptor and method-wrapper

function callWrapper(d: Descr<SlotDef>, self: PyObject, args: PyObject[], kw: KwNames): Owned {
  const def = d.v.def;
  if (kw !== null && kw.length > 0 && !def.kw) {
    throw typeError(`wrapper ${def.name}() takes no keyword arguments`);
  }
  return def.wrapper!(self, args, d.v.wrapped, kw !== null && kw.length > 0 ? kw : null);
}

function wrapperCall(d: PyObject, args: PyObject[], kw: KwNames): Owned {
  const p: DescrPayload<SlotDef> = d.v;
  if (args.length - (kw === null ? 0 : kw.length) < 1) {
    throw typeError(`descriptor '${strJs(p.name)}' of '${p.type.name}' object needs an argument`);
  }
  const self = args[0]!;
  if (!isSubtype(self.type, p.type)) {
    throw typeError(
      `descriptor '${strJs(p.name)}' requires a '${p.type.name}' object but received a '${self.type.name}'`,
    );
  }
  return callWrapper(d as Descr<SlotDef>, self, args.slice(1), kw);
}

function wrapperGet(d: PyObject, obj: PyObject | null): Owned {
  if (obj === null) return incref(d);
  checkApplies(d as Descr, obj);
  return newMethodWrapper(d as Descr<SlotDef>, obj);
}

defineType(WrapperDescriptorType, {
  ...base,
  flags: TPFLAGS_HAVE_GC | TPFLAGS_METHOD_DESCRIPTOR,
  basicsize: 56,
  tp_repr: descrRepr('slot wrapper'),
  tp_call: wrapperCall,
  tp_descr_get: wrapperGet,
  methods: { __reduce__: method('($self, /)', descrReduce) },
  members: shared(),
  getset: {
    __doc__: getset(descrDoc),
    __qualname__: getset(descrQualname),
    __text_signature__: getset(descrSignature),
  },
});

class MethodWrapper {
  descr: Descr<SlotDef>;
  self: PyObject;
  constructor(descr: Descr<SlotDef>, self: PyObject) {
    this.descr = descr;
    this.self = self;
  }
}

function newMethodWrapper(d: Descr<SlotDef>, self: PyObject): Owned {
  const o = newGC(
    MethodWrapperType,
    new MethodWrapper(incref(d) as unknown as Descr<SlotDef>, incref(self)),
  );
  account(o, 48);
  gcTrack(o);
  return o;
}

function methodWrapperDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: MethodWrapper = o.v;
  decref(p.descr);
  decref(p.self);
  freeObject(o);
}

function methodWrapperCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== 2 && op !== 3) || b.type !== MethodWrapperType) return newNotImplemented();
  const same = a.v.descr === b.v.descr && a.v.self === b.v.self;
  return newBool(same === (op === 2));
}

const dsc = (o: PyObject): DescrPayload<SlotDef> => (o.v as MethodWrapper).descr.v;

defineType(MethodWrapperType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 32,
  tp_dealloc: methodWrapperDealloc,
  tp_traverse: (o, visit) => {
    visit(o.v.descr);
    visit(o.v.self);
  },
  tp_repr: (o) => {
    const { descr, self } = o.v as MethodWrapper;
    const name = strJs(descr.v.name);
    return newStrJs(
      `<method-wrapper '${name}' of ${self.type.name} object at ${addressText(self)}>`,
    );
  },
  tp_hash: (o) => {
    const { descr, self } = o.v as MethodWrapper;
    const lo = hash(descr);
    return lo ^ identityHash(self);
  },
  tp_call: (o, args, kw) => {
    const { descr, self } = o.v as MethodWrapper;
    return callWrapper(descr, self, args, kw);
  },
  tp_richcompare: methodWrapperCompare,
  methods: {
    __reduce__: method('($self, /)', (o) => {
      const f = builtinNamed(s_getattr);
      return newTupleSteal([f, newTupleSteal([incref(o.v.self), incref(dsc(o).name)])]);
    }),
  },
  members: { __self__: member((o) => incref(o.v.self)) },
  getset: {
    __objclass__: getset((o) => incref(dsc(o).type.self)),
    __name__: getset((o) => incref(dsc(o).name)),
    __qualname__: getset((o) => descrQualname(o.v.descr)),
    __doc__: getset((o) => textOrNone(dsc(o).def.doc)),
    __text_signature__: getset((o) => textOrNone(dsc(o).def.sig)),
  },
});

// ---------------------------------------------------------------------------------------------
// getset_descriptor

function getsetGet(d: PyObject, obj: PyObject | null): Owned {
  if (obj === null) return incref(d);
  checkApplies(d as Descr, obj);
  const p: DescrPayload<GetsetDef> = d.v;
  if (p.def.get !== null) return p.def.get(obj);
  throw attributeError(`attribute '${strJs(p.name)}' of '${p.type.name}' objects is not readable`);
}

function getsetSet(d: PyObject, obj: PyObject, value: PyObject | null): void {
  checkApplies(d as Descr, obj);
  const p: DescrPayload<GetsetDef> = d.v;
  if (p.def.set === null) {
    throw attributeError(
      `attribute '${strJs(p.name)}' of '${p.type.name}' objects is not writable`,
    );
  }
  p.def.set(obj, value);
}

defineType(GetsetDescriptorType, {
  ...base,
  basicsize: 48,
  tp_repr: descrRepr('attribute'),
  tp_descr_get: getsetGet,
  tp_descr_set: getsetSet,
  members: shared(),
  getset: { __doc__: getset(descrDoc), __qualname__: getset(descrQualname) },
});

// ---------------------------------------------------------------------------------------------
// member_descriptor

function memberGet(d: PyObject, obj: PyObject | null): Owned {
  if (obj === null) return incref(d);
  checkApplies(d as Descr, obj);
  const p: DescrPayload<MemberDef> = d.v;
  const def = p.def;
  if (def.index < 0) return def.get!(obj);
  const value = slotsOf(obj)[def.index];
  if (value !== null && value !== undefined) return incref(value);
  throw attributeError(
    `'${typeDisplayName(obj.type)}' object has no attribute '${strJs(p.name)}'`,
    obj,
    p.name,
  );
}

function memberSet(d: PyObject, obj: PyObject, value: PyObject | null): void {
  checkApplies(d as Descr, obj);
  const p: DescrPayload<MemberDef> = d.v;
  const def = p.def;
  if (def.index < 0) {
    if (def.set === null) throw attributeError('readonly attribute');
    def.set(obj, value);
    return;
  }
  const values = slotsOf(obj);
  const old = values[def.index];
  if (old === undefined) throw systemError('slot beyond the end of the instance');
  if (value === null && old === null) throw attributeError(strJs(p.name));
  if (value !== null) value.rc++;
  values[def.index] = value;
  if (old !== null) decref(old);
}

defineType(MemberDescriptorType, {
  ...base,
  basicsize: 48,
  tp_repr: descrRepr('member'),
  tp_descr_get: memberGet,
  tp_descr_set: memberSet,
  methods: { __reduce__: method('($self, /)', descrReduce) },
  members: shared(),
  getset: { __doc__: getset(descrDoc), __qualname__: getset(descrQualname) },
});

/** The slot index of a member descriptor of a Python class, -1 for anything else. For inline caches. */
export function slotIndexOf(descr: PyObject): number {
  return descr.type === MemberDescriptorType ? (descr.v as DescrPayload<MemberDef>).def.index : -1;
}

/** A static method of a native type, as it stands in the type's dict. */
export function newNativeStatic(type: TypeObject, def: NativeDef): Owned {
  return newBuiltin(def, type.self, null);
}
