/**
 * weakref.ref and the proxies. CPython: Objects/weakrefobject.c.
 *
 * A reference without callback of the exact type is shared: asking again gives the same object.
 */
import * as A from '../core/abstract.ts';
import { checkPositional } from '../core/args.ts';
import { delAttr, getAttr, lookupAttr, setAttr } from '../core/attr.ts';
import { callMethod0, callObject } from '../core/call.ts';
import { discard, isPyErr, referenceError, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { classMethod, method } from '../core/native-def.ts';
import type { Owned, PyGC, PyObject } from '../core/object.ts';
import { account, decref, Extension, incref } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isSubtype } from '../core/subtype.ts';
import type { TypeSpec } from '../core/type-define.ts';
import { defineType, member } from '../core/type-define.ts';
import type { BinarySlot, KwNames, UnarySlot, Visit } from '../core/type-object.ts';
import { TPFLAGS_BASETYPE, TPFLAGS_HAVE_GC, TypeObject } from '../core/type-object.ts';
import type { PyWeakref } from '../core/weakref.ts';
import { clearWeakref, WeakrefPayload } from '../core/weakref.ts';
import { genericAliasNew } from './genericalias.ts';
import { addressText } from './object.ts';
import { None_, newBool, newNone, newNotImplemented } from './singletons.ts';
import { intern, isStr, newStrJs, strJs } from './str.ts';

export { clearWeakrefs } from '../core/weakref.ts';

export const WeakrefType = new TypeObject('weakref.ReferenceType');
export const ProxyType = new TypeObject('weakref.ProxyType');
export const CallableProxyType = new TypeObject('weakref.CallableProxyType');

const s_name = intern('__name__');
const s_bytes = intern('__bytes__');
const s_reversed = intern('__reversed__');

const EQ = 2;
const NE = 3;

// ---------------------------------------------------------------------------------------------
// Making

export function isWeakref(o: PyObject): boolean {
  return isSubtype(o.type, WeakrefType);
}

export function isProxy(o: PyObject): boolean {
  return o.type === ProxyType || o.type === CallableProxyType;
}

/** The object's list of references, made on demand; TypeError where its type allows none. */
function listOf(o: PyObject): PyObject[] {
  if (!o.type.hasWeakrefs) {
    throw typeError(`cannot create weak reference to '${o.type.name}' object`);
  }
  const gc = o as PyGC;
  if (gc.ext === null) gc.ext = new Extension();
  return (gc.ext.weakrefs ??= []);
}

const isBasic = (ref: PyObject | undefined, type: 'ref' | 'proxy'): boolean =>
  ref !== undefined &&
  ref.v.callback === null &&
  (type === 'ref' ? ref.type === WeakrefType : isProxy(ref));

/** How many of the two shared ones stand at the head of the list. */
function sharedCount(list: PyObject[]): number {
  const first = isBasic(list[0], 'ref') ? 1 : 0;
  return isBasic(list[first], 'proxy') ? first + 1 : first;
}

function make(type: TypeObject, obj: PyObject, callback: PyObject | null): PyWeakref {
  const payload = new WeakrefPayload(obj as PyGC, callback === null ? null : incref(callback));
  if (type === WeakrefType || type === ProxyType || type === CallableProxyType) {
    const o = newGC(type, payload);
    account(o, 80);
    gcTrack(o);
    return o;
  }
  const o = type.tp_alloc(type) as PyObject as PyWeakref;
  o.v = payload;
  return o;
}

/** `type(obj, callback)` of weakref.ref and subclasses. */
function newRefOf(type: TypeObject, obj: PyObject, callback: PyObject | null): Owned {
  const list = listOf(obj);
  if (callback === null && type === WeakrefType && isBasic(list[0], 'ref')) return incref(list[0]!);
  const ref = make(type, obj, callback) as PyObject as Owned;
  if (callback === null && type === WeakrefType) list.unshift(ref);
  else list.splice(sharedCount(list), 0, ref);
  return ref;
}

/** `weakref.ref(obj, callback)`. CPython: PyWeakref_NewRef. */
export function newWeakref(obj: PyObject, callback: PyObject | null = null): Owned {
  return newRefOf(WeakrefType, obj, callback === None_ ? null : callback);
}

/** `weakref.proxy(obj, callback)`. */
export function newProxy(obj: PyObject, callback: PyObject | null): Owned {
  const list = listOf(obj);
  const shared = sharedCount(list);
  const cb = callback === None_ ? null : callback;
  if (cb === null && shared > 0 && isBasic(list[shared - 1], 'proxy')) {
    return incref(list[shared - 1]!);
  }
  const type = A.isCallable(obj) ? CallableProxyType : ProxyType;
  const proxy = make(type, obj, cb) as PyObject as Owned;
  list.splice(shared, 0, proxy);
  return proxy;
}

