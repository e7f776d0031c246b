/**
 * Calling. CPython: Objects/call.c, the CALL family of Python/bytecodes.c.
 *
 * Two families. `callObject`, `call0` … `callMethod…` are for natives: they borrow everything. `C0` … `CX`, `M0` … `MK`
 * are for generated code: they consume the callee and the arguments, on errors too, as CPython's stack does.
 * The fast paths take Python functions of exact arity, native functions whose arguments need no binding, and Python
 * classes with a Python `__init__`; they allocate nothing but what CPython would.
 */

import { CO_OPTIMIZED, type CodePayload } from '../objects/code.ts';
import {
  dictContains,
  dictGetBorrowed,
  dictGetStrBorrowed,
  dictKeyAt,
  dictLen,
  dictNext,
  dictSet,
  dictValueAt,
  newDict,
  newDictPresized,
} from '../objects/dict.ts';
import { AttributeErrorType } from '../objects/exceptions.ts';
import { None_, newNone } from '../objects/singletons.ts';
import { intern, strJs } from '../objects/str.ts';
import { newTuple, newTupleSteal } from '../objects/tuple.ts';
import { getItem, getIter, iterNext, sequenceToArray, str_ } from './abstract.ts';
import { invokeNative, type NativeDef, prepare } from './args.ts';
import {
  genericGetAttr,
  getAttr,
  instanceGetBorrowed,
  lookupAttr,
  typeLookupBorrowed,
} from './attr.ts';
import { bindFunction, runBound } from './bind.ts';
import { discard, enterNative, matches, type PyErr, typeError } from './errors.ts';
import { decref, incref, type Owned, type PyObject } from './object.ts';
import { BRK_GC, S } from './state.ts';
import { isInstanceOf } from './subtype.ts';
import {
  BuiltinType,
  DictType,
  FunctionType,
  type KwNames,
  MethodDescriptorType,
  MethodType,
  ModuleType,
  ObjectType,
  StrType,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IS_ABSTRACT,
  TPFLAGS_TYPE_SUBCLASS,
  TupleType,
  type TypeObject,
  TypeType,
  ListType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  WrapperDescriptorType,
} from './type-object.ts';

const s_init = intern('__init__');
const s_name = intern('__name__');
const s_call = intern('__call__');
const s_qualname = intern('__qualname__');
const s_module = intern('__module__');
const s_keys = intern('keys');
const s_dict = intern('__dict__');
const s_annotations = intern('__annotations__');

const NO_ARGS: PyObject[] = [];

/**
 * The result of generated code for a native caller: what it raised is thrown. Generated code returns null when it raises
 * and leaves the carrier in S.err, which costs a fraction of a JavaScript exception.
 */
export function orThrow(r: Owned | null): Owned {
  if (r === null) throw raised();
  return r;
}

function raised(): unknown {
  const err = S.err;
  S.err = null;
  return err;
}

// ---------------------------------------------------------------------------------------------
// Calls that borrow

/** `f(*args)` with keyword values last in args. Borrows everything. */
export function callObject(f: PyObject, args: PyObject[], kw: KwNames = null): Owned {
  const t = f.type;
  if (t === FunctionType) {
    const copy = args.slice();
    for (let i = 0; i < copy.length; i++) copy[i]!.rc++;
    f.rc++;
    return orThrow(callFunctionSteal(f, copy, kw));
  }
  if (t === BuiltinType) return invokeNative(f.v.def, f.v.self, args, kw, f);
  if (t === MethodType) {
    const full = [f.v.self as PyObject];
    for (let i = 0; i < args.length; i++) full.push(args[i]!);
    return callObject(f.v.func, full, kw);
  }
  if (t === MethodDescriptorType) return callDescriptor(f, args, kw);
  return callSlot(f, args, kw);
}

/** `f()`. */
export function call0(f: PyObject): Owned {
  const t = f.type;
  if (t === FunctionType) {
    f.rc++;
    return orThrow(C0(f as Owned));
  }
  if (t === BuiltinType && f.v.def.min === 0) return plain(f.v.def.fn(f.v.self));
  return callObject(f, [], null);
}

/** `f(a)`. */
export function call1(f: PyObject, a: PyObject): Owned {
  const t = f.type;
  if (t === FunctionType) {
    f.rc++;
    a.rc++;
    return orThrow(C1(f as Owned, a as Owned));
  }
  if (t === BuiltinType) {
    const def: NativeDef = f.v.def;
    if (def.max >= 1 && def.min <= 1) return plain(def.fn(f.v.self, a));
  }
  return callObject(f, [a], null);
}

/** `f(a, b)`. */
export function call2(f: PyObject, a: PyObject, b: PyObject): Owned {
  const t = f.type;
  if (t === FunctionType) {
    f.rc++;
    a.rc++;
    b.rc++;
    return orThrow(C2(f as Owned, a as Owned, b as Owned));
  }
  if (t === BuiltinType) {
    const def: NativeDef = f.v.def;
    if (def.max >= 2 && def.min <= 2) return plain(def.fn(f.v.self, a, b));
  }
  return callObject(f, [a, b], null);
}

