/**
 * The slot functions of classes written in Python: each looks its dunder up on the type and calls it.
 * CPython: slot_tp_repr and its kin in Objects/typeobject.c.
 *
 * The names are CPython's. Who compares slots against these functions ("does this type define it in Python?") imports
 * them from here; which slot gets which function is decided in slotdefs.ts.
 */

import { AttributeErrorType, OverflowErrorType, StopIterationType } from '../objects/exceptions.ts';
import { intValue, newInt } from '../objects/int.ts';
import { newSeqIter } from '../objects/iter.ts';
import { addressText } from '../objects/object.ts';
import { None_, NotImplemented_, newNotImplemented, True_ } from '../objects/singletons.ts';
import { intern, newStrJs, strJs } from '../objects/str.ts';
import { asIndexNumber, getIter, index, isTrue, iterNext, richCompareBool } from './abstract.ts';
import {
  descrGet,
  genericGetAttr,
  getAttr,
  lookupAttr,
  lookupGeneric,
  typeLookupBorrowed,
} from './attr.ts';
import { BufferView, getBuffer, releaseBuffer } from './buffer.ts';
import { call0, call1, call2, call3, callObject } from './call.ts';
import {
  attributeError,
  discard,
  matches,
  typeError,
  valueError,
  writeUnraisable,
} from './errors.ts';
import type { Owned, PyObject } from './object.ts';
import { decref, incref } from './object.ts';
import { S } from './state.ts';
import { isSubtype } from './subtype.ts';
import type { BinarySlot, KwNames, TypeObject } from './type-object.ts';
import {
  BoolType,
  IntType,
  MemoryviewType,
  TPFLAGS_LONG_SUBCLASS,
  TPFLAGS_METHOD_DESCRIPTOR,
  WrapperDescriptorType,
} from './type-object.ts';

const EQ = 2;
const NE = 3;

// ---------------------------------------------------------------------------------------------
// Calling what was found on the type

/** Whether calling `f(self, …)` is what calling the bound method would do. */
function isMethodLike(f: PyObject): boolean {
  return (f.type.flags & TPFLAGS_METHOD_DESCRIPTOR) !== 0;
}

/** `f` bound to `self` as attribute access would bind it. */
function bind(f: PyObject, self: PyObject): Owned {
  return f.type.tp_descr_get === null ? incref(f) : descrGet(f, self, self.type.self);
}

/** Calls a class attribute `f` as a method of `self`. */
export function callFound0(f: PyObject, self: PyObject): Owned {
  if (isMethodLike(f)) return call1(f, self);
  const bound = bind(f, self);
  try {
    return call0(bound);
  } finally {
    decref(bound);
  }
}

export function callFound1(f: PyObject, self: PyObject, a: PyObject): Owned {
  if (isMethodLike(f)) return call2(f, self, a);
  const bound = bind(f, self);
  try {
    return call1(bound, a);
  } finally {
    decref(bound);
  }
}

export function callFound2(f: PyObject, self: PyObject, a: PyObject, b: PyObject): Owned {
  if (isMethodLike(f)) return call3(f, self, a, b);
  const bound = bind(f, self);
  try {
    return call2(bound, a, b);
  } finally {
    decref(bound);
  }
}

/** Calls a class attribute with any arguments. */
export function callFound(f: PyObject, self: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (isMethodLike(f)) return callObject(f, [self, ...args], kw);
  const bound = bind(f, self);
  try {
    return callObject(bound, args, kw);
  } finally {
    decref(bound);
  }
}

/** The type's attribute; AttributeError with the bare name when it is gone. */
function must(self: PyObject, name: PyObject): PyObject {
  const f = typeLookupBorrowed(self.type, name);
  if (f === null) throw attributeError(strJs(name), self, name);
  return f;
}

function method0(self: PyObject, name: PyObject): Owned {
  return callFound0(must(self, name), self);
}

function method1(self: PyObject, name: PyObject, a: PyObject): Owned {
  return callFound1(must(self, name), self, a);
}

function method2(self: PyObject, name: PyObject, a: PyObject, b: PyObject): Owned {
  return callFound2(must(self, name), self, a, b);
}

function unarySlot(dunder: string): (self: PyObject) => Owned {
  const name = intern(dunder);
  return (self) => method0(self, name);
}

function binarySlot(dunder: string): BinarySlot {
  const name = intern(dunder);
  return (self, other) => method1(self, name, other);
}

// ---------------------------------------------------------------------------------------------
// Object protocol

