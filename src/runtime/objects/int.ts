/**
 * int. CPython: Objects/longobject.c. Arithmetic: numbers/int-arith.ts.
 *
 * Payload: number while |v| <= 2**53 - 1, else bigint (never -0, never a small bigint). `n` is the block's size in bytes;
 * 0 stands for the commonest, 32. -5..256 are immortal and shared. Subclass instances keep the payload in `v` as well.
 */

import * as blocks from './int-blocks.ts';
import { format_, hash, indexObject, toInt } from '../core/abstract.ts';
import { type Bound, bindArgs } from '../core/args.ts';
import { bytesCopy, hasBuffer } from '../core/buffer.ts';
import {
  memoryError,
  overflowError,
  typeError,
  valueError,
  zeroDivisionError,
} from '../core/errors.ts';
import { blockSize, freeObject } from '../core/gc.ts';
import { classMethod, method } from '../core/native-def.ts';
import {
  account,
  decref,
  IMMORTAL,
  incref,
  type Owned,
  PyObject,
  reaccount,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { isSubtype } from '../core/subtype.ts';
import { defineType, getset } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_LONG_SUBCLASS,
  type TypeObject,
} from '../core/type-object.ts';
import { formatInt } from '../numbers/format-spec.ts';
import * as ops from '../numbers/int-arith.ts';
import { bytesRepr, textRepr } from '../text/repr.ts';
import { type Text, textToJs } from '../text/text.ts';
import { toDecimalAscii } from '../text/unicode.ts';
import { newBytes } from './bytes.ts';
import { newFloat } from './float.ts';
import { False_, None_, newNotImplemented, True_ } from './singletons.ts';
import { isStr, newStrJs, strJs, strValue } from './str.ts';
import { ASCII, newStrFresh } from './str-object.ts';
import { newTupleSteal } from './tuple.ts';

export type PyInt = ops.PyInt;

const SMALL_MIN = -5;
const SMALL_MAX = 256;
const small: PyObject<PyInt>[] = [];
for (let i = SMALL_MIN; i <= SMALL_MAX; i++) {
  const o = new PyObject<PyInt>(IntType, i);
  o.rc = IMMORTAL;
  small.push(o);
}

/** Size of the block of an int of this value as its digits need it: 24 + 4 a digit. */
export function exactSize(v: PyInt): number {
  const digits =
    typeof v === 'number' && v < 1073741824 && v > -1073741824 ? 1 : ops.digitCount30(v);
  return 24 + 4 * (digits < 1 ? 1 : digits);
}

/**
 * An int made by arithmetic: one digit takes a 32-byte block, as `_PyLong_FromMedium` asks for. A bigint in the safe range
 * becomes a number.
 */
export function newInt(v: PyInt): Owned<PyObject<PyInt>> {
  if (typeof v === 'bigint') return newBig(v);
  if (v >= SMALL_MIN && v <= SMALL_MAX) {
    const o = small[v - SMALL_MIN]!;
    o.rc++;
    return o as Owned<PyObject<PyInt>>;
  }
  const o = new PyObject<PyInt>(IntType, v);
  if (v < 1073741824 && v > -1073741824) {
    S.blocks++;
    if ((S.mem += 32) > S.high) S.onHigh(o, 32);
    return o as Owned<PyObject<PyInt>>;
  }
  return sized(o, exactSize(v));
}

function newBig(v: bigint): Owned<PyObject<PyInt>> {
  const n = ops.normalize(v);
  return typeof n === 'number' ? newInt(n) : sized(new PyObject<PyInt>(IntType, n), exactSize(n));
}

/** An int whose block has just the size its digits need (parsed text, lengths, counts). */
export function newIntExact(v: PyInt): Owned<PyObject<PyInt>> {
  const n = typeof v === 'bigint' ? ops.normalize(v) : v;
  if (n >= SMALL_MIN && n <= SMALL_MAX) return incref(small[(n as number) - SMALL_MIN]!);
  return sized(new PyObject<PyInt>(IntType, n), exactSize(n));
}

