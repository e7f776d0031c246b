/**
 * _operator: the operators as functions, attrgetter, itemgetter, methodcaller. CPython: Modules/_operator.c.
 */
import * as abstract from '../core/abstract.ts';
import { functionRaw, method, type NativeDef, nativeFunction } from '../core/args.ts';
import { getAttr } from '../core/attr.ts';
import { callMethod, callObject } from '../core/call.ts';
import { typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { getBuffer, releaseBuffer } from '../core/buffer.ts';
import { defineModule } from '../core/module-define.ts';
import { account, decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { getset, newStaticType, type TypeSpec } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  StrType,
  TPFLAGS_HAVE_GC,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { isAscii, type Text, textJoin, textSplit } from '../text/text.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { newBool } from '../objects/singletons.ts';
import { vectorcallMember } from '../objects/vectorcall.ts';
import { intern, internStr, internText, newStr, newStrJs, strValue } from '../objects/str.ts';
import { newTuple, newTupleSteal } from '../objects/tuple.ts';
import { importNative } from '../core/module-define.ts';
import { dictGetStrBorrowed, dictKeyAt, dictNext, dictValueAt, kwDict } from '../objects/dict.ts';

const { EQ, GE, GT, LE, LT, NE } = abstract;

// ---------------------------------------------------------------------------------------------
// Functions

type Unary = (a: PyObject) => Owned;
type Binary = (a: PyObject, b: PyObject) => Owned;

function unary(name: string, f: Unary, doc: string): NativeDef {
  return nativeFunction(name, '($module, a, /)', (_m: PyObject, a: PyObject) => f(a), doc);
}

function binary(name: string, f: Binary, doc: string): NativeDef {
  return nativeFunction(
    name,
    '($module, a, b, /)',
    (_m: PyObject, a: PyObject, b: PyObject) => f(a, b),
    doc,
  );
}

function comparison(name: string, sign: string, op: number): NativeDef {
  return binary(name, (a, b) => abstract.richCompare(a, b, op), `a ${sign} b`);
}

/** PySequence_Concat. */
function concat(a: PyObject, b: PyObject): Owned {
  if (a.type.sq_concat !== null) return a.type.sq_concat(a, b);
  if (abstract.isSequence(a) && abstract.isSequence(b)) return abstract.add(a, b);
  throw typeError(`'${a.type.name}' object can't be concatenated`);
}

/** PySequence_InPlaceConcat. */
function inplaceConcat(a: PyObject, b: PyObject): Owned {
  if (a.type.sq_inplace_concat !== null) return a.type.sq_inplace_concat(a, b);
  if (a.type.sq_concat !== null) return a.type.sq_concat(a, b);
  if (abstract.isSequence(a) && abstract.isSequence(b)) return abstract.iadd(a, b);
  throw typeError(`'${a.type.name}' object can't be concatenated`);
}

function lengthHint(_m: PyObject, o: PyObject, fallback?: PyObject): Owned {
  if (fallback !== undefined && !isInstanceOf(fallback, IntType)) {
    throw typeError(`'${fallback.type.name}' object cannot be interpreted as an integer`);
  }
  return newInt(
    abstract.lengthHint(
      o,
      fallback === undefined ? 0 : abstract.asIndexNumber(fallback, OverflowErrorType),
    ),
  );
}

function bytesOf(o: PyObject): Uint8Array {
  const view = getBuffer(o, 0);
  try {
    return Uint8Array.from(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

/** Time does not depend on where two equally long values differ. */
export function compareDigest(_m: PyObject, a: PyObject, b: PyObject): Owned {
  if (isInstanceOf(a, StrType) && isInstanceOf(b, StrType)) {
    if (!isAscii(a.v) || !isAscii(b.v))
      throw typeError('comparing strings with non-ASCII characters is not supported');
    const encode = (s: string) => Uint8Array.from(s, (c) => c.charCodeAt(0));
    return newBool(digestsEqual(encode(a.v), encode(b.v)));
  }
  if (a.type.bf_getbuffer === null && b.type.bf_getbuffer === null) {
    throw typeError(
      `unsupported operand types(s) or combination of types: '${a.type.name}' and '${b.type.name}'`,
    );
  }
  return newBool(digestsEqual(bytesOf(a), bytesOf(b)));
}

function digestsEqual(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++)
    difference |= (a.length === b.length ? a[i]! : b[i]! ^ 1) ^ b[i]!;
  return difference === 0;
}

function callFunction(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  if (n < 1) throw typeError(`call expected at least 1 argument, got ${n}`);
  return callObject(args[0]!, args.slice(1), kw);
}

/** The one positional argument of a getter's call. */
function onlyArgument(name: string, args: PyObject[], kw: KwNames): PyObject {
  if (kw !== null && kw.length > 0) throw typeError(`${name}() takes no keyword arguments`);
  if (args.length !== 1) throw typeError(`${name} expected 1 argument, got ${args.length}`);
  return args[0]!;
}

function reprWith(o: PyObject, build: () => Text): Owned {
  if (!reprEnter(o)) return newStrJs(`${o.type.name}(...)`);
  try {
    return newStr(textJoin('', [`${o.type.name}(`, build(), ')']));
  } finally {
    reprLeave(o);
  }
}

function reprText(o: PyObject): Text {
  const text = abstract.repr(o);
  const value = strValue(text);
  decref(text);
  return value;
}

// ---------------------------------------------------------------------------------------------
// itemgetter

/** What the three callers say about how they are called. */
const callerTable: TypeSpec = {
  members: { __vectorcalloffset__: vectorcallMember() },
  getset: { __text_signature__: getset(() => newStrJs('(obj, /)')) },
};

function itemgetterNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0) throw typeError('itemgetter() takes no keyword arguments');
  if (args.length < 1) throw typeError('itemgetter expected 1 argument, got 0');
  // one item is kept by itself, more as a tuple
  const o = newGC(type, args.length === 1 ? [incref(args[0]!)] : newTuple(args));
  account(o, 64);
  gcTrack(o);
  return o;
}

/** The keys of an itemgetter: its tuple, or the array of the one it has. */
function itemKeys(o: PyObject): PyObject[] {
  return Array.isArray(o.v) ? o.v : o.v.v;
}

function visitItems(o: PyObject, visit: Visit): void {
  if (Array.isArray(o.v)) visit(o.v[0]);
  else visit(o.v);
}

function deallocItems(o: PyObject): void {
  gcUntrack(o);
  decref(Array.isArray(o.v) ? o.v[0] : o.v);
  freeObject(o);
}

function plainItem(o: PyObject, key: PyObject): Owned {
  const i = key.v;
  if (
    o.type === TupleType &&
    key.type === IntType &&
    typeof i === 'number' &&
    i >= 0 &&
    i < o.v.length
  ) {
    return incref(o.v[i]);
  }
  return abstract.getItem(o, key);
}

function itemgetterCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const x = onlyArgument('itemgetter', args, kw);
  const keys = itemKeys(o);
  if (keys.length === 1) return plainItem(x, keys[0]!);
  return collect(keys, (key) => abstract.getItem(x, key));
}

function collect(keys: PyObject[], get: (key: PyObject) => Owned): Owned {
  const out: PyObject[] = [];
  try {
    for (let i = 0; i < keys.length; i++) out.push(get(keys[i]!));
  } catch (e) {
    for (const item of out) decref(item);
    throw e;
  }
  return newTupleSteal(out);
}

function ownTuple(o: PyObject, visit: Visit): void {
  visit(o.v);
}

function deallocTuple(o: PyObject): void {
  gcUntrack(o);
  decref(o.v);
  freeObject(o);
}

export const ItemgetterType: TypeObject = newStaticType('operator.itemgetter', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 48,
  text_signature: '(item, /, *items)',
  doc: 'itemgetter(k)(o) is o[k]; several keys give a tuple.',
  tp_new: itemgetterNew,
  tp_dealloc: deallocItems,
  tp_traverse: visitItems,
  tp_call: itemgetterCall,
  ...callerTable,
  tp_repr: (o: PyObject) => reprWith(o, () => textJoin(', ', itemKeys(o).map(reprText))),
  methods: {
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(o.type.self), newTuple(itemKeys(o))]),
    ),
  },
});