const s_repr = intern('__repr__');
const s_str = intern('__str__');
const s_hash = intern('__hash__');
const s_call = intern('__call__');
const s_getattribute = intern('__getattribute__');
const s_getattr = intern('__getattr__');
const s_setattr = intern('__setattr__');
const s_delattr = intern('__delattr__');
const s_iter = intern('__iter__');
const s_next = intern('__next__');
const s_get = intern('__get__');
const s_set = intern('__set__');
const s_delete = intern('__delete__');
const s_init = intern('__init__');
const s_new = intern('__new__');
const s_del = intern('__del__');
const s_getitem = intern('__getitem__');
const s_setitem = intern('__setitem__');
const s_delitem = intern('__delitem__');
const s_len = intern('__len__');
const s_bool = intern('__bool__');
const s_contains = intern('__contains__');
const s_pow = intern('__pow__');
const s_ipow = intern('__ipow__');

export function slot_tp_repr(self: PyObject): Owned {
  const f = typeLookupBorrowed(self.type, s_repr);
  if (f !== null) return callFound0(f, self);
  return newStrJs(`<${self.type.name} object at ${addressText(self)}>`);
}

export function slot_tp_str(self: PyObject): Owned {
  return method0(self, s_str);
}

/** tp_hash of types whose instances are unhashable. CPython: PyObject_HashNotImplemented. */
export function hashNotImplemented(self: PyObject): number {
  throw typeError(`unhashable type: '${self.type.name}'`);
}

const TWO32 = 4294967296;

/** Splits a 64-bit hash value into S.hashHi and the low half. -1 becomes -2. */
function splitHash(value: number | bigint): number {
  if (typeof value === 'number') {
    if (value === -1) value = -2;
    S.hashHi = Math.floor(value / TWO32) | 0;
    return value | 0;
  }
  S.hashHi = Number(BigInt.asIntN(32, value >> 32n));
  return Number(BigInt.asIntN(32, value));
}

export function slot_tp_hash(self: PyObject): number {
  const f = typeLookupBorrowed(self.type, s_hash);
  if (f === null || f === None_) return hashNotImplemented(self);
  const r = callFound0(f, self);
  if ((r.type.flags & TPFLAGS_LONG_SUBCLASS) === 0) {
    decref(r);
    throw typeError('__hash__ method should return an integer');
  }
  const value = intValue(r);
  // Beyond a Py_ssize_t the hash of the int itself is taken.
  const fits = typeof value === 'number' || BigInt.asIntN(64, value) === value;
  const lo = fits ? splitHash(value) : IntType.tp_hash!(r);
  const hi = S.hashHi;
  decref(r);
  S.hashHi = hi;
  return lo;
}

export function slot_tp_call(self: PyObject, args: PyObject[], kw: KwNames): Owned {
  const f = must(self, s_call);
  return callFound(f, self, args, kw);
}

/** `__getattribute__` defined in Python, no `__getattr__`. */
export function slot_tp_getattro(self: PyObject, name: PyObject): Owned {
  return method1(self, s_getattribute, name);
}

/** Whether a class attribute `__getattribute__` is object's own. */
function isGenericGetAttr(f: PyObject): boolean {
  return f.type === WrapperDescriptorType && f.v.wrapped === genericGetAttr;
}

/** With `__getattr__`: called where ordinary access finds nothing. */
export function slot_tp_getattr_hook(self: PyObject, name: PyObject): Owned {
  const type = self.type;
  const getattr = typeLookupBorrowed(type, s_getattr);
  const getattribute = typeLookupBorrowed(type, s_getattribute);
  const plain = getattribute === null || isGenericGetAttr(getattribute);
  if (getattr === null) {
    return plain ? genericGetAttr(self, name) : callFound1(getattribute!, self, name);
  }
  // the first lookup may delete __getattr__ from the class
  getattr.rc++;
  try {
    if (plain) {
      const found = lookupGeneric(self, name);
      if (found !== null) return found;
    } else {
      try {
        return callFound1(getattribute!, self, name);
      } catch (e) {
        if (!matches(e, AttributeErrorType)) throw e;
        discard(e);
      }
    }
    return callFound1(getattr, self, name);
  } finally {
    decref(getattr);
  }
}

export function slot_tp_setattro(self: PyObject, name: PyObject, value: PyObject | null): void {
  const r = value === null ? method1(self, s_delattr, name) : method2(self, s_setattr, name, value);
  decref(r);
}

const COMPARE_NAMES = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'].map((n) =>
  intern(n),
);