/** The object a reference stands for, borrowed, or null when it is gone. */
export function weakrefObjectBorrowed(ref: PyObject): PyObject | null {
  const obj = (ref as PyWeakref).v.obj;
  return obj === null || obj.rc <= 0 ? null : (obj as PyObject);
}

// ---------------------------------------------------------------------------------------------
// ref

function refArguments(args: PyObject[], kw: KwNames): [PyObject, PyObject | null] {
  const n = args.length - (kw === null ? 0 : kw.length);
  checkPositional('__new__', n, 1, 2);
  const callback = n > 1 ? args[1]! : null;
  return [args[0]!, callback === None_ ? null : callback];
}

function refNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0 && type === WeakrefType) {
    throw typeError('ref() takes no keyword arguments');
  }
  const [obj, callback] = refArguments(args, kw);
  return newRefOf(type, obj, callback);
}

function refInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  if (kw !== null && kw.length > 0 && o.type === WeakrefType) {
    throw typeError('ref() takes no keyword arguments');
  }
  checkPositional('__init__', args.length - (kw === null ? 0 : kw.length), 1, 2);
}

function refDealloc(o: PyObject): void {
  gcUntrack(o);
  clearWeakref(o as PyWeakref);
  freeObject(o);
}

function refTraverse(o: PyObject, visit: Visit): void {
  const callback = (o as PyWeakref).v.callback;
  if (callback !== null) visit(callback);
}

function refCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0) throw typeError('__call__() takes no keyword arguments');
  if (args.length > 0) throw typeError(`__call__ expected 0 arguments, got ${args.length}`);
  const obj = weakrefObjectBorrowed(o);
  return obj === null ? newNone() : incref(obj);
}

function refHash(o: PyObject): number {
  const p = (o as PyWeakref).v;
  if (!p.hashed) {
    const obj = weakrefObjectBorrowed(o);
    if (obj === null) throw typeError('weak object has gone away');
    obj.rc++;
    try {
      p.hashLo = A.hash(obj);
      p.hashHi = S.hashHi;
    } finally {
      decref(obj);
    }
    p.hashed = true;
  }
  S.hashHi = p.hashHi;
  return p.hashLo;
}

function refCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== EQ && op !== NE) || !isWeakref(a) || !isWeakref(b)) return newNotImplemented();
  const x = weakrefObjectBorrowed(a);
  const y = weakrefObjectBorrowed(b);
  if (x === null || y === null) return newBool((a === b) === (op === EQ));
  x.rc++;
  y.rc++;
  try {
    return A.richCompare(x, y, op);
  } finally {
    decref(x);
    decref(y);
  }
}

function refRepr(o: PyObject): Owned {
  const obj = weakrefObjectBorrowed(o);
  const head = `<weakref at ${addressText(o)};`;
  if (obj === null) return newStrJs(`${head} dead>`);
  const target = `${head} to '${obj.type.name}' at ${addressText(obj)}`;
  const name = nameOf(obj);
  return newStrJs(name === null ? `${target}>` : `${target} (${name})>`);
}

function nameOf(obj: PyObject): string | null {
  obj.rc++;
  let name: Owned | null = null;
  try {
    name = lookupAttr(obj, s_name);
    return name !== null && isStr(name) ? strJs(name) : null;
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
    return null;
  } finally {
    if (name !== null) decref(name);
    decref(obj);
  }
}

defineType(WeakrefType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 64,
  tp_new: refNew,
  tp_init: refInit,
  tp_dealloc: refDealloc,
  tp_traverse: refTraverse,
  tp_clear: (o) => clearWeakref(o as PyWeakref),
  tp_repr: refRepr,
  tp_hash: refHash,
  tp_call: refCall,
  tp_richcompare: refCompare,
  members: { __callback__: member((o) => incref((o as PyWeakref).v.callback ?? None_)) },
  methods: {
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  },
});

// ---------------------------------------------------------------------------------------------
// Proxies

/** The referent (new reference), or ReferenceError. Other objects are themselves. */
function unwrap(o: PyObject): Owned {
  if (!isProxy(o)) return incref(o);
  const obj = weakrefObjectBorrowed(o);
  if (obj === null) throw referenceError('weakly-referenced object no longer exists');
  return incref(obj);
}

/** Runs `f` on the referent, held meanwhile. */
function on<T>(o: PyObject, f: (obj: PyObject) => T): T {
  const obj = unwrap(o);
  try {
    return f(obj);
  } finally {
    decref(obj);
  }
}