// ---------------------------------------------------------------------------------------------
// attrgetter

/** `names` is a tuple of interned strs (plain names) and tuples of them (dotted names). */
function attrgetterNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0) throw typeError('attrgetter() takes no keyword arguments');
  if (args.length < 1) throw typeError('attrgetter expected 1 argument, got 0');
  for (const arg of args)
    if (!isInstanceOf(arg, StrType)) throw typeError('attribute name must be a string');
  const names = args.map((arg) => {
    const parts = textSplit(strValue(arg), '.', -1);
    if (parts.length === 1) return internStr(arg);
    return newTupleSteal(parts.map((part) => internText(part)));
  });
  const o = newGC(type, newTupleSteal(names));
  account(o, 56);
  gcTrack(o);
  return o;
}

function dottedAttr(o: PyObject, name: PyObject): Owned {
  if (name.type !== TupleType) return getAttr(o, name);
  let value = incref(o);
  for (const part of name.v as PyObject[]) {
    let next: Owned;
    try {
      next = getAttr(value, part);
    } finally {
      decref(value);
    }
    value = next;
  }
  return value;
}

function attrgetterCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const x = onlyArgument('attrgetter', args, kw);
  const names: PyObject[] = o.v.v;
  if (names.length === 1) return dottedAttr(x, names[0]!);
  return collect(names, (name) => dottedAttr(x, name));
}