/** `f(a, b, c)`. */
export function call3(f: PyObject, a: PyObject, b: PyObject, c: PyObject): Owned {
  if (f.type === FunctionType) {
    f.rc++;
    a.rc++;
    b.rc++;
    c.rc++;
    return orThrow(C3(f as Owned, a as Owned, b as Owned, c as Owned));
  }
  return callObject(f, [a, b, c], null);
}

/** `f(a, b, c, d)`. */
export function call4(f: PyObject, a: PyObject, b: PyObject, c: PyObject, d: PyObject): Owned {
  return callObject(f, [a, b, c, d], null);
}

/** A safe point after a method that the call site knows: CALL_LIST_APPEND is none. */
export function collectAfterMethod(d: PyObject): void {
  if (d.v.def.name !== 'append' || d.v.type !== ListType) collectAfter('');
}

function plain(r: Owned | undefined): Owned {
  return r === undefined ? newNone() : r;
}

/** The attribute of a method call when there is no function or descriptor to call with self; owned. */
function attributeOf(o: PyObject, name: PyObject): Owned {
  o.rc++;
  return attributeSteal(o, name);
}

/** `o.name(*args)`; `name` is interned. */
export function callMethod(
  o: PyObject,
  name: PyObject,
  args: PyObject[],
  kw: KwNames = null,
): Owned {
  const d = methodBorrowed(o, name);
  if (d === null) {
    const f = attributeOf(o, name);
    try {
      return callObject(f, args, kw);
    } finally {
      decref(f);
    }
  }
  if (d.type !== FunctionType) return invokeNative(d.v.def, o, args, kw, d);
  const full = [o];
  for (let i = 0; i < args.length; i++) full.push(args[i]!);
  return callObject(d, full, kw);
}

export function callMethod0(o: PyObject, name: PyObject): Owned {
  const d = methodBorrowed(o, name);
  if (d === null) return callMethod(o, name, [], null);
  if (d.type === FunctionType) {
    d.rc++;
    o.rc++;
    return orThrow(C1(d as Owned, o as Owned));
  }
  const def: NativeDef = d.v.def;
  return def.min === 0 ? plain(def.fn(o)) : invokeNative(def, o, [], null, d);
}

export function callMethod1(o: PyObject, name: PyObject, a: PyObject): Owned {
  const d = methodBorrowed(o, name);
  if (d === null) return callMethod(o, name, [a], null);
  if (d.type === FunctionType) {
    d.rc++;
    o.rc++;
    a.rc++;
    return orThrow(C2(d as Owned, o as Owned, a as Owned));
  }
  const def: NativeDef = d.v.def;
  if (def.max >= 1 && def.min <= 1) return plain(def.fn(o, a));
  return invokeNative(def, o, [a], null, d);
}

export function callMethod2(o: PyObject, name: PyObject, a: PyObject, b: PyObject): Owned {
  return callMethod(o, name, [a, b], null);
}

export function callMethod3(
  o: PyObject,
  name: PyObject,
  a: PyObject,
  b: PyObject,
  c: PyObject,
): Owned {
  return callMethod(o, name, [a, b, c], null);
}

/** A special method: looked up on the type only, not bound. Null when absent. */
export function lookupSpecialBorrowed(o: PyObject, name: PyObject): PyObject | null {
  return typeLookupBorrowed(o.type, name);
}

/** The special method bound to `o` as CPython's _PyObject_LookupSpecial gives it; null when absent. */
export function lookupSpecial(o: PyObject, name: PyObject): Owned | null {
  const d = typeLookupBorrowed(o.type, name);
  if (d === null) return null;
  const get = d.type.tp_descr_get;
  if (get === null) return incref(d);
  d.rc++;
  try {
    return get(d, o, o.type.self);
  } finally {
    decref(d);
  }
}

function specialCall(o: PyObject, d: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (d.type === FunctionType || d.type === MethodDescriptorType) {
    const full = [o];
    for (let i = 0; i < args.length; i++) full.push(args[i]!);
    return callObject(d, full, kw);
  }
  const get = d.type.tp_descr_get;
  if (get === null) return callObject(d, args, kw);
  d.rc++;
  let bound: Owned;
  try {
    bound = get(d, o, o.type.self);
  } finally {
    decref(d);
  }
  try {
    return callObject(bound, args, kw);
  } finally {
    decref(bound);
  }
}

/** `type(o).name(o, *args)`, or null when the type has no such attribute. */
export function callSpecial(
  o: PyObject,
  name: PyObject,
  args: PyObject[],
  kw: KwNames = null,
): Owned | null {
  const d = typeLookupBorrowed(o.type, name);
  return d === null ? null : specialCall(o, d, args, kw);
}

export function callSpecial0(o: PyObject, name: PyObject): Owned | null {
  const d = typeLookupBorrowed(o.type, name);
  if (d === null) return null;
  if (d.type !== FunctionType) return specialCall(o, d, NO_ARGS, null);
  d.rc++;
  o.rc++;
  return orThrow(C1(d as Owned, o as Owned));
}

