/**
 * The table that ties slots to dunder methods, in both directions. CPython: slotdefs[] in Objects/typeobject.c.
 *
 * - Native slot to attribute: a `SlotDef` with a wrapper gives every type that fills the slot itself a wrapper
 *   descriptor (`list.__len__`); `addOperators` makes them when a type becomes ready.
 * - Attribute to slot: `updateSlot` runs when a dunder of a class changes and `fixupSlots` when a class is made. The slot
 *   becomes a function of slot-functions.ts, or the native function itself where all its dunders still are that native's
 *   wrapper descriptors.
 *
 * The order is CPython's: where several dunders share a slot or several slots a dunder, it decides.
 */

import { newWrapperDescriptor } from '../objects/descr.ts';
import { dictGetStrBorrowed, dictKeyAt, dictNext, dictSetStr } from '../objects/dict.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { None_, newBool, newNone } from '../objects/singletons.ts';
import { intern, internStr } from '../objects/str.ts';
import { asIndexNumber } from './abstract.ts';
import { attributeName, getAttr, typeLookupBorrowed } from './attr.ts';
import { releaseBuffer } from './buffer.ts';
import { call1, callMethod0 } from './call.ts';
import { overflowError, stopIteration, typeError, valueError } from './errors.ts';
import type { Owned, PyObject } from './object.ts';
import { decref } from './object.ts';
import * as slots from './slot-functions.ts';
import { S } from './state.ts';
import { isSubtype } from './subtype.ts';
import type { KwNames, TypeObject } from './type-object.ts';
import {
  BuiltinType,
  MemoryviewType,
  StrType,
  TPFLAGS_HEAPTYPE,
  TypeType,
  WrapperDescriptorType,
} from './type-object.ts';

export type SlotName = Extract<
  keyof TypeObject,
  `${'tp' | 'nb' | 'sq' | 'mp' | 'am' | 'bf'}_${string}`
>;

/** Calls the native slot `wrapped` as its dunder would be called. */
export type Wrapper = (self: PyObject, args: PyObject[], wrapped: any, kw: KwNames) => Owned;

/** One line of the table. CPython: struct wrapperbase. */
export class SlotDef {
  name: string;
  /** Interned. */
  nameObj: PyObject;
  slot: SlotName;
  /** The slot's function for classes that define the dunder in Python. */
  fn: any;
  /** null: the dunder gets no descriptor from this slot. */
  wrapper: Wrapper | null;
  sig: string | null;
  doc: string;
  /** The wrapper takes keyword arguments. */
  kw: boolean;
  constructor(
    name: string,
    slot: SlotName,
    fn: any,
    wrapper: Wrapper | null,
    sig: string | null,
    doc: string,
  ) {
    this.name = name;
    this.nameObj = intern(name);
    this.slot = slot;
    this.fn = fn;
    this.wrapper = wrapper;
    this.sig = sig;
    this.doc = doc;
    this.kw = slot === 'tp_init' || slot === 'tp_call';
  }
}

// ---------------------------------------------------------------------------------------------
// Wrappers

function checkCount(args: PyObject[], want: number): void {
  if (args.length === want) return;
  throw typeError(`expected ${want} argument${want === 1 ? '' : 's'}, got ${args.length}`);
}

/** CPython's PyArg_UnpackTuple without a function name. */
function checkRange(args: PyObject[], min: number, max: number): void {
  const n = args.length;
  if (n >= min && n <= max) return;
  const few = n < min;
  const bound = few ? min : max;
  const how = min === max ? '' : few ? 'at least ' : 'at most ';
  throw typeError(` expected ${how}${bound} argument${bound === 1 ? '' : 's'}, got ${n}`);
}

function indexArg(o: PyObject): number {
  return asIndexNumber(o, OverflowErrorType);
}

/** The sequence index a dunder was given: negative ones count from the end. */
function sequenceIndex(self: PyObject, arg: PyObject): number {
  let i = indexArg(arg);
  const length = self.type.sq_length;
  if (i < 0 && length !== null) i += length(self);
  return i;
}