/** The names as they were given. */
function attrNames(o: PyObject): PyObject[] {
  return o.v.v.map((name: PyObject) =>
    name.type === TupleType ? newStr(textJoin('.', name.v.map(strValue))) : incref(name),
  );
}

function attrgetterRepr(o: PyObject): Owned {
  return reprWith(o, () => {
    const names = attrNames(o);
    const texts = names.map(reprText);
    for (const name of names) decref(name);
    return textJoin(', ', texts);
  });
}

export const AttrgetterType: TypeObject = newStaticType('operator.attrgetter', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 40,
  text_signature: '(attr, /, *attrs)',
  doc: "attrgetter('x')(o) is o.x; several names give a tuple.",
  tp_new: attrgetterNew,
  tp_dealloc: deallocTuple,
  tp_traverse: ownTuple,
  tp_call: attrgetterCall,
  ...callerTable,
  tp_repr: attrgetterRepr,
  methods: {
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(o.type.self), newTupleSteal(attrNames(o))]),
    ),
  },
});

// ---------------------------------------------------------------------------------------------
// methodcaller

class MethodCaller {
  name: PyObject;
  /** tuple */
  args: PyObject;
  /** dict, or null without keywords */
  kw: PyObject | null;
  constructor(name: PyObject, args: PyObject, kw: PyObject | null) {
    this.name = name;
    this.args = args;
    this.kw = kw;
  }
}

function methodcallerNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  if (n < 1) throw typeError('methodcaller needs at least one argument, the method name');
  if (!isInstanceOf(args[0]!, StrType)) throw typeError('method name must be a string');
  const name = internStr(args[0]!);
  const named = kw !== null && kw.length > 0 ? kwDict(kw, args, n) : null;
  const o = newGC(type, new MethodCaller(name, newTuple(args.slice(1, n)), named));
  account(o, 80);
  gcTrack(o);
  return o;
}

function methodcallerCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const x = onlyArgument('methodcaller', args, kw);
  const m: MethodCaller = o.v;
  if (m.kw === null) return callMethod(x, m.name, m.args.v);
  const names: PyObject[] = [];
  const all: PyObject[] = m.args.v.slice();
  for (let j = dictNext(m.kw, 0); j >= 0; j = dictNext(m.kw, j + 1)) {
    names.push(dictKeyAt(m.kw, j));
    all.push(dictValueAt(m.kw, j));
  }
  return callMethod(x, m.name, all, names);
}

function methodcallerRepr(o: PyObject): Owned {
  return reprWith(o, () => {
    const m: MethodCaller = o.v;
    const parts = [reprText(m.name), ...m.args.v.map(reprText)];
    if (m.kw !== null) {
      for (let j = dictNext(m.kw, 0); j >= 0; j = dictNext(m.kw, j + 1)) {
        parts.push(
          textJoin('', [strValue(dictKeyAt(m.kw, j)), '=', reprText(dictValueAt(m.kw, j))]),
        );
      }
    }
    return textJoin(', ', parts);
  });
}

function methodcallerReduce(o: PyObject): Owned {
  const m: MethodCaller = o.v;
  if (m.kw === null) {
    return newTupleSteal([incref(o.type.self), newTuple([m.name, ...m.args.v])]);
  }
  const functools = importNative('_functools');
  const dict = (functools as any).dict as PyObject;
  const key = intern('partial');
  const partial = dictGetStrBorrowed(dict, key)!;
  const names: PyObject[] = [];
  const all: PyObject[] = [o.type.self, m.name];
  for (let j = dictNext(m.kw, 0); j >= 0; j = dictNext(m.kw, j + 1)) {
    names.push(dictKeyAt(m.kw, j));
    all.push(dictValueAt(m.kw, j));
  }
  try {
    return newTupleSteal([callObject(partial, all, names), incref(m.args)]);
  } finally {
    decref(key);
    decref(functools);
  }
}

export const MethodcallerType: TypeObject = newStaticType('operator.methodcaller', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 64,
  text_signature: '(name, /, *args, **kwargs)',
  doc: "methodcaller('m', x)(o) is o.m(x).",
  tp_new: methodcallerNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const m: MethodCaller = o.v;
    decref(m.name);
    decref(m.args);
    xdecref(m.kw);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const m: MethodCaller = o.v;
    visit(m.name);
    visit(m.args);
    if (m.kw !== null) visit(m.kw);
  },
  tp_call: methodcallerCall,
  ...callerTable,
  tp_repr: methodcallerRepr,
  methods: { __reduce__: method('($self, /)', methodcallerReduce) },
});