export function callSpecial1(o: PyObject, name: PyObject, a: PyObject): Owned | null {
  const d = typeLookupBorrowed(o.type, name);
  if (d === null) return null;
  if (d.type !== FunctionType) return specialCall(o, d, [a], null);
  d.rc++;
  o.rc++;
  a.rc++;
  return orThrow(C2(d as Owned, o as Owned, a as Owned));
}

export function callSpecial2(o: PyObject, name: PyObject, a: PyObject, b: PyObject): Owned | null {
  const d = typeLookupBorrowed(o.type, name);
  if (d === null) return null;
  if (d.type !== FunctionType) return specialCall(o, d, [a, b], null);
  d.rc++;
  o.rc++;
  a.rc++;
  b.rc++;
  return orThrow(C3(d as Owned, o as Owned, a as Owned, b as Owned));
}

/** CPython: object_is_not_callable. */
function notCallable(f: PyObject): PyErr {
  const text = `'${f.type.name}' object is not callable`;
  if (!isInstanceOf(f, ModuleType)) return typeError(text);
  const name = dictGetStrBorrowed(f.v.dict, s_name);
  if (name === null || !isInstanceOf(name, StrType)) return typeError(text);
  const inside = dictGetBorrowed(f.v.dict, name);
  if (inside === null || !isCallable(inside)) return typeError(text);
  const called = strJs(name);
  return typeError(`${text}. Did you mean: '${called}.${called}(...)'?`);
}

/** tp_call. */
function callSlot(f: PyObject, args: PyObject[], kw: KwNames): Owned {
  const call = f.type.tp_call;
  if (call === null) throw notCallable(f);
  if (++S.nativeDepth > S.nativeLimit) {
    S.nativeDepth--;
    enterNativeCall();
  }
  const held = holdArguments(f, args, kw);
  try {
    return call(f, args, kw);
  } finally {
    S.nativeDepth--;
    if (held !== null) releaseHeld(held);
  }
}

/** Py_TPFLAGS_HAVE_VECTORCALL. */
const HAVE_VECTORCALL = 1 << 11;

/** Types whose constructors take their arguments from the stack. CPython: their tp_vectorcall. */
const OWN_VECTORCALL = new Set([
  'bool',
  'dict',
  'enumerate',
  'filter',
  'float',
  'frozenset',
  'int',
  'list',
  'map',
  'range',
  'reversed',
  'set',
  'str',
  'super',
  'tuple',
]);

/** The tuple and the dict (or second tuple) that CPython makes for tp_call. */
class HeldArguments {
  tuple: PyObject | null;
  dict: PyObject | null;
  constructor(tuple: PyObject | null, dict: PyObject | null) {
    this.tuple = tuple;
    this.dict = dict;
  }
}