/** An int in a block of `digits` digits, more than it needs or not; 0 for the block of machine arithmetic. */
export function newIntOfDigits(v: PyInt, digits: number): Owned<PyObject<PyInt>> {
  if (digits === 0) return newInt(v);
  const n = typeof v === 'bigint' ? ops.normalize(v) : v;
  if (n >= SMALL_MIN && n <= SMALL_MAX) return incref(small[(n as number) - SMALL_MIN]!);
  return sized(new PyObject<PyInt>(IntType, n), 24 + 4 * digits);
}

/** `r` = `x + y`, where one of them has several digits. */
export function newSum(x: PyInt, y: PyInt, r: PyInt): Owned {
  return newIntOfDigits(r, blocks.sumDigits(x, y));
}

/** `r` = `x - y`, where one of them has several digits. */
export function newDifference(x: PyInt, y: PyInt, r: PyInt): Owned {
  return newIntOfDigits(r, blocks.subDigits(x, y));
}

/** `r` = `x << n`, a value of several digits. */
export function newShifted(x: PyInt, n: PyInt, r: PyInt): Owned {
  return newIntOfDigits(r, blocks.lshiftDigits(x, n));
}

/** `r` = `x * y`, where one of them has several digits. */
export function newProduct(x: PyInt, y: PyInt, r: PyInt): Owned {
  return newIntOfDigits(r, blocks.mulDigits(x, y));
}

function sized(o: PyObject<PyInt>, size: number): Owned<PyObject<PyInt>> {
  o.n = size;
  account(o, size);
  return o as Owned<PyObject<PyInt>>;
}

/** The int of a 64-bit value in halves. */
export function newIntFromHalves(lo: number, hi: number): Owned {
  return newIntExact(ops.intFromHalves(lo, hi));
}

export function isInt(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0;
}

export function isIntExact(o: PyObject): boolean {
  return o.type === IntType;
}

/** Value of an int or subclass instance. */
export function intValue(o: PyObject): PyInt {
  return o.v;
}

function intDealloc(o: PyObject): void {
  freeObject(o, o.type === IntType ? (o.n === 0 ? 32 : o.n) : subtypeBlock(o));
}

// ---- text ----

/** sys.set_int_max_str_digits: 0 means no limit. */
export const intSettings = { maxStrDigits: 4300 };

/** Decimal text of an int; ValueError beyond the digit limit. */
export function intToText(v: PyInt): string {
  const s = ops.toDecimal(v, intSettings.maxStrDigits);
  if (s === null) throw valueError(ops.digitLimitMessage(intSettings.maxStrDigits, -1));
  return s;
}

function intRepr(o: PyObject): Owned {
  return newStrFresh(intToText(o.v), ASCII);
}

/** int(text, base); `shown` is the repr used in the message. */
export function intFromText(text: Text, base: number, shown?: string): Owned {
  const ascii = toDecimalAscii(text);
  const r = ops.parseInteger(textToJs(ascii), base, intSettings.maxStrDigits);
  if (typeof r !== 'object') return newIntExact(r);
  if (r.error === 'base') throw valueError(ops.BASE_MESSAGE);
  if (r.error === 'limit')
    throw valueError(ops.digitLimitMessage(intSettings.maxStrDigits, r.digits));
  throw valueError(
    `invalid literal for int() with base ${base}: ${shown ?? textToJs(textRepr(text)).slice(0, 200)}`,
  );
}

function latin1(bytes: Uint8Array): string {
  let s = '';
  for (let i = 0; i < bytes.length; i++) s += String.fromCharCode(bytes[i]!);
  return s;
}

// ---- construction ----

const NEW = '(x=0, /, base=10)';

function intNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (type === IntType && kw === null && args.length === 1) return intFrom(args[0]!);
  if (type === IntType && kw === null && args.length > 2)
    throw typeError(`int expected at most 2 arguments, got ${args.length}`);
  const [x, base] = bindIntArgs(args, kw);
  const value = makeInt(x, base);
  if (type === IntType) return value;
  const o = type.tp_alloc(type);
  o.v = value.v;
  decref(value);
  reaccount(o, blockSize(o), subtypeBlock(o));
  return o;
}

/** Size of the block of an instance of a subclass: digits and one more, in whole words. */
function subtypeBlock(o: PyObject): number {
  return blockSize(o) + ((exactSize(o.v) - 24 + 4 + 7) & ~7);
}

function bindIntArgs(args: PyObject[], kw: KwNames): Bound {
  return bindArgs('int', NEW, args, kw);
}