const digestDoc = 'Whether two digests are equal, in a time that does not tell where they differ.';
const hintDoc = 'How many items there are, or seem to be.';

function operations(defs: NativeDef[]): Record<string, NativeDef> {
  const out: Record<string, NativeDef> = {};
  for (const def of defs) out[def.name] = def;
  return out;
}

export const operatorModule = defineModule('_operator', {
  functions: operations([
    unary('truth', (a) => newBool(abstract.isTrue(a)), 'bool(a)'),
    binary('contains', (a, b) => newBool(abstract.contains(a, b)), 'b in a'),
    binary('indexOf', (a, b) => newInt(abstract.indexOf(a, b)), 'Where b first is in a.'),
    binary('countOf', (a, b) => newInt(abstract.countOf(a, b)), 'How many items of a are b.'),
    binary('is_', (a, b) => newBool(a === b), 'a is b'),
    binary('is_not', (a, b) => newBool(a !== b), 'a is not b'),
    unary('index', abstract.indexExact, 'The int that a stands for.'),
    binary('add', abstract.add, 'a + b'),
    binary('sub', abstract.sub, 'a - b'),
    binary('mul', abstract.mul, 'a * b'),
    binary('matmul', abstract.matmul, 'a @ b'),
    binary('floordiv', abstract.floorDiv, 'a // b'),
    binary('truediv', abstract.trueDiv, 'a / b'),
    binary('mod', abstract.mod, 'a % b'),
    unary('neg', abstract.neg, '-a'),
    unary('pos', abstract.pos, '+a'),
    unary('abs', abstract.abs_, 'abs(a)'),
    unary('inv', abstract.invert, '~a'),
    unary('invert', abstract.invert, '~a'),
    binary('lshift', abstract.lshift, 'a << b'),
    binary('rshift', abstract.rshift, 'a >> b'),
    unary('not_', (a) => newBool(!abstract.isTrue(a)), 'not a'),
    binary('and_', abstract.and_, 'a & b'),
    binary('xor', abstract.xor, 'a ^ b'),
    binary('or_', abstract.or_, 'a | b'),
    binary('iadd', abstract.iadd, 'a += b'),
    binary('isub', abstract.isub, 'a -= b'),
    binary('imul', abstract.imul, 'a *= b'),
    binary('imatmul', abstract.imatmul, 'a @= b'),
    binary('ifloordiv', abstract.ifloorDiv, 'a //= b'),
    binary('itruediv', abstract.itrueDiv, 'a /= b'),
    binary('imod', abstract.imod, 'a %= b'),
    binary('ilshift', abstract.ilshift, 'a <<= b'),
    binary('irshift', abstract.irshift, 'a >>= b'),
    binary('iand', abstract.iand, 'a &= b'),
    binary('ixor', abstract.ixor, 'a ^= b'),
    binary('ior', abstract.ior, 'a |= b'),
    binary('concat', concat, 'a + b of sequences'),
    binary('iconcat', inplaceConcat, 'a += b of sequences'),
    binary('getitem', abstract.getItem, 'a[b]'),
    nativeFunction(
      'setitem',
      '($module, a, b, c, /)',
      (_m: PyObject, a: PyObject, b: PyObject, c: PyObject) => abstract.setItem(a, b, c),
      'a[b] = c',
    ),
    nativeFunction(
      'delitem',
      '($module, a, b, /)',
      (_m: PyObject, a: PyObject, b: PyObject) => abstract.delItem(a, b),
      'del a[b]',
    ),
    binary('pow', (a, b) => abstract.pow_(a, b), 'a ** b'),
    binary('ipow', abstract.ipow, 'a **= b'),
    comparison('eq', '==', EQ),
    comparison('ne', '!=', NE),
    comparison('lt', '<', LT),
    comparison('le', '<=', LE),
    comparison('gt', '>', GT),
    comparison('ge', '>=', GE),
    nativeFunction('_compare_digest', '($module, a, b, /)', compareDigest, digestDoc),
    nativeFunction('length_hint', '($module, obj, default=0, /)', lengthHint, hintDoc),
    functionRaw('call', callFunction, {
      sig: '($module, obj, /, *args, **kwargs)',
      doc: 'obj(*args, **kwargs)',
    }),
  ]),
  types: [AttrgetterType, ItemgetterType, MethodcallerType],
});
