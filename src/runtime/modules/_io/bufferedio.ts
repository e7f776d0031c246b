/**
 * BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair. CPython: Modules/_io/bufferedio.c.
 *
 * Invariants
 * - One buffer serves reading and writing. `pos` is the logical position in it, `rawPos` where the raw file stands (both
 *   relative to the start of the buffer; rawPos -1: unknown). `readEnd` is -1 without read data, `writeEnd` without
 *   data to be written; the latter stand at `writePos .. writeEnd`.
 * - `absPos` is the absolute position of the raw file, -1 while unknown.
 * - Nothing enters an object twice (`busy`): a raw file or a signal handler that calls back gets RuntimeError.
 * - An exact FileIO without overridden methods is called directly, not by name.
 */
import { asIndexNumber, isTrue, repr } from '../../core/abstract.ts';
import { bindArgs, checkPositional, method, methodRaw, noKeywords } from '../../core/args.ts';
import { getAttr, lookupAttr } from '../../core/attr.ts';
import { getBuffer, releaseBuffer } from '../../core/buffer.ts';
import { call0, call2, callMethod, callMethod0, callMethod1, callObject } from '../../core/call.ts';
import {
  discard,
  isPyErr,
  matches,
  type PyErr,
  raiseObject,
  runtimeError,
  setCauseSteal,
  typeError,
  valueError,
} from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import {
  accountPart,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  unaccountPart,
  xdecref,
} from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { getset, member, newStaticType, type TypeSpec } from '../../core/type-define.ts';
import type { KwNames, TypeObject, Visit } from '../../core/type-object.ts';
import { newBytearray } from '../../objects/bytearray-object.ts';
import { bytesValue, emptyBytes, isBytes, newBytes } from '../../objects/bytes-object.ts';
import { dictGetStrBorrowed } from '../../objects/dict.ts';
import {
  BlockingIOErrorType,
  OverflowErrorType,
  ValueErrorType,
} from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { newMemoryview } from '../../objects/memoryview.ts';
import { newNone, None_ } from '../../objects/singletons.ts';
import { intern, newStr, newStrJs, strValue } from '../../objects/str.ts';
import { textConcat } from '../../text/text.ts';
import {
  fileReadInto,
  FileIOType,
  fileSeekTo,
  fileWriteBytes,
  finalizingMember,
  refusePickle,
} from './fileio.ts';
import {
  BufferedIOBaseType,
  callAway,
  callTruth,
  checkReadable,
  checkSeekable,
  checkWritable,
  clearIoDict,
  DEFAULT_BUFFER_SIZE,
  endIo,
  intArg,
  ioSlots,
  isInterrupted,
  joinBytes,
  newIo,
  offsetArg,
  osErrorText,
  s_close,
  s_closed,
  s_dealloc_warn,
  s_fileno,
  s_flush,
  s_isatty,
  s_mode,
  s_name,
  s_peek,
  s_read,
  s_read1,
  s_readable,
  s_readall,
  s_readinto,
  s_readline,
  s_seek,
  s_seekable,
  s_tell,
  s_truncate,
  s_writable,
  s_write,
  sizeArg,
  thenAlways,
  unsupported,
  visitDict,
  writableBuffer,
} from './iobase.ts';

const s_readinto1 = intern('readinto1');
const EAGAIN = 11;
/** PyThread_allocate_lock: one sem_t. */
const LOCK_SIZE = 32;

export class Buffered {
  raw: PyObject | null = null;
  ok = false;
  detached = false;
  readable = false;
  writable = false;
  finalizing = false;
  /** The object is of the exact type and so is its raw FileIO. */
  fast = false;
  busy = false;
  absPos = -1;
  buffer: Uint8Array | null = null;
  size = 0;
  pos = 0;
  rawPos = 0;
  readEnd = -1;
  writePos = 0;
  writeEnd = -1;
  /** Bytes accounted for the buffer. */
  block = 0;
  /** Whether the lock's block is accounted. */
  locked = false;
}

// ---------------------------------------------------------------------------------------------
// State

function checkInit(b: Buffered): void {
  if (!b.ok) {
    throw valueError(
      b.detached ? 'raw stream has been detached' : 'I/O operation on uninitialized object',
    );
  }
}

function isClosed(b: Buffered): boolean {
  if (b.buffer === null) return true;
  if (b.fast) return (b.raw as PyObject).v.fd < 0;
  return rawClosed(b);
}

function rawClosed(b: Buffered): boolean {
  checkInit(b);
  const value = getAttr(b.raw!, s_closed);
  try {
    return isTrue(value);
  } finally {
    decref(value);
  }
}

function ready(o: PyObject, message: string): Buffered {
  const b: Buffered = o.v;
  checkInit(b);
  if (isClosed(b)) throw valueError(message);
  return b;
}

function readahead(b: Buffered): number {
  return b.readable && b.readEnd !== -1 ? b.readEnd - b.pos : 0;
}