const wrapLen: Wrapper = (self, args, wrapped) => {
  checkCount(args, 0);
  const n: number = wrapped(self);
  return newInt(n > Number.MAX_SAFE_INTEGER ? S.bigLength : n);
};
const wrapUnary: Wrapper = (self, args, wrapped) => {
  checkCount(args, 0);
  return wrapped(self);
};
const wrapBinary: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  return wrapped(self, args[0]!);
};
/** CPython's wrap_binaryfunc_l; a separate function, since update_slot tells wrappers apart by identity. */
const wrapBinaryLeft: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  return wrapped(self, args[0]!);
};
const wrapBinaryRight: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  return wrapped(args[0]!, self);
};
const wrapTernary: Wrapper = (self, args, wrapped) => {
  checkRange(args, 1, 2);
  return wrapped(self, args[0]!, args[1] ?? None_);
};
const wrapTernaryRight: Wrapper = (self, args, wrapped) => {
  checkRange(args, 1, 2);
  return wrapped(args[0]!, self, args[1] ?? None_);
};
const wrapBool: Wrapper = (self, args, wrapped) => {
  checkCount(args, 0);
  return newBool(wrapped(self));
};
const wrapIndexArg: Wrapper = (self, args, wrapped) => {
  checkRange(args, 1, 1);
  return wrapped(self, indexArg(args[0]!));
};
const wrapSqItem: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  return wrapped(self, sequenceIndex(self, args[0]!));
};
const wrapSqSetItem: Wrapper = (self, args, wrapped) => {
  checkRange(args, 2, 2);
  wrapped(self, sequenceIndex(self, args[0]!), args[1]!);
  return newNone();
};
const wrapSqDelItem: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  wrapped(self, sequenceIndex(self, args[0]!), null);
  return newNone();
};
const wrapContains: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  return newBool(wrapped(self, args[0]!));
};
const wrapSetItem: Wrapper = (self, args, wrapped) => {
  checkRange(args, 2, 2);
  wrapped(self, args[0]!, args[1]!);
  return newNone();
};
const wrapDelItem: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  wrapped(self, args[0]!, null);
  return newNone();
};

/**
 * Rejects `object.__setattr__(x, …)` that jumps over a native override of a more derived type (Carlo Verre's trick).
 * CPython: hackcheck.
 */
function checkNoJump(self: PyObject, wrapped: any, what: string): void {
  const type = self.type;
  let defining = type;
  for (let i = type.mro.length - 1; i >= 0; i--) {
    const base = type.mro[i]!;
    if (base.tp_setattro !== slots.slot_tp_setattro && base.tp_setattro === type.tp_setattro) {
      defining = base;
      break;
    }
  }
  for (let base: TypeObject | null = defining; base !== null; base = base.base) {
    if (base.tp_setattro === wrapped) return;
    if (base.tp_setattro !== slots.slot_tp_setattro) {
      throw typeError(`can't apply this ${what} to ${type.name} object`);
    }
  }
}