function both<T>(a: PyObject, b: PyObject, f: (x: PyObject, y: PyObject) => T): T {
  const x = unwrap(a);
  try {
    return on(b, (y) => f(x, y));
  } finally {
    decref(x);
  }
}

const unary =
  (f: UnarySlot): UnarySlot =>
  (o) =>
    on(o, f);
const binary =
  (f: BinarySlot): BinarySlot =>
  (a, b) =>
    both(a, b, f);
type Ternary = (a: PyObject, b: PyObject, c: PyObject) => Owned;
const ternary =
  (f: Ternary): Ternary =>
  (a, b, c) =>
    both(a, b, (x, y) => on(c, (z) => f(x, y, z)));

function proxyRepr(o: PyObject): Owned {
  const obj = weakrefObjectBorrowed(o);
  const head = `<weakproxy at ${addressText(o)};`;
  if (obj === null) return newStrJs(`${head} dead>`);
  return newStrJs(`${head} to '${obj.type.name}' at ${addressText(obj)}>`);
}

function proxyNext(o: PyObject): Owned | null {
  return on(o, (obj) => {
    if (obj.type.tp_iternext === null) {
      throw typeError(`Weakref proxy referenced a non-iterator '${obj.type.name}' object`);
    }
    return A.iterNext(obj);
  });
}

const proxySpec: TypeSpec = {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 64,
  tp_dealloc: refDealloc,
  tp_traverse: refTraverse,
  tp_clear: (o) => clearWeakref(o as PyWeakref),
  tp_repr: proxyRepr,
  tp_str: unary(A.str_),
  tp_getattro: (o, name) => on(o, (obj) => getAttr(obj, name)),
  tp_setattro: (o, name, value) =>
    on(o, (obj) => (value === null ? delAttr(obj, name) : setAttr(obj, name, value))),
  tp_richcompare: (a, b, op) => both(a, b, (x, y) => A.richCompare(x, y, op)),
  tp_iter: unary(A.getIter),
  tp_iternext: proxyNext,
  nb_add: binary(A.add),
  nb_subtract: binary(A.sub),
  nb_multiply: binary(A.mul),
  nb_remainder: binary(A.mod),
  nb_divmod: binary(A.divmod_),
  nb_power: ternary(A.pow_),
  nb_negative: unary(A.neg),
  nb_positive: unary(A.pos),
  nb_absolute: unary(A.abs_),
  nb_bool: (o) => on(o, A.isTrue),
  nb_invert: unary(A.invert),
  nb_lshift: binary(A.lshift),
  nb_rshift: binary(A.rshift),
  nb_and: binary(A.and_),
  nb_xor: binary(A.xor),
  nb_or: binary(A.or_),
  nb_int: unary(A.toInt),
  nb_float: unary(A.toFloat),
  nb_inplace_add: binary(A.iadd),
  nb_inplace_subtract: binary(A.isub),
  nb_inplace_multiply: binary(A.imul),
  nb_inplace_remainder: binary(A.imod),
  nb_inplace_power: ternary((a, b) => A.ipow(a, b)),
  nb_inplace_lshift: binary(A.ilshift),
  nb_inplace_rshift: binary(A.irshift),
  nb_inplace_and: binary(A.iand),
  nb_inplace_xor: binary(A.ixor),
  nb_inplace_or: binary(A.ior),
  nb_floor_divide: binary(A.floorDiv),
  nb_true_divide: binary(A.trueDiv),
  nb_inplace_floor_divide: binary(A.ifloorDiv),
  nb_inplace_true_divide: binary(A.itrueDiv),
  nb_index: unary(A.indexObject),
  nb_matrix_multiply: binary(A.matmul),
  nb_inplace_matrix_multiply: binary(A.imatmul),
  mp_length: (o) => on(o, A.len),
  mp_subscript: binary(A.getItem),
  mp_ass_subscript: (o, key, value) =>
    both(o, key, (obj, k) => (value === null ? A.delItem(obj, k) : A.setItem(obj, k, value))),
  sq_contains: (o, x) => on(o, (obj) => A.contains(obj, x)),
};

defineType(ProxyType, {
  ...proxySpec,
  methods: {
    __bytes__: method('($self, /)', (o) => on(o, (obj) => callMethod0(obj, s_bytes))),
    __reversed__: method('($self, /)', (o) => on(o, (obj) => callMethod0(obj, s_reversed))),
  },
});

defineType(CallableProxyType, {
  ...proxySpec,
  tp_call: (o, args, kw) => on(o, (obj) => callObject(obj, args, kw)),
});
