/** float. CPython: Objects/floatobject.c. Payload: the double. Algorithms: numbers/float-repr.ts, numbers/libm.ts. */

import { asDouble, indexObject, str_, toFloat } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { bytesCopy, hasBuffer } from '../core/buffer.ts';
import { call1 } from '../core/call.ts';
import {
  overflowError,
  type PyErr,
  typeError,
  valueError,
  zeroDivisionError,
} from '../core/errors.ts';
import { floatList, park, takeParked } from '../core/free-lists.ts';
import { FreedType, freeObject } from '../core/gc.ts';
import { classMethod, method } from '../core/native-def.ts';
import { decref, incref, type Owned, PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isSubtype } from '../core/subtype.ts';
import { defineType, getset } from '../core/type-define.ts';
import {
  FloatType,
  type KwNames,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_LONG_SUBCLASS,
  type TypeObject,
} from '../core/type-object.ts';
import * as fr from '../numbers/float-repr.ts';
import { type FormatError, formatFloat } from '../numbers/format-spec.ts';
import { hashed, type PyInt } from '../numbers/int-arith.ts';
import { pow } from '../numbers/libm.ts';
import { bytesRepr, textRepr } from '../text/repr.ts';
import { type Text, textToJs } from '../text/text.ts';
import { toDecimalAscii } from '../text/unicode.ts';
import { complexPower } from './complex.ts';
import { intToFloat, newInt } from './int.ts';
import { False_, None_, newBool, newNotImplemented, True_ } from './singletons.ts';
import { isStr, newStrJs, strJs, strValue } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const SIZE = 24;

/** A float object. */
export function newFloat(x: number): Owned<PyObject<number>> {
  const o = new PyObject<number>(FloatType, x);
  if (floatList.n > 0) {
    takeParked(floatList, o);
    return o as Owned<PyObject<number>>;
  }
  S.blocks++;
  if ((S.mem += SIZE) > S.high) S.onHigh(o, SIZE);
  return o as Owned<PyObject<number>>;
}

/** A float of the constants of a code object. */
export const newFloatConstant = newFloat;

export function isFloat(o: PyObject): boolean {
  return o.type === FloatType || isSubtype(o.type, FloatType);
}

export function isFloatExact(o: PyObject): boolean {
  return o.type === FloatType;
}

export function floatValue(o: PyObject): number {
  return o.v;
}

function floatDealloc(o: PyObject): void {
  if (o.type !== FloatType) freeObject(o);
  else if (floatList.n >= floatList.max) freeObject(o, SIZE);
  else {
    park(floatList, o);
    if (S.poison) o.type = FreedType;
  }
}

/** The exception of a failed number formatting. */
export function formatError(e: FormatError): PyErr {
  return e.error === 'OverflowError' ? overflowError(e.message) : valueError(e.message);
}

// ---- construction ----

/** float(text). */
export function floatFromText(text: Text, shown?: string): number {
  const x = fr.parseFloatText(textToJs(toDecimalAscii(text)).trim());
  if (x === undefined)
    throw valueError(`could not convert string to float: ${shown ?? textToJs(textRepr(text))}`);
  return x;
}

function floatNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  // keywords are for the __init__ of a subclass that has one
  const [x] =
    kw === null && args.length === 1
      ? args
      : type.tp_init === FloatType.tp_init
        ? bindArgs('float', '(x=0, /)', args, kw)
        : bindArgs('float', '(x=0, /)', args.slice(0, args.length - (kw?.length ?? 0)), null);
  const value = x === undefined ? newFloat(0) : floatFrom(x);
  if (type === FloatType) return value;
  const o = type.tp_alloc(type);
  o.v = value.v;
  decref(value);
  return o;
}

function latin1(bytes: Uint8Array): string {
  let s = '';
  for (let i = 0; i < bytes.length; i++) s += String.fromCharCode(bytes[i]!);
  return s;
}

