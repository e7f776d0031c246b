/**
 * What generated code calls to make objects and to run statements that are more than one operation: displays, strings,
 * functions, classes, imports, with, match, except*, type parameters, unpacking. CPython: the bodies of the
 * corresponding instructions in Python/bytecodes.c.
 */

import {
  newParamSpec,
  newTypeAlias,
  newTypeVar,
  newTypeVarTuple,
  setTypeParamDefault,
  subscriptGeneric,
} from '../modules/_typing.ts';
import { newCellSteal } from '../objects/cell.ts';
import type { CodePayload } from '../objects/code.ts';
import {
  dictContains,
  dictGetStrBorrowed,
  dictSet,
  dictSetStr,
  dictUpdate,
  isDict,
  dictGet,
  isDictExact,
  newDict,
  newDictFromPairsSteal,
  newDictPresized,
} from '../objects/dict.ts';
import {
  DictItemIteratorType,
  DictKeyIteratorType,
  nextItem,
  nextKey,
} from '../objects/dict-views.ts';
import {
  BaseExceptionGroupType,
  ExceptionGroupType,
  groupSplit,
  newExceptionObject,
  StopIterationType,
} from '../objects/exceptions.ts';
import { type FunctionPayload, newFunctionSteal } from '../objects/function.ts';
import {
  ListIteratorType,
  listAppendSteal,
  listExtend,
  listIterNext,
  newListSteal,
  unpackEx,
  unpackN,
} from '../objects/list.ts';
import { RangeIteratorType, rangeIterNext, rangeNextInto } from '../objects/range.ts';
import { newSetSteal, setAddSteal, setUpdate } from '../objects/set.ts';
import { None_ } from '../objects/singletons.ts';
import { newSlice } from '../objects/slice.ts';
import {
  emptyStr,
  intern,
  newStr,
  nextAscii,
  StrAsciiIteratorType,
  strJs,
  strValue,
} from '../objects/str.ts';
import { newSuper } from '../objects/super.ts';
import { newTupleSteal, tupleIterNext, TupleIteratorType } from '../objects/tuple.ts';
import { type Text, textConcat } from '../text/text.ts';
import { ascii_, contains, format_, getItem, getIter, len, repr, str_ } from './abstract.ts';
import { getAttr, lookupAttr } from './attr.ts';
import {
  C0,
  C3,
  call0,
  callObject,
  functionName,
  lookupSpecial,
  mergeKeywords,
  orThrow,
} from './call.ts';
import { RETHROW } from './ceval.ts';
import {
  discard,
  isExceptionClass,
  isExceptionInstance,
  matches,
  nameError,
  type PyErr,
  raiseObject,
  runtimeError,
  setCauseSteal,
  typeError,
} from './errors.ts';
import type { Frame } from './frame.ts';
import { importFromModule, importModule, importStar } from './import.ts';
import { isInstance } from './instance-check.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from './object.ts';
import { S } from './state.ts';
import {
  ListType,
  StrType,
  SuperType,
  TPFLAGS_MAPPING,
  TPFLAGS_SEQUENCE,
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_TYPE_SUBCLASS,
  TupleType,
  type TypeObject,
} from './type-object.ts';

// ---- iteration ----

export function ITER(o: PyObject): Owned {
  return getIter(o);
}

/** The next item, or null at the end (a StopIteration that code called by a native iterator raised is the end, too). */
export function NEXT(it: PyObject): Owned | null {
  const t = it.type;
  if (t === RangeIteratorType) return rangeIterNext(it);
  if (t === ListIteratorType) return listIterNext(it);
  if (t === TupleIteratorType) return tupleIterNext(it);
  if (t === DictKeyIteratorType) return nextKey(it);
  if (t === DictItemIteratorType) return nextItem(it);
  if (t === StrAsciiIteratorType) return nextAscii(it);
  // a class may lose its __next__ while one of its instances is iterated
  if (t.tp_iternext === null) throw typeError(`'${t.name}' object is not an iterator`);
  try {
    return t.tp_iternext(it);
  } catch (e) {
    if (!matches(e, StopIterationType)) throw e;
    discard(e);
    return null;
  }
}

