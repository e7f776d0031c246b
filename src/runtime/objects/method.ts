/**
 * Bound methods. CPython: the method half of Objects/classobject.c.
 */
import { hash, repr, richCompareBool } from '../core/abstract.ts';
import { bindArgs, method, noKeywords } from '../core/args.ts';
import { descrGet, getAttr, lookupAttr, typeLookupBorrowed } from '../core/attr.ts';
import { callObject, isCallable } from '../core/call.ts';
import { typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import { account, decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import {
  type KwNames,
  MethodType,
  ObjectType,
  StrType,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { None_, newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const EQ = 2;
const NE = 3;
const SIZE = 64;
const s_name = intern('__name__');
const s_qualname = intern('__qualname__');
const s_doc = intern('__doc__');

export class MethodPayload {
  func: PyObject;
  self: PyObject;
  constructor(func: PyObject, self: PyObject) {
    this.func = func;
    this.self = self;
  }
}

/** `func` bound to `self` (both borrowed). */
export function newMethod(func: PyObject, self: PyObject): Owned {
  func.rc++;
  self.rc++;
  const o = newGC(MethodType, new MethodPayload(func, self));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

function methodNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  noKeywords('method', kw);
  const [func, self] = bindArgs('method', '(function, instance, /)', args, kw);
  if (!isCallable(func)) throw typeError('first argument must be callable');
  if (self === None_) throw typeError('instance must not be None');
  return newMethod(func, self);
}

function methodDealloc(o: PyGC<MethodPayload>): void {
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  const { func, self } = o.v;
  freeObject(o);
  decref(func);
  decref(self);
}

/** Attributes of the type first, then those of the function. */
function methodGetAttr(o: PyObject, name: PyObject): Owned {
  const descr = typeLookupBorrowed(o.type, name);
  if (descr === null) return getAttr(o.v.func, name);
  return descr.type.tp_descr_get === null ? incref(descr) : descrGet(descr, o, o.type.self);
}

function methodRepr(o: PyObject): Owned {
  const { func, self } = o.v as MethodPayload;
  const name = lookupAttr(func, s_qualname) ?? lookupAttr(func, s_name);
  const text = name !== null && name.type === StrType ? strJs(name) : '?';
  if (name !== null) decref(name);
  const r = repr(self);
  const out = newStrJs(`<bound method ${text} of ${strJs(r)}>`);
  decref(r);
  return out;
}

function methodHash(o: PyObject): number {
  const lo = ObjectType.tp_hash!(o.v.self);
  const hi = S.hashHi;
  const both = lo ^ hash(o.v.func);
  S.hashHi ^= hi;
  return both;
}

function methodCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== EQ && op !== NE) || a.type !== MethodType || b.type !== MethodType) {
    return newNotImplemented();
  }
  const same = a.v.self === b.v.self && richCompareBool(a.v.func, b.v.func, EQ);
  return newBool(same === (op === EQ));
}

function methodReduce(o: PyObject): Owned {
  const name = getAttr(o.v.func, s_name);
  const args = newTupleSteal([incref(o.v.self as PyObject), name]);
  return newTupleSteal([importAttr('builtins', 'getattr'), args]);
}

defineType(MethodType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  hasWeakrefs: true,
  tp_new: methodNew,
  tp_dealloc: methodDealloc as (o: PyObject) => void,
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.func);
    visit(o.v.self);
  },
  tp_getattro: methodGetAttr,
  tp_repr: methodRepr,
  tp_hash: methodHash,
  tp_richcompare: methodCompare,
  tp_call: (o, args, kw) => callObject(o.v.func, [o.v.self, ...args], kw),
  tp_descr_get: (o) => incref(o),
  methods: { __reduce__: method('($self, /)', methodReduce) },
  members: {
    __func__: member((o) => incref(o.v.func as PyObject)),
    __self__: member((o) => incref(o.v.self as PyObject)),
  },
  getset: {
    __doc__: getset((o) => lookupAttr(o.v.func, s_doc) ?? newNone()),
  },
  text_signature: '(function, instance, /)',
});
