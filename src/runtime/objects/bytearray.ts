/**
 * bytearray: the type, its slots and its iterator. CPython: Objects/bytearrayobject.c. Objects and their growth are in
 * bytearray-object.ts, the methods shared with bytes in bytes-methods.ts.
 *
 * Nothing that may run Python code comes between reading the memory of a bytearray and using what was read.
 */
export * from './bytearray-object.ts';
import { asIndexNumber, EQ, getIter, iterNext, lengthHint, NE } from '../core/abstract.ts';
import { bindArgs, classMethod, method } from '../core/args.ts';
import { copyBytes } from '../core/array-pool.ts';
import {
  type BufferView,
  getBuffer,
  hasBuffer,
  PyBUF_FULL_RO,
  PyBUF_SIMPLE,
  releaseBuffer,
  fillBuffer,
} from '../core/buffer.ts';
import { call1, callMethod0 } from '../core/call.ts';
import {
  discard,
  indexError,
  matches,
  memoryError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { defineType } from '../core/type-define.ts';
import {
  BytesType,
  BytearrayType,
  type KwNames,
  ListType,
  TPFLAGS_BASETYPE,
  TupleType,
  type TypeObject,
} from '../core/type-object.ts';
import { bytesRepr } from '../text/repr.ts';
import { textFromLatin1 } from '../text/text.ts';
import {
  allocBytearray,
  bytearrayAppend,
  bytearrayBytes,
  bytearrayDealloc,
  bytearrayResize,
  bytearraySplice,
  isBytearray,
  newBytearray,
  type BytearrayPayload,
} from './bytearray-object.ts';
import { codecName, countArg, ordered } from './bytes.ts';
import {
  bytesCompare,
  bytesConcat,
  bytesEqual,
  bytesRepeat,
  bytesStep,
} from './bytes-algorithms.ts';
import {
  byteArg,
  bytesContains,
  bytesFromIterable,
  bytesMethods,
  parseHex,
} from './bytes-methods.ts';
import { newBytes } from './bytes-object.ts';
import { bytesPercent } from './bytes-percent.ts';
import { encodeStr } from './codec-registry.ts';
import { TypeErrorType } from './exceptions.ts';
import { newInt, newIntExact } from './int.ts';
import { newSeqIter, seqIteratorType } from './iter.ts';
import { newBool, newNotImplemented } from './singletons.ts';
import { isSlice, sliceAdjust, sliceBounds, subscriptIndex } from './slice.ts';
import { intArg, ssizeArg } from './str-args.ts';
import { intern, isStr, newStr, newStrAscii, newStrJs } from './str-object.ts';
import { emptyTuple, newTupleSteal } from './tuple.ts';

const s_getstate = intern('__getstate__');
const RANGE = 'byte must be in range(0, 256)';
const NOT_BYTES = 'can assign only bytes, buffers, or iterables of ints in range(0, 256)';
const INDEX = 'bytearray indices must be integers or slices, not ';

const lengthOf = (o: PyObject): number => (o.v as BytearrayPayload).length;

// ---------------------------------------------------------------------------------------------
// Construction

function bytearrayInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [x, enc, err] = bindArgs(
    'bytearray',
    '(source=b"", encoding="utf-8", errors="strict")',
    args,
    kw,
  );
  const encoding = codecName('bytearray', 'encoding', enc);
  const errors = codecName('bytearray', 'errors', err);
  if (lengthOf(o) !== 0) bytearrayResize(o, 0);
  if (x === undefined) {
    if (encoding !== undefined || errors !== undefined) throw withoutString(encoding);
    return;
  }
  if (isStr(x)) {
    if (encoding === undefined) throw typeError('string argument without an encoding');
    const bytes = encodeStr(x, encoding, errors);
    bytearraySplice(o, 0, 0, bytes.v);
    decref(bytes);
    return;
  }
  if (encoding !== undefined || errors !== undefined) throw withoutString(encoding);
  if (x.type.nb_index !== null) {
    const n = countArg(x);
    if (n !== null) {
      if (n > 0) bytearrayResize(o, n);
      return;
    }
  }
  fill(o, x);
}

function withoutString(encoding: string | undefined) {
  return typeError(`${encoding !== undefined ? 'encoding' : 'errors'} without a string argument`);
}