/**
 * `NEXT` for a loop variable: `old` is its present value. Whatever comes back differs from `old` and is a new reference, or
 * is `old` itself, still held once: a number that only the variable holds is overwritten by a counting loop.
 */
export function NEXTR(it: PyObject, old: PyObject | null): PyObject | null {
  if (it.type === RangeIteratorType) return rangeNextInto(it, old);
  const r = NEXT(it);
  if (r === old && r !== null) r.rc--;
  return r;
}

// ---- displays ----

export function LIST(items: PyObject[]): Owned {
  return newListSteal(items);
}
export function TUPLE(items: PyObject[]): Owned {
  return newTupleSteal(items);
}
export function SET(items: PyObject[]): Owned {
  return newSetSteal(items);
}
export function LISTAPPEND(list: PyObject, item: PyObject): void {
  listAppendSteal(list, item);
}
export function SETADD(set: PyObject, item: PyObject): void {
  setAddSteal(set, item);
}
export function SETUPDATE(set: PyObject, iterable: PyObject): void {
  setUpdate(set, iterable);
}
export function LISTTOTUPLE(list: PyObject): Owned {
  const items = list.v as PyObject[];
  const out = newTupleSteal(items.map((x) => incref(x)));
  decref(list);
  return out;
}

/** `[*x]`: says "Value after * must be an iterable" as CPython does. */
export function LISTEXTEND(list: PyObject, iterable: PyObject): void {
  if (iterable.type.tp_iter === null && iterable.type.sq_item === null) {
    throw typeError(`Value after * must be an iterable, not ${iterable.type.name}`);
  }
  listExtend(list, iterable);
}

/** `f(*x)`. */
export function STAREXTEND(list: PyObject, iterable: PyObject, f: PyObject): void {
  if (iterable.type.tp_iter === null && iterable.type.sq_item === null) {
    throw typeError(
      `${functionName(f)} argument after * must be an iterable, not ${iterable.type.name}`,
    );
  }
  listExtend(list, iterable);
}

export function NEWDICT(n: number): Owned {
  return n > 5 ? newDictPresized(n) : newDict();
}
/** A dict display of keys and values in turn, which are consumed. */
export function BUILDMAP(pairs: PyObject[]): Owned {
  return newDictFromPairsSteal(pairs);
}
export function DICTSET(d: PyObject, k: PyObject, v: PyObject): void {
  dictSet(d, k, v);
}

/** `{**x}`. */
export function DICTUPDATE(d: PyObject, mapping: PyObject): void {
  if (!isDict(mapping)) {
    const keys = lookupAttr(mapping, s_keys);
    if (keys === null) throw typeError(`'${mapping.type.name}' object is not a mapping`);
    decref(keys);
  }
  dictUpdate(d, mapping);
}

/** `f(**x)`. */
export function DICTMERGE(d: PyObject, mapping: PyObject, f: PyObject): void {
  mergeKeywords(f, d, mapping);
}

/** `f(**x, name=v)`. */
export function KWSET(d: PyObject, name: PyObject, v: PyObject, f: PyObject): void {
  if (dictContains(d, name))
    throw typeError(`${functionName(f)} got multiple values for keyword argument '${strJs(name)}'`);
  dictSetStr(d, name, v);
}

export function SLICE(a: PyObject, b: PyObject, c: PyObject): Owned {
  return newSlice(a, b, c);
}
/** The items of an exact tuple or list of `n` items, borrowed; null for others. */
export function ITEMSOF(seq: PyObject, n: number): PyObject[] | null {
  const t = seq.type;
  if ((t !== TupleType && t !== ListType) || seq.v.length !== n) return null;
  return seq.v;
}
export function UNPACK(seq: PyObject, n: number): PyObject[] {
  return unpackN(seq, n);
}
export function UNPACKEX(seq: PyObject, before: number, after: number): PyObject[] {
  return unpackEx(seq, before, after);
}
export function UNPACK1(seq: PyObject): Owned {
  return unpackN(seq, 1)[0] as Owned;
}
export function CONTAINS(container: PyObject, x: PyObject): boolean {
  return contains(container, x);
}
export function DELITEM(o: PyObject, k: PyObject): void {
  const set = o.type.mp_ass_subscript;
  if (set !== null) return set(o, k, null);
  delItem(o, k);
}