const wrapGetAttr: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  const name = attributeName(args[0]!);
  try {
    return wrapped(self, name);
  } finally {
    decref(name);
  }
};
const wrapSetAttr: Wrapper = (self, args, wrapped) => {
  checkRange(args, 2, 2);
  checkNoJump(self, wrapped, '__setattr__');
  const name = attributeName(args[0]!);
  try {
    wrapped(self, name, args[1]!);
  } finally {
    decref(name);
  }
  return newNone();
};
const wrapDelAttr: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  checkNoJump(self, wrapped, '__delattr__');
  const name = attributeName(args[0]!);
  try {
    wrapped(self, name, null);
  } finally {
    decref(name);
  }
  return newNone();
};
const wrapHash: Wrapper = (self, args, wrapped) => {
  checkCount(args, 0);
  const lo = wrapped(self);
  return hashInt(lo, S.hashHi);
};
const wrapCall: Wrapper = (self, args, wrapped, kw) => wrapped(self, args, kw);
const wrapInit: Wrapper = (self, args, wrapped, kw) => {
  wrapped(self, args, kw);
  return newNone();
};
const wrapDel: Wrapper = (self, args, wrapped) => {
  checkCount(args, 0);
  wrapped(self);
  return newNone();
};
const wrapNext: Wrapper = (self, args, wrapped) => {
  checkCount(args, 0);
  const item = wrapped(self);
  if (item === null) throw stopIteration();
  return item;
};
const wrapDescrGet: Wrapper = (self, args, wrapped) => {
  checkRange(args, 1, 2);
  const obj = args[0] === None_ ? null : args[0]!;
  const type = args[1] === undefined || args[1] === None_ ? null : args[1];
  if (obj === null && type === null) throw typeError('__get__(None, None) is invalid');
  return wrapped(self, obj, type);
};
const wrapDescrSet: Wrapper = (self, args, wrapped) => {
  checkRange(args, 2, 2);
  wrapped(self, args[0]!, args[1]!);
  return newNone();
};
const wrapDescrDelete: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  wrapped(self, args[0]!, null);
  return newNone();
};

/** A memoryview of self, acquired with the flags asked for. */
const wrapBuffer: Wrapper = (self, args, wrapped) => {
  checkCount(args, 1);
  const flags = indexArg(args[0]!);
  if (flags > 0x7fffffff || flags < -0x80000000) throw overflowError('buffer flags too large');
  releaseBuffer(wrapped(self, flags));
  return call1(MemoryviewType.self, self);
};

const s_obj = intern('obj');
const s_release = intern('release');

const wrapReleaseBuffer: Wrapper = (self, args) => {
  checkCount(args, 1);
  const mv = args[0]!;
  if (mv.type !== MemoryviewType) throw typeError('expected a memoryview object');
  const obj = getAttr(mv, s_obj);
  decref(obj);
  if (obj === None_) throw valueError("memoryview's buffer has already been released");
  if (obj !== (self as Owned)) throw valueError("memoryview's buffer is not this object");
  return callMethod0(mv, s_release);
};

function wrapCompare(op: number): Wrapper {
  return (self, args, wrapped) => {
    checkCount(args, 1);
    return wrapped(self, args[0]!, op);
  };
}

/** A 64-bit hash from its halves, as int object. */
export function hashInt(lo: number, hi: number): Owned {
  const value = hi * 4294967296 + (lo >>> 0);
  if (Number.isSafeInteger(value)) return newInt(value);
  return newInt((BigInt(hi) << 32n) | BigInt(lo >>> 0));
}

// ---------------------------------------------------------------------------------------------
// The table

const table: SlotDef[] = [];

function add(
  name: string,
  slot: SlotName,
  fn: any,
  wrapper: Wrapper | null,
  sig: string | null,
  doc: string,
): void {
  table.push(new SlotDef(name, slot, fn, wrapper, sig, doc));
}

const SELF = '($self, /)';
const VALUE = '($self, value, /)';
const KEY = '($self, key, /)';

