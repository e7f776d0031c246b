/**
 * bytes: the type, its slots and its iterator. CPython: Objects/bytesobject.c. Objects and their blocks are in bytes-object.ts
 * (which this file hands on), methods in bytes-methods.ts.
 */
// First: bytes are made while other files of an import cycle load.
export * from './bytes-object.ts';
import { asIndexNumber, EQ, NE } from '../core/abstract.ts';
import { bindArgs, classMethod, method } from '../core/args.ts';
import { copyBytes, newUint8 } from '../core/array-pool.ts';
import { type BufferView, fillBuffer, hasBuffer, withBytes } from '../core/buffer.ts';
import { callSpecial0 } from '../core/call.ts';
import {
  discard,
  indexError,
  matches,
  memoryError,
  overflowError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { defineType } from '../core/type-define.ts';
import {
  BytesType,
  type KwNames,
  ListType,
  TPFLAGS_BASETYPE,
  TPFLAGS_BYTES_SUBCLASS,
  TupleType,
  type TypeObject,
} from '../core/type-object.ts';
import { bytesRepr } from '../text/repr.ts';
import { call1 } from '../core/call.ts';
import {
  bytesCompare,
  bytesConcat,
  bytesEqual,
  bytesRepeat,
  bytesStep,
} from './bytes-algorithms.ts';
import {
  bytesContains,
  bytesFromIterable,
  bytesMethods,
  checkRepeat,
  parseHex,
  withArg,
} from './bytes-methods.ts';
import {
  bytesDealloc,
  emptyBytes,
  exactBytes,
  isBytes,
  newByte,
  newBytes,
  newBytesFresh,
  newBytesOfType,
} from './bytes-object.ts';
import { bytesPercent } from './bytes-percent.ts';
import { encodeStr } from './codec-registry.ts';
import { OverflowErrorType, TypeErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { newSeqIter, seqIteratorType } from './iter.ts';
import { newBool, newNotImplemented } from './singletons.ts';
import { isSlice, sliceAdjust, sliceBounds, subscriptIndex } from './slice.ts';
import { argumentType } from './str-args.ts';
import { hashOfBytes, intern, isStr, newStrAscii, strJs } from './str-object.ts';
import { newTupleSteal } from './tuple.ts';

const s_bytes = intern('__bytes__');

// ---------------------------------------------------------------------------------------------
// Construction

/** The text of an encoding or errors argument of a constructor. */
export function codecName(
  fname: string,
  name: string,
  o: PyObject | undefined,
): string | undefined {
  if (o === undefined) return undefined;
  if (!isStr(o))
    throw typeError(`${fname}() argument '${name}' must be str, not ${argumentType(o)}`);
  const js = strJs(o);
  if (js.includes('\0')) throw valueError('embedded null character');
  return js;
}

/** A length given as an int, or null when `x` is not one after all (its `__index__` raised TypeError). */
export function countArg(x: PyObject, beyondSize = ''): number | null {
  let n: number;
  try {
    n = asIndexNumber(x, OverflowErrorType);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    return null;
  }
  if (n < 0) throw valueError('negative count');
  if (n >= 2 ** 63 && beyondSize !== '') throw overflowError(beyondSize);
  if (n >= 2 ** 32) throw memoryError();
  return n;
}

/** `PyBytes_FromObject`: the bytes of anything bytes-like or iterable. */
function bytesFromObject(x: PyObject): Uint8Array {
  if (hasBuffer(x)) return withBytes(x, (b) => b.slice());
  const iterable =
    x.type === ListType ||
    x.type === TupleType ||
    x.type.tp_iter !== null ||
    x.type.sq_item !== null;
  if (isStr(x) || !iterable) throw typeError(`cannot convert '${x.type.name}' object to bytes`);
  return bytesFromIterable(x, 'bytes must be in range(0, 256)');
}

function construct(args: PyObject[], kw: KwNames): Owned {
  const [x, enc, err] = bindArgs(
    'bytes',
    '(source=b"", encoding="utf-8", errors="strict")',
    args,
    kw,
  );
  const encoding = codecName('bytes', 'encoding', enc);
  const errors = codecName('bytes', 'errors', err);
  if (encoding !== undefined) {
    if (x === undefined || !isStr(x)) throw typeError('encoding without a string argument');
    return encodeStr(x, encoding, errors);
  }
  if (errors !== undefined) {
    const text = x !== undefined && isStr(x);
    throw typeError(
      text ? 'string argument without an encoding' : 'errors without a string argument',
    );
  }
  return x === undefined ? incref(emptyBytes) : bytesOfObject(x);
}

/** What `__bytes__` makes of an object, null without. */
function viaBytesMethod(x: PyObject): Owned | null {
  const made = callSpecial0(x, s_bytes);
  if (made === null || isBytes(made)) return made;
  const name = made.type.name;
  decref(made);
  throw typeError(`__bytes__ returned non-bytes (type ${name})`);
}

/** The bytes of an object; a str or an int has none. CPython: PyObject_Bytes. */
export function objectBytes(x: PyObject): Owned {
  if (x.type === BytesType) return incref(x);
  return viaBytesMethod(x) ?? newBytes(bytesFromObject(x));
}

/** `bytes(x)`. */
export function bytesOfObject(x: PyObject): Owned {
  if (x.type === BytesType) return incref(x);
  const made = viaBytesMethod(x);
  if (made !== null) return made;
  if (isStr(x)) throw typeError('string argument without an encoding');
  if (x.type.nb_index !== null) {
    const n = countArg(x, 'byte string is too large');
    if (n !== null) return n === 0 ? incref(emptyBytes) : newBytesFresh(newUint8(n));
  }
  return newBytes(bytesFromObject(x));
}

function bytesNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const made = construct(args, kw);
  if (type === BytesType) return made;
  try {
    return newBytesOfType(type, made.v);
  } finally {
    decref(made);
  }
}

// ---------------------------------------------------------------------------------------------
// Slots

function bytesReprSlot(o: PyObject): Owned {
  return newStrAscii(bytesRepr(o.v));
}

function bytesHash(o: PyObject): number {
  const lo = hashOfBytes(o.v);
  o.n = lo;
  return lo;
}

function bytesRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isBytes(a) || !isBytes(b)) return newNotImplemented();
  if (op === EQ) return newBool(a === b || bytesEqual(a.v, b.v));
  if (op === NE) return newBool(a !== b && !bytesEqual(a.v, b.v));
  return newBool(ordered(bytesCompare(a.v, b.v), op));
}