import { delItem, setItem } from './abstract.ts';
import { mappingGet } from './ic.ts';

// ---- strings ----

export function FORMAT(v: PyObject, conversion: number, spec: PyObject | null): Owned {
  if (conversion < 0 && spec === null && v.type === StrType) return incref(v);
  let x: Owned;
  switch (conversion) {
    case 115:
      x = str_(v);
      break;
    case 114:
      x = repr(v);
      break;
    case 97:
      x = ascii_(v);
      break;
    default:
      x = incref(v) as Owned;
  }
  if (spec === null && x.type === StrType) return x;
  try {
    return format_(x, spec);
  } finally {
    decref(x);
  }
}

export function JOINSTR(parts: PyObject[]): Owned {
  let t: Text = strValue(parts[0]!);
  for (let i = 1; i < parts.length; i++) {
    const p = parts[i]!.v;
    t = typeof t === 'string' && typeof p === 'string' ? t + p : textConcat(t, strValue(parts[i]!));
  }
  if (t === '') return incref(emptyStr) as Owned;
  return newStr(t);
}

// ---- cells, functions, classes ----

export function NEWCELL(): Owned {
  return newCellSteal(null);
}
export function CELLSTEAL(o: PyObject): Owned {
  return newCellSteal(o);
}

const s_keys = intern('keys');
const s_build_class = intern('__build_class__');

/** A function object of `code` in the globals of the running function. Closure, defaults and annotations are consumed. */
export function MAKEFN(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  closure: PyObject[] | null,
  defaults: PyObject | null,
  kwdefaults: PyObject | null,
  annotations: PyObject | null,
): Owned {
  const f = newFunctionSteal(
    incref(code.self!) as any,
    incref(fn.v.globals),
    incref(fn.v.builtins),
    closure,
  );
  const p: FunctionPayload = f.v;
  p.defaults = defaults;
  p.kwdefaults = kwdefaults;
  p.annotations = annotations;
  return f;
}

export function SETTYPEPARAMS(f: PyObject<FunctionPayload>, params: PyObject): void {
  xdecref(f.v.typeParams);
  f.v.typeParams = params;
}

export function BUILDCLASS(fn: PyObject<FunctionPayload>): Owned {
  const { builtins } = fn.v;
  const exact = isDictExact(builtins);
  const v = exact
    ? dictGetStrBorrowed(builtins, s_build_class)
    : mappingGet(builtins, s_build_class);
  if (v === null) throw nameError('__build_class__ not found');
  return exact ? (incref(v) as Owned) : (v as Owned);
}

const s_annotations = intern('__annotations__');

export function SETUPANNOTATIONS(f: Frame): void {
  const ns = f.ns!;
  const old = isDictExact(ns) ? dictGet(ns, s_annotations) : mappingGet(ns, s_annotations);
  if (old !== null) return decref(old);
  const d = newDict();
  try {
    setItem(ns, s_annotations, d);
  } finally {
    decref(d);
  }
}

/** `__static_attributes__`: CPython makes the tuple from a set, and so its order. */
export function STATICATTRS(code: CodePayload): Owned {
  return incref(code.attributes!) as Owned;
}