add('__repr__', 'tp_repr', slots.slot_tp_repr, wrapUnary, SELF, 'repr(self)');
add('__hash__', 'tp_hash', slots.slot_tp_hash, wrapHash, SELF, 'hash(self)');
add(
  '__call__',
  'tp_call',
  slots.slot_tp_call,
  wrapCall,
  '($self, /, *args, **kwargs)',
  'self(*args, **kwargs)',
);
add('__str__', 'tp_str', slots.slot_tp_str, wrapUnary, SELF, 'str(self)');
add(
  '__getattribute__',
  'tp_getattro',
  slots.slot_tp_getattr_hook,
  wrapGetAttr,
  '($self, name, /)',
  'self.name',
);
add('__getattr__', 'tp_getattro', slots.slot_tp_getattr_hook, null, null, '');
add(
  '__setattr__',
  'tp_setattro',
  slots.slot_tp_setattro,
  wrapSetAttr,
  '($self, name, value, /)',
  'self.name = value',
);
add(
  '__delattr__',
  'tp_setattro',
  slots.slot_tp_setattro,
  wrapDelAttr,
  '($self, name, /)',
  'del self.name',
);
[
  ['__lt__', '<'],
  ['__le__', '<='],
  ['__eq__', '=='],
  ['__ne__', '!='],
  ['__gt__', '>'],
  ['__ge__', '>='],
].forEach(([name, sign], op) => {
  add(
    name!,
    'tp_richcompare',
    slots.slot_tp_richcompare,
    wrapCompare(op),
    VALUE,
    `self ${sign} value`,
  );
});
add('__iter__', 'tp_iter', slots.slot_tp_iter, wrapUnary, SELF, 'iter(self)');
add('__next__', 'tp_iternext', slots.slot_tp_iternext, wrapNext, SELF, 'next(self)');
add(
  '__get__',
  'tp_descr_get',
  slots.slot_tp_descr_get,
  wrapDescrGet,
  '($self, instance, owner=None, /)',
  'What the attribute gives for an instance, or for its class.',
);
add(
  '__set__',
  'tp_descr_set',
  slots.slot_tp_descr_set,
  wrapDescrSet,
  '($self, instance, value, /)',
  'Stores the attribute of an instance.',
);
add(
  '__delete__',
  'tp_descr_set',
  slots.slot_tp_descr_set,
  wrapDescrDelete,
  '($self, instance, /)',
  'Removes the attribute of an instance.',
);
add(
  '__init__',
  'tp_init',
  slots.slot_tp_init,
  wrapInit,
  '($self, /, *args, **kwargs)',
  'Fills a new object.',
);
add('__new__', 'tp_new', slots.slot_tp_new, null, '($type, *args, **kwargs)', 'Makes an object.');
add(
  '__del__',
  'tp_finalize',
  slots.slot_tp_finalize,
  wrapDel,
  SELF,
  'Runs before the object goes.',
);
add(
  '__buffer__',
  'bf_getbuffer',
  slots.slot_bf_getbuffer,
  wrapBuffer,
  '($self, flags, /)',
  'A memoryview of the object.',
);
add(
  '__release_buffer__',
  'bf_releasebuffer',
  slots.slot_bf_releasebuffer,
  wrapReleaseBuffer,
  '($self, buffer, /)',
  'Ends the use of a memoryview.',
);
add('__await__', 'am_await', slots.slot_am_await, wrapUnary, SELF, 'The iterator that await runs.');
add('__aiter__', 'am_aiter', slots.slot_am_aiter, wrapUnary, SELF, 'The asynchronous iterator.');
add(
  '__anext__',
  'am_anext',
  slots.slot_am_anext,
  wrapUnary,
  SELF,
  'An awaitable of the next item.',
);

function addBinary(dunder: string, slot: SlotName, fn: any, sign: string): void {
  add(`__${dunder}__`, slot, fn, wrapBinaryLeft, VALUE, `self ${sign} value`);
  add(`__r${dunder}__`, slot, fn, wrapBinaryRight, VALUE, `value ${sign} self`);
}

function addUnary(dunder: string, slot: SlotName, fn: any, doc: string): void {
  add(dunder, slot, fn, wrapUnary, SELF, doc);
}

function addInplace(dunder: string, slot: SlotName, fn: any, sign: string): void {
  add(dunder, slot, fn, wrapBinary, VALUE, `self ${sign} value`);
}