function fill(o: PyObject, x: PyObject): void {
  if (x.type === BytesType && lengthOf(o) === 0) {
    bytearraySplice(o, 0, 0, x.v);
    return;
  }
  if (hasBuffer(x)) {
    const view = getBuffer(x, PyBUF_FULL_RO);
    try {
      const bytes = view.contiguous().slice();
      bytearrayResize(o, bytes.length);
      bytearrayBytes(o).set(bytes);
    } finally {
      releaseBuffer(view);
    }
    return;
  }
  if (x.type === ListType || x.type === TupleType) {
    const bytes = bytesFromIterable(x, RANGE);
    bytearraySplice(o, 0, lengthOf(o), bytes);
    return;
  }
  const it = iteratorOf(x, `cannot convert '${x.type.name}' object to bytearray`);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        bytearrayAppend(o, byteOf(item));
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
}

function iteratorOf(x: PyObject, message: string): Owned {
  try {
    return getIter(x);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError(message);
  }
}

function byteOf(item: PyObject): number {
  const v = asIndexNumber(item, null);
  if (v < 0 || v > 255) throw valueError(RANGE);
  return v;
}

function bytearrayNew(type: TypeObject): Owned {
  return allocBytearray(type);
}

// ---------------------------------------------------------------------------------------------
// Slots

function bytearrayRepr(o: PyObject): Owned {
  const name = o.type.name;
  // Unlike bytes, an apostrophe is escaped even between double quotes.
  const shown = bytesRepr(bytearrayBytes(o));
  const text = shown[1] === '"' ? shown.replaceAll("'", "\\'") : shown;
  return newStrJs(`${name.slice(name.lastIndexOf('.') + 1)}(${text})`);
}

function richcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!hasBuffer(a) || !hasBuffer(b)) return newNotImplemented();
  const x = getBuffer(a, PyBUF_SIMPLE);
  try {
    const y = getBuffer(b, PyBUF_SIMPLE);
    try {
      const m = x.contiguous();
      const n = y.contiguous();
      if (op === EQ) return newBool(bytesEqual(m, n));
      if (op === NE) return newBool(!bytesEqual(m, n));
      return newBool(ordered(bytesCompare(m, n), op));
    } finally {
      releaseBuffer(y);
    }
  } finally {
    releaseBuffer(x);
  }
}

function noConcat(o: PyObject, other: PyObject) {
  return typeError(`can't concat ${other.type.name} to ${o.type.name}`);
}

function concat(a: PyObject, b: PyObject): Owned {
  if (!hasBuffer(b)) throw noConcat(a, b);
  const view = getBuffer(b, PyBUF_SIMPLE);
  try {
    return newBytearray(bytesConcat(bytearrayBytes(a), view.contiguous()));
  } finally {
    releaseBuffer(view);
  }
}

function inplaceConcat(o: PyObject, other: PyObject): Owned {
  if (!hasBuffer(other)) throw noConcat(o, other);
  const view = getBuffer(other, PyBUF_SIMPLE);
  try {
    const n = lengthOf(o);
    const bytes = view.contiguous();
    bytearrayResize(o, n + bytes.length);
    bytearrayBytes(o).set(bytes, n);
  } finally {
    releaseBuffer(view);
  }
  return incref(o);
}

function repeat(o: PyObject, n: number): Owned {
  if (n < 0) n = 0;
  if (lengthOf(o) * n >= 2 ** 32) throw memoryError();
  return newBytearray(bytesRepeat(bytearrayBytes(o), n));
}

function inplaceRepeat(o: PyObject, n: number): Owned {
  if (n < 0) n = 0;
  const size = lengthOf(o);
  if (n === 1) return incref(o);
  if (size * n >= 2 ** 32) throw memoryError();
  bytearrayResize(o, size * n);
  const b = bytearrayBytes(o);
  for (let done = size; done > 0 && done < b.length; done *= 2) b.copyWithin(done, 0, done);
  return incref(o);
}

function getItem(o: PyObject, i: number): Owned {
  const p: BytearrayPayload = o.v;
  if (i < 0 || i >= p.length) throw indexError('bytearray index out of range');
  return newInt(p.mem[p.start + i]!);
}

function subscript(o: PyObject, key: PyObject): Owned {
  if (!isSlice(key)) {
    if (key.type.nb_index === null) throw typeError(INDEX + key.type.name);
    return getItem(o, subscriptIndex(key, lengthOf(o), INDEX));
  }
  const b = sliceBounds(key, o);
  const n = sliceAdjust(b, lengthOf(o));
  const bytes = bytearrayBytes(o);
  if (n <= 0) return newBytearray(new Uint8Array(0));
  if (b.step === 1) return newBytearray(copyBytes(bytes, b.start, b.start + n));
  return newBytearray(bytesStep(bytes, b.start, b.step, n));
}