/** super() in a method: `f` is what the name super gave (consumed). */
export function SUPER0(
  f: PyObject,
  cell: PyObject,
  first: PyObject | null,
  firstIsCell: boolean,
): Owned {
  if (f !== SuperType.self) return orThrow(C0(f));
  try {
    const obj: PyObject | null = firstIsCell ? (first as PyObject).v.ref : first;
    if (obj === null) throw runtimeError('super(): arg[0] deleted');
    const cls: PyObject | null = cell.v.ref;
    if (cls === null) throw runtimeError('super(): empty __class__ cell');
    if ((cls.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) {
      throw runtimeError(`super(): __class__ is not a type (${cls.type.name})`);
    }
    return newSuper(cls, obj);
  } finally {
    decref(f);
  }
}

// ---- raise, assert, except ----

/** `raise exc from cause`: what to throw. Consumes both. */
export function RAISE(exc: PyObject, cause: PyObject | null): PyErr {
  let value: PyObject;
  try {
    if (isExceptionClass(exc)) {
      value = call0(exc);
      if (!isExceptionInstance(value)) {
        const name = value.type.name;
        decref(value);
        throw typeError(
          `calling ${strOfRepr(exc)} should have returned an instance of BaseException, not <class '${name}'>`,
        );
      }
    } else if (isExceptionInstance(exc)) {
      value = incref(exc);
    } else {
      throw typeError('exceptions must derive from BaseException');
    }
  } catch (e) {
    decref(exc);
    if (cause !== null) decref(cause);
    throw e;
  }
  decref(exc);
  if (cause !== null) {
    let fixed: Owned | null;
    try {
      fixed = causeOf(cause);
    } catch (e) {
      decref(value);
      throw e;
    } finally {
      decref(cause);
    }
    setCauseSteal(value, fixed);
  }
  const err = raiseObject(value);
  decref(value);
  return err;
}

function strOfRepr(o: PyObject): string {
  const r = repr(o);
  const s = strJs(r);
  decref(r);
  return s;
}

function causeOf(cause: PyObject): Owned | null {
  if (isExceptionClass(cause)) {
    const v = call0(cause);
    if (isExceptionInstance(v)) return v;
    const name = v.type.name;
    decref(v);
    throw typeError(
      `calling ${strOfRepr(cause)} should have returned an instance of BaseException, not <class '${name}'>`,
    );
  }
  if (isExceptionInstance(cause)) return incref(cause) as Owned;
  if (cause === None_) return null;
  throw typeError('exception causes must derive from BaseException');
}

/** What a failed assert throws. Consumes the message. */
export function ASSERTFAIL(message: PyObject | null): PyErr {
  const exc = newExceptionObject(AssertionErrorType, message === null ? [] : [message]);
  xdecref(message);
  const err = raiseObject(exc);
  decref(exc);
  return err;
}

import { AssertionErrorType } from '../objects/exceptions.ts';

const CANNOT_CATCH = 'catching classes that do not inherit from BaseException is not allowed';

/** `except type`: whether the exception matches. */
export function EXCMATCH(exc: PyObject, type: PyObject): boolean {
  if (type.type === TupleType || (type.type.flags & TPFLAGS_TUPLE_SUBCLASS) !== 0) {
    const items = type.v as PyObject[];
    for (const t of items) if (!isExceptionClass(t)) throw typeError(CANNOT_CATCH);
    for (const t of items) if (exc.type.mro.includes(t.v as TypeObject)) return true;
    return false;
  }
  if (!isExceptionClass(type)) throw typeError(CANNOT_CATCH);
  const T = type.v as TypeObject;
  return exc.type === T || exc.type.mro.includes(T);
}

/** `except*`: the matching part (owned) or null; the rest is left in S.egrest (owned). */
export function EGMATCH(rest: PyObject, type: PyObject): Owned | null {
  checkStarType(type);
  if (rest === None_) return null;
  if (EXCMATCH(rest, type)) {
    S.egrest = incref(None_);
    if (rest.type === BaseExceptionGroupType || rest.type.mro.includes(BaseExceptionGroupType))
      return incref(rest) as Owned;
    // a naked exception is wrapped
    const list = newTupleSteal([incref(rest)]);
    const msg = incref(emptyStr);
    try {
      return callObject(ExceptionGroupType.self, [msg, list]);
    } finally {
      decref(msg);
      decref(list);
    }
  }
  if (rest.type !== BaseExceptionGroupType && !rest.type.mro.includes(BaseExceptionGroupType))
    return null;
  const [match, other] = groupSplit(rest, type);
  if (match === null) {
    xdecref(other);
    return null;
  }
  S.egrest = other ?? incref(None_);
  return match as Owned;
}

function checkStarType(type: PyObject): void {
  const list = type.type === TupleType ? (type.v as PyObject[]) : [type];
  for (const t of list) {
    if (!isExceptionClass(t)) throw typeError(CANNOT_CATCH);
    if ((t.v as TypeObject).mro.includes(BaseExceptionGroupType)) {
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
    }
  }
}

/** End of except*: what must be raised (owned), or null. */
export function EGRERAISE(orig: PyObject, list: PyObject): Owned | null {
  const raised = (list.v as PyObject[]).filter((x) => x !== None_);
  if (raised.length === 0) return null;
  return prepReraiseStar(orig, raised);
}

import { prepReraiseStar } from '../objects/exceptions.ts';

export function RETHROWNEW(f: Frame, exc: PyObject): PyErr {
  return RETHROW(f, exc);
}

// ---- with ----

const s_enter = intern('__enter__');
const s_exit = intern('__exit__');
const s_aenter = intern('__aenter__');
const s_aexit = intern('__aexit__');

function contextMethods(o: PyObject, enter: PyObject, exit: PyObject, isAsync: boolean): Owned {
  const what = isAsync ? 'asynchronous context manager' : 'context manager';
  const e = lookupSpecial(o, enter);
  if (e === null) {
    const other = lookupSpecial(o, isAsync ? s_enter : s_aenter);
    xdecref(other);
    const hint = other === null ? '' : isAsync ? '' : '';
    throw typeError(`'${o.type.name}' object does not support the ${what} protocol${hint}`);
  }
  const x = lookupSpecial(o, exit);
  if (x === null) {
    decref(e);
    throw typeError(
      `'${o.type.name}' object does not support the ${what} protocol (missed ${strJs(exit)} method)`,
    );
  }
  S.exit = x;
  return e;
}

/** The bound __enter__; the bound __exit__ is left in S.exit. */
export function WENTER(o: PyObject): Owned {
  return contextMethods(o, s_enter, s_exit, false);
}
export function AENTER(o: PyObject): Owned {
  return contextMethods(o, s_aenter, s_aexit, true);
}
export function WEXIT(exit: PyObject, exc: PyObject): Owned | null {
  const tb = (exc.v.traceback as PyObject | null) ?? None_;
  return C3(incref(exit), incref(exc.type.self), incref(exc), incref(tb));
}

// ---- import ----

export function IMPORT(
  f: Frame,
  fn: PyObject<FunctionPayload>,
  name: PyObject,
  fromlist: PyObject,
  level: number,
): Owned {
  return importModule(fn.v.globals, f.ns ?? None_, fn.v.builtins, name, fromlist, level);
}
export function IMPORTFROM(module: PyObject, name: PyObject): Owned {
  return importFromModule(module, name);
}
export function IMPORTSTAR(f: Frame, module: PyObject): void {
  importStar(module, f.ns!);
}

// ---- match ----

export function ISSEQ(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_SEQUENCE) !== 0;
}
export function ISMAP(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_MAPPING) !== 0;
}
export function LEN(o: PyObject): number {
  return len(o);
}
export function ITEMAT(o: PyObject, i: number): Owned {
  const k = newInt(i);
  try {
    return getItem(o, k);
  } finally {
    decref(k);
  }
}