/** float(x). */
export function floatFrom(x: PyObject): Owned {
  if (x.type === FloatType) return incref(x) as Owned;
  if (isStr(x) && (x.type === StrType || x.type.nb_float === null))
    return newFloat(floatFromText(strValue(x)));
  if (x.type.nb_float === null && x.type.nb_index === null && hasBuffer(x)) {
    const bytes = bytesCopy(x);
    const text = latin1(bytes);
    const r = fr.parseFloatText(text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, ''));
    if (r === undefined) throw valueError(`could not convert string to float: ${bytesRepr(bytes)}`);
    return newFloat(r);
  }
  return toFloat(x);
}

// ---- arithmetic ----

/** The operand as a double, or NaN with `convertFailed` set. */
let convertFailed = false;

function operand(o: PyObject): number {
  if (o.type === FloatType) return o.v;
  if ((o.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0) return intToFloat(o.v);
  if (isSubtype(o.type, FloatType)) return o.v;
  convertFailed = true;
  return 0;
}

function binary(f: (x: number, y: number) => number): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => {
    convertFailed = false;
    const x = operand(a);
    const y = convertFailed ? 0 : operand(b);
    if (convertFailed) return newNotImplemented();
    return newFloat(f(x, y));
  };
}

function floatDivide(x: number, y: number): number {
  if (y === 0) throw zeroDivisionError('float division by zero');
  return x / y;
}

function floatModulo(x: number, y: number): number {
  if (y === 0) throw zeroDivisionError('float modulo by zero');
  return fr.floatMod(x, y);
}

function floatFloor(x: number, y: number): number {
  if (y === 0) throw zeroDivisionError('float floor division by zero');
  return fr.floatFloorDiv(x, y);
}

function floatDivmod(a: PyObject, b: PyObject): Owned {
  convertFailed = false;
  const x = operand(a);
  const y = convertFailed ? 0 : operand(b);
  if (convertFailed) return newNotImplemented();
  if (y === 0) throw zeroDivisionError('float divmod()');
  return newTupleSteal([newFloat(fr.floatFloorDiv(x, y)), newFloat(fr.floatMod(x, y))]);
}

function floatPower(a: PyObject, b: PyObject, c: PyObject): Owned {
  if (c !== None_)
    throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
  convertFailed = false;
  const x = operand(a);
  const y = convertFailed ? 0 : operand(b);
  if (convertFailed) return newNotImplemented();
  if (x === 0 && y < 0 && y !== -Infinity)
    throw zeroDivisionError('0.0 cannot be raised to a negative power');
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y))
    return complexPower(x, 0, y, 0);
  const r = pow(x, y);
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) {
    throw overflowError("(34, 'Numerical result out of range')");
  }
  return newFloat(r);
}

function floatHash(o: PyObject): number {
  const x: number = o.v;
  if (x !== x) {
    // CPython: the hash of a NaN is that of its identity
    return identityHash(o);
  }
  fr.hashDouble(x);
  S.hashHi = hashed.hi;
  return hashed.lo;
}

import { identityHash } from './object.ts';

function floatCompare(a: PyObject, b: PyObject, op: number): Owned {
  let order: number;
  const x: number = a.v;
  if (isFloat(b)) {
    const y: number = b.v;
    if (x !== x || y !== y) return newBool(op === 3);
    order = x < y ? -1 : x > y ? 1 : 0;
  } else if ((b.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0) {
    if (x !== x) return newBool(op === 3);
    order = fr.compareWithInt(x, b.v);
  } else return newNotImplemented();
  switch (op) {
    case 0:
      return newBool(order < 0);
    case 1:
      return newBool(order <= 0);
    case 2:
      return newBool(order === 0);
    case 3:
      return newBool(order !== 0);
    case 4:
      return newBool(order > 0);
    default:
      return newBool(order >= 0);
  }
}

// ---- methods ----

function integer(x: number): PyInt {
  if (x !== x) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
  const t = Math.trunc(x);
  return Math.abs(t) <= 9007199254740991 ? (t === 0 ? 0 : t) : BigInt(t);
}

function floatRound(self: PyObject, ndigits?: PyObject): Owned {
  const x: number = self.v;
  if (ndigits === undefined || ndigits === None_) {
    integer(x);
    return newInt(fr.roundToInt(x));
  }
  const i = indexObject(ndigits);
  const n: PyInt = i.v;
  decref(i);
  const r = fr.roundToDigits(x, n);
  if (r === undefined) throw overflowError('rounded value too large to represent');
  return newFloat(r);
}

function floatFromHex(cls: PyObject, text: PyObject): Owned {
  if (!isStr(text)) throw typeError('bad argument type for built-in operation');
  const r = fr.floatFromHex(strJs(text));
  if (typeof r !== 'number')
    throw r.error === 'OverflowError' ? overflowError(r.message) : valueError(r.message);
  const x = newFloat(r);
  if (cls.v === FloatType) return x;
  try {
    return call1(cls, x);
  } finally {
    decref(x);
  }
}

function asRatio(self: PyObject): Owned {
  const x: number = self.v;
  if (x !== x) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) throw overflowError('cannot convert Infinity to integer ratio');
  const [n, d] = fr.asIntegerRatio(x);
  return newTupleSteal([newInt(n), newInt(d)]);
}