export function slot_tp_richcompare(self: PyObject, other: PyObject, op: number): Owned {
  const f = typeLookupBorrowed(self.type, COMPARE_NAMES[op]!);
  return f === null ? newNotImplemented() : callFound1(f, self, other);
}

export function slot_tp_iter(self: PyObject): Owned {
  const f = typeLookupBorrowed(self.type, s_iter);
  if (f === null) {
    if (typeLookupBorrowed(self.type, s_getitem) !== null) return newSeqIter(self);
  } else if (f !== None_) return callFound0(f, self);
  throw typeError(`'${self.type.name}' object is not iterable`);
}

/** The end is null; the value of the StopIteration is lost (`yield from` calls `__next__` itself). */
export function slot_tp_iternext(self: PyObject): Owned | null {
  try {
    return method0(self, s_next);
  } catch (e) {
    if (matches(e, StopIterationType)) {
      discard(e);
      return null;
    }
    throw e;
  }
}

export function slot_tp_descr_get(
  self: PyObject,
  obj: PyObject | null,
  type: PyObject | null,
): Owned {
  const T = self.type;
  const f = typeLookupBorrowed(T, s_get);
  if (f === null) {
    if (T.tp_descr_get === slot_tp_descr_get) T.tp_descr_get = null;
    return incref(self);
  }
  return callFound2(f, self, obj ?? None_, type ?? None_);
}

export function slot_tp_descr_set(self: PyObject, obj: PyObject, value: PyObject | null): void {
  const r = value === null ? method1(self, s_delete, obj) : method2(self, s_set, obj, value);
  decref(r);
}

export function slot_tp_init(self: PyObject, args: PyObject[], kw: KwNames): void {
  checkInitResult(callFound(must(self, s_init), self, args, kw));
}

/** Consumes what `__init__` returned; TypeError unless it is None. */
export function checkInitResult(r: Owned): void {
  if (r !== None_) {
    const kind = r.type.name;
    decref(r);
    throw typeError(`__init__() should return None, not '${kind}'`);
  }
  r.rc--;
}

export function slot_tp_new(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const f = getAttr(type.self, s_new);
  try {
    return callObject(f, [type.self, ...args], kw);
  } finally {
    decref(f);
  }
}

/** `__del__`; what it raises is reported and forgotten. */
export function slot_tp_finalize(self: PyObject): void {
  const f = typeLookupBorrowed(self.type, s_del);
  if (f === null) return;
  let bound: PyObject | null = null;
  try {
    if (isMethodLike(f)) decref(call1(f, self));
    else {
      bound = bind(f, self);
      decref(call0(bound));
    }
  } catch (e) {
    writeUnraisable(e, bound ?? f);
  } finally {
    if (bound !== null) decref(bound);
  }
}

function awaitableSlot(dunder: string): (self: PyObject) => Owned {
  const name = intern(dunder);
  return (self) => {
    const f = typeLookupBorrowed(self.type, name);
    if (f !== null) return callFound0(f, self);
    throw attributeError(`object ${self.type.name} does not have ${dunder} method`);
  };
}

export const slot_am_await = awaitableSlot('__await__');
export const slot_am_aiter = awaitableSlot('__aiter__');
export const slot_am_anext = awaitableSlot('__anext__');

// ---------------------------------------------------------------------------------------------
// Buffers

const s_buffer = intern('__buffer__');
const s_release_buffer = intern('__release_buffer__');

/** What a view of a Python exporter holds in `internal`. */
class PythonBuffer {
  memoryview: PyObject;
  inner: BufferView;
  constructor(memoryview: PyObject, inner: BufferView) {
    this.memoryview = memoryview;
    this.inner = inner;
  }
}

/** `__buffer__` gives a memoryview, whose memory is exported (PEP 688). */
export function slot_bf_getbuffer(self: PyObject, flags: number): BufferView {
  const given = newInt(flags);
  let mv: Owned;
  try {
    mv = method1(self, s_buffer, given);
  } finally {
    decref(given);
  }
  try {
    if (mv.type !== MemoryviewType) throw typeError('__buffer__ returned non-memoryview object');
    const inner = getBuffer(mv, flags);
    const view = new BufferView(self, inner.bytes, inner.readonly);
    view.offset = inner.offset;
    view.len = inner.len;
    view.itemsize = inner.itemsize;
    view.format = inner.format;
    view.ndim = inner.ndim;
    view.shape = inner.shape;
    view.strides = inner.strides;
    view.suboffsets = inner.suboffsets;
    view.internal = new PythonBuffer(mv, inner);
    return view;
  } catch (e) {
    decref(mv);
    throw e;
  }
}