addBinary('add', 'nb_add', slots.slot_nb_add, '+');
addBinary('sub', 'nb_subtract', slots.slot_nb_subtract, '-');
addBinary('mul', 'nb_multiply', slots.slot_nb_multiply, '*');
addBinary('mod', 'nb_remainder', slots.slot_nb_remainder, '%');
add('__divmod__', 'nb_divmod', slots.slot_nb_divmod, wrapBinaryLeft, VALUE, 'divmod(self, value)');
add(
  '__rdivmod__',
  'nb_divmod',
  slots.slot_nb_divmod,
  wrapBinaryRight,
  VALUE,
  'divmod(value, self)',
);
add(
  '__pow__',
  'nb_power',
  slots.slot_nb_power,
  wrapTernary,
  '($self, value, mod=None, /)',
  'pow(self, value, mod)',
);
add(
  '__rpow__',
  'nb_power',
  slots.slot_nb_power,
  wrapTernaryRight,
  '($self, value, mod=None, /)',
  'pow(value, self, mod)',
);
addUnary('__neg__', 'nb_negative', slots.slot_nb_negative, '-self');
addUnary('__pos__', 'nb_positive', slots.slot_nb_positive, '+self');
addUnary('__abs__', 'nb_absolute', slots.slot_nb_absolute, 'abs(self)');
add('__bool__', 'nb_bool', slots.slot_nb_bool, wrapBool, SELF, 'bool(self)');
addUnary('__invert__', 'nb_invert', slots.slot_nb_invert, '~self');
addBinary('lshift', 'nb_lshift', slots.slot_nb_lshift, '<<');
addBinary('rshift', 'nb_rshift', slots.slot_nb_rshift, '>>');
addBinary('and', 'nb_and', slots.slot_nb_and, '&');
addBinary('xor', 'nb_xor', slots.slot_nb_xor, '^');
addBinary('or', 'nb_or', slots.slot_nb_or, '|');
addUnary('__int__', 'nb_int', slots.slot_nb_int, 'int(self)');
addUnary('__float__', 'nb_float', slots.slot_nb_float, 'float(self)');
addInplace('__iadd__', 'nb_inplace_add', slots.slot_nb_inplace_add, '+=');
addInplace('__isub__', 'nb_inplace_subtract', slots.slot_nb_inplace_subtract, '-=');
addInplace('__imul__', 'nb_inplace_multiply', slots.slot_nb_inplace_multiply, '*=');
addInplace('__imod__', 'nb_inplace_remainder', slots.slot_nb_inplace_remainder, '%=');
add(
  '__ipow__',
  'nb_inplace_power',
  slots.slot_nb_inplace_power,
  wrapTernary,
  VALUE,
  'self **= value',
);
addInplace('__ilshift__', 'nb_inplace_lshift', slots.slot_nb_inplace_lshift, '<<=');
addInplace('__irshift__', 'nb_inplace_rshift', slots.slot_nb_inplace_rshift, '>>=');
addInplace('__iand__', 'nb_inplace_and', slots.slot_nb_inplace_and, '&=');
addInplace('__ixor__', 'nb_inplace_xor', slots.slot_nb_inplace_xor, '^=');
addInplace('__ior__', 'nb_inplace_or', slots.slot_nb_inplace_or, '|=');
addBinary('floordiv', 'nb_floor_divide', slots.slot_nb_floor_divide, '//');
addBinary('truediv', 'nb_true_divide', slots.slot_nb_true_divide, '/');
addInplace('__ifloordiv__', 'nb_inplace_floor_divide', slots.slot_nb_inplace_floor_divide, '//=');
addInplace('__itruediv__', 'nb_inplace_true_divide', slots.slot_nb_inplace_true_divide, '/=');
addUnary('__index__', 'nb_index', slots.slot_nb_index, 'The integer that self stands for.');
addBinary('matmul', 'nb_matrix_multiply', slots.slot_nb_matrix_multiply, '@');
addInplace(
  '__imatmul__',
  'nb_inplace_matrix_multiply',
  slots.slot_nb_inplace_matrix_multiply,
  '@=',
);
add('__len__', 'mp_length', slots.slot_sq_length, wrapLen, SELF, 'len(self)');
add('__getitem__', 'mp_subscript', slots.slot_mp_subscript, wrapBinary, KEY, 'self[key]');
add(
  '__setitem__',
  'mp_ass_subscript',
  slots.slot_mp_ass_subscript,
  wrapSetItem,
  '($self, key, value, /)',
  'self[key] = value',
);
add(
  '__delitem__',
  'mp_ass_subscript',
  slots.slot_mp_ass_subscript,
  wrapDelItem,
  KEY,
  'del self[key]',
);
add('__len__', 'sq_length', slots.slot_sq_length, wrapLen, SELF, 'len(self)');
// The generic function of concatenation and repetition is null: a class gets them through nb_add and nb_multiply.
add('__add__', 'sq_concat', null, wrapBinary, VALUE, 'self + value');
add('__mul__', 'sq_repeat', null, wrapIndexArg, VALUE, 'self * value');
add('__rmul__', 'sq_repeat', null, wrapIndexArg, VALUE, 'value * self');
add('__getitem__', 'sq_item', slots.slot_sq_item, wrapSqItem, KEY, 'self[key]');
add(
  '__setitem__',
  'sq_ass_item',
  slots.slot_sq_ass_item,
  wrapSqSetItem,
  '($self, key, value, /)',
  'self[key] = value',
);
add('__delitem__', 'sq_ass_item', slots.slot_sq_ass_item, wrapSqDelItem, KEY, 'del self[key]');
add('__contains__', 'sq_contains', slots.slot_sq_contains, wrapContains, KEY, 'key in self');
add('__iadd__', 'sq_inplace_concat', null, wrapBinary, VALUE, 'self += value');
add('__imul__', 'sq_inplace_repeat', null, wrapIndexArg, VALUE, 'self *= value');