function makeInt(x: PyObject | undefined, base: PyObject | undefined): Owned {
  if (x === undefined) {
    if (base !== undefined) throw typeError('int() missing string argument');
    return incref(small[5]!);
  }
  if (base === undefined) return intFrom(x);
  const b = ops.toFloat(indexValue(base));
  if (b !== 0 && (b < 2 || b > 36)) throw valueError(ops.BASE_MESSAGE);
  if (isStr(x)) return intFromText(strValue(x), b);
  if (isBytesLike(x)) return intFromBytesText(x, b);
  throw typeError("int() can't convert non-string with explicit base");
}

function indexValue(o: PyObject): PyInt {
  const i = indexObject(o);
  const v = i.v;
  decref(i);
  return v;
}

function isBytesLike(o: PyObject): boolean {
  return o.type.mro.some((t) => t.name === 'bytes' || t.name === 'bytearray');
}

function intFromBytesText(x: PyObject, base: number): Owned {
  const bytes = bytesCopy(x);
  const r = ops.parseInteger(latin1(bytes), base, intSettings.maxStrDigits);
  if (typeof r !== 'object') return newIntExact(r);
  if (r.error === 'limit')
    throw valueError(ops.digitLimitMessage(intSettings.maxStrDigits, r.digits));
  throw valueError(`invalid literal for int() with base ${base}: ${bytesRepr(bytes)}`);
}

/** int(x) of one argument. CPython: PyNumber_Long. */
export function intFrom(x: PyObject): Owned {
  if (x.type === IntType) return incref(x) as Owned;
  if (x.type.nb_int !== null || x.type.nb_index !== null) return toInt(x);
  if (isStr(x)) return intFromText(strValue(x), 10);
  if (isBytesLike(x) || hasBuffer(x)) return intFromBytesText(x, 10);
  return toInt(x);
}

// ---- arithmetic slots ----

function both(a: PyObject, b: PyObject): boolean {
  return (a.type.flags & b.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0;
}

type Arith = (x: PyInt, y: PyInt) => PyInt;

/** `size`: the digits of the result's block (objects/int-blocks.ts). */
function binary(
  f: Arith,
  size: (x: PyInt, y: PyInt) => number,
): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => {
    if (!both(a, b)) return newNotImplemented();
    const r = f(a.v, b.v);
    return newIntOfDigits(r, size(a.v, b.v));
  };
}

function division(
  f: Arith,
  size: (x: PyInt, y: PyInt) => number,
  message: string,
): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => {
    if (!both(a, b)) return newNotImplemented();
    if (b.v === 0) throw zeroDivisionError(message);
    const r = f(a.v, b.v);
    return newIntOfDigits(r, size(a.v, b.v));
  };
}

function intDivmod(a: PyObject, b: PyObject): Owned {
  if (!both(a, b)) return newNotImplemented();
  if (b.v === 0) throw zeroDivisionError('integer division or modulo by zero');
  const [q, r] = ops.divmod(a.v, b.v);
  return newTupleSteal([
    newIntOfDigits(q, blocks.divDigits(a.v, b.v)),
    newIntOfDigits(r, blocks.modDigits(a.v, b.v)),
  ]);
}

function intTrueDivide(a: PyObject, b: PyObject): Owned {
  if (!both(a, b)) return newNotImplemented();
  if (b.v === 0) throw zeroDivisionError('division by zero');
  const r = ops.trueDivide(a.v, b.v);
  if (r === Number.POSITIVE_INFINITY || r === Number.NEGATIVE_INFINITY) {
    throw overflowError('integer division result too large for a float');
  }
  return newFloat(r);
}

function shift(
  f: (x: PyInt, n: PyInt) => PyInt | null,
  size: (x: PyInt, n: PyInt) => number,
): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => {
    if (!both(a, b)) return newNotImplemented();
    if (b.v < 0) throw valueError('negative shift count');
    const r = f(a.v, b.v);
    if (r !== null) return newIntOfDigits(r, size(a.v, b.v));
    throw b.v < 2n ** 63n ? memoryError() : overflowError('too many digits in integer');
  };
}