/** Calls `__release_buffer__`, where there is one, and lets go of the memoryview. */
export function slot_bf_releasebuffer(self: PyObject, view: BufferView): void {
  const ours = view.internal instanceof PythonBuffer ? view.internal : null;
  const f = typeLookupBorrowed(self.type, s_release_buffer);
  if (f !== null && f.type !== WrapperDescriptorType) {
    try {
      callRelease(f, self, ours);
    } catch (e) {
      writeUnraisable(e, self);
    }
  }
  if (ours === null) {
    nativeRelease(self, view);
    return;
  }
  releaseBuffer(ours.inner);
  decref(ours.memoryview);
}

function callRelease(f: PyObject, self: PyObject, ours: PythonBuffer | null): void {
  const mv = ours !== null ? incref(ours.memoryview) : call1(MemoryviewType.self, self);
  try {
    decref(callFound1(f, self, mv));
  } finally {
    decref(mv);
  }
}

/** A class that overrides `__release_buffer__` of a native exporter. */
function nativeRelease(self: PyObject, view: BufferView): void {
  let base: TypeObject | null = self.type;
  while (base !== null && base.bf_releasebuffer === slot_bf_releasebuffer) base = base.base;
  if (base !== null && base.bf_releasebuffer !== null) base.bf_releasebuffer(self, view);
}

// ---------------------------------------------------------------------------------------------
// Numbers

/** Calls the dunder; NotImplemented when the type has none. CPython: vectorcall_maybe. */
function maybe1(self: PyObject, name: PyObject, other: PyObject): Owned {
  const f = typeLookupBorrowed(self.type, name);
  return f === null ? newNotImplemented() : callFound1(f, self, other);
}

/** Whether the right operand's type has a reflected method other than the left one's. */
function methodIsOverloaded(left: PyObject, right: PyObject, name: PyObject): boolean {
  const a = lookupAttr(right.type.self, name);
  if (a === null) return false;
  let b: Owned | null = null;
  try {
    b = lookupAttr(left.type.self, name);
    return b === null || richCompareBool(a, b, NE);
  } finally {
    if (b !== null) decref(b);
    decref(a);
  }
}

type BinarySlotName = Extract<keyof TypeObject, `nb_${string}`>;

/**
 * A binary operator slot: the left operand's method, unless the right one's type is a subclass that overrides the
 * reflected method. `mine` tells slots of this very function (both operands written in Python). CPython: SLOT1BINFULL.
 */
function binaryOperator(slot: BinarySlotName, dunder: string, reflected: string): BinarySlot {
  const name = intern(dunder);
  const rname = intern(reflected);
  const mine =
    slot === 'nb_power'
      ? (T: TypeObject) => T.nb_power === slot_nb_power
      : (T: TypeObject) => T[slot] === operator;
  function operator(self: PyObject, other: PyObject): Owned {
    const T = self.type;
    const U = other.type;
    let doOther = T !== U && mine(U);
    if (mine(T)) {
      if (doOther && isSubtype(U, T) && methodIsOverloaded(self, other, rname)) {
        const r = maybe1(other, rname, self);
        if (r !== NotImplemented_) return r;
        r.rc--;
        doOther = false;
      }
      const r = maybe1(self, name, other);
      if (r !== NotImplemented_ || T === U) return r;
      r.rc--;
    }
    return doOther ? maybe1(other, rname, self) : newNotImplemented();
  }
  return operator;
}

export const slot_nb_add = binaryOperator('nb_add', '__add__', '__radd__');
export const slot_nb_subtract = binaryOperator('nb_subtract', '__sub__', '__rsub__');
export const slot_nb_multiply = binaryOperator('nb_multiply', '__mul__', '__rmul__');
export const slot_nb_matrix_multiply = binaryOperator(
  'nb_matrix_multiply',
  '__matmul__',
  '__rmatmul__',
);
export const slot_nb_remainder = binaryOperator('nb_remainder', '__mod__', '__rmod__');
export const slot_nb_divmod = binaryOperator('nb_divmod', '__divmod__', '__rdivmod__');
const powerOperator = binaryOperator('nb_power', '__pow__', '__rpow__');
export const slot_nb_lshift = binaryOperator('nb_lshift', '__lshift__', '__rlshift__');
export const slot_nb_rshift = binaryOperator('nb_rshift', '__rshift__', '__rrshift__');
export const slot_nb_and = binaryOperator('nb_and', '__and__', '__rand__');
export const slot_nb_xor = binaryOperator('nb_xor', '__xor__', '__rxor__');
export const slot_nb_or = binaryOperator('nb_or', '__or__', '__ror__');
export const slot_nb_floor_divide = binaryOperator(
  'nb_floor_divide',
  '__floordiv__',
  '__rfloordiv__',
);
export const slot_nb_true_divide = binaryOperator('nb_true_divide', '__truediv__', '__rtruediv__');

