/**
 * BytesIO and the buffer that getbuffer() views. CPython: Modules/_io/bytesio.c.
 *
 * Invariants
 * - The contents are `bytes[0 .. size)`. `shared` is a bytes object whose memory they still are: it is copied before the
 *   first change, and handed out again by getvalue().
 * - While `exports` is not 0 the memory is viewed: it may be written, not resized.
 */
import { asIndexNumber, index, iterate } from '../../core/abstract.ts';
import { bindArgs, method } from '../../core/args.ts';
import { copyBytes, newUint8 } from '../../core/array-pool.ts';
import { type BufferView, fillBuffer, getBuffer, releaseBuffer } from '../../core/buffer.ts';
import { bufferError, typeError, valueError } from '../../core/errors.ts';
import { freeObject, gcUntrack, newGC, gcTrack } from '../../core/gc.ts';
import {
  account,
  accountPart,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  reaccountPart,
  unaccountPart,
  xdecref,
} from '../../core/object.ts';
import { instanceDictBorrowed } from '../../core/attr.ts';
import { addAtoms } from '../../core/roots.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { bytesValue, emptyBytes, isBytesExact, newBytes } from '../../objects/bytes-object.ts';
import { dictCopy, dictUpdate, isDict } from '../../objects/dict.ts';
import { OverflowErrorType } from '../../objects/exceptions.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { listAppendSteal, newList } from '../../objects/list.ts';
import { newMemoryview } from '../../objects/memoryview.ts';
import { newBool, newNone, None_ } from '../../objects/singletons.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import {
  BufferedIOBaseType,
  clearIoDict,
  closedFile,
  endIo,
  intArg,
  ioSlots,
  newIo,
  sizeArg,
  visitDict,
  writableBuffer,
} from './iobase.ts';

const NO_BYTES = new Uint8Array(0);

class BytesIO {
  bytes: Uint8Array = NO_BYTES;
  size = 0;
  pos = 0;
  closed = false;
  shared: PyObject | null = null;
  exports = 0;
  /** Accounted bytes of the own block; 0 without. */
  block = 0;
}

/** A bytes object's header and final zero. */
const BYTES_HEADER = 33;

function opened(o: PyObject): BytesIO {
  const b: BytesIO = o.v;
  if (b.closed) throw closedFile();
  return b;
}

function unexported(o: PyObject): BytesIO {
  const b = opened(o);
  checkExports(b);
  return b;
}