function intPower(a: PyObject, b: PyObject, c: PyObject): Owned {
  if (!both(a, b)) return newNotImplemented();
  if (c === None_) {
    if (b.v < 0) {
      const x = intToFloat(a.v);
      if (x === 0) throw zeroDivisionError('0.0 cannot be raised to a negative power');
      return newFloat(powFloat(x, intToFloat(b.v)));
    }
    const r = ops.pow(a.v, b.v);
    if (r === null) throw overflowError('too many digits in integer');
    return newIntOfDigits(r, blocks.powDigits(a.v, b.v, r));
  }
  if (!isInt(c)) return newNotImplemented();
  if (c.v === 0) throw valueError('pow() 3rd argument cannot be 0');
  const r = ops.powMod(a.v, b.v, c.v);
  if (r === null) throw valueError('base is not invertible for the given modulus');
  return newInt(r);
}

import { pow as powFloat } from '../numbers/libm.ts';

/** The int as a double; OverflowError when too large. */
export function intToFloat(v: PyInt): number {
  const x = ops.toFloat(v);
  if (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY) {
    throw overflowError('int too large to convert to float');
  }
  return x;
}

function intHash(o: PyObject): number {
  const v = o.v;
  if (typeof v === 'number' && v <= 2147483647 && v >= 0) {
    S.hashHi = 0;
    return v;
  }
  ops.hashInt(v);
  S.hashHi = ops.hashed.hi;
  return ops.hashed.lo;
}

function intCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!both(a, b)) return newNotImplemented();
  const x = a.v;
  const y = b.v;
  let r: boolean;
  switch (op) {
    case 0:
      r = x < y;
      break;
    case 1:
      r = x <= y;
      break;
    case 2:
      r = x === y;
      break;
    case 3:
      r = x !== y;
      break;
    case 4:
      r = x > y;
      break;
    default:
      r = x >= y;
  }
  return incref(r ? True_ : False_) as Owned;
}

/** The value itself when it is an exact int, else a plain int of the same value. */
function plainInt(o: PyObject): Owned {
  return o.type === IntType ? (incref(o) as Owned) : newInt(o.v);
}

// ---- methods ----

function asNumber(o: PyObject | undefined, fallback: number): number {
  if (o === undefined) return fallback;
  const v = indexValue(o);
  if (typeof v === 'bigint' && v > 2n ** 63n - 1n)
    throw overflowError('Python int too large to convert to C ssize_t');
  return Number(v);
}

function littleEndian(o: PyObject | undefined): boolean {
  if (o === undefined) return false;
  if (!isStr(o)) throw typeError(`to_bytes() argument 'byteorder' must be str, not ${o.type.name}`);
  const s = strJs(o);
  if (s === 'little') return true;
  if (s === 'big') return false;
  throw valueError("byteorder must be either 'little' or 'big'");
}

/** PY_SSIZE_T_MAX as a number. */
const SSIZE_MAX = 2 ** 63;

function intToBytes(
  self: PyObject,
  length?: PyObject,
  byteorder?: PyObject,
  signed?: PyObject,
): Owned {
  const n = asNumber(length, 1);
  if (n >= SSIZE_MAX) throw overflowError('byte string is too large');
  if (n >= 2 ** 32) throw memoryError();
  if (n < 0) throw valueError('length argument must be non-negative');
  const r = ops.toBytes(self.v, n, littleEndian(byteorder), signed !== undefined && truth(signed));
  if (typeof r === 'string') throw overflowError(r);
  return newBytes(r);
}

function truth(o: PyObject): boolean {
  return isTrue(o);
}

import { isTrue } from '../core/abstract.ts';
import { call1 } from '../core/call.ts';
import { objectBytes } from './bytes.ts';

function intFromBytes(
  cls: PyObject,
  bytes: PyObject,
  byteorder?: PyObject,
  signed?: PyObject,
): Owned {
  const little = littleEndian(byteorder);
  const b = objectBytes(bytes);
  const v = newIntExact(ops.fromBytes(b.v, little, signed !== undefined && truth(signed)));
  decref(b);
  if (cls.v === IntType) return v;
  try {
    return call1(cls, v);
  } finally {
    decref(v);
  }
}