/** Whether `f` takes its arguments as a tuple: it has tp_call only. Exceptions keep it as their args. */
function takesTuple(f: PyObject, n: number): boolean {
  if ((f.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) return (f.type.flags & HAVE_VECTORCALL) === 0;
  const T: TypeObject = f.v;
  if ((T.flags & TPFLAGS_BASE_EXC_SUBCLASS) !== 0) return false;
  if (T.heap !== null) return true;
  return T === TypeType ? n !== 1 : !OWN_VECTORCALL.has(T.name);
}

/** What `_PyObject_MakeTpCall` makes of the arguments of a call that goes to tp_call. */
function holdArguments(f: PyObject, args: PyObject[], kw: KwNames): HeldArguments | null {
  if (args.length === 0 || !takesTuple(f, args.length)) return null;
  const held = newHeldArguments(args, kw);
  // wrapperdescr_call passes the arguments after self on in a tuple of their own.
  if (f.type === WrapperDescriptorType && kw === null && args.length > 1)
    held.dict = newTuple(args.slice(1));
  return held;
}

function newHeldArguments(args: PyObject[], kw: KwNames): HeldArguments {
  if (kw === null) return new HeldArguments(newTuple(args), null);
  const npos = args.length - kw.length;
  const tuple = npos === 0 ? null : newTuple(args.slice(0, npos));
  const dict = newDictPresized(kw.length);
  for (let i = 0; i < kw.length; i++) dictSet(dict, kw[i]!, args[npos + i]!);
  return new HeldArguments(tuple, dict);
}

function releaseHeld(held: HeldArguments): void {
  if (held.tuple !== null) decref(held.tuple);
  if (held.dict !== null) decref(held.dict);
}

function enterNativeCall(): void {
  enterNative(' while calling a Python object');
  S.nativeDepth--;
}

/** A method descriptor called as a function: the first argument is self and must be of the type. */
export function callDescriptor(d: PyObject, args: PyObject[], kw: KwNames): Owned {
  const def: NativeDef = d.v.def;
  const T: TypeObject = d.v.type;
  const npos = args.length - (kw === null ? 0 : kw.length);
  if (npos < 1) throw typeError(`unbound method ${T.name}.${def.name}() needs an argument`);
  const self = args[0]!;
  if (!isInstanceOf(self, T)) {
    throw typeError(
      `descriptor '${def.name}' for '${T.name}' objects doesn't apply to a '${self.type.name}' object`,
    );
  }
  return invokeNative(def, self, args.slice(1), kw, d);
}

// ---------------------------------------------------------------------------------------------
// Python functions

/** Calls a Python function with any arguments; consumes `f` and `args`. */
function callFunctionSteal(f: PyObject, args: PyObject[], kw: KwNames): Owned | null {
  const code = f.v.code.v;
  // Code of modules and exec made a function runs in its globals.
  if ((code.flags & CO_OPTIMIZED) === 0) {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
    return code.js(f, f.v.globals);
  }
  if (kw === null && code.simple) {
    const missing = code.argcount - args.length;
    if (missing === 0) return runBound(f, args);
    const defaults = f.v.defaults;
    if (missing > 0 && defaults !== null && defaults.v.length >= missing) {
      const values: PyObject[] = defaults.v;
      for (let i = values.length - missing; i < values.length; i++) args.push(incref(values[i]!));
      return runBound(f, args);
    }
  }
  let bound: PyObject[];
  try {
    bound = bindFunction(f, args, kw);
  } catch (e) {
    decref(f);
    throw e;
  }
  return runBound(f, bound);
}

/** Everything without a fast path; consumes `f` and `args`. */
function callSteal(f: PyObject, args: PyObject[], kw: KwNames): Owned | null {
  const t = f.type;
  if (t === FunctionType) return callFunctionSteal(f, args, kw);
  if (t === MethodType) {
    const func = incref(f.v.func as PyObject);
    args.unshift(incref(f.v.self as PyObject));
    decref(f);
    return callSteal(func, args, kw);
  }
  if ((t.flags & TPFLAGS_TYPE_SUBCLASS) !== 0 && isPlainClass(f))
    return constructSteal(f, args, kw);
  let r: Owned;
  const isTypeOf = f === TypeType.self && args.length === 1;
  try {
    if (t === BuiltinType) r = invokeNative(f.v.def, f.v.self, args, kw, f);
    else if (t === MethodDescriptorType) r = callDescriptor(f, args, kw);
    else r = callSlot(f, args, kw);
  } finally {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
    decref(f);
  }
  if (S.brk !== 0 && !isTypeOf) collectAfter('');
  return r;
}

// ---------------------------------------------------------------------------------------------
// Python classes

/** Whether calling `f`, a type, is object's `__new__` and then `__init__`. */
function isPlainClass(f: PyObject): boolean {
  const T: TypeObject = f.v;
  return (
    T.tp_new === ObjectType.tp_new &&
    f.type.tp_call === TypeType.tp_call &&
    (T.flags & (TPFLAGS_HEAPTYPE | TPFLAGS_IS_ABSTRACT)) === TPFLAGS_HEAPTYPE
  );
}

/**
 * A call of a class for which `isPlainClass` holds; consumes `f` and `args`. As through CPython's type_call: the
 * arguments stay on the stack and in a tuple (or dict) until `__init__` is done.
 */
function constructSteal(f: PyObject, args: PyObject[], kw: KwNames): Owned | null {
  const T: TypeObject = f.v;
  const init = typeLookupBorrowed(T, s_init);
  if (init === null || init.type !== FunctionType) return callTypeSlot(f, args, kw);
  const held = args.length === 0 ? null : newHeldArguments(args, kw);
  let o: Owned | null = null;
  let r: Owned | null;
  try {
    o = T.tp_new!(T, NO_ARGS, null);
    r = initHeld(incref(init), o, args, kw);
  } catch (e) {
    if (o !== null) decref(o);
    decref(f);
    throw e;
  } finally {
    if (held !== null) releaseHeld(held);
    for (let i = 0; i < args.length; i++) decref(args[i]!);
  }
  return initDone(f, o, r);
}

/** `__init__` with borrowed arguments; with keywords CPython unpacks all of them to a stack of its own. */
function initHeld(init: PyObject, o: PyObject, args: PyObject[], kw: KwNames): Owned | null {
  const own = [o].concat(args);
  for (let i = 0; i < own.length; i++) own[i]!.rc++;
  if (kw === null) return callFunctionSteal(init, own, null);
  const stack = own.slice();
  for (let i = 0; i < stack.length; i++) stack[i]!.rc++;
  const names = newTuple(kw);
  try {
    return callFunctionSteal(init, own, kw);
  } finally {
    decref(names);
    for (let i = 0; i < stack.length; i++) decref(stack[i]!);
  }
}

/** Which operations of each compiled unit have run as calls of a class, by its table of positions. */
const unitWarm: WeakMap<Int32Array, Uint8Array> = new WeakMap();

function warmOf(code: CodePayload): Uint8Array {
  let warm = unitWarm.get(code.positions);
  if (warm === undefined) {
    warm = new Uint8Array(code.positions.length / 4 + 1);
    unitWarm.set(code.positions, warm);
  }
  code.warm = warm;
  return warm;
}

/**
 * Whether the running call instruction runs for the first time. CPython specialises it at the second.
 */
export function isCold(): boolean {
  const f = S.frames[S.sp]!;
  const code = f.code;
  if (code === null || f.i < 0) return true;
  const warm = code.warm ?? warmOf(code);
  if (warm[f.i] !== 0) return false;
  warm[f.i] = 1;
  return true;
}

function initDone(f: PyObject, o: Owned, r: Owned | null): Owned | null {
  decref(f);
  if (r === None_) {
    r.rc--;
    return o;
  }
  if (r === null) {
    decref(o);
    return null;
  }
  const name = r.type.name;
  decref(r);
  decref(o);
  throw typeError(`__init__() should return None, not '${name}'`);
}

function callTypeSlot(f: PyObject, args: PyObject[], kw: KwNames): Owned {
  let r: Owned;
  try {
    r = callSlot(f, args, kw);
  } finally {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
    decref(f);
  }
  if (S.brk !== 0) collectAfter('');
  return r;
}

/** The `__init__` of a plain class when it is a Python function taking exactly n arguments, else null. */
function initOf(f: PyObject, n: number): PyObject | null {
  if (!isPlainClass(f)) return null;
  const init = typeLookupBorrowed(f.v, s_init);
  if (init === null || init.type !== FunctionType) return null;
  const code = init.v.code.v;
  return code.simple && code.argcount === n ? init : null;
}

function newInstance(f: PyObject): Owned {
  const T: TypeObject = f.v;
  return T.tp_new!(T, NO_ARGS, null);
}

// ---------------------------------------------------------------------------------------------
// Calls of generated code: consume everything

/** What a native function that returned nothing gave. */
export function none(): Owned {
  return newNone();
}

/** Parses the signature of a method descriptor, so that its arity can be read. */
export function prepareDescriptor(d: PyObject): void {
  prepare(d.v.def);
}

/** What a native function returned to generated code: a safe point. */
function result(r: Owned | undefined, def: NativeDef): Owned {
  if (S.brk !== 0) collectAfter(def.name);
  return r === undefined ? newNone() : r;
}

/**
 * A collection that waits runs when a call of a native function is done, but for those that have
 * instructions of their own (CALL_LEN, CALL_ISINSTANCE). CPython: CHECK_PERIODIC in bytecodes.c.
 */
function collectAfter(name: string): void {
  if ((S.brk & BRK_GC) === 0 || name === 'len' || name === 'isinstance') return;
  S.collectDue();
}

/** `f()`. */
export function C0(f: PyObject): Owned | null {
  if (f.type === FunctionType) {
    const code = f.v.code.v;
    if (code.simple && code.argcount === 0) return code.js(f);
  }
  return other0(f);
}

/** The calls that are not of a Python function of this arity. Apart, so that V8 inlines what comes before. */
function other0(f: PyObject): Owned | null {
  const t = f.type;
  if (t === FunctionType) return callFunctionSteal(f, [], null);
  if (t === BuiltinType) {
    const def: NativeDef = f.v.def;
    if (def.min === 0) {
      let r: Owned | undefined;
      try {
        r = def.fn(f.v.self);
      } finally {
        decref(f);
      }
      return result(r, def);
    }
  } else if (t === MethodType) {
    const func = incref(f.v.func as PyObject);
    const self = incref(f.v.self as PyObject);
    decref(f);
    return C1(func, self);
  } else if ((t.flags & TPFLAGS_TYPE_SUBCLASS) !== 0) {
    const init = initOf(f, 1);
    if (init !== null && !isCold()) {
      let o: Owned;
      try {
        o = newInstance(f);
      } catch (e) {
        decref(f);
        throw e;
      }
      o.rc++;
      init.rc++;
      return initDone(f, o, init.v.code.v.js(init, o));
    }
  }
  return callSteal(f, [], null);
}

/** `f(a)`. */
export function C1(f: PyObject, a: PyObject): Owned | null {
  if (f.type === FunctionType) {
    const code = f.v.code.v;
    if (code.simple && code.argcount === 1) return code.js(f, a);
  }
  return other1(f, a);
}

function other1(f: PyObject, a: PyObject): Owned | null {
  const t = f.type;
  if (t === FunctionType) return callFunctionSteal(f, [a], null);
  if (t === BuiltinType) {
    const def: NativeDef = f.v.def;
    if (def.max >= 1 && def.min <= 1) {
      let r: Owned | undefined;
      try {
        r = def.fn(f.v.self, a);
      } finally {
        decref(a);
        decref(f);
      }
      return result(r, def);
    }
  } else if (t === MethodType) {
    const func = incref(f.v.func as PyObject);
    const self = incref(f.v.self as PyObject);
    decref(f);
    return C2(func, self, a);
  } else if ((t.flags & TPFLAGS_TYPE_SUBCLASS) !== 0) {
    const init = initOf(f, 2);
    if (init !== null && !isCold()) {
      let o: Owned;
      try {
        o = newInstance(f);
      } catch (e) {
        decref(a);
        decref(f);
        throw e;
      }
      o.rc++;
      init.rc++;
      return initDone(f, o, init.v.code.v.js(init, o, a));
    }
  }
  return callSteal(f, [a], null);
}

/** `f(a, b)`. */
export function C2(f: PyObject, a: PyObject, b: PyObject): Owned | null {
  if (f.type === FunctionType) {
    const code = f.v.code.v;
    if (code.simple && code.argcount === 2) return code.js(f, a, b);
  }
  return other2(f, a, b);
}

function other2(f: PyObject, a: PyObject, b: PyObject): Owned | null {
  const t = f.type;
  if (t === FunctionType) return callFunctionSteal(f, [a, b], null);
  if (t === BuiltinType) {
    const def: NativeDef = f.v.def;
    if (def.max >= 2 && def.min <= 2) {
      let r: Owned | undefined;
      try {
        r = def.fn(f.v.self, a, b);
      } finally {
        decref(a);
        decref(b);
        decref(f);
      }
      return result(r, def);
    }
  } else if (t === MethodType) {
    const func = incref(f.v.func as PyObject);
    const self = incref(f.v.self as PyObject);
    decref(f);
    return C3(func, self, a, b);
  } else if ((t.flags & TPFLAGS_TYPE_SUBCLASS) !== 0) {
    const init = initOf(f, 3);
    if (init !== null && !isCold()) {
      let o: Owned;
      try {
        o = newInstance(f);
      } catch (e) {
        decref(a);
        decref(b);
        decref(f);
        throw e;
      }
      o.rc++;
      init.rc++;
      return initDone(f, o, init.v.code.v.js(init, o, a, b));
    }
  }
  return callSteal(f, [a, b], null);
}

/** `f(a, b, c)`. */
export function C3(f: PyObject, a: PyObject, b: PyObject, c: PyObject): Owned | null {
  if (f.type === FunctionType) {
    const code = f.v.code.v;
    if (code.simple && code.argcount === 3) return code.js(f, a, b, c);
  }
  return other3(f, a, b, c);
}

function other3(f: PyObject, a: PyObject, b: PyObject, c: PyObject): Owned | null {
  const t = f.type;
  if (t === FunctionType) return callFunctionSteal(f, [a, b, c], null);
  if (t === BuiltinType) {
    const def: NativeDef = f.v.def;
    if (def.max >= 3 && def.min <= 3) {
      let r: Owned | undefined;
      try {
        r = def.fn(f.v.self, a, b, c);
      } finally {
        decref(a);
        decref(b);
        decref(c);
        decref(f);
      }
      return result(r, def);
    }
  } else if (t === MethodType) {
    const func = incref(f.v.func as PyObject);
    const self = incref(f.v.self as PyObject);
    decref(f);
    return C4(func, self, a, b, c);
  } else if ((t.flags & TPFLAGS_TYPE_SUBCLASS) !== 0) {
    const init = initOf(f, 4);
    if (init !== null && !isCold()) {
      let o: Owned;
      try {
        o = newInstance(f);
      } catch (e) {
        decref(a);
        decref(b);
        decref(c);
        decref(f);
        throw e;
      }
      o.rc++;
      init.rc++;
      return initDone(f, o, init.v.code.v.js(init, o, a, b, c));
    }
  }
  return callSteal(f, [a, b, c], null);
}

/** `f(a, b, c, d)`. */
export function C4(f: PyObject, a: PyObject, b: PyObject, c: PyObject, d: PyObject): Owned | null {
  if (f.type === FunctionType) {
    const code = f.v.code.v;
    if (code.simple && code.argcount === 4) return code.js(f, a, b, c, d);
  }
  return callSteal(f, [a, b, c, d], null);
}

/** `f(*args)` for a fixed list of any length. */
export function CN(f: PyObject, args: PyObject[]): Owned | null {
  return callSteal(f, args, null);
}

/** A call with keywords: their values are last in args, their names borrowed. */
export function CK(f: PyObject, args: PyObject[], kw: PyObject[]): Owned | null {
  return callSteal(f, args, kw.length === 0 ? null : kw);
}

// ---------------------------------------------------------------------------------------------
// f(*args, **kwargs)

/** How messages name a callable: "module.qualname()" (CPython: _PyObject_FunctionStr). */
export function functionName(f: PyObject): string {
  const qualname = lookupAttr(f, s_qualname);
  if (qualname === null) {
    const r = f.type.tp_str(f);
    const text = strJs(r);
    decref(r);
    return text;
  }
  const module = lookupAttr(f, s_module);
  let text = `${qualname.type === StrType ? strJs(qualname) : ''}()`;
  if (module !== null) {
    if (module.type === StrType && strJs(module) !== 'builtins') text = `${strJs(module)}.${text}`;
    decref(module);
  }
  decref(qualname);
  return text;
}

function starArgs(f: PyObject, o: PyObject): PyObject[] {
  const t = o.type;
  if (t === TupleType) {
    const items: PyObject[] = (o.v as PyObject[]).slice();
    for (let i = 0; i < items.length; i++) items[i]!.rc++;
    return items;
  }
  if (t.tp_iter === null && (t.sq_item === null || isInstanceOf(o, DictType))) {
    throw typeError(`${functionName(f)} argument after * must be an iterable, not ${t.name}`);
  }
  return sequenceToArray(o, '');
}

/** Copies the entries of a keyword dict behind the positional values; returns the names. */
function starNames(dict: PyObject, args: PyObject[]): PyObject[] {
  const names: PyObject[] = [];
  for (let j = dictNext(dict, 0); j >= 0; j = dictNext(dict, j + 1)) {
    const key = dictKeyAt(dict, j);
    if (!isInstanceOf(key, StrType)) throw typeError('keywords must be strings');
    names.push(incref(key));
    args.push(incref(dictValueAt(dict, j)));
  }
  return names;
}

/** Adds the entries of a mapping to the keyword dict of a call to `f`; duplicates are errors. */
export function mergeKeywords(f: PyObject, dict: PyObject, mapping: PyObject): void {
  if (isInstanceOf(mapping, DictType) && mapping.type.tp_iter === DictType.tp_iter) {
    for (let j = dictNext(mapping, 0); j >= 0; j = dictNext(mapping, j + 1)) {
      mergeKeyword(f, dict, dictKeyAt(mapping, j), dictValueAt(mapping, j));
    }
    return;
  }
  let keys: Owned;
  try {
    keys = callMethod0(mapping, s_keys);
  } catch (e) {
    if (!matches(e, AttributeErrorType)) throw e;
    discard(e);
    throw typeError(
      `${functionName(f)} argument after ** must be a mapping, not ${mapping.type.name}`,
    );
  }
  let it: Owned;
  try {
    it = getIter(keys);
  } finally {
    decref(keys);
  }
  try {
    for (;;) {
      const key = iterNext(it);
      if (key === null) break;
      try {
        const value = getItem(mapping, key);
        try {
          mergeKeyword(f, dict, key, value);
        } finally {
          decref(value);
        }
      } finally {
        decref(key);
      }
    }
  } finally {
    decref(it);
  }
}

function mergeKeyword(f: PyObject, dict: PyObject, key: PyObject, value: PyObject): void {
  if (dictContains(dict, key)) {
    const shown = str_(key);
    const text = strJs(shown);
    decref(shown);
    throw typeError(`${functionName(f)} got multiple values for keyword argument '${text}'`);
  }
  dictSet(dict, key, value);
}

/** `f(*args, **kwargs)`: an iterable and a mapping (or null), both consumed with `f`. */
export function CX(f: PyObject, argsIterable: PyObject, kwDict: PyObject | null): Owned | null {
  let args: PyObject[] = [];
  let names: PyObject[] | null = null;
  let dict = kwDict;
  try {
    args = starArgs(f, argsIterable);
    if (argsIterable.type !== TupleType) {
      const tuple = newTuple(args);
      decref(argsIterable);
      argsIterable = tuple;
    }
    if (dict !== null && dict.type !== DictType) {
      const merged = newDict();
      try {
        mergeKeywords(f, merged, dict);
      } catch (e) {
        decref(merged);
        throw e;
      }
      decref(dict);
      dict = merged;
    }
    if (dict !== null && dictLen(dict) > 0) names = starNames(dict, args);
  } catch (e) {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
    decref(argsIterable);
    if (dict !== null) decref(dict);
    decref(f);
    throw e;
  }
  // The tuple and the dict are gone before a Python function runs (CPython pushes the frame), not before a native one.
  if (f.type === FunctionType) {
    decref(argsIterable);
    if (dict !== null) decref(dict);
    if (names === null) return callFunctionSteal(f, args, null);
    const tuple = newTupleSteal(names.slice());
    try {
      return callFunctionSteal(f, args, names);
    } finally {
      decref(tuple);
    }
  }
  try {
    return callSteal(f, args, names);
  } finally {
    decref(argsIterable);
    if (dict !== null) decref(dict);
    if (names !== null) for (let i = 0; i < names.length; i++) decref(names[i]!);
  }
}

// ---------------------------------------------------------------------------------------------
// Method calls of generated code: `o` and the arguments are consumed, `name` is borrowed and interned

/**
 * The function or method descriptor that `o.name(…)` may call with `o` prepended, or null when the attribute must be
 * fetched (it is none of these, or the instance shadows it).
 */
export function methodBorrowed(o: PyObject, name: PyObject): PyObject | null {
  const T = o.type;
  if (T.tp_getattro !== genericGetAttr) return null;
  const d = typeLookupBorrowed(T, name);
  if (d === null || (d.type !== FunctionType && d.type !== MethodDescriptorType)) return null;
  if (T.hasDict && instanceGetBorrowed(o, name) !== null) return null;
  return d;
}

/** The attribute to call, when methodBorrowed found nothing; consumes `o`. */
function attributeSteal(o: PyObject, name: PyObject): Owned {
  if (o.type === ModuleType && name !== s_dict && name !== s_annotations) {
    const value = dictGetStrBorrowed(o.v.dict, name);
    if (value !== null) {
      value.rc++;
      decref(o);
      return value as Owned;
    }
  }
  try {
    return getAttr(o, name);
  } finally {
    decref(o);
  }
}

function attributeOrRelease(o: PyObject, name: PyObject, args: PyObject[]): Owned {
  try {
    return attributeSteal(o, name);
  } catch (e) {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
    throw e;
  }
}

function descriptorSteal(d: PyObject, self: PyObject, args: PyObject[], kw: KwNames): Owned {
  d.rc++;
  try {
    return invokeNative(d.v.def, self, args, kw, d);
  } finally {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
    decref(self);
    decref(d);
  }
}

/** `o.name()`. */
export function M0(o: PyObject, name: PyObject): Owned | null {
  const d = methodBorrowed(o, name);
  if (d === null) return C0(attributeSteal(o, name));
  if (d.type === FunctionType) {
    d.rc++;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 1) return code.js(d, o);
    return callFunctionSteal(d, [o], null);
  }
  const def: NativeDef = d.v.def;
  if (def.min === 0) {
    let r: Owned | undefined;
    try {
      r = def.fn(o);
    } finally {
      decref(o);
    }
    return result(r, def);
  }
  return descriptorSteal(d, o, [], null);
}