import { newInt } from '../objects/int.ts';

const s_get = intern('get');
const s_match_args = intern('__match_args__');

/** Values of the keys (owned), or null when one is missing. */
export function MATCHKEYS(o: PyObject, keys: PyObject[]): PyObject[] | null {
  const out: PyObject[] = [];
  const seen = newSetSteal([]);
  const dummy = callObject(ObjectType.self, []);
  const get = getAttr(o, s_get);
  try {
    for (const k of keys) {
      if (contains(seen, k))
        throw valueError(`mapping pattern checks duplicate key (${strOfRepr(k)})`);
      setAddSteal(seen, incref(k));
      const v = callObject(get, [k, dummy]);
      if (v === dummy) {
        decref(v);
        for (const x of out) decref(x);
        return null;
      }
      out.push(v);
    }
    return out;
  } catch (e) {
    for (const x of out) decref(x);
    throw e;
  } finally {
    decref(get);
    decref(dummy);
    decref(seen);
  }
}

import { valueError } from './errors.ts';
import { ObjectType } from './type-object.ts';

/** A dict of what a mapping pattern left over. */
export function MATCHREST(o: PyObject, keys: PyObject[]): Owned {
  const d = newDict();
  dictUpdate(d, o);
  for (const k of keys) delItem(d, k);
  return d;
}