function setByte(o: PyObject, i: number, value: PyObject | null): void {
  if (i < 0 || i >= lengthOf(o)) throw indexError('bytearray index out of range');
  if (value === null) {
    bytearraySplice(o, i, i + 1, new Uint8Array(0));
    return;
  }
  const byte = byteArg(value, RANGE);
  // __index__ may have made it shorter.
  if (i >= lengthOf(o)) throw indexError('bytearray index out of range');
  const p: BytearrayPayload = o.v;
  p.mem[p.start + i] = byte;
}

/** What is assigned to a slice, as bytes of its own. */
function assigned(o: PyObject, value: PyObject): Uint8Array {
  if (value === o) return bytearrayBytes(o).slice();
  if (hasBuffer(value)) {
    const view = getBuffer(value, PyBUF_SIMPLE);
    try {
      return view.contiguous().slice();
    } finally {
      releaseBuffer(view);
    }
  }
  if (
    isStr(value) ||
    value.type.nb_index !== null ||
    (value.type.tp_iter === null && value.type.sq_item === null)
  ) {
    throw typeError(NOT_BYTES);
  }
  return bytesFromIterable(value, RANGE);
}

function assSubscript(o: PyObject, key: PyObject, value: PyObject | null): void {
  if (!isSlice(key)) {
    if (key.type.nb_index === null) throw typeError(INDEX + key.type.name);
    setByte(o, subscriptIndex(key, lengthOf(o), INDEX), value);
    return;
  }
  const b = sliceBounds(key, o);
  const bytes = value === null ? new Uint8Array(0) : assigned(o, value);
  const n = Math.max(0, sliceAdjust(b, lengthOf(o)));
  let { start, step } = b;
  let stop = b.stop;
  if ((step < 0 && start < stop) || (step > 0 && start > stop)) stop = start;
  if (step === 1) {
    bytearraySplice(o, start, stop, bytes);
    return;
  }
  // Assigning nothing deletes as well.
  if (bytes.length === 0) {
    if (n > 0) deleteStep(o, start, step, n);
    return;
  }
  if (bytes.length !== n) {
    throw valueError(
      `attempt to assign bytes of size ${bytes.length} to extended slice of size ${n}`,
    );
  }
  const mem = bytearrayBytes(o);
  for (let i = 0; i < n; i++, start += step) mem[start] = bytes[i]!;
}

function deleteStep(o: PyObject, start: number, step: number, n: number): void {
  if (step < 0) {
    start += step * (n - 1);
    step = -step;
  }
  if (start === 0 && step === 1) {
    bytearraySplice(o, 0, n, new Uint8Array(0));
    return;
  }
  if ((o.v as BytearrayPayload).exports > 0) bytearrayResize(o, lengthOf(o) - n);
  const b = bytearrayBytes(o);
  let to = start;
  let next = start;
  let left = n;
  for (let i = start; i < b.length; i++) {
    if (left > 0 && i === next) {
      next += step;
      left--;
    } else b[to++] = b[i]!;
  }
  bytearrayResize(o, b.length - n);
}

function mod(a: PyObject, b: PyObject): Owned {
  if (!isBytearray(a)) return newNotImplemented();
  return newBytearray(bytesPercent(bytearrayBytes(a).slice(), b));
}

function getbuffer(o: PyObject, flags: number): BufferView {
  const view = fillBuffer(o, bytearrayBytes(o), false, flags);
  o.v.exports++;
  return view;
}

function releasebuffer(o: PyObject): void {
  o.v.exports--;
}

// ---------------------------------------------------------------------------------------------
// Methods

function append(o: PyObject, item: PyObject): void {
  bytearrayAppend(o, byteArg(item, RANGE));
}