/** `o.name(a)`. */
export function M1(o: PyObject, name: PyObject, a: PyObject): Owned | null {
  const d = methodBorrowed(o, name);
  if (d === null) {
    let f: Owned;
    try {
      f = attributeSteal(o, name);
    } catch (e) {
      decref(a);
      throw e;
    }
    return C1(f, a);
  }
  if (d.type === FunctionType) {
    d.rc++;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 2) return code.js(d, o, a);
    return callFunctionSteal(d, [o, a], null);
  }
  const def: NativeDef = d.v.def;
  if (def.max >= 1 && def.min <= 1) {
    let r: Owned | undefined;
    try {
      r = def.fn(o, a);
    } finally {
      decref(a);
      decref(o);
    }
    return result(r, def);
  }
  return descriptorSteal(d, o, [a], null);
}

/** `o.name(a, b)`. */
export function M2(o: PyObject, name: PyObject, a: PyObject, b: PyObject): Owned | null {
  const d = methodBorrowed(o, name);
  if (d === null) {
    let f: Owned;
    try {
      f = attributeSteal(o, name);
    } catch (e) {
      decref(a);
      decref(b);
      throw e;
    }
    return C2(f, a, b);
  }
  if (d.type === FunctionType) {
    d.rc++;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 3) return code.js(d, o, a, b);
    return callFunctionSteal(d, [o, a, b], null);
  }
  const def: NativeDef = d.v.def;
  if (def.max >= 2 && def.min <= 2) {
    let r: Owned | undefined;
    try {
      r = def.fn(o, a, b);
    } finally {
      decref(a);
      decref(b);
      decref(o);
    }
    return result(r, def);
  }
  return descriptorSteal(d, o, [a, b], null);
}

