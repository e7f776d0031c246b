/**
 * builtin_function_or_method: native functions of modules and native methods bound to an object.
 * CPython: Objects/methodobject.c.
 */
import { invokeNative, method } from '../core/args.ts';
import { getAttr } from '../core/attr.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import type { NativeDef } from '../core/native-def.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import {
  BuiltinType,
  ModuleType,
  ObjectType,
  TPFLAGS_HAVE_GC,
  TPFLAGS_TYPE_SUBCLASS,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { addressText } from './object.ts';
import { newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const EQ = 2;
const NE = 3;
const SIZE = 72;
const s_qualname = intern('__qualname__');

export class BuiltinPayload {
  def: NativeDef;
  /** Owned: the module, the object bound to, the type of a static or class method, or null. */
  self: PyObject | null;
  /** Owned str object of the module's name, or null. */
  module: PyObject | null;
  constructor(def: NativeDef, self: PyObject | null, module: PyObject | null) {
    this.def = def;
    this.self = self;
    this.module = module;
  }
}

let defNumbers = 0;
const numbers = new WeakMap<NativeDef, number>();

/** A callable object for a native function (arguments borrowed). CPython: PyCFunction_NewEx. */
export function newBuiltin(
  def: NativeDef,
  self: PyObject | null,
  module: PyObject | null = null,
): Owned {
  if (self !== null) self.rc++;
  if (module !== null) module.rc++;
  const o = newGC(BuiltinType, new BuiltinPayload(def, self, module));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

function builtinDealloc(o: PyGC<BuiltinPayload>): void {
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  const { self, module } = o.v;
  freeObject(o);
  xdecref(self);
  xdecref(module);
}

const isModuleFunction = (self: PyObject | null): boolean =>
  self === null || self.type === ModuleType;

function builtinRepr(o: PyObject): Owned {
  const { def, self } = o.v as BuiltinPayload;
  if (isModuleFunction(self)) return newStrJs(`<built-in function ${def.name}>`);
  return newStrJs(
    `<built-in method ${def.name} of ${self!.type.name} object at ${addressText(self!)}>`,
  );
}

function qualifiedName(o: PyObject): Owned {
  const { def, self } = o.v as BuiltinPayload;
  if (isModuleFunction(self)) return newStrJs(def.name);
  const isType = (self!.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;
  const q = getAttr(isType ? self! : self!.type.self, s_qualname);
  const out = newStrJs(`${strJs(q)}.${def.name}`);
  decref(q);
  return out;
}

function builtinCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== EQ && op !== NE) || a.type !== BuiltinType || b.type !== BuiltinType) {
    return newNotImplemented();
  }
  return newBool((a.v.self === b.v.self && a.v.def === b.v.def) === (op === EQ));
}

function builtinHash(o: PyObject): number {
  const { def, self } = o.v as BuiltinPayload;
  let n = numbers.get(def);
  if (n === undefined) numbers.set(def, (n = ++defNumbers));
  if (self === null) {
    S.hashHi = 0;
    return n;
  }
  return ObjectType.tp_hash!(self) ^ Math.imul(n, 0x9e3779b1);
}

function builtinReduce(o: PyObject): Owned {
  const { def, self } = o.v as BuiltinPayload;
  if (isModuleFunction(self)) return newStrJs(def.name);
  const args = newTupleSteal([incref(self!), newStrJs(def.name)]);
  return newTupleSteal([importAttr('builtins', 'getattr'), args]);
}

defineType(BuiltinType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  hasWeakrefs: true,
  tp_dealloc: builtinDealloc as (o: PyObject) => void,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const { self, module } = o.v as BuiltinPayload;
    if (self !== null) visit(self);
    if (module !== null) visit(module);
  },
  tp_repr: builtinRepr,
  tp_hash: builtinHash,
  tp_richcompare: builtinCompare,
  tp_call: (o, args, kw) => invokeNative(o.v.def, o.v.self, args, kw, o),
  methods: { __reduce__: method('($self, /)', builtinReduce) },
  getset: {
    __name__: getset((o) => newStrJs(o.v.def.name)),
    __qualname__: getset(qualifiedName),
    __doc__: getset((o) => (o.v.def.doc === null ? newNone() : newStrJs(o.v.def.doc))),
    // a static method keeps its type for its qualified name alone
    __self__: getset((o) => {
      const { def, self } = o.v as BuiltinPayload;
      return self === null || def.kind === 'static' ? newNone() : incref(self);
    }),
    __text_signature__: getset((o) => (o.v.def.sig === null ? newNone() : newStrJs(o.v.def.sig))),
  },
  members: {
    __module__: member(
      (o) => (o.v.module === null ? newNone() : incref(o.v.module as PyObject)),
      (o, value) => {
        const old: PyObject | null = o.v.module;
        o.v.module = value === null ? null : incref(value);
        xdecref(old);
      },
    ),
  },
});