function hasWrites(b: Buffered): boolean {
  return b.writable && b.writeEnd !== -1;
}

function rawOffset(b: Buffered): number {
  const valid = (b.readable && b.readEnd !== -1) || hasWrites(b);
  return valid && b.rawPos >= 0 ? b.rawPos - b.pos : 0;
}

function resetRead(b: Buffered): void {
  b.readEnd = -1;
}

function resetWrite(b: Buffered): void {
  b.writePos = 0;
  b.writeEnd = -1;
}

function adjustPosition(b: Buffered, pos: number): void {
  b.pos = pos;
  if (b.readable && b.readEnd !== -1 && b.readEnd < pos) b.readEnd = pos;
}

/** Runs `f` as the only operation on the object. */
function exclusive<T>(o: PyObject, b: Buffered, f: () => T): T {
  if (b.busy) {
    const shown = repr(o);
    const text = textConcat('reentrant call inside ', strValue(shown));
    decref(shown);
    throw runtimeError(typeof text === 'string' ? text : 'reentrant call');
  }
  b.busy = true;
  try {
    return f();
  } finally {
    b.busy = false;
  }
}

// ---------------------------------------------------------------------------------------------
// The raw file

/** Whether raw methods may be called directly. */
function isPlainFile(b: Buffered, name: PyObject): boolean {
  const raw = b.raw as PyGC;
  return (
    raw.type === FileIOType && (raw.dict === null || dictGetStrBorrowed(raw.dict, name) === null)
  );
}

function invalidPosition(n: number): PyErr {
  return osErrorText(`Raw stream returned invalid position ${n}`);
}

function rawPosition(b: Buffered, r: Owned): number {
  let n: number;
  try {
    n = asIndexNumber(r, ValueErrorType);
  } finally {
    decref(r);
  }
  if (n < 0) throw invalidPosition(n);
  return (b.absPos = n);
}

function rawTell(b: Buffered): number {
  if (isPlainFile(b, s_tell)) return (b.absPos = fileSeekTo(b.raw!, 0, 1));
  return rawPosition(b, callMethod0(b.raw!, s_tell));
}

function rawSeek(b: Buffered, target: number, whence: number): number {
  if (isPlainFile(b, s_seek)) return (b.absPos = fileSeekTo(b.raw!, target, whence));
  const where = newInt(target);
  const how = newInt(whence);
  try {
    return rawPosition(b, callMethod(b.raw!, s_seek, [where, how]));
  } finally {
    decref(how);
    decref(where);
  }
}

/** Calls a raw method with a view of `bytes`: the count it returns, -2 for None. */
function callRaw(b: Buffered, name: PyObject, bytes: Uint8Array): number {
  const memory = newBytearray(bytes);
  const view = newMemoryview(memory);
  decref(memory);
  let r: Owned;
  try {
    for (;;) {
      try {
        r = callMethod1(b.raw!, name, view);
        break;
      } catch (e) {
        if (!isInterrupted(e)) throw e;
      }
    }
  } finally {
    decref(view);
  }
  if (r === None_) {
    decref(r);
    return -2;
  }
  try {
    return asIndexNumber(r, ValueErrorType);
  } catch (e) {
    if (name !== s_readinto || !isPyErr(e)) throw e;
    const err = osErrorText('raw readinto() failed');
    setCauseSteal(err.exc, e.exc as Owned);
    throw err;
  } finally {
    decref(r);
  }
}

/** Reads into `into`: the count, 0 at the end, -2 when nothing is there yet. */
function rawRead(b: Buffered, into: Uint8Array): number {
  let n: number;
  if (isPlainFile(b, s_readinto)) {
    n = fileReadInto(b.raw!, into);
    if (n < 0) return -2;
  } else {
    n = callRaw(b, s_readinto, into);
    if (n === -2) return -2;
    if (n < 0 || n > into.length) {
      throw osErrorText(
        `raw readinto() returned invalid length ${n} (should have been between 0 and ${into.length})`,
      );
    }
  }
  if (n > 0 && b.absPos !== -1) b.absPos += n;
  return n;
}

function rawWrite(b: Buffered, bytes: Uint8Array): number {
  let n: number;
  if (isPlainFile(b, s_write)) {
    n = fileWriteBytes(b.raw!, bytes);
    if (n < 0) return -2;
  } else {
    n = callRaw(b, s_write, bytes);
    if (n === -2) return -2;
    if (n < 0 || n > bytes.length) {
      throw osErrorText(
        `raw write() returned invalid length ${n} (should have been between 0 and ${bytes.length})`,
      );
    }
  }
  if (n > 0 && b.absPos !== -1) b.absPos += n;
  return n;
}

function fillBuffer(b: Buffered): number {
  const start = b.readable && b.readEnd !== -1 ? b.readEnd : 0;
  const n = rawRead(b, b.buffer!.subarray(start, b.size));
  if (n <= 0) return n;
  b.readEnd = start + n;
  b.rawPos = start + n;
  return n;
}