function checkExports(b: BytesIO): void {
  if (b.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized');
}

function setBlock(o: PyObject, b: BytesIO, size: number): void {
  if (size === b.block) return;
  if (b.block === 0) accountPart(o, size);
  else if (size === 0) unaccountPart(o, b.block);
  else reaccountPart(o, b.block, size);
  b.block = size;
}

/** Gives up a bytes object that is shared, keeping a copy of at least `room` bytes. */
function unshare(o: PyObject, b: BytesIO, room: number): void {
  const shared = b.shared;
  if (shared === null) return;
  const own = new Uint8Array(Math.max(room, b.size));
  own.set(b.bytes.subarray(0, Math.min(b.size, own.length)));
  b.bytes = own;
  b.shared = null;
  setBlock(o, b, BYTES_HEADER + own.length);
  decref(shared);
}

/** Makes room for `size` bytes. CPython: resize_buffer. */
function reserve(o: PyObject, b: BytesIO, size: number): void {
  checkExports(b);
  const alloc = b.bytes.length;
  let want: number;
  if (size < alloc / 2) want = size + 1;
  else if (size < alloc) return;
  else if (size <= alloc * 1.125) want = size + Math.floor(size / 8) + (size < 9 ? 3 : 6);
  else want = size + 1;
  const own = newUint8(want);
  if (b.size > 0) own.set(b.bytes.subarray(0, Math.min(b.size, want)));
  b.bytes = own;
  const shared = b.shared;
  b.shared = null;
  setBlock(o, b, BYTES_HEADER + want);
  xdecref(shared);
}

function put(o: PyObject, b: BytesIO, data: Uint8Array): void {
  checkExports(b);
  const n = data.length;
  const end = b.pos + n;
  if (end > b.bytes.length) reserve(o, b, end);
  else if (b.shared !== null) unshare(o, b, Math.max(end, b.size));
  if (b.pos > b.size) b.bytes.fill(0, b.size, b.pos);
  b.bytes.set(data, b.pos);
  b.pos = end;
  if (b.size < end) b.size = end;
}

// ---------------------------------------------------------------------------------------------
// Reading

/** The bytes from `pos` on, moved past. */
function taken(b: BytesIO, n: number): Owned {
  if (
    n > 1 &&
    b.pos === 0 &&
    b.shared !== null &&
    n === bytesValue(b.shared).length &&
    b.exports === 0
  ) {
    b.pos += n;
    return incref(b.shared);
  }
  const r = n <= 0 ? incref<PyObject>(emptyBytes) : newBytes(copyBytes(b.bytes, b.pos, b.pos + n));
  b.pos += Math.max(0, n);
  return r;
}

function clamp(b: BytesIO, size: number): number {
  const left = Math.max(0, b.size - b.pos);
  return size < 0 || size > left ? left : size;
}

function bytesRead(o: PyObject, size?: PyObject): Owned {
  const n = sizeArg(size);
  const b = opened(o);
  return taken(b, clamp(b, n));
}

/** Length of the next line, at most `limit` (negative: no limit). */
function lineLength(b: BytesIO, limit: number): number {
  if (b.pos >= b.size) return 0;
  const left = b.size - b.pos;
  const max = limit < 0 || limit > left ? left : limit;
  const at = b.bytes.subarray(b.pos, b.pos + max).indexOf(10);
  return at < 0 ? max : at + 1;
}

function bytesReadline(o: PyObject, size?: PyObject): Owned {
  const n = sizeArg(size);
  const b = opened(o);
  return taken(b, lineLength(b, n));
}

function bytesReadlines(o: PyObject, sizeGiven?: PyObject): Owned {
  const b = opened(o);
  let max = 0;
  if (sizeGiven !== undefined && sizeGiven !== None_) {
    if (sizeGiven.type.nb_index === null)
      throw typeError(`integer argument expected, got '${sizeGiven.type.name}'`);
    max = asIndexNumber(sizeGiven, OverflowErrorType);
  }
  const list = newList();
  let total = 0;
  for (let n = lineLength(b, -1); n > 0; n = lineLength(b, -1)) {
    listAppendSteal(list, taken(b, n));
    total += n;
    if (max > 0 && total >= max) break;
  }
  return list;
}

function bytesNext(o: PyObject): Owned | null {
  const b = opened(o);
  const n = lineLength(b, -1);
  return n === 0 ? null : taken(b, n);
}

function bytesReadinto(o: PyObject, buffer: PyObject): Owned {
  const view = writableBuffer(buffer, 'readinto');
  try {
    const b = opened(o);
    const n = clamp(b, view.len);
    view.contiguous().set(b.bytes.subarray(b.pos, b.pos + n));
    b.pos += n;
    return newInt(n);
  } finally {
    releaseBuffer(view);
  }
}

// ---------------------------------------------------------------------------------------------
// Writing

function bytesWrite(o: PyObject, data: PyObject): Owned {
  const b = unexported(o);
  const view = getBuffer(data);
  try {
    if (view.len > 0) put(o, b, view.contiguous());
    return newInt(view.len);
  } finally {
    releaseBuffer(view);
  }
}

function bytesWritelines(o: PyObject, lines: PyObject): void {
  opened(o);
  iterate(lines, (line) => decref(bytesWrite(o, line)));
}

function bytesTruncate(o: PyObject, sizeGiven?: PyObject): Owned {
  const given = sizeGiven === undefined || sizeGiven === None_ ? null : sizeArg(sizeGiven);
  const b = unexported(o);
  const size = given ?? b.pos;
  if (size < 0) throw valueError(`negative size value ${size}`);
  if (size < b.size) {
    if (b.shared !== null) unshare(o, b, b.size);
    b.size = size;
    reserve(o, b, size);
  }
  return newInt(size);
}

function bytesSeek(o: PyObject, posGiven: PyObject, whenceGiven?: PyObject): Owned {
  let pos = asIndexNumber(posGiven, OverflowErrorType);
  const whence = intArg(whenceGiven, 0);
  const b = opened(o);
  if (pos < 0 && whence === 0) throw valueError(`negative seek value ${pos}`);
  if (whence === 1) pos += b.pos;
  else if (whence === 2) pos += b.size;
  else if (whence !== 0) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  b.pos = Math.max(0, pos);
  return newInt(b.pos);
}

// ---------------------------------------------------------------------------------------------
// Values and views

function bytesGetvalue(o: PyObject): Owned {
  const b = opened(o);
  if (b.shared !== null && bytesValue(b.shared).length === b.size) return incref(b.shared);
  const value = newBytes(copyBytes(b.bytes, 0, b.size));
  if (b.exports === 0 && b.size > 1) {
    // CPython trims its own bytes object and hands it out: contents and result are one block from here on.
    b.shared = incref<PyObject>(value);
    b.bytes = bytesValue(value);
    setBlock(o, b, 0);
  }
  return value;
}

function bytesGetbuffer(o: PyObject): Owned {
  opened(o);
  const exporter = newGC(BytesIOBufferType, incref(o));
  account(exporter, 16 + 24);
  gcTrack(exporter);
  try {
    return newMemoryview(exporter);
  } finally {
    decref(exporter);
  }
}

function bufferGet(exporter: PyObject, flags: number): BufferView {
  const o: PyObject = exporter.v;
  const b: BytesIO = o.v;
  if (b.exports === 0 && b.shared !== null) unshare(o, b, b.size);
  const view = fillBuffer(exporter, b.bytes.subarray(0, b.size), false, flags);
  b.exports++;
  return view;
}

export const BytesIOBufferType = newStaticType('_io._BytesIOBuffer', {
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 24,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const source: PyObject | null = o.v;
    o.v = null;
    xdecref(source);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v !== null) visit(o.v);
  },
  bf_getbuffer: bufferGet,
  bf_releasebuffer: (exporter: PyObject) => {
    (exporter.v.v as BytesIO).exports--;
  },
});