const MATCH_SELF = new Set([
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

function matchesSelf(cls: PyObject): boolean {
  return (cls.v as TypeObject).mro.some((t) => MATCH_SELF.has(t.name) && t.heap === null);
}

/** Attributes of a class pattern (owned), or null when the subject does not match. */
export function MATCHCLASS(
  o: PyObject,
  cls: PyObject,
  positional: number,
  names: PyObject[],
): PyObject[] | null {
  if ((cls.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0)
    throw typeError('called match pattern must be a class');
  if (!isInstance(o, cls)) return null;
  const out: PyObject[] = [];
  const seen: PyObject[] = [];
  try {
    if (positional > 0 && !positionalAttributes(o, cls, positional, seen, out)) return null;
    for (const n of names) {
      if (seen.includes(n))
        throw typeError(
          `${(cls.v as TypeObject).name}() got multiple sub-patterns for attribute '${strJs(n)}'`,
        );
      seen.push(n);
      const v = lookupAttr(o, n);
      if (v === null) {
        for (const x of out) decref(x);
        return null;
      }
      out.push(v);
    }
    return out;
  } catch (e) {
    for (const x of out) decref(x);
    throw e;
  }
}

function positionalAttributes(
  o: PyObject,
  cls: PyObject,
  positional: number,
  seen: PyObject[],
  out: PyObject[],
): boolean {
  const name = (cls.v as TypeObject).name;
  const args = lookupAttr(cls, s_match_args);
  if (args === null) {
    const allowed = matchesSelf(cls) ? 1 : 0;
    if (positional > allowed) {
      throw typeError(
        `${name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${positional} given)`,
      );
    }
    out.push(incref(o));
    return true;
  }
  const ids: PyObject[] = [];
  try {
    if (args.type !== TupleType)
      throw typeError(`${name}.__match_args__ must be a tuple (got ${args.type.name})`);
    const items = args.v as PyObject[];
    if (positional > items.length) {
      const s = items.length === 1 ? '' : 's';
      throw typeError(
        `${name}() accepts ${items.length} positional sub-pattern${s} (${positional} given)`,
      );
    }
    for (let i = 0; i < positional; i++) {
      const n = items[i]!;
      if (n.type !== StrType)
        throw typeError(`__match_args__ elements must be strings (got ${n.type.name})`);
      const id = internStr(n);
      ids.push(id);
      if (seen.includes(id))
        throw typeError(`${name}() got multiple sub-patterns for attribute '${strJs(n)}'`);
      seen.push(id);
      const v = lookupAttr(o, id);
      if (v === null) {
        while (out.length > 0) decref(out.pop()!);
        return false;
      }
      out.push(v);
    }
    return true;
  } finally {
    for (const id of ids) decref(id);
    decref(args);
  }
}

import { internStr } from '../objects/str.ts';

// ---- type parameters ----

export function TYPEVAR(name: PyObject, bound: PyObject | null, constraints: boolean): Owned {
  return newTypeVar(name, bound, constraints);
}
export function PARAMSPEC(name: PyObject): Owned {
  return newParamSpec(name);
}
export function TYPEVARTUPLE(name: PyObject): Owned {
  return newTypeVarTuple(name);
}
export function TYPEPARAMDEFAULT(param: PyObject, evaluate: PyObject): void {
  setTypeParamDefault(param, evaluate);
}
export function TYPEALIAS(name: PyObject, params: PyObject | null, evaluate: PyObject): Owned {
  return newTypeAlias(name, params, evaluate);
}
export function SUBSCRIPTGENERIC(params: PyObject): Owned {
  return subscriptGeneric(params);
}

/** The interactive prompt's print of an expression statement. */
export function PRINTEXPR(v: PyObject): void {
  const hook = dictGetStrBorrowed(S.sysdict, s_displayhook);
  if (hook === null) throw runtimeError('lost sys.displayhook');
  decref(callObject(hook, [v]));
}
const s_displayhook = intern('displayhook');