function wouldBlock(written: number): PyErr {
  const args: Owned[] = [
    newInt(EAGAIN),
    newStrJs('write could not complete without blocking'),
    newInt(written),
  ];
  try {
    return newExceptionCalled(args);
  } finally {
    for (const a of args) decref(a);
  }
}

function newExceptionCalled(args: Owned[]): PyErr {
  const exc = callObject(BlockingIOErrorType.self as PyObject, args);
  const err = raiseObject(exc);
  decref(exc);
  return err;
}

/** Writes out what waits. */
function flushWrites(b: Buffered): void {
  // Afterwards there is no write data, whatever was there: positions are told by it.
  if (!hasWrites(b) || b.writePos === b.writeEnd) {
    resetWrite(b);
    return;
  }
  const rewind = rawOffset(b) + (b.pos - b.writePos);
  if (rewind !== 0) {
    rawSeek(b, -rewind, 1);
    b.rawPos -= rewind;
  }
  while (b.writePos < b.writeEnd) {
    const n = rawWrite(b, b.buffer!.subarray(b.writePos, b.writeEnd));
    if (n === -2) throw wouldBlock(0);
    b.writePos += n;
    b.rawPos = b.writePos;
  }
  resetWrite(b);
}

function flushAndRewind(b: Buffered): void {
  flushWrites(b);
  if (!b.readable) return;
  try {
    rawSeek(b, -rawOffset(b), 1);
  } finally {
    resetRead(b);
  }
}

// ---------------------------------------------------------------------------------------------
// Making and ending

function bufferedNew(type: TypeObject): Owned {
  return newIo(type, new Buffered());
}

/** The buffer is freed at close; the lock lives as long as the object. */
function releaseMemory(o: PyObject, b: Buffered): void {
  b.buffer = null;
  if (b.block > 0) unaccountPart(o, b.block);
  b.block = 0;
}

/** The common half of the constructors. CPython: _buffered_init. */
function initBuffered(o: PyObject, raw: PyObject, size: number, own: TypeObject): void {
  const b: Buffered = o.v;
  const old = b.raw;
  b.raw = incref(raw);
  xdecref(old);
  b.size = size;
  if (size <= 0) throw valueError('buffer size must be strictly positive');
  if (b.block > 0) unaccountPart(o, b.block);
  if (!b.locked) accountPart(o, LOCK_SIZE);
  b.locked = true;
  accountPart(o, size);
  b.block = size;
  b.buffer = new Uint8Array(size);
  b.absPos = -1;
  try {
    rawTell(b);
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
  }
  b.fast = o.type === own && raw.type === FileIOType;
  b.pos = 0;
  resetRead(b);
  resetWrite(b);
  b.ok = true;
}

interface Kind {
  readonly name: string;
  readonly readable: boolean;
  readonly writable: boolean;
}

function initOf(
  kind: Kind,
  own: () => TypeObject,
): (o: PyObject, args: PyObject[], kw: KwNames) => void {
  return (o, args, kw) => {
    const [raw, sizeGiven] = bindArgs(
      kind.name,
      '(raw, buffer_size=DEFAULT_BUFFER_SIZE)',
      args,
      kw,
    );
    const size =
      sizeGiven === undefined ? DEFAULT_BUFFER_SIZE : asIndexNumber(sizeGiven, OverflowErrorType);
    const b: Buffered = o.v;
    b.ok = false;
    b.detached = false;
    if (kind.readable && kind.writable) checkSeekable(raw);
    if (kind.readable) checkReadable(raw);
    if (kind.writable) checkWritable(raw);
    b.readable = kind.readable;
    b.writable = kind.writable;
    initBuffered(o, raw, size, own());
  };
}

function bufferedDealloc(o: PyObject): void {
  const b: Buffered = o.v;
  b.finalizing = true;
  if (!endIo(o)) return;
  b.ok = false;
  releaseMemory(o, b);
  if (b.locked) unaccountPart(o, LOCK_SIZE);
  const raw = b.raw;
  b.raw = null;
  xdecref(raw);
  freeObject(o);
}

function bufferedTraverse(o: PyObject, visit: Visit): void {
  visitDict(o, visit);
  const b: Buffered = o.v;
  if (b !== null && b.raw !== null) visit(b.raw);
}

function bufferedClear(o: PyObject): void {
  const b: Buffered = o.v;
  b.ok = false;
  const raw = b.raw;
  b.raw = null;
  xdecref(raw);
  clearIoDict(o);
}

function deallocWarn(o: PyObject, source: PyObject): void {
  const b: Buffered = o.v;
  if (!b.ok || b.raw === null) return;
  try {
    decref(callMethod1(b.raw, s_dealloc_warn, source));
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
  }
}

