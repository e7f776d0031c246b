/**
 * The builtins module. CPython: Python/bltinmodule.c.
 *
 * Types enter the module's dict in `init`; the functions are here, in alphabetical order of their Python names, but for
 * `__build_class__` (core/build-class.ts) and compile, eval and exec (modules/builtins-code.ts).
 */
import { accountLasting } from '../core/account.ts';
import { BUILTIN_DOCS } from './builtins-docs.ts';
import { suggest } from '../core/suggestions.ts';
import {
  abs_,
  add,
  ascii_,
  asIndexNumber,
  dir_,
  divmod_,
  format_,
  GT,
  getIter,
  hash,
  index,
  isInstance,
  isSubclass,
  isTrue,
  iterate,
  iterNext,
  LT,
  exactLen,
  len,
  pow_,
  repr,
  richCompareBool,
  str_,
} from '../core/abstract.ts';
import { watchedAddressOf } from '../core/address.ts';
import { functionRaw, method, type NativeDef, prepare } from '../core/args.ts';
import { attributeName, delAttr, getAttr, lookupAttr, setAttr } from '../core/attr.ts';
import { buildClass } from '../core/build-class.ts';
import {
  call1,
  callMethod,
  callMethod0,
  callObject,
  callSpecial0,
  callSpecial1,
  isCallable,
} from '../core/call.ts';
import {
  discard,
  eofError,
  matches,
  toPyErr,
  runtimeError,
  stopIteration,
  typeError,
  valueError,
} from '../core/errors.ts';
import { currentFrame } from '../core/frame.ts';
import { frameGlobalsBorrowed, frameLocals } from '../core/frame-locals.ts';
import { genSend, stopIterationOf } from '../core/genops.ts';
import { importModuleLevel } from '../core/import.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { slot_tp_iternext } from '../core/slot-functions.ts';
import { S } from '../core/state.ts';
import { isInstanceOf } from '../core/subtype.ts';
import {
  BoolType,
  BytearrayType,
  BytesType,
  ClassmethodType,
  ComplexType,
  DictType,
  FloatType,
  FrozensetType,
  GeneratorType,
  IntType,
  type KwNames,
  ListType,
  MemoryviewType,
  ObjectType,
  PropertyType,
  RangeType,
  SetType,
  SliceType,
  StaticmethodType,
  StrType,
  SuperType,
  TPFLAGS_UNICODE_SUBCLASS,
  TupleType,
  type TypeObject,
  TypeType,
} from '../core/type-object.ts';
import { intFromHalves, toPrefixed } from '../numbers/int-arith.ts';
import { newAnextAwaitable } from '../objects/anext-awaitable.ts';
import { FilterType, MapType, ZipType } from '../objects/bltin-iters.ts';
import { dictGet, dictKeysArray, dictSetStr, isDictExact } from '../objects/dict.ts';
import { EnumerateType, ReversedType } from '../objects/enumerate.ts';
import { builtinExceptions, OSErrorType, StopIterationType } from '../objects/exceptions.ts';
import { newFloat } from '../objects/float.ts';
import { newInt, newIntExact } from '../objects/int.ts';
import { newCallIter } from '../objects/iter.ts';
import { newListFromIterable, newListSteal } from '../objects/list.ts';
import {
  Ellipsis_,
  False_,
  None_,
  NotImplemented_,
  newBool,
  newNone,
  True_,
} from '../objects/singletons.ts';
import { intern, newStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { codePointAt, textFromCodePoint, textLength, textSlice } from '../text/text.ts';
import { codeFunctions } from './builtins-code.ts';

const s_stdout = intern('stdout');
const s_stdin = intern('stdin');
const s_stderr = intern('stderr');
const s_write = intern('write');
const s_flush = intern('flush');
const s_readline = intern('readline');
const s_sort = intern('sort');
const s_key = intern('key');
const s_default = intern('default');
const s_round = intern('__round__');
const s_dict = intern('__dict__');
const s_next = intern('__next__');
const s_breakpointhook = intern('breakpointhook');
const s_space = intern(' ');
const s_newline = intern('\n');

/** A function whose arguments bind by `sig` but that shows no `__text_signature__`, as in CPython. */
function unsigned(sig: string, fn: (...a: any[]) => any): NativeDef {
  const def = prepare(method(sig, fn));
  def.sig = null;
  return def;
}

const isStr = (o: PyObject): boolean => (o.type.flags & TPFLAGS_UNICODE_SUBCLASS) !== 0;

// ---------------------------------------------------------------------------------------------
// Attributes and identity

function getattr_(_m: PyObject, o: PyObject, name: PyObject, fallback?: PyObject): Owned {
  const key = attributeName(name);
  try {
    if (fallback === undefined) return getAttr(o, key);
    return lookupAttr(o, key) ?? incref(fallback);
  } finally {
    decref(key);
  }
}

function hasattr_(_m: PyObject, o: PyObject, name: PyObject): Owned {
  const key = attributeName(name);
  try {
    const value = lookupAttr(o, key);
    xdecref(value);
    return newBool(value !== null);
  } finally {
    decref(key);
  }
}

function setattr_(_m: PyObject, o: PyObject, name: PyObject, value: PyObject): void {
  const key = attributeName(name);
  try {
    setAttr(o, key, value);
  } finally {
    decref(key);
  }
}

function delattr_(_m: PyObject, o: PyObject, name: PyObject): void {
  const key = attributeName(name);
  try {
    delAttr(o, key);
  } finally {
    decref(key);
  }
}

function vars_(_m: PyObject, o?: PyObject): Owned {
  if (o === undefined) return frameLocals(currentFrame());
  const dict = lookupAttr(o, s_dict);
  if (dict === null) throw typeError('vars() argument must have __dict__ attribute');
  return dict;
}

function dirOf(_m: PyObject, o?: PyObject): Owned {
  if (o !== undefined) return dir_(o);
  const locals = frameLocals(currentFrame());
  try {
    const names = isDictExact(locals)
      ? newListSteal(dictKeysArray(locals))
      : callMethod0(locals, intern('keys'));
    try {
      const list = newListFromIterable(names);
      try {
        decref(callMethod0(list, s_sort));
      } catch (e) {
        decref(list);
        throw e;
      }
      return list;
    } finally {
      decref(names);
    }
  } finally {
    decref(locals);
  }
}

// ---------------------------------------------------------------------------------------------
// Numbers

function pow3(_m: PyObject, base: PyObject, exp: PyObject, mod?: PyObject): Owned {
  return pow_(base, exp, mod ?? None_);
}

function round_(_m: PyObject, number: PyObject, ndigits?: PyObject): Owned {
  const r =
    ndigits === undefined || ndigits === None_
      ? callSpecial0(number, s_round)
      : callSpecial1(number, s_round, ndigits);
  if (r === null) throw typeError(`type ${number.type.name} doesn't define __round__ method`);
  return r;
}

const toBase = (base: 2 | 8 | 16) => (_m: PyObject, number: PyObject) =>
  newStrJs(toPrefixed(index(number), base));

function chr_(_m: PyObject, i: PyObject): Owned {
  const value = asIndexNumber(i, null);
  if (value < 0 || value > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
  return newStr(textFromCodePoint(value));
}

function ord_(_m: PyObject, c: PyObject): Owned {
  let size: number;
  if (isStr(c)) {
    const text = strValue(c);
    size = textLength(text);
    if (size === 1) return newInt(codePointAt(text, 0));
  } else if (isInstanceOf(c, BytesType)) {
    size = (c.v as Uint8Array).length;
    if (size === 1) return newInt((c.v as Uint8Array)[0]!);
  } else if (isInstanceOf(c, BytearrayType)) {
    size = len(c);
    if (size === 1) return c.type.sq_item!(c, 0);
  } else {
    throw typeError(`ord() expected string of length 1, but ${c.type.name} found`);
  }
  throw typeError(`ord() expected a character, but string of length ${size} found`);
}

function checkSumStart(start: PyObject): void {
  if (isStr(start)) throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (isInstanceOf(start, BytesType)) {
    throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  }
  if (isInstanceOf(start, BytearrayType)) {
    throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]");
  }
}

const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * The sum so far and the item that ended a fast phase of `sum` (owned; null at the end of the iterable, whose iterator is
 * released before the result is made).
 */
class Partial {
  result: Owned;
  item: PyObject | null;
  constructor(result: Owned, item: PyObject | null) {
    this.result = result;
    this.item = item;
  }
}

/** Adds ints while they stay small. */
function sumInts(it: PyObject, start: number): Partial {
  let total = start;
  for (;;) {
    const item = iterNext(it);
    if (item === null) {
      decref(it);
      return new Partial(newIntExact(total), null);
    }
    if (item.type !== IntType && item.type !== BoolType) return new Partial(newInt(total), item);
    const value = item.v;
    if (typeof value !== 'number') return new Partial(newInt(total), item);
    const sum = total + value;
    if (sum > SAFE || sum < -SAFE) return new Partial(newInt(total), item);
    total = sum;
    decref(item);
  }
}

/** Adds floats with Neumaier's compensation, ints among them without. */
function sumFloats(it: PyObject, start: number): Partial {
  let total = start;
  let c = 0;
  for (;;) {
    const item = iterNext(it);
    if (item !== null && item.type === FloatType) {
      const x: number = item.v;
      const t = total + x;
      if (Math.abs(total) >= Math.abs(x)) c += total - t + x;
      else c += x - t + total;
      total = t;
      decref(item);
      continue;
    }
    if (item !== null && isInstanceOf(item, IntType)) {
      const v: number | bigint = item.v;
      if (typeof v === 'number' || (v < 2n ** 63n && v >= -(2n ** 63n))) {
        total += Number(v);
        decref(item);
        continue;
      }
    }
    if (item === null) decref(it);
    if (c !== 0 && Number.isFinite(c)) total += c;
    return new Partial(newFloat(total), item);
  }
}

function addSteal(a: Owned, b: PyObject): Owned {
  try {
    return add(a, b);
  } finally {
    decref(b);
    decref(a);
  }
}

/** One phase of `sum` from `result` (consumed): a fast one while the sum is a small int or a float. */
function sumPhase(it: PyObject, result: Owned): Partial {
  if (result.type === IntType && typeof result.v === 'number')
    return sumInts(it, takeValue(result));
  if (result.type === FloatType) return sumFloats(it, takeValue(result));
  try {
    const item = iterNext(it);
    if (item === null) decref(it);
    return new Partial(result, item);
  } catch (e) {
    decref(result);
    throw e;
  }
}

function sum_(_m: PyObject, iterable: PyObject, start?: PyObject): Owned {
  const it = getIter(iterable);
  let ended = false;
  try {
    if (start !== undefined) checkSumStart(start);
    let result = start === undefined ? newInt(0) : incref(start);
    for (;;) {
      const part = sumPhase(it, result);
      ended = part.item === null;
      if (part.item === null) return part.result;
      result = addSteal(part.result, part.item);
    }
  } finally {
    if (!ended) decref(it);
  }
}

function takeValue(o: Owned): number {
  const value = o.v;
  decref(o);
  return value;
}

// ---------------------------------------------------------------------------------------------
// Iteration

function all_(_m: PyObject, iterable: PyObject): Owned {
  return newBool(!someItem(iterable, false));
}

function any_(_m: PyObject, iterable: PyObject): Owned {
  return newBool(someItem(iterable, true));
}

/** Whether some item's truth is `wanted`. */
function someItem(iterable: PyObject, wanted: boolean): boolean {
  const it = getIter(iterable);
  try {
    for (;;) {
      const item = iterNext(it);
      if (item === null) return false;
      let truth: boolean;
      try {
        truth = isTrue(item);
      } finally {
        decref(item);
      }
      if (truth === wanted) return true;
    }
  } finally {
    decref(it);
  }
}

function iter_(_m: PyObject, o: PyObject, sentinel?: PyObject): Owned {
  if (sentinel === undefined) return getIter(o);
  if (!isCallable(o)) throw typeError('iter(v, w): v must be callable');
  return newCallIter(o, sentinel);
}

function next_(_m: PyObject, it: PyObject, fallback?: PyObject): Owned {
  const next = it.type.tp_iternext;
  if (next === null) throw typeError(`'${it.type.name}' object is not an iterator`);
  if (fallback === undefined) {
    // A __next__ in Python raises its own StopIteration, which may carry a value.
    if (next === slot_tp_iternext) return callSpecial0(it, s_next)!;
    if (it.type === GeneratorType) return generatorNext(it);
    const r = next(it);
    if (r === null) throw stopIteration();
    return r;
  }
  try {
    return next(it) ?? incref(fallback);
  } catch (e) {
    if (!matches(e, StopIterationType)) throw e;
    discard(e);
    return incref(fallback);
  }
}

/** The next value of a generator; its result becomes the StopIteration's value. */
function generatorNext(it: PyObject): Owned {
  const r = genSend(it as any, None_);
  if (r !== null) return r;
  const result = S.yieldResult!;
  S.yieldResult = null;
  if (result !== None_) throw stopIterationOf(result);
  decref(result);
  throw stopIteration();
}

function aiter_(_m: PyObject, o: PyObject): Owned {
  const f = o.type.am_aiter;
  if (f === null) throw typeError(`'${o.type.name}' object is not an async iterable`);
  const r = f(o);
  if (r.type.am_anext !== null) return r;
  const name = r.type.name;
  decref(r);
  throw typeError(`aiter() returned not an async iterator of type '${name}'`);
}

function anext_(_m: PyObject, it: PyObject, fallback?: PyObject): Owned {
  const f = it.type.am_anext;
  if (f === null) throw typeError(`'${it.type.name}' object is not an async iterator`);
  const awaitable = f(it);
  if (fallback === undefined) return awaitable;
  try {
    return newAnextAwaitable(awaitable, fallback);
  } finally {
    decref(awaitable);
  }
}

function sorted_(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const list = newListFromIterable(args[0]!);
  try {
    decref(callMethod(list, s_sort, args.slice(1), kw));
  } catch (e) {
    decref(list);
    throw e;
  }
  return list;
}

// ---------------------------------------------------------------------------------------------
// min and max

/** Running best item of min and max. */
class Best {
  op: number;
  item: PyObject | null = null;
  key: PyObject | null = null;
  constructor(op: number) {
    this.op = op;
  }

  /** Takes `item` (borrowed) when it is better. */
  offer(item: PyObject, keyFunction: PyObject | null): void {
    if (keyFunction === null) {
      if (this.item === null || isBetter(item, this.item, this.op)) {
        const old = this.item;
        this.item = incref(item);
        xdecref(old);
      }
      return;
    }
    const key = call1(keyFunction, item);
    let better: boolean;
    try {
      better = this.key === null || isBetter(key, this.key, this.op);
    } catch (e) {
      decref(key);
      throw e;
    }
    if (!better) {
      decref(key);
      return;
    }
    const oldItem = this.item;
    const oldKey = this.key;
    this.item = incref(item);
    this.key = key;
    xdecref(oldItem);
    xdecref(oldKey);
  }

  /** Ends it: the item as a new reference. */
  take(): Owned | null {
    const item = this.item;
    xdecref(this.key);
    this.item = this.key = null;
    return item as Owned | null;
  }

  drop(): void {
    xdecref(this.take());
  }
}

function isBetter(a: PyObject, b: PyObject, op: number): boolean {
  const t = a.type;
  if (t === b.type && (t === IntType || t === FloatType)) return op === GT ? a.v > b.v : a.v < b.v;
  return richCompareBool(a, b, op);
}

/** The best of the first n values, which the caller holds. */
function bestOf(args: PyObject[], n: number, op: number): Owned {
  let best = args[0]!;
  for (let i = 1; i < n; i++) if (isBetter(args[i]!, best, op)) best = args[i]!;
  return incref(best);
}

function minmaxKeywords(
  name: string,
  args: PyObject[],
  kw: KwNames,
): { n: number; key: PyObject | null; fallback: PyObject | null } {
  const n = args.length - (kw === null ? 0 : kw.length);
  let key: PyObject | null = null;
  let fallback: PyObject | null = null;
  if (kw !== null) {
    for (let i = 0; i < kw.length; i++) {
      const k = kw[i]!;
      if (k === s_key || strJs(k) === 'key') key = args[n + i]!;
      else if (k === s_default || strJs(k) === 'default') fallback = args[n + i]!;
      else if (kw.length > 2) {
        throw typeError(`${name}() takes at most 2 keyword arguments (${kw.length} given)`);
      } else {
        const near = suggest(['key', 'default'], strJs(k));
        const hint = near === null ? '' : `. Did you mean '${near}'?`;
        throw typeError(`${name}() got an unexpected keyword argument '${strJs(k)}'${hint}`);
      }
    }
  }
  return { n, key: key === None_ ? null : key, fallback };
}

/** The tuple of the two keywords, which the argument parser makes when it first needs it. */
const KEYWORDS_BLOCK = 56;

function minmax(name: string, op: number) {
  let parsed = false;
  return (_m: PyObject, args: PyObject[], kw: KwNames): Owned => {
    if (kw !== null && !parsed) {
      parsed = true;
      accountLasting(KEYWORDS_BLOCK);
    }
    const given = args.length - (kw === null ? 0 : kw.length);
    if (given === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
    if (kw === null && given > 1) return bestOf(args, given, op);
    const { n, key, fallback } = minmaxKeywords(name, args, kw);
    if (n > 1 && fallback !== null) {
      throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
    }
    if (key === null && n > 1) return bestOf(args, n, op);
    const best = new Best(op);
    try {
      if (n > 1) for (let i = 0; i < n; i++) best.offer(args[i]!, key);
      else iterate(args[0]!, (item) => best.offer(item, key));
    } catch (e) {
      best.drop();
      throw e;
    }
    const r = best.take();
    if (r !== null) return r;
    if (fallback !== null) return incref(fallback);
    throw valueError(`${name}() iterable argument is empty`);
  };
}

// ---------------------------------------------------------------------------------------------
// Input and output

/** `sys.<name>`, or RuntimeError "lost sys.<name>". */
function sysFile(name: PyObject): Owned {
  const file = sysAttr(name);
  if (file === null) throw runtimeError(`lost sys.${strJs(name)}`);
  return file;
}

function sysAttr(name: PyObject): Owned | null {
  const file = S.sysdict === null ? null : dictGet(S.sysdict, name);
  return file;
}

function textOption(o: PyObject | undefined, name: string, fallback: PyObject): PyObject {
  if (o === undefined || o === None_) return fallback;
  if (!isStr(o)) throw typeError(`${name} must be None or a string, not ${o.type.name}`);
  return o;
}

/** CPython: PyFile_WriteObject. The bound method is an object, as there: collections begin by allocations. */
function writeTo(file: PyObject, o: PyObject): void {
  const writer = getAttr(file, s_write);
  let text: PyObject | null = null;
  try {
    text = str_(o);
    decref(call1(writer, text));
  } finally {
    if (text !== null) decref(text);
    decref(writer);
  }
}

function print_(
  _m: PyObject,
  items: PyObject[],
  sep?: PyObject,
  end?: PyObject,
  file?: PyObject,
  flush?: PyObject,
): Owned {
  const out = file === undefined || file === None_ ? sysFile(s_stdout) : incref(file);
  try {
    if (out === None_) return newNone();
    const between = textOption(sep, 'sep', s_space);
    const last = textOption(end, 'end', s_newline);
    for (let i = 0; i < items.length; i++) {
      if (i > 0) writeTo(out, between);
      writeTo(out, items[i]!);
    }
    writeTo(out, last);
    if (flush !== undefined && isTrue(flush)) decref(callMethod0(out, s_flush));
    return newNone();
  } finally {
    decref(out);
  }
}

function flushQuietly(file: PyObject): void {
  try {
    decref(callMethod0(file, s_flush));
  } catch (e) {
    discard(toPyErr(e));
  }
}

/** One line without its newline; EOFError at the end. CPython: PyFile_GetLine(f, -1). */
function readLine(file: PyObject): Owned {
  const line = callMethod0(file, s_readline);
  if (!isStr(line)) {
    decref(line);
    throw typeError('object.readline() returned non-string');
  }
  const text = strValue(line);
  const n = textLength(text);
  if (n === 0) {
    decref(line);
    throw eofError('EOF when reading a line');
  }
  if (codePointAt(text, n - 1) !== 10) return line;
  decref(line);
  return newStr(textSlice(text, 0, n - 1));
}

function input_(_m: PyObject, prompt?: PyObject): Owned {
  const err = sysAttr(s_stderr);
  if (err === null || err === None_) {
    xdecref(err);
    throw runtimeError('input(): lost sys.stderr');
  }
  const fin = sysAttr(s_stdin);
  const fout = sysAttr(s_stdout);
  try {
    if (fin === null || fin === None_) throw runtimeError('input(): lost sys.stdin');
    if (fout === null || fout === None_) throw runtimeError('input(): lost sys.stdout');
    flushQuietly(err);
    if (prompt !== undefined) writeTo(fout, prompt);
    flushQuietly(fout);
    return readLine(fin);
  } finally {
    xdecref(fin);
    xdecref(fout);
    decref(err);
  }
}

// ---------------------------------------------------------------------------------------------
// The rest

function breakpoint_(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const hook = sysAttr(s_breakpointhook);
  if (hook === null) throw runtimeError('lost sys.breakpointhook');
  try {
    return callObject(hook, args, kw);
  } finally {
    decref(hook);
  }
}

function import_(
  _m: PyObject,
  name: PyObject,
  globals?: PyObject,
  _locals?: PyObject,
  fromlist?: PyObject,
  level?: PyObject,
): Owned {
  if (!isStr(name)) throw typeError('module name must be a string');
  const depth = level === undefined ? 0 : asIndexNumber(level, null);
  if (depth < 0) throw valueError('level must be >= 0');
  return importModuleLevel(name, globals ?? null, fromlist ?? null, depth);
}

function format2(_m: PyObject, value: PyObject, spec?: PyObject): Owned {
  if (spec !== undefined && !isStr(spec)) {
    throw typeError(`format() argument 2 must be str, not ${spec.type.name}`);
  }
  return format_(value, spec ?? null);
}

// ---------------------------------------------------------------------------------------------
// The module

const TYPES = [
  BoolType,
  MemoryviewType,
  BytearrayType,
  BytesType,
  ClassmethodType,
  ComplexType,
  DictType,
  EnumerateType,
  FilterType,
  FloatType,
  FrozensetType,
  PropertyType,
  IntType,
  ListType,
  MapType,
  ObjectType,
  RangeType,
  ReversedType,
  SetType,
  SliceType,
  StaticmethodType,
  StrType,
  SuperType,
  TupleType,
  TypeType,
  ZipType,
];

export const builtinsModule = defineModule('builtins', {
  functions: {
    __build_class__: functionRaw('__build_class__', buildClass),
    __import__: method(
      '($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)',
      import_,
    ),
    abs: method('($module, x, /)', (_m, x) => abs_(x)),
    aiter: method('($module, async_iterable, /)', aiter_),
    all: method('($module, iterable, /)', all_),
    anext: method('($module, aiterator, default=<unrepresentable>, /)', anext_),
    any: method('($module, iterable, /)', any_),
    ascii: method('($module, obj, /)', (_m, o) => ascii_(o)),
    bin: method('($module, number, /)', toBase(2)),
    breakpoint: functionRaw('breakpoint', breakpoint_, { sig: '($module, /, *args, **kws)' }),
    callable: method('($module, obj, /)', (_m, o) => newBool(o.type.tp_call !== null)),
    chr: method('($module, i, /)', chr_),
    ...codeFunctions,
    delattr: method('($module, obj, name, /)', delattr_),
    dir: unsigned('(object=None, /)', dirOf),
    divmod: method('($module, x, y, /)', (_m, x, y) => divmod_(x, y)),
    format: method("($module, value, format_spec='', /)", format2),
    getattr: unsigned('(object, name, default=None, /)', getattr_),
    globals: method('($module, /)', () => incref(frameGlobalsBorrowed())),
    hasattr: method('($module, obj, name, /)', hasattr_),
    hash: method('($module, obj, /)', (_m, o) => newIntExact(intFromHalves(hash(o), S.hashHi))),
    hex: method('($module, number, /)', toBase(16)),
    id: method('($module, obj, /)', (_m, o) => newIntExact(watchedAddressOf(o))),
    input: method("($module, prompt='', /)", input_),
    isinstance: method('($module, obj, class_or_tuple, /)', (_m, o, c) =>
      newBool(isInstance(o, c)),
    ),
    issubclass: method('($module, cls, class_or_tuple, /)', (_m, o, c) =>
      newBool(isSubclass(o, c)),
    ),
    iter: unsigned('(object, sentinel=None, /)', iter_),
    len: method('($module, obj, /)', (_m, o) => newIntExact(exactLen(o))),
    locals: method('($module, /)', () => frameLocals(currentFrame())),
    max: functionRaw('max', minmax('max', GT)),
    min: functionRaw('min', minmax('min', LT)),
    next: unsigned('(iterator, default=None, /)', next_),
    oct: method('($module, number, /)', toBase(8)),
    ord: method('($module, c, /)', ord_),
    pow: method('($module, /, base, exp, mod=None)', pow3),
    print: method("($module, /, *args, sep=' ', end='\\n', file=None, flush=False)", print_),
    repr: method('($module, obj, /)', (_m, o) => repr(o)),
    round: method('($module, /, number, ndigits=None)', round_),
    setattr: method('($module, obj, name, value, /)', setattr_),
    sorted: functionRaw('sorted', sorted_, {
      min: 1,
      max: 1,
      sig: '($module, iterable, /, *, key=None, reverse=False)',
    }),
    sum: method('($module, iterable, /, start=0)', sum_),
    vars: unsigned('(object=None, /)', vars_),
  },
  types: TYPES,
  constants: {
    None: () => incref(None_),
    Ellipsis: () => incref(Ellipsis_),
    NotImplemented: () => incref(NotImplemented_),
    False: () => incref(False_),
    True: () => incref(True_),
    __debug__: true,
  },
  init: (dict) => {
    for (const [name, T] of Object.entries(builtinExceptions as Record<string, TypeObject>)) {
      const key = intern(name);
      dictSetStr(dict, key, T.self);
      decref(key);
    }
    // Old names of OSError.
    dictSetStr(dict, intern('EnvironmentError'), OSErrorType.self);
    dictSetStr(dict, intern('IOError'), OSErrorType.self);
  },
});

for (const [name, f] of Object.entries(builtinsModule.spec.functions!))
  f.doc = BUILTIN_DOCS[name] ?? null;