/** Truth of an ordering comparison from a three-way result. */
export function ordered(c: number, op: number): boolean {
  switch (op) {
    case 0:
      return c < 0;
    case 1:
      return c <= 0;
    case 2:
      return c === 0;
    case 3:
      return c !== 0;
    case 4:
      return c > 0;
    default:
      return c >= 0;
  }
}

function bytesConcatSlot(a: PyObject, b: PyObject): Owned {
  if (!hasBuffer(b)) throw typeError(`can't concat ${b.type.name} to ${a.type.name}`);
  if (isBytes(a) && isBytes(b)) {
    if (a.v.length === 0 && b.type === BytesType) return incref(b);
    if (b.v.length === 0 && a.type === BytesType) return incref(a);
  }
  return withArg(a, (x) => withArg(b, (y) => newBytes(bytesConcat(x, y))));
}

function bytesRepeatSlot(o: PyObject, n: number): Owned {
  const b: Uint8Array = o.v;
  if (n <= 0) n = 0;
  if (b.length > 1 && b.length * n >= 2 ** 63) throw overflowError('repeated bytes are too long');
  checkRepeat(b.length, n);
  if (n === 1 || b.length === 0) return exactBytes(o);
  return newBytesFresh(bytesRepeat(b, n));
}

function bytesItem(o: PyObject, i: number): Owned {
  const b: Uint8Array = o.v;
  if (i < 0 || i >= b.length) throw indexError('index out of range');
  return newInt(b[i]!);
}

function bytesSubscript(o: PyObject, key: PyObject): Owned {
  if (!isSlice(key)) {
    return bytesItem(
      o,
      subscriptIndex(key, o.v.length, 'byte indices must be integers or slices, not '),
    );
  }
  const bounds = sliceBounds(key, o);
  const b: Uint8Array = o.v;
  const n = sliceAdjust(bounds, b.length);
  if (n <= 0) return incref(emptyBytes);
  const { start, step } = bounds;
  if (step !== 1) return newBytes(bytesStep(b, start, step, n));
  if (n === b.length && o.type === BytesType) return incref(o);
  return n === 1 ? newByte(b[start]!) : newBytes(copyBytes(b, start, start + n));
}

function bytesMod(a: PyObject, b: PyObject): Owned {
  if (!isBytes(a)) return newNotImplemented();
  return newBytes(bytesPercent(a.v, b));
}

function bytesGetbuffer(o: PyObject, flags: number): BufferView {
  return fillBuffer(o, o.v, true, flags);
}

function fromhex(cls: PyObject, text: PyObject): Owned {
  const made = newBytes(parseHex(text));
  if (cls === BytesType.self) return made;
  try {
    return call1(cls, made);
  } finally {
    decref(made);
  }
}

export const BytesIteratorType = seqIteratorType('bytes_iterator', {
  length: (o: PyObject) => o.v.length,
  item: (o: PyObject, i: number) => newInt(o.v[i]),
  exhausted: () => newTupleSteal([]),
});

const bytesLength = (o: PyObject): number => o.v.length;

defineType(BytesType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_BYTES_SUBCLASS,
  basicsize: 33,
  itemsize: 1,
  doc: 'An unchangeable sequence of bytes.',
  tp_new: bytesNew,
  tp_dealloc: bytesDealloc,
  tp_repr: bytesReprSlot,
  tp_str: bytesReprSlot,
  tp_hash: bytesHash,
  tp_richcompare: bytesRichcompare,
  tp_iter: (o: PyObject) => newSeqIter(BytesIteratorType, o),
  tp_sizeof: (o: PyObject) => o.type.basicsize + o.v.length,
  nb_remainder: bytesMod,
  sq_length: bytesLength,
  sq_concat: bytesConcatSlot,
  sq_repeat: bytesRepeatSlot,
  sq_item: bytesItem,
  sq_contains: bytesContains,
  mp_length: bytesLength,
  mp_subscript: bytesSubscript,
  bf_getbuffer: bytesGetbuffer,
  methods: {
    ...bytesMethods(),
    __bytes__: method('($self, /)', exactBytes),
    __getnewargs__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([newBytes((o.v as Uint8Array).slice())]),
    ),
    fromhex: classMethod('($type, string, /)', fromhex),
  },
});