function bufferedClose(o: PyObject): Owned {
  const b: Buffered = o.v;
  checkInit(b);
  if (rawClosed(b)) return newNone();
  if (b.finalizing) deallocWarn(o, o);
  let result: Owned = newNone();
  thenAlways(
    () => callAway(o, s_flush),
    () =>
      exclusive(o, b, () => {
        try {
          result = callMethod0(b.raw!, s_close);
        } finally {
          releaseMemory(o, b);
          b.readEnd = 0;
          b.pos = 0;
        }
      }),
  );
  return result;
}

function bufferedDetach(o: PyObject): Owned {
  const b: Buffered = o.v;
  checkInit(b);
  callAway(o, s_flush);
  const raw = b.raw!;
  b.raw = null;
  b.detached = true;
  b.ok = false;
  return raw as Owned;
}

// ---------------------------------------------------------------------------------------------
// Reading

/** Takes `n` bytes that are in the buffer. */
function take(b: Buffered, n: number): Owned {
  const r = newBytes(b.buffer!.slice(b.pos, b.pos + n));
  b.pos += n;
  return r;
}

function bufferedPeek(o: PyObject, size?: PyObject): Owned {
  if (size !== undefined) asIndexNumber(size, OverflowErrorType);
  const b = ready(o, 'peek of closed file');
  return exclusive(o, b, () => {
    if (b.writable) flushAndRewind(b);
    const have = readahead(b);
    if (have > 0) return newBytes(b.buffer!.slice(b.pos, b.pos + have));
    resetRead(b);
    const n = fillBuffer(b);
    b.pos = 0;
    return newBytes(b.buffer!.slice(0, n < 0 ? 0 : n));
  });
}

function bufferedRead(o: PyObject, size?: PyObject): Owned {
  const b: Buffered = o.v;
  checkInit(b);
  const n = sizeArg(size);
  if (n < -1) throw valueError('read length must be non-negative or -1');
  ready(o, 'read of closed file');
  if (n === -1) return exclusive(o, b, () => readAll(b));
  if (n <= readahead(b)) return take(b, n);
  return exclusive(o, b, () => readGeneric(b, n));
}

function readAll(b: Buffered): Owned {
  const have = readahead(b);
  const head = have > 0 ? b.buffer!.slice(b.pos, b.pos + have) : null;
  if (head !== null) b.pos += have;
  if (b.writable) flushAndRewind(b);
  resetRead(b);
  const readall = lookupAttr(b.raw!, s_readall);
  if (readall === null) return readAllByRead(b, head);
  let rest: Owned;
  try {
    rest = call0(readall);
  } finally {
    decref(readall);
  }
  if (rest !== None_ && !isBytes(rest)) {
    decref(rest);
    throw typeError('readall() should return bytes');
  }
  if (rest !== None_ && b.absPos !== -1) b.absPos += bytesValue(rest).length;
  if (head === null) return rest;
  const tail = rest === None_ ? new Uint8Array(0) : bytesValue(rest);
  const whole = newBytes(joinBytes([head, tail], head.length + tail.length));
  decref(rest);
  return whole;
}

function readAllByRead(b: Buffered, head: Uint8Array | null): Owned {
  const parts: Uint8Array[] = head === null ? [] : [head];
  let length = head === null ? 0 : head.length;
  for (;;) {
    const data = callMethod0(b.raw!, s_read);
    if (data !== None_ && !isBytes(data)) {
      decref(data);
      throw typeError('read() should return bytes');
    }
    if (data === None_ || bytesValue(data).length === 0) {
      if (length === 0) return data;
      decref(data);
      return newBytes(joinBytes(parts, length));
    }
    const bytes = bytesValue(data);
    parts.push(bytes);
    length += bytes.length;
    if (b.absPos !== -1) b.absPos += bytes.length;
    decref(data);
  }
}

/** The bytes read so far, or None when a stream that does not wait had none. */
function shortRead(out: Uint8Array, written: number, r: number): Owned {
  return r === 0 || written > 0 ? newBytes(out.slice(0, written)) : newNone();
}

function readGeneric(b: Buffered, n: number): Owned {
  const have = readahead(b);
  if (n <= have) return take(b, n);
  let out = new Uint8Array(Math.min(n, 1 << 24));
  let written = 0;
  const room = (more: number): void => {
    if (written + more <= out.length) return;
    const bigger = new Uint8Array(Math.min(n, Math.max(out.length * 2, written + more)));
    bigger.set(out);
    out = bigger;
  };
  if (have > 0) {
    room(have);
    out.set(b.buffer!.subarray(b.pos, b.pos + have));
    written = have;
    b.pos += have;
  }
  if (b.writable) flushAndRewind(b);
  resetRead(b);
  while (n - written > 0) {
    const whole = Math.floor((n - written) / b.size) * b.size;
    if (whole === 0) break;
    const part = Math.min(whole, 1 << 24);
    room(part);
    const r = rawRead(b, out.subarray(written, written + part));
    if (r === 0 || r === -2) return shortRead(out, written, r);
    written += r;
  }
  b.pos = 0;
  b.rawPos = 0;
  b.readEnd = 0;
  while (written < n && b.readEnd < b.size) {
    const r = fillBuffer(b);
    if (r === 0 || r === -2) return shortRead(out, written, r);
    const part = Math.min(n - written, r);
    room(part);
    out.set(b.buffer!.subarray(b.pos, b.pos + part), written);
    written += part;
    b.pos += part;
  }
  return newBytes(written === out.length ? out : out.slice(0, written));
}