// ---------------------------------------------------------------------------------------------
// State

function bytesGetstate(o: PyObject): Owned {
  const value = bytesGetvalue(o);
  const b: BytesIO = o.v;
  const dict = (o as PyGC).dict;
  return newTupleSteal([value, newInt(b.pos), dict === null ? newNone() : dictCopy(dict)]);
}

function bytesSetstate(o: PyObject, state: PyObject): void {
  if (!isTuple(state) || state.v.length < 3) {
    throw typeError(
      `${o.type.name}.__setstate__ argument should be 3-tuple, got ${state.type.name}`,
    );
  }
  const b: BytesIO = o.v;
  checkExports(b);
  b.size = 0;
  b.pos = 0;
  const [value, pos, dict] = state.v as [PyObject, PyObject, PyObject];
  decref(bytesWrite(o, value));
  if (!isInt(pos)) throw typeError(`second item of state must be an integer, not ${pos.type.name}`);
  const at = Number(index(pos));
  if (at < 0) throw valueError('position value cannot be negative');
  b.pos = at;
  if (dict === None_) return;
  if (!isDict(dict))
    throw typeError(`third item of state should be a dict, got a ${dict.type.name}`);
  dictUpdate(instanceDictBorrowed(o)!, dict);
}

function bytesInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [initial] = bindArgs('BytesIO', "(initial_bytes=b'')", args, kw);
  const b: BytesIO = o.v;
  checkExports(b);
  b.size = 0;
  b.pos = 0;
  if (initial === undefined || initial === None_) return;
  if (isBytesExact(initial)) {
    const old = b.shared;
    b.shared = incref<PyObject>(initial);
    b.bytes = bytesValue(initial);
    b.size = b.bytes.length;
    setBlock(o, b, 0);
    xdecref(old);
    return;
  }
  decref(bytesWrite(o, initial));
  b.pos = 0;
}

function drop(o: PyObject, b: BytesIO): void {
  const shared = b.shared;
  b.shared = null;
  b.bytes = new Uint8Array(0);
  b.size = 0;
  setBlock(o, b, 0);
  xdecref(shared);
}

function bytesClose(o: PyObject): void {
  const b: BytesIO = o.v;
  checkExports(b);
  b.closed = true;
  drop(o, b);
}

function bytesSizeof(o: PyObject): number {
  const b: BytesIO = o.v;
  if (b.shared !== null && b.exports === 0) {
    return o.type.basicsize + (b.shared.rc > 1 ? 0 : BYTES_HEADER + bytesValue(b.shared).length);
  }
  return o.type.basicsize + b.block;
}

const yes = method('($self, /)', (o: PyObject) => {
  opened(o);
  return newBool(true);
});

export const BytesIOType: TypeObject = newStaticType('_io.BytesIO', {
  dictoffset: 40,
  weakrefoffset: 48,
  heap: 'immutable',
  ...ioSlots,
  base: BufferedIOBaseType,
  basicsize: 64,
  doc: 'A binary file in memory.',
  text_signature: "(initial_bytes=b'')",
  tp_new: (type: TypeObject) => newIo(type, new BytesIO()),
  tp_init: bytesInit,
  tp_dealloc: (o: PyObject) => {
    if (!endIo(o)) return;
    drop(o, o.v);
    freeObject(o);
  },
  tp_traverse: visitDict,
  tp_clear: clearIoDict,
  tp_iter: (o: PyObject) => {
    opened(o);
    return incref(o);
  },
  tp_iternext: bytesNext,
  tp_sizeof: bytesSizeof,
  methods: {
    readable: yes,
    seekable: yes,
    writable: yes,
    close: method('($self, /)', bytesClose),
    flush: method('($self, /)', (o: PyObject) => void opened(o)),
    isatty: method('($self, /)', (o: PyObject) => {
      opened(o);
      return newBool(false);
    }),
    tell: method('($self, /)', (o: PyObject) => newInt(opened(o).pos)),
    write: method('($self, b, /)', bytesWrite),
    writelines: method('($self, lines, /)', bytesWritelines),
    read1: method('($self, size=-1, /)', bytesRead),
    readinto: method('($self, buffer, /)', bytesReadinto),
    readline: method('($self, size=-1, /)', bytesReadline),
    readlines: method('($self, size=None, /)', bytesReadlines),
    read: method('($self, size=-1, /)', bytesRead),
    getbuffer: method('($self, /)', bytesGetbuffer),
    getvalue: method('($self, /)', bytesGetvalue),
    seek: method('($self, pos, whence=0, /)', bytesSeek),
    truncate: method('($self, size=None, /)', bytesTruncate),
    __getstate__: method('($self, /)', bytesGetstate),
    __setstate__: method('($self, object, /)', bytesSetstate),
    __sizeof__: method('($self, /)', (o: PyObject) => newInt(bytesSizeof(o))),
  },
  getset: { closed: getset((o) => newBool(o.v.closed)) },
});

addAtoms(BytesIOType, (o, visit) => {
  const { shared } = o.v as BytesIO;
  if (shared !== null) visit(shared);
});