/** The lines of one slot, in order. */
const bySlot = new Map<SlotName, SlotDef[]>();
/** The slots a dunder takes part in; keyed by the interned name. */
const slotsByName = new Map<PyObject, SlotName[]>();
for (const def of table) {
  const lines = bySlot.get(def.slot);
  if (lines === undefined) bySlot.set(def.slot, [def]);
  else lines.push(def);
  const names = slotsByName.get(def.nameObj);
  if (names === undefined) slotsByName.set(def.nameObj, [def.slot]);
  else if (!names.includes(def.slot)) names.push(def.slot);
}

/** All slots that a dunder can set. */
export const dunderSlots: readonly SlotName[] = [...bySlot.keys()];

// ---------------------------------------------------------------------------------------------
// Native slots to descriptors

/** Gives a type that has just got its dict the wrapper descriptors of its own slots. CPython: add_operators. */
export function addOperators(type: TypeObject): void {
  for (const def of table) {
    if (def.wrapper === null) continue;
    const wrapped = type[def.slot];
    if (wrapped === null || wrapped === undefined) continue;
    if (dictGetStrBorrowed(type.dict, def.nameObj) !== null) continue;
    if (wrapped === slots.hashNotImplemented) {
      dictSetStr(type.dict, def.nameObj, None_);
      continue;
    }
    const descr = newWrapperDescriptor(type, def, wrapped);
    dictSetStr(type.dict, def.nameObj, descr);
    decref(descr);
  }
}

// ---------------------------------------------------------------------------------------------
// Attributes to slots

/** The one slot of those sharing a dunder that the type fills, or null. CPython: resolve_slotdups. */
function onlySlotFilled(type: TypeObject, name: PyObject): SlotName | null {
  const candidates = slotsByName.get(name)!;
  let only: SlotName | null = null;
  for (const slot of candidates) {
    if (type[slot] === null || type[slot] === undefined) continue;
    if (only !== null) return null;
    only = slot;
  }
  return only;
}