/** read1: what one raw read gives, as bytes (borrowed memory is copied). */
export function bufferedRead1Bytes(o: PyObject, n: number): Uint8Array {
  const b: Buffered = o.v;
  checkInit(b);
  const want = n < 0 ? b.size : n;
  ready(o, 'read of closed file');
  if (want === 0) return new Uint8Array(0);
  const have = readahead(b);
  if (have > 0) {
    const part = Math.min(have, want);
    const out = b.buffer!.slice(b.pos, b.pos + part);
    b.pos += part;
    return out;
  }
  const out = new Uint8Array(want);
  const r = exclusive(o, b, () => {
    if (b.writable) flushAndRewind(b);
    resetRead(b);
    return rawRead(b, out);
  });
  return r === want ? out : out.slice(0, r < 0 ? 0 : r);
}

function bufferedRead1(o: PyObject, size?: PyObject): Owned {
  checkInit(o.v);
  const n = size === undefined ? -1 : asIndexNumber(size, OverflowErrorType);
  return newBytes(bufferedRead1Bytes(o, n));
}

function readintoMethod(name: string, one: boolean): (o: PyObject, buffer: PyObject) => Owned {
  return (o, buffer) => {
    const view = writableBuffer(buffer, name);
    try {
      const n = readInto(o, view.contiguous(), one);
      return n < 0 ? newNone() : newInt(n);
    } finally {
      releaseBuffer(view);
    }
  };
}

function readInto(o: PyObject, into: Uint8Array, one: boolean): number {
  const b = ready(o, 'readinto of closed file');
  let written = 0;
  const have = readahead(b);
  if (have > 0) {
    written = Math.min(have, into.length);
    into.set(b.buffer!.subarray(b.pos, b.pos + written));
    b.pos += written;
    if (have >= into.length) return written;
  }
  return exclusive(o, b, () => {
    if (b.writable) flushAndRewind(b);
    resetRead(b);
    b.pos = 0;
    while (written < into.length) {
      const left = into.length - written;
      let n = 0;
      if (left > b.size) {
        n = rawRead(b, into.subarray(written));
        if (n > 0) {
          written += n;
          if (one) break;
          continue;
        }
      } else if (!(one && written > 0)) {
        n = fillBuffer(b);
        if (n > 0) {
          n = Math.min(n, left);
          into.set(b.buffer!.subarray(b.pos, b.pos + n), written);
          b.pos += n;
          written += n;
          continue;
        }
      }
      if (n === 0 || written > 0) break;
      return -1;
    }
    return written;
  });
}

/** A line as bytes, '' at the end. CPython: _buffered_readline. */
function readLine(o: PyObject, limit: number): Owned {
  const b = ready(o, 'readline of closed file');
  let n = readahead(b);
  if (limit >= 0 && n > limit) n = limit;
  if (n > 0) {
    const at = b.buffer!.subarray(b.pos, b.pos + n).indexOf(10);
    if (at >= 0) return take(b, at + 1);
  }
  if (n === limit) return take(b, n);
  return exclusive(o, b, () => readLongLine(b, n, limit));
}

function readLongLine(b: Buffered, have: number, limitGiven: number): Owned {
  let limit = limitGiven;
  const parts: Uint8Array[] = [];
  let length = 0;
  if (have > 0) {
    parts.push(b.buffer!.slice(b.pos, b.pos + have));
    b.pos += have;
    length = have;
    if (limit >= 0) limit -= have;
  }
  if (b.writable) flushAndRewind(b);
  for (;;) {
    resetRead(b);
    let n = fillBuffer(b);
    if (n <= 0) break;
    if (limit >= 0 && n > limit) n = limit;
    const at = b.buffer!.subarray(0, n).indexOf(10);
    const end = at >= 0 ? at + 1 : n;
    parts.push(b.buffer!.slice(0, end));
    length += end;
    b.pos = end;
    if (at >= 0 || n === limit) break;
    if (limit >= 0) limit -= n;
  }
  return length === 0 ? incref<PyObject>(emptyBytes) : newBytes(joinBytes(parts, length));
}

function bufferedReadline(o: PyObject, size?: PyObject): Owned {
  checkInit(o.v);
  return readLine(o, sizeArg(size));
}

function bufferedNext(o: PyObject): Owned | null {
  checkInit(o.v);
  let line: Owned;
  if (o.type === BufferedReaderType || o.type === BufferedRandomType) line = readLine(o, -1);
  else {
    line = callMethod0(o, s_readline);
    if (!isBytes(line)) {
      const name = line.type.name;
      decref(line);
      throw osErrorText(`readline() should have returned a bytes object, not '${name}'`);
    }
  }
  if (bytesValue(line).length > 0) return line;
  decref(line);
  return null;
}