function floatFormat(self: PyObject, spec: PyObject): Owned {
  if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${spec.type.name}`);
  if (spec.v === '') return self.type === FloatType ? newStrJs(fr.floatRepr(self.v)) : str_(self);
  const r = formatFloat(self.v, strJs(spec), self.type.name);
  if (typeof r === 'object' && 'error' in r) throw formatError(r);
  return newStrJs(r as string);
}

FloatType.exactFormat = floatFormat;

function getFormat(_cls: PyObject, kind: PyObject): Owned {
  if (!isStr(kind)) throw typeError(`__getformat__() argument must be str, not ${kind.type.name}`);
  const s = strJs(kind);
  if (s !== 'double' && s !== 'float')
    throw valueError("__getformat__() argument 1 must be 'double' or 'float'");
  return newStrJs('IEEE, little-endian');
}

/** The float itself when exact, else a plain float. */
function plainFloat(o: PyObject): Owned {
  return o.type === FloatType ? (incref(o) as Owned) : newFloat(o.v);
}

const floatRepr = (o: PyObject): Owned => newStrJs(fr.floatRepr(o.v));

defineType(FloatType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: SIZE,
  text_signature: '(x=0, /)',
  tp_new: floatNew,
  tp_dealloc: floatDealloc,
  tp_repr: floatRepr,
  tp_hash: floatHash,
  tp_richcompare: floatCompare,
  nb_add: binary((x, y) => x + y),
  nb_subtract: binary((x, y) => x - y),
  nb_multiply: binary((x, y) => x * y),
  nb_remainder: binary(floatModulo),
  nb_divmod: floatDivmod,
  nb_power: floatPower,
  nb_negative: (o) => newFloat(-o.v),
  nb_positive: plainFloat,
  nb_absolute: (o) => newFloat(Math.abs(o.v)),
  nb_bool: (o) => o.v !== 0,
  nb_int: (o) => newInt(integer(o.v)),
  nb_float: plainFloat,
  nb_floor_divide: binary(floatFloor),
  nb_true_divide: binary(floatDivide),
  methods: {
    conjugate: method('($self, /)', plainFloat),
    __trunc__: method('($self, /)', (o) => newInt(integer(o.v))),
    __floor__: method('($self, /)', (o) =>
      newInt(integer(Number.isFinite(o.v) ? Math.floor(o.v) : o.v)),
    ),
    __ceil__: method('($self, /)', (o) =>
      newInt(integer(Number.isFinite(o.v) ? Math.ceil(o.v) : o.v)),
    ),
    __round__: method('($self, ndigits=None, /)', floatRound),
    as_integer_ratio: method('($self, /)', asRatio),
    fromhex: classMethod('($type, string, /)', floatFromHex),
    hex: method('($self, /)', (o) => newStrJs(fr.floatHex(o.v))),
    is_integer: method('($self, /)', (o) => newBool(fr.isIntegral(o.v))),
    __getnewargs__: method('($self, /)', (o) => newTupleSteal([newFloat(o.v)])),
    __getformat__: classMethod('($type, typestr, /)', getFormat),
    __format__: method('($self, format_spec, /)', floatFormat),
  },
  getset: {
    real: getset(plainFloat),
    imag: getset(() => newFloat(0)),
  },
});

void [asDouble, False_, True_];