/** CPython: update_one_slot. */
function updateOneSlot(type: TypeObject, slot: SlotName): void {
  let specific: unknown = null;
  let generic: unknown = null;
  let useGeneric = false;
  for (const def of bySlot.get(slot)!) {
    const descr = typeLookupBorrowed(type, def.nameObj);
    if (descr === null) continue;
    if (descr.type === WrapperDescriptorType && descr.v.def.name === def.name) {
      const only = onlySlotFilled(type, def.nameObj);
      if (only === null || only === slot) generic = def.fn;
      const { wrapped, def: own, type: owner } = descr.v;
      const same = specific === null || specific === wrapped;
      if (same && own.wrapper === def.wrapper && isSubtype(type, owner)) specific = wrapped;
      else useGeneric = true;
    } else if (slot === 'tp_new' && isNativeNew(descr)) {
      // A native __new__: keep what was inherited, which checks more than calling it would.
      specific = type.tp_new;
    } else if (slot === 'tp_hash' && descr === None_) {
      specific = slots.hashNotImplemented;
    } else {
      useGeneric = true;
      generic = def.fn;
    }
  }
  const fields = type as unknown as Record<SlotName, unknown>;
  fields[slot] = specific !== null && !useGeneric ? specific : generic;
  // A view of a Python exporter holds a memoryview: its release needs a slot, with or without the dunder.
  if (type.bf_getbuffer === slots.slot_bf_getbuffer && type.bf_releasebuffer === null) {
    type.bf_releasebuffer = slots.slot_bf_releasebuffer;
  }
}

function isNativeNew(descr: PyObject): boolean {
  return descr.type === BuiltinType && descr.v.self !== null && descr.v.self.type === TypeType;
}

/** Sets all slots of a new class from its MRO. */
export function fixupSlots(type: TypeObject): void {
  for (const slot of dunderSlots) updateOneSlot(type, slot);
}

/** Slots whose dunder belongs to another slot as well, with the same wrapper. */
const twinSlots: SlotName[] = [];
for (const a of table) {
  if (
    table.some((b) => b !== a && b.name === a.name && b.wrapper === a.wrapper && a.wrapper !== null)
  )
    twinSlots.push(a.slot);
}

/** Sets the slots of a new class that inherits all of them from a single base, but for its own dunders. */
export function fixupOwnSlots(type: TypeObject): void {
  const dict = type.dict;
  // what a built-in base fills in one of two slots of a dunder a class made from it has in both
  const base = type.base;
  if (base !== null && (base.flags & TPFLAGS_HEAPTYPE) === 0)
    for (const slot of twinSlots) updateOneSlot(type, slot);
  for (let j = dictNext(dict, 0); j >= 0; j = dictNext(dict, j + 1)) {
    const key = dictKeyAt(dict, j);
    // Names computed at run time are not interned, and other keys than str may occur.
    if (key.type !== StrType) continue;
    const name = internStr(key);
    const affected = slotsByName.get(name);
    decref(name);
    if (affected !== undefined) for (const slot of affected) updateOneSlot(type, slot);
  }
}

/** A class attribute was set or deleted: brings slots of the type and its subclasses up to date. */
export function updateSlot(type: TypeObject, name: PyObject): void {
  const affected = slotsByName.get(name);
  if (affected !== undefined) updateTree(type, name, affected);
}

function updateTree(type: TypeObject, name: PyObject, affected: SlotName[]): void {
  for (const slot of affected) updateOneSlot(type, slot);
  const subclasses = type.subclasses;
  if (subclasses === null) return;
  for (const sub of subclasses) {
    if (dictGetStrBorrowed(sub.dict, name) === null) updateTree(sub, name, affected);
  }
}

/** All slots of the type and its subclasses anew (`__bases__` changed). CPython: update_all_slots. */
export function updateAllSlots(type: TypeObject): void {
  fixupSlots(type);
  const subclasses = type.subclasses;
  if (subclasses !== null) for (const sub of subclasses) updateAllSlots(sub);
}

/** The table's lines, for who documents or lists dunders. */
export function slotTable(): readonly SlotDef[] {
  return table;
}