// ---------------------------------------------------------------------------------------------
// Writing

/** Writes `bytes` (copied): all of them, or BlockingIOError. */
export function bufferedWriteBytes(o: PyObject, bytes: Uint8Array): number {
  const b: Buffered = o.v;
  checkInit(b);
  return exclusive(o, b, () => writeBytes(b, bytes));
}

function writeBytes(b: Buffered, bytes: Uint8Array): number {
  if (isClosed(b)) throw valueError('write to closed file');
  if (!(b.readable && b.readEnd !== -1) && !hasWrites(b)) {
    b.pos = 0;
    b.rawPos = 0;
  }
  const length = bytes.length;
  if (length <= b.size - b.pos && length < b.size) {
    b.buffer!.set(bytes, b.pos);
    if (!hasWrites(b) || b.writePos > b.pos) b.writePos = b.pos;
    adjustPosition(b, b.pos + length);
    if (b.writeEnd < b.pos) b.writeEnd = b.pos;
    return length;
  }
  try {
    flushWrites(b);
  } catch (e) {
    if (!matches(e, BlockingIOErrorType)) throw e;
    if (keepRest(b, bytes)) {
      discard(e);
      return length;
    }
    const kept = fillRest(b, bytes);
    discard(e);
    throw wouldBlock(kept);
  }
  const offset = rawOffset(b);
  if (offset !== 0) {
    rawSeek(b, -offset, 1);
    b.rawPos -= offset;
  }
  return writeThrough(b, bytes);
}

/** After a flush that could not complete: moves what waits to the front and adds `bytes` if they fit. */
function keepRest(b: Buffered, bytes: Uint8Array): boolean {
  if (b.readable) resetRead(b);
  b.buffer!.copyWithin(0, b.writePos, b.writeEnd);
  b.writeEnd -= b.writePos;
  b.rawPos -= b.writePos;
  b.pos -= b.writePos;
  b.writePos = 0;
  if (bytes.length > b.size - b.writeEnd) return false;
  b.buffer!.set(bytes, b.writeEnd);
  b.writeEnd += bytes.length;
  b.pos += bytes.length;
  return true;
}

function fillRest(b: Buffered, bytes: Uint8Array): number {
  const room = b.size - b.writeEnd;
  b.buffer!.set(bytes.subarray(0, room), b.writeEnd);
  b.writeEnd += room;
  b.pos += room;
  return room;
}

/** Writes large data straight through and keeps its last part. */
function writeThrough(b: Buffered, bytes: Uint8Array): number {
  const length = bytes.length;
  let written = 0;
  while (length - written > b.size) {
    const n = rawWrite(b, bytes.subarray(written));
    if (n === -2) {
      b.buffer!.set(bytes.subarray(written, written + b.size));
      b.rawPos = 0;
      adjustPosition(b, b.size);
      b.writePos = 0;
      b.writeEnd = b.size;
      throw wouldBlock(written + b.size);
    }
    written += n;
  }
  if (b.readable) resetRead(b);
  const rest = length - written;
  if (rest > 0) b.buffer!.set(bytes.subarray(written));
  b.writePos = 0;
  b.writeEnd = rest;
  adjustPosition(b, rest);
  b.rawPos = 0;
  return length;
}

function bufferedWrite(o: PyObject, buffer: PyObject): Owned {
  const view = getBuffer(buffer);
  try {
    return newInt(bufferedWriteBytes(o, view.contiguous()));
  } finally {
    releaseBuffer(view);
  }
}

/** flush of a writer. */
export function bufferedFlush(o: PyObject): void {
  const b = ready(o, 'flush of closed file');
  exclusive(o, b, () => flushAndRewind(b));
}

// ---------------------------------------------------------------------------------------------
// Position

function bufferedTell(o: PyObject): Owned {
  const b: Buffered = o.v;
  checkInit(b);
  const pos = rawTell(b) - rawOffset(b);
  return newInt(pos < 0 ? 0 : pos);
}

function bufferedSeek(o: PyObject, targetGiven: PyObject, whenceGiven?: PyObject): Owned {
  const b: Buffered = o.v;
  const whence = intArg(whenceGiven, 0);
  checkInit(b);
  if (whence < 0 || whence > 4) throw valueError(`whence value ${whence} unsupported`);
  ready(o, 'seek of closed file');
  checkSeekable(b.raw!);
  let target = offsetArg(targetGiven, ValueErrorType);
  if (whence <= 1 && b.readable) {
    const current = b.absPos !== -1 ? b.absPos : rawTell(b);
    const avail = readahead(b);
    if (avail > 0) {
      const offset = whence === 0 ? target - (current - rawOffset(b)) : target;
      if (offset >= -b.pos && offset <= avail) {
        b.pos += offset;
        // Devices that do not move can lag behind what was read.
        return newInt(Math.max(0, current - avail + offset));
      }
    }
  }
  return exclusive(o, b, () => {
    if (b.writable) flushWrites(b);
    if (whence === 1) target -= rawOffset(b);
    const n = rawSeek(b, target, whence);
    b.rawPos = -1;
    if (b.readable) resetRead(b);
    return newInt(n);
  });
}