function intFormat(self: PyObject, spec: PyObject): Owned {
  if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${spec.type.name}`);
  if (spec.v === '') return self.type === IntType ? intRepr(self) : str_(self);
  const r = formatInt(self.v, strJs(spec), self.type.name, intSettings.maxStrDigits);
  if (typeof r === 'object' && 'error' in r) throw formatError(r);
  return newStrJs(r as string);
}

import { str_ } from '../core/abstract.ts';
import { formatError } from './float.ts';

IntType.exactFormat = intFormat;

function intRound(self: PyObject, ndigits?: PyObject): Owned {
  if (ndigits === undefined || ndigits === None_) return plainInt(self);
  const n = indexValue(ndigits);
  if (n >= 0) return plainInt(self);
  return newInt(ops.roundInt(self.v, n));
}

const same = (self: PyObject): Owned => plainInt(self);

defineType(IntType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_LONG_SUBCLASS,
  basicsize: 24,
  itemsize: 4,
  text_signature: '([x]) -> integer'.length > 0 ? undefined : undefined,
  tp_new: intNew,
  tp_dealloc: intDealloc,
  tp_repr: intRepr,
  tp_hash: intHash,
  tp_richcompare: intCompare,
  tp_sizeof: (o) => exactSize(o.v),
  nb_add: binary(ops.add, blocks.sumDigits),
  nb_subtract: binary(ops.sub, blocks.subDigits),
  nb_multiply: binary(mulChecked, blocks.mulDigits),
  nb_remainder: division(ops.mod, blocks.modDigits, 'integer modulo by zero'),
  nb_divmod: intDivmod,
  nb_power: intPower,
  nb_negative: (o) => newInt(ops.neg(o.v)),
  nb_positive: same,
  nb_absolute: (o) => (o.v < 0 ? newInt(ops.neg(o.v)) : plainInt(o)),
  nb_bool: (o) => o.v !== 0,
  nb_invert: (o) => newInt(ops.invert(o.v)),
  nb_lshift: shift(ops.lshift, blocks.lshiftDigits),
  nb_rshift: shift(ops.rshift, blocks.rshiftDigits),
  nb_and: binary(ops.and, (x, y) => blocks.bitDigits(x, y, '&')),
  nb_xor: binary(ops.xor, (x, y) => blocks.bitDigits(x, y, '^')),
  nb_or: binary(ops.or, (x, y) => blocks.bitDigits(x, y, '|')),
  nb_int: same,
  nb_float: (o) => newFloat(intToFloat(o.v)),
  nb_floor_divide: division(ops.floorDiv, blocks.divDigits, 'integer division or modulo by zero'),
  nb_true_divide: intTrueDivide,
  nb_index: same,
  methods: {
    conjugate: method('($self, /)', same),
    bit_length: method('($self, /)', (o) => newIntExact(ops.bitLength(o.v))),
    bit_count: method('($self, /)', (o) => newIntExact(ops.bitCount(o.v))),
    to_bytes: method("($self, /, length=1, byteorder='big', *, signed=False)", intToBytes),
    from_bytes: classMethod("($type, /, bytes, byteorder='big', *, signed=False)", intFromBytes),
    as_integer_ratio: method('($self, /)', (o) => newTupleSteal([plainInt(o), newInt(1)])),
    is_integer: method('($self, /)', () => incref(True_) as Owned),
    __trunc__: method('($self, /)', same),
    __floor__: method('($self, /)', same),
    __ceil__: method('($self, /)', same),
    __round__: method('($self, ndigits=<unrepresentable>, /)', intRound),
    __getnewargs__: method('($self, /)', (o) => newTupleSteal([newInt(o.v)])),
    __format__: method('($self, format_spec, /)', intFormat),
    __sizeof__: method('($self, /)', (o) => newInt(sizeOf(o))),
  },
  getset: {
    real: getset(same),
    imag: getset(() => newInt(0)),
    numerator: getset(same),
    denominator: getset(() => newInt(1)),
  },
});

function sizeOf(o: PyObject): number {
  return o.type.basicsize - 24 + exactSize(o.v);
}

/** Products beyond V8's bigints are more than memory holds. */
function mulChecked(x: PyInt, y: PyInt): PyInt {
  try {
    return ops.mul(x, y);
  } catch (e) {
    if (e instanceof RangeError) throw overflowError('too many digits in integer');
    throw e;
  }
}

void [format_, hash, isSubtype];