export function slot_nb_power(self: PyObject, other: PyObject, modulus: PyObject): Owned {
  if (modulus === None_) return powerOperator(self, other);
  // Three arguments: never reflected.
  if (self.type.nb_power === slot_nb_power) return method2(self, s_pow, other, modulus);
  return newNotImplemented();
}

export function slot_nb_inplace_power(self: PyObject, other: PyObject, _modulus: PyObject): Owned {
  return method1(self, s_ipow, other);
}

export const slot_nb_inplace_add = binarySlot('__iadd__');
export const slot_nb_inplace_subtract = binarySlot('__isub__');
export const slot_nb_inplace_multiply = binarySlot('__imul__');
export const slot_nb_inplace_matrix_multiply = binarySlot('__imatmul__');
export const slot_nb_inplace_remainder = binarySlot('__imod__');
export const slot_nb_inplace_lshift = binarySlot('__ilshift__');
export const slot_nb_inplace_rshift = binarySlot('__irshift__');
export const slot_nb_inplace_and = binarySlot('__iand__');
export const slot_nb_inplace_xor = binarySlot('__ixor__');
export const slot_nb_inplace_or = binarySlot('__ior__');
export const slot_nb_inplace_floor_divide = binarySlot('__ifloordiv__');
export const slot_nb_inplace_true_divide = binarySlot('__itruediv__');

export const slot_nb_negative = unarySlot('__neg__');
export const slot_nb_positive = unarySlot('__pos__');
export const slot_nb_absolute = unarySlot('__abs__');
export const slot_nb_invert = unarySlot('__invert__');
export const slot_nb_int = unarySlot('__int__');
export const slot_nb_float = unarySlot('__float__');
export const slot_nb_index = unarySlot('__index__');

export function slot_nb_bool(self: PyObject): boolean {
  const f = typeLookupBorrowed(self.type, s_bool);
  if (f === null) {
    const g = typeLookupBorrowed(self.type, s_len);
    return g === null ? true : slot_sq_length(self) !== 0;
  }
  const r = callFound0(f, self);
  const answer = r === True_;
  const kind = r.type;
  decref(r);
  if (kind !== BoolType) throw typeError(`__bool__ should return bool, returned ${kind.name}`);
  return answer;
}

// ---------------------------------------------------------------------------------------------
// Containers

export function slot_sq_length(self: PyObject): number {
  const r = method0(self, s_len);
  try {
    const value = index(r);
    if (value < 0) throw valueError('__len__() should return >= 0');
    if (typeof value === 'bigint') S.bigLength = value;
    return asIndexNumber(r, OverflowErrorType);
  } finally {
    decref(r);
  }
}

export function slot_sq_item(self: PyObject, i: number): Owned {
  const key = newInt(i);
  try {
    return method1(self, s_getitem, key);
  } finally {
    decref(key);
  }
}

export function slot_sq_ass_item(self: PyObject, i: number, value: PyObject | null): void {
  const key = newInt(i);
  try {
    slot_mp_ass_subscript(self, key, value);
  } finally {
    decref(key);
  }
}

export const slot_mp_subscript = binarySlot('__getitem__');

export function slot_mp_ass_subscript(self: PyObject, key: PyObject, value: PyObject | null): void {
  const r = value === null ? method1(self, s_delitem, key) : method2(self, s_setitem, key, value);
  decref(r);
}

export function slot_sq_contains(self: PyObject, x: PyObject): boolean {
  const f = typeLookupBorrowed(self.type, s_contains);
  if (f === None_) throw typeError(`'${self.type.name}' object is not a container`);
  if (f === null) return searchIterable(self, x);
  const r = callFound1(f, self, x);
  try {
    return isTrue(r);
  } finally {
    decref(r);
  }
}

/** `x in self` by iteration. */
function searchIterable(self: PyObject, x: PyObject): boolean {
  const it = getIter(self);
  try {
    for (;;) {
      const item = iterNext(it);
      if (item === null) return false;
      let same: boolean;
      try {
        same = richCompareBool(item, x, EQ);
      } finally {
        decref(item);
      }
      if (same) return true;
    }
  } finally {
    decref(it);
  }
}