function bufferedTruncate(o: PyObject, pos?: PyObject): Owned {
  const b = ready(o, 'truncate of closed file');
  if (!b.writable) throw unsupported('truncate');
  return exclusive(o, b, () => {
    flushAndRewind(b);
    const r = callMethod1(b.raw!, s_truncate, pos ?? None_);
    try {
      rawTell(b);
    } catch (e) {
      if (!isPyErr(e)) throw e;
      discard(e);
    }
    return r;
  });
}

// ---------------------------------------------------------------------------------------------
// Attributes

function forward(name: PyObject): (o: PyObject) => Owned {
  return (o) => {
    const b: Buffered = o.v;
    checkInit(b);
    return callMethod0(b.raw!, name);
  };
}

function rawAttr(name: PyObject): (o: PyObject) => Owned {
  return (o) => {
    const b: Buffered = o.v;
    checkInit(b);
    return getAttr(b.raw!, name);
  };
}

/** repr with the name, as files above the raw ones show themselves. */
function bufferedRepr(o: PyObject): Owned {
  const T = o.type.name;
  let name: Owned | null = null;
  try {
    name = lookupAttr(o, s_name);
  } catch (e) {
    // The raw file may have been detached.
    if (!matches(e, ValueErrorType)) throw e;
    discard(e);
  }
  if (name === null) return newStrJs(`<${T}>`);
  if (!reprEnter(o)) {
    decref(name);
    throw runtimeError(`reentrant call inside ${T}.__repr__`);
  }
  try {
    const shown = repr(name);
    const text = textConcat(textConcat(`<${T} name=`, strValue(shown)), '>');
    decref(shown);
    return newStr(text);
  } finally {
    reprLeave(o);
    decref(name);
  }
}

function bufferedSizeof(o: PyObject): number {
  const b: Buffered = o.v;
  return o.type.basicsize + (b.buffer === null ? 0 : b.size);
}

const common: TypeSpec = {
  ...ioSlots,
  base: BufferedIOBaseType,
  basicsize: 152,
  text_signature: '(raw, buffer_size=DEFAULT_BUFFER_SIZE)',
  tp_new: bufferedNew,
  inheritsNew: true,
  tp_dealloc: bufferedDealloc,
  tp_traverse: bufferedTraverse,
  tp_clear: bufferedClear,
  tp_repr: bufferedRepr,
  tp_sizeof: bufferedSizeof,
};

const shared = () => ({
  close: method('($self, /)', bufferedClose),
  detach: method('($self, /)', bufferedDetach),
  seekable: method('($self, /)', forward(s_seekable)),
  fileno: method('($self, /)', forward(s_fileno)),
  isatty: method('($self, /)', forward(s_isatty)),
  _dealloc_warn: method('($self, source, /)', deallocWarn),
  seek: method('($self, target, whence=0, /)', bufferedSeek),
  tell: method('($self, /)', bufferedTell),
  truncate: method('($self, pos=None, /)', bufferedTruncate),
  __sizeof__: method('($self, /)', (o: PyObject) => newInt(bufferedSizeof(o))),
  __reduce__: method('($self, /)', refusePickle),
  __reduce_ex__: method('($self, object, /)', refusePickle),
});

const reading = () => ({
  readable: method('($self, /)', forward(s_readable)),
  read: method('($self, size=-1, /)', bufferedRead),
  peek: method('($self, size=0, /)', bufferedPeek),
  read1: method('($self, size=-1, /)', bufferedRead1),
  readinto: method('($self, buffer, /)', readintoMethod('readinto', false)),
  readinto1: method('($self, buffer, /)', readintoMethod('readinto1', true)),
  readline: method('($self, size=-1, /)', bufferedReadline),
});

const writing = () => ({
  writable: method('($self, /)', forward(s_writable)),
  write: method('($self, buffer, /)', bufferedWrite),
  flush: method('($self, /)', bufferedFlush),
});

const attributes = () => ({
  members: {
    raw: member((o: PyObject) => (o.v.raw === null ? newNone() : incref(o.v.raw))),
    _finalizing: finalizingMember(),
  },
  getset: {
    closed: getset(rawAttr(s_closed)),
    name: getset(rawAttr(s_name)),
    mode: getset(rawAttr(s_mode)),
  },
});