function extend(o: PyObject, x: PyObject): void {
  if (hasBuffer(x)) {
    const n = lengthOf(o);
    bytearraySplice(o, n, n, assigned(o, x));
    return;
  }
  const it = iteratorOf(x, `can't extend bytearray with ${x.type.name}`);
  const out: number[] = [];
  try {
    lengthHint(x, 32);
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        if (isStr(x) && item.type.nb_index === null)
          throw typeError(`expected iterable of integers; got: 'str'`);
        out.push(byteArg(item, RANGE));
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
  const n = lengthOf(o);
  bytearraySplice(o, n, n, Uint8Array.from(out));
}

function insert(o: PyObject, at: PyObject, item: PyObject): void {
  let i = ssizeArg(at, 0);
  const byte = byteArg(item, RANGE);
  const n = lengthOf(o);
  if (i < 0) i = Math.max(0, i + n);
  if (i > n) i = n;
  bytearrayResize(o, n + 1);
  const b = bytearrayBytes(o);
  b.copyWithin(i + 1, i, n);
  b[i] = byte;
}

function pop(o: PyObject, at?: PyObject): Owned {
  let i = ssizeArg(at, -1);
  const n = lengthOf(o);
  if (n === 0) throw indexError('pop from empty bytearray');
  if (i < 0) i += n;
  if (i < 0 || i >= n) throw indexError('pop index out of range');
  const b = bytearrayBytes(o);
  const byte = b[i]!;
  removeAt(o, b, i);
  return newInt(byte);
}

function removeAt(o: PyObject, b: Uint8Array, i: number): void {
  if ((o.v as BytearrayPayload).exports === 0) b.copyWithin(i, i + 1);
  bytearrayResize(o, b.length - 1);
}

function remove(o: PyObject, value: PyObject): void {
  const byte = byteArg(value, RANGE);
  const b = bytearrayBytes(o);
  const i = b.indexOf(byte);
  if (i < 0) throw valueError('value not found in bytearray');
  removeAt(o, b, i);
}

function reduceBy(o: PyObject, protocol: number): Owned {
  const state = callMethod0(o, s_getstate);
  const b = bytearrayBytes(o);
  let args: Owned;
  if (b.length === 0) args = incref(emptyTuple);
  else if (protocol < 3) args = newTupleSteal([newStr(textFromLatin1(b)), newStrAscii('latin-1')]);
  else args = newTupleSteal([newBytes(b.slice())]);
  return newTupleSteal([incref(o.type.self), args, state]);
}

function fromhex(cls: PyObject, text: PyObject): Owned {
  const made = newBytearray(parseHex(text));
  if (cls === BytearrayType.self) return made;
  try {
    return call1(cls, made);
  } finally {
    decref(made);
  }
}

export const BytearrayIteratorType = seqIteratorType('bytearray_iterator', {
  length: lengthOf,
  item: getItem,
  exhausted: () => incref(emptyTuple),
});

defineType(BytearrayType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: 56,
  itemsize: 0,
  doc: 'A changeable sequence of bytes.',
  tp_new: bytearrayNew,
  tp_init: bytearrayInit,
  tp_dealloc: bytearrayDealloc,
  tp_repr: bytearrayRepr,
  tp_str: bytearrayRepr,
  tp_richcompare: richcompare,
  tp_iter: (o: PyObject) => newSeqIter(BytearrayIteratorType, o),
  tp_sizeof: (o: PyObject) => o.type.basicsize + o.v.alloc,
  nb_remainder: mod,
  sq_length: lengthOf,
  sq_concat: concat,
  sq_repeat: repeat,
  sq_item: getItem,
  sq_ass_item: setByte,
  sq_contains: bytesContains,
  sq_inplace_concat: inplaceConcat,
  sq_inplace_repeat: inplaceRepeat,
  mp_length: lengthOf,
  mp_subscript: subscript,
  mp_ass_subscript: assSubscript,
  bf_getbuffer: getbuffer,
  bf_releasebuffer: releasebuffer,
  methods: {
    ...bytesMethods(),
    __alloc__: method('($self, /)', (o: PyObject) => newIntExact(o.v.alloc)),
    __reduce__: method('($self, /)', (o: PyObject) => reduceBy(o, 2)),
    __reduce_ex__: method('($self, proto=0, /)', (o: PyObject, p?: PyObject) =>
      reduceBy(o, intArg(p, 0)),
    ),
    __sizeof__: method('($self, /)', (o: PyObject) => newIntExact(o.type.basicsize + o.v.alloc)),
    append: method('($self, item, /)', append),
    clear: method('($self, /)', (o: PyObject) => bytearrayResize(o, 0)),
    copy: method('($self, /)', (o: PyObject) => newBytearray(bytearrayBytes(o).slice())),
    extend: method('($self, iterable_of_ints, /)', extend),
    fromhex: classMethod('($type, string, /)', fromhex),
    insert: method('($self, index, item, /)', insert),
    pop: method('($self, index=-1, /)', pop),
    remove: method('($self, value, /)', remove),
    reverse: method('($self, /)', (o: PyObject) => {
      bytearrayBytes(o).reverse();
    }),
  },
});