/** `o.name(a, b, c)`. */
export function M3(
  o: PyObject,
  name: PyObject,
  a: PyObject,
  b: PyObject,
  c: PyObject,
): Owned | null {
  const d = methodBorrowed(o, name);
  if (d === null) {
    const f = attributeOrRelease(o, name, [a, b, c]);
    return C3(f, a, b, c);
  }
  if (d.type === FunctionType) {
    d.rc++;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 4) return code.js(d, o, a, b, c);
    return callFunctionSteal(d, [o, a, b, c], null);
  }
  const def: NativeDef = d.v.def;
  if (def.max >= 3 && def.min <= 3) {
    let r: Owned | undefined;
    try {
      r = def.fn(o, a, b, c);
    } finally {
      decref(a);
      decref(b);
      decref(c);
      decref(o);
    }
    return result(r, def);
  }
  return descriptorSteal(d, o, [a, b, c], null);
}

/** `o.name(*args)` for a fixed list of any length. */
export function MN(o: PyObject, name: PyObject, args: PyObject[]): Owned | null {
  return MK(o, name, args, null);
}

/** `o.name(…)` with keywords: their values are last in args. */
export function MK(o: PyObject, name: PyObject, args: PyObject[], kw: KwNames): Owned | null {
  const names = kw !== null && kw.length === 0 ? null : kw;
  const d = methodBorrowed(o, name);
  if (d === null) return callSteal(attributeOrRelease(o, name, args), args, names);
  if (d.type === FunctionType) {
    d.rc++;
    args.unshift(o);
    return callFunctionSteal(d, args, names);
  }
  return descriptorSteal(d, o, args, names);
}

/** Whether `o` can be called. */
export function isCallable(o: PyObject): boolean {
  return o.type.tp_call !== null || typeLookupBorrowed(o.type, s_call) !== null;
}