export const BufferedReaderType: TypeObject = newStaticType('_io.BufferedReader', {
  dictoffset: 136,
  heap: 'immutable',
  ...common,
  doc: 'A buffer for reading a raw file.',
  tp_init: initOf(
    { name: 'BufferedReader', readable: true, writable: false },
    () => BufferedReaderType,
  ),
  tp_iternext: bufferedNext,
  methods: { ...shared(), ...reading(), flush: method('($self, /)', forward(s_flush)) },
  ...attributes(),
});

export const BufferedWriterType: TypeObject = newStaticType('_io.BufferedWriter', {
  dictoffset: 136,
  heap: 'immutable',
  ...common,
  doc: 'A buffer for writing a raw file.',
  tp_init: initOf(
    { name: 'BufferedWriter', readable: false, writable: true },
    () => BufferedWriterType,
  ),
  methods: { ...shared(), ...writing() },
  ...attributes(),
});

export const BufferedRandomType: TypeObject = newStaticType('_io.BufferedRandom', {
  dictoffset: 136,
  heap: 'immutable',
  ...common,
  doc: 'A buffer for reading and writing a seekable raw file.',
  tp_init: initOf(
    { name: 'BufferedRandom', readable: true, writable: true },
    () => BufferedRandomType,
  ),
  tp_iternext: bufferedNext,
  methods: { ...shared(), ...reading(), ...writing() },
  ...attributes(),
});

// ---------------------------------------------------------------------------------------------
// BufferedRWPair

class Pair {
  reader: PyObject | null = null;
  writer: PyObject | null = null;
}

function pairInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  noKeywords('BufferedRWPair', kw);
  checkPositional('BufferedRWPair', args.length, 2, 3);
  const size = args.length > 2 ? asIndexNumber(args[2]!, OverflowErrorType) : DEFAULT_BUFFER_SIZE;
  checkReadable(args[0]!);
  checkWritable(args[1]!);
  const p: Pair = o.v;
  const n = newInt(size);
  try {
    p.reader = call2(BufferedReaderType.self as PyObject, args[0]!, n);
    try {
      p.writer = call2(BufferedWriterType.self as PyObject, args[1]!, n);
    } catch (e) {
      pairDrop(p);
      throw e;
    }
  } finally {
    decref(n);
  }
}

function pairDrop(p: Pair): void {
  const { reader, writer } = p;
  p.reader = null;
  p.writer = null;
  xdecref(reader);
  xdecref(writer);
}

function end(part: PyObject | null): PyObject {
  if (part === null) throw valueError('I/O operation on uninitialized object');
  return part;
}

function toReader(name: PyObject) {
  return methodRaw((o: PyObject, args: PyObject[]) => callMethod(end(o.v.reader), name, args));
}

function toWriter(name: PyObject) {
  return methodRaw((o: PyObject, args: PyObject[]) => callMethod(end(o.v.writer), name, args));
}

function pairClose(o: PyObject): Owned {
  const p: Pair = o.v;
  let result: Owned = newNone();
  thenAlways(
    () => callAway(end(p.writer), s_close),
    () => {
      result = callMethod0(end(p.reader), s_close);
    },
  );
  return result;
}

function pairIsatty(o: PyObject): Owned {
  const p: Pair = o.v;
  if (callTruth(end(p.writer), s_isatty)) return callMethod0(p.writer!, s_isatty);
  return callMethod0(end(p.reader), s_isatty);
}

export const BufferedRWPairType: TypeObject = newStaticType('_io.BufferedRWPair', {
  dictoffset: 32,
  heap: 'immutable',
  ...ioSlots,
  base: BufferedIOBaseType,
  basicsize: 48,
  doc: 'A reader and a writer over two raw files, as one object.',
  text_signature: '(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)',
  tp_new: (type: TypeObject) => newIo(type, new Pair()),
  inheritsNew: true,
  tp_init: pairInit,
  tp_dealloc: (o: PyObject) => {
    if (!endIo(o)) return;
    pairDrop(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    visitDict(o, visit);
    const p: Pair = o.v;
    if (p === null) return;
    if (p.reader !== null) visit(p.reader);
    if (p.writer !== null) visit(p.writer);
  },
  tp_clear: (o: PyObject) => {
    pairDrop(o.v);
    clearIoDict(o);
  },
  methods: {
    read: toReader(s_read),
    peek: toReader(s_peek),
    read1: toReader(s_read1),
    readinto: toReader(s_readinto),
    readinto1: toReader(s_readinto1),
    write: toWriter(s_write),
    flush: method('($self, /)', (o: PyObject) => callMethod0(end(o.v.writer), s_flush)),
    readable: method('($self, /)', (o: PyObject) => callMethod0(end(o.v.reader), s_readable)),
    writable: method('($self, /)', (o: PyObject) => callMethod0(end(o.v.writer), s_writable)),
    close: method('($self, /)', pairClose),
    isatty: method('($self, /)', pairIsatty),
  },
  getset: {
    closed: getset((o) => {
      if (o.v.writer === null) {
        throw runtimeError('the BufferedRWPair object is being garbage-collected');
      }
      return getAttr(o.v.writer, s_closed);
    }),
  },
});
