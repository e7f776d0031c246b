/**
 * _IOBase, _RawIOBase, _BufferedIOBase and _TextIOBase: the classes that files derive from, and what all of them share.
 * CPython: Modules/_io/iobase.c, Modules/_io/bufferedio.c and textio.c (the abstract types).
 *
 * Invariants
 * - The mixin methods call the object's own methods by name, so that subclasses written in Python may override any.
 * - A file of pure Python base types is closed by the attribute `__IOBase_closed` in its dict.
 * - tp_finalize closes a file that is still open, once; native types end with `endIo`, which runs it first.
 */
import { asIndexNumber, getIter, isTrue, iterNext, len } from '../../core/abstract.ts';
import { method, methodRaw } from '../../core/args.ts';
import { lookupAttr, setAttr } from '../../core/attr.ts';
import { getBuffer, PyBUF_WRITABLE, releaseBuffer, type BufferView } from '../../core/buffer.ts';
import { call1, callMethod, callMethod0, callMethod1, callObject } from '../../core/call.ts';
import {
  chainExceptions,
  discard,
  isPyErr,
  matches,
  newException,
  notImplementedError,
  type PyErr,
  raiseObject,
  typeError,
  valueError,
  writeUnraisable,
} from '../../core/errors.ts';
import { freeObject, gcUntrack } from '../../core/gc.ts';
import { finalizeFromDealloc } from '../../core/instance.ts';
import { importNative } from '../../core/module-define.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../../core/object.ts';
import { addRootFields } from '../../core/roots.ts';
import { getset, newStaticType, type TypeSpec } from '../../core/type-define.ts';
import {
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  TypeType,
  type Visit,
} from '../../core/type-object.ts';
import { clearWeakrefs } from '../../core/weakref.ts';
import { newBytearray } from '../../objects/bytearray-object.ts';
import { bytesValue, emptyBytes, isBytes, newBytes } from '../../objects/bytes-object.ts';
import { utf8Bytes } from '../../objects/codec-registry.ts';
import { newDict } from '../../objects/dict.ts';
import {
  InterruptedErrorType,
  OSErrorType,
  OverflowErrorType,
  ResourceWarningType,
  ValueErrorType,
  WarningType,
} from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { listAppendSteal, newList } from '../../objects/list.ts';
import { genericDictGetset, objectNew } from '../../objects/object.ts';
import { newBool, newNone, None_, True_ } from '../../objects/singletons.ts';
import { intern, newStrJs, strJs } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';

export const s_close = intern('close');
export const s_closed = intern('closed');
export const s_extend = intern('extend');
export const s_flush = intern('flush');
export const s_mode = intern('mode');
export const s_name = intern('name');
export const s_peek = intern('peek');
export const s_read = intern('read');
export const s_read1 = intern('read1');
export const s_readable = intern('readable');
export const s_readall = intern('readall');
export const s_readinto = intern('readinto');
export const s_readline = intern('readline');
export const s_seek = intern('seek');
export const s_seekable = intern('seekable');
export const s_tell = intern('tell');
export const s_truncate = intern('truncate');
export const s_writable = intern('writable');
export const s_write = intern('write');
export const s_isatty = intern('isatty');
export const s_fileno = intern('fileno');
export const s_dealloc_warn = intern('_dealloc_warn');
const s_warn = intern('warn');
const s_finalizing = intern('_finalizing');
const s_iobase_closed = intern('__IOBase_closed');

export const DEFAULT_BUFFER_SIZE = 8192;

// ---------------------------------------------------------------------------------------------
// Errors and arguments

const shared: { unsupported: PyObject | null } = { unsupported: null };
addRootFields(shared);

/** The class io.UnsupportedOperation, made once. */
export function unsupportedOperationBorrowed(): PyObject {
  if (shared.unsupported === null) {
    const name = newStrJs('UnsupportedOperation');
    const bases = newTupleSteal([
      incref<PyObject>(OSErrorType.self),
      incref<PyObject>(ValueErrorType.self),
    ]);
    const dict = newDict();
    try {
      shared.unsupported = callObject(TypeType.self as PyObject, [name, bases, dict]);
    } finally {
      decref(dict);
      decref(bases);
      decref(name);
    }
  }
  return shared.unsupported;
}

/** io.UnsupportedOperation(message). */
export function unsupported(message: string): PyErr {
  const text = newStrJs(message);
  try {
    const exc = call1(unsupportedOperationBorrowed(), text);
    const err = raiseObject(exc);
    decref(exc);
    return err;
  } finally {
    decref(text);
  }
}

export function closedFile(): PyErr {
  return valueError('I/O operation on closed file.');
}

export function osErrorText(message: string): PyErr {
  return newException(OSErrorType, message);
}

/** An optional size argument: absent or None is `fallback`. */
export function sizeArg(o: PyObject | undefined, fallback = -1): number {
  if (o === undefined || o === None_) return fallback;
  if (o.type.nb_index === null) {
    throw typeError(`argument should be integer or None, not '${o.type.name}'`);
  }
  return asIndexNumber(o, OverflowErrorType);
}

/** An int argument of C type int. */
export function intArg(o: PyObject | undefined, fallback: number): number {
  if (o === undefined) return fallback;
  const v = asIndexNumber(o, OverflowErrorType);
  if (v > 2147483647)
    throw newException(OverflowErrorType, 'Python int too large to convert to C int');
  if (v < -2147483648)
    throw newException(OverflowErrorType, 'Python int too large to convert to C int');
  return v;
}

/** A file offset: a number of 64 bits. */
export function offsetArg(o: PyObject, exc: TypeObject = OverflowErrorType): number {
  return asIndexNumber(o, exc);
}

const SURROGATE = /[\ud800-\udfff]/;

/** A str argument or None; `where` names function and argument. */
export function strOrNone(o: PyObject | undefined, where: string, nulls = false): string | null {
  if (o === undefined || o === None_) return null;
  if (typeof o.v !== 'string' && !isStrLike(o))
    throw typeError(`${where} must be str or None, not ${o.type.name}`);
  const text = strJs(o);
  if (SURROGATE.test(text)) utf8Bytes(o);
  if (!nulls && text.includes('\0')) throw valueError('embedded null character');
  return text;
}

function isStrLike(o: PyObject): boolean {
  return (o.type.flags & (1 << 28)) !== 0;
}

/** A writable buffer argument of `method`. */
export function writableBuffer(o: PyObject, methodName: string): BufferView {
  if (o.type.bf_getbuffer === null) throw notWritable(o, methodName);
  try {
    return getBuffer(o, PyBUF_WRITABLE);
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
    throw notWritable(o, methodName);
  }
}

function notWritable(o: PyObject, methodName: string): PyErr {
  return typeError(
    `${methodName}() argument must be read-write bytes-like object, not ${o.type.name}`,
  );
}

/** Whether `e` is an interrupted system call (EINTR): the operation is done again. */
export function isInterrupted(e: unknown): boolean {
  if (!matches(e, InterruptedErrorType)) return false;
  discard(e);
  return true;
}

/** Runs `f`, then `last` whatever happened; an error of `last` has that of `f` as its context. */
export function thenAlways<T>(f: () => T, last: () => void): T {
  let result: T;
  try {
    result = f();
  } catch (e) {
    if (!isPyErr(e)) throw e;
    try {
      last();
    } catch (second) {
      if (!isPyErr(second)) throw second;
      throw chainExceptions(e, second);
    }
    throw e;
  }
  last();
  return result;
}

/** A ResourceWarning "unclosed file …" about `source`; what it raises is reported, not thrown. */
export function warnUnclosed(source: PyObject, text: string): void {
  const module = importNative('_warnings');
  const message = newStrJs(text);
  const level = newInt(1);
  try {
    decref(
      callMethod(module, s_warn, [message, ResourceWarningType.self as PyObject, level, source]),
    );
  } catch (e) {
    if (matches(e, WarningType)) writeUnraisable(e, source);
    else if (isPyErr(e)) discard(e);
    else throw e;
  } finally {
    decref(level);
    decref(message);
    decref(module);
  }
}

// ---------------------------------------------------------------------------------------------
// Checks that call the object's methods

/** The truth of an attribute such as `closed`. */
export function attrTrue(o: PyObject, name: PyObject): boolean {
  const value = lookupAttr(o, name);
  if (value === null) return false;
  try {
    return isTrue(value);
  } finally {
    decref(value);
  }
}

/** ValueError when the file says that it is closed. */
export function checkClosed(o: PyObject): void {
  if (attrTrue(o, s_closed)) throw closedFile();
}

function checkCan(o: PyObject, name: PyObject, message: string): void {
  const r = callMethod0(o, name);
  decref(r);
  if (r !== True_) throw unsupported(message);
}

export function checkSeekable(o: PyObject): void {
  checkCan(o, s_seekable, 'File or stream is not seekable.');
}

export function checkReadable(o: PyObject): void {
  checkCan(o, s_readable, 'File or stream is not readable.');
}

export function checkWritable(o: PyObject): void {
  checkCan(o, s_writable, 'File or stream is not writable.');
}

/** A call whose result does not matter. */
export function callAway(o: PyObject, name: PyObject): void {
  decref(callMethod0(o, name));
}

/** A method that answers true or false. */
export function callTruth(o: PyObject, name: PyObject): boolean {
  const r = callMethod0(o, name);
  try {
    return isTrue(r);
  } finally {
    decref(r);
  }
}

// ---------------------------------------------------------------------------------------------
// Life

/** A bare file object of `type` with its payload. */
export function newIo(type: TypeObject, payload: unknown): Owned {
  const o = type.tp_alloc(type);
  o.v = payload;
  return o;
}

/**
 * Begins the end of a native file object: runs the finalizer and the weak reference callbacks. False when the object
 * lives on.
 */
export function endIo(o: PyObject): boolean {
  if (finalizeFromDealloc(o)) return false;
  gcUntrack(o);
  clearWeakrefs(o);
  return true;
}

/** tp_traverse of what every file has. */
export function visitDict(o: PyObject, visit: Visit): void {
  const dict = (o as PyGC).dict;
  if (dict !== null) visit(dict);
}

/** tp_clear of what every file has. */
export function clearIoDict(o: PyObject): void {
  const dict = (o as PyGC).dict;
  if (dict === null) return;
  (o as PyGC).dict = null;
  decref(dict);
}

function baseDealloc(o: PyObject): void {
  if (endIo(o)) freeObject(o);
}

/** Closes a file that is still open. CPython: iobase_finalize. */
function finalize(o: PyObject): void {
  let open = false;
  try {
    const value = lookupAttr(o, s_closed);
    if (value !== null) {
      try {
        open = !isTrue(value);
      } finally {
        decref(value);
      }
    }
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
  }
  if (!open) return;
  try {
    setAttr(o, s_finalizing, True_);
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
  }
  try {
    callAway(o, s_close);
  } catch (e) {
    writeUnraisable(e, o);
  }
}

// ---------------------------------------------------------------------------------------------
// _IOBase

function isMarkedClosed(o: PyObject): boolean {
  const mark = lookupAttr(o, s_iobase_closed);
  if (mark === null) return false;
  decref(mark);
  return true;
}

function baseClose(o: PyObject): void {
  if (isMarkedClosed(o)) return;
  thenAlways(
    () => callAway(o, s_flush),
    () => setAttr(o, s_iobase_closed, True_),
  );
}

/** _IOBase.close: what native types call for their base. */
export const iobaseClose = baseClose;

function baseFlush(o: PyObject): void {
  if (isMarkedClosed(o)) throw closedFile();
}

function baseTell(o: PyObject): Owned {
  const zero = newInt(0);
  const one = newInt(1);
  try {
    return callMethod(o, s_seek, [zero, one]);
  } finally {
    decref(one);
    decref(zero);
  }
}

function checker(check: (o: PyObject) => void): (o: PyObject) => Owned {
  return (o) => {
    check(o);
    return incref(True_);
  };
}

/** How many bytes one read of `readline` may take: up to the end of the line in what peek shows. */
function readAhead(peek: PyObject, limit: number): number {
  let shown: Owned;
  const one = newInt(1);
  try {
    for (;;) {
      try {
        shown = call1(peek, one);
        break;
      } catch (e) {
        if (!isInterrupted(e)) throw e;
      }
    }
  } finally {
    decref(one);
  }
  try {
    if (!isBytes(shown))
      throw osErrorText(`peek() should have returned a bytes object, not '${shown.type.name}'`);
    const bytes = bytesValue(shown);
    if (bytes.length === 0) return 1;
    const at = bytes.indexOf(10);
    const n = at < 0 ? bytes.length : at + 1;
    return limit >= 0 && n > limit ? limit : n;
  } finally {
    decref(shown);
  }
}

function readOnce(o: PyObject, n: number): Uint8Array {
  const size = newInt(n);
  let b: Owned;
  try {
    for (;;) {
      try {
        b = callMethod1(o, s_read, size);
        break;
      } catch (e) {
        if (!isInterrupted(e)) throw e;
      }
    }
  } finally {
    decref(size);
  }
  try {
    if (!isBytes(b))
      throw osErrorText(`read() should have returned a bytes object, not '${b.type.name}'`);
    return bytesValue(b);
  } finally {
    decref(b);
  }
}

function baseReadline(o: PyObject, size?: PyObject): Owned {
  const limit = sizeArg(size);
  const peek = lookupAttr(o, s_peek);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    while (limit < 0 || length < limit) {
      const part = readOnce(
        o,
        peek === null ? 1 : readAhead(peek, limit < 0 ? -1 : limit - length),
      );
      if (part.length === 0) break;
      parts.push(part);
      length += part.length;
      if (part[part.length - 1] === 10) break;
    }
  } finally {
    if (peek !== null) decref(peek);
  }
  return newBytes(joinBytes(parts, length));
}

/** One array of several. */
export function joinBytes(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!.slice();
  const out = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    out.set(parts[i]!, at);
    at += parts[i]!.length;
  }
  return out;
}

function baseIter(o: PyObject): Owned {
  checkClosed(o);
  return incref(o);
}

function baseNext(o: PyObject): Owned | null {
  const line = callMethod0(o, s_readline);
  let n: number;
  try {
    n = len(line);
  } catch (e) {
    decref(line);
    throw e;
  }
  if (n > 0) return line;
  decref(line);
  return null;
}

function baseReadlines(o: PyObject, hintArg?: PyObject): Owned {
  const hint = sizeArg(hintArg);
  const list = newList();
  try {
    if (hint <= 0) {
      decref(callMethod1(list, s_extend, o));
      return list;
    }
    const it = getIter(o);
    try {
      for (let length = 0; ; ) {
        const line = iterNext(it);
        if (line === null) break;
        listAppendSteal(list, line);
        length += len(line);
        if (length > hint) break;
      }
    } finally {
      decref(it);
    }
  } catch (e) {
    decref(list);
    throw e;
  }
  return list;
}

function baseWritelines(o: PyObject, lines: PyObject): void {
  checkClosed(o);
  const it = getIter(lines);
  try {
    for (;;) {
      const line = iterNext(it);
      if (line === null) return;
      try {
        for (;;) {
          try {
            decref(callMethod1(o, s_write, line));
            break;
          } catch (e) {
            if (!isInterrupted(e)) throw e;
          }
        }
      } finally {
        decref(line);
      }
    }
  } finally {
    decref(it);
  }
}

/** Slots that every file type has. */
export const ioSlots: TypeSpec = {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  hasDict: true,
  hasWeakrefs: true,
};

function refuse(message: string): () => never {
  return () => {
    throw unsupported(message);
  };
}

export const IOBaseType = newStaticType('_io._IOBase', {
  dictoffset: 16,
  heap: 'immutable',
  ...ioSlots,
  basicsize: 32,
  doc: 'The abstract base class of all files.',
  tp_new: objectNew,
  tp_dealloc: baseDealloc,
  tp_finalize: finalize,
  tp_traverse: visitDict,
  tp_clear: clearIoDict,
  tp_iter: baseIter,
  tp_iternext: baseNext,
  methods: {
    seek: methodRaw(refuse('seek'), { sig: '($self, offset, whence=os.SEEK_SET, /)' }),
    tell: method('($self, /)', baseTell),
    truncate: method('($self, size=None, /)', refuse('truncate')),
    flush: method('($self, /)', baseFlush),
    close: method('($self, /)', baseClose),
    seekable: method('($self, /)', () => newBool(false)),
    readable: method('($self, /)', () => newBool(false)),
    writable: method('($self, /)', () => newBool(false)),
    _checkClosed: method('($self, /)', checkClosed),
    _checkSeekable: method('($self, /)', checker(checkSeekable)),
    _checkReadable: method('($self, /)', checker(checkReadable)),
    _checkWritable: method('($self, /)', checker(checkWritable)),
    fileno: method('($self, /)', refuse('fileno')),
    isatty: method('($self, /)', (o: PyObject) => {
      checkClosed(o);
      return newBool(false);
    }),
    __enter__: method('($self, /)', (o: PyObject) => {
      checkClosed(o);
      return incref(o);
    }),
    __exit__: methodRaw((o: PyObject) => callMethod0(o, s_close)),
    readline: method('($self, size=-1, /)', baseReadline),
    readlines: method('($self, hint=-1, /)', baseReadlines),
    writelines: method('($self, lines, /)', baseWritelines),
  },
  getset: {
    __dict__: genericDictGetset,
    closed: getset((o) => newBool(isMarkedClosed(o))),
  },
});

// ---------------------------------------------------------------------------------------------
// _RawIOBase

function rawRead(o: PyObject, size?: PyObject): Owned {
  const n = size === undefined ? -1 : asIndexNumber(size, OverflowErrorType);
  if (n < 0) return callMethod0(o, s_readall);
  const b = newBytearray(new Uint8Array(n));
  try {
    const r = callMethod1(o, s_readinto, b);
    if (r === None_) return r;
    let got: number;
    try {
      got = asIndexNumber(r, ValueErrorType);
    } finally {
      decref(r);
    }
    const p = b.v;
    return newBytes(p.mem.slice(p.start, p.start + Math.max(0, Math.min(got, p.length))));
  } finally {
    decref(b);
  }
}

function rawReadall(o: PyObject): Owned {
  const parts: Uint8Array[] = [];
  let length = 0;
  const size = newInt(DEFAULT_BUFFER_SIZE);
  try {
    for (;;) {
      let data: Owned;
      try {
        data = callMethod1(o, s_read, size);
      } catch (e) {
        if (isInterrupted(e)) continue;
        throw e;
      }
      try {
        if (data === None_) {
          if (parts.length === 0) return newNone();
          break;
        }
        if (!isBytes(data)) throw typeError('read() should return bytes');
        const bytes = bytesValue(data);
        if (bytes.length === 0) break;
        parts.push(bytes);
        length += bytes.length;
      } finally {
        decref(data);
      }
    }
  } finally {
    decref(size);
  }
  return length === 0 ? incref<PyObject>(emptyBytes) : newBytes(joinBytes(parts, length));
}

function notImplemented(): never {
  throw notImplementedError();
}

export const RawIOBaseType = newStaticType('_io._RawIOBase', {
  heap: 'immutable',
  ...ioSlots,
  base: IOBaseType,
  basicsize: 32,
  doc: 'Base class of unbuffered binary files.',
  methods: {
    read: method('($self, size=-1, /)', rawRead),
    readall: method('($self, /)', rawReadall),
    readinto: methodRaw(notImplemented),
    write: methodRaw(notImplemented),
  },
});

// ---------------------------------------------------------------------------------------------
// _BufferedIOBase

/** readinto by way of read or read1. */
function readintoBy(name: PyObject, methodName: string): (o: PyObject, buffer: PyObject) => Owned {
  return (o, buffer) => {
    const view = writableBuffer(buffer, methodName);
    try {
      const size = newInt(view.len);
      let data: Owned;
      try {
        data = callMethod1(o, name, size);
      } finally {
        decref(size);
      }
      try {
        if (!isBytes(data)) throw typeError('read() should return bytes');
        const bytes = bytesValue(data);
        if (bytes.length > view.len) {
          throw valueError(
            `read() returned too much data: ${view.len} bytes requested, ${bytes.length} returned`,
          );
        }
        view.contiguous().set(bytes);
        return newInt(bytes.length);
      } finally {
        decref(data);
      }
    } finally {
      releaseBuffer(view);
    }
  };
}

export const BufferedIOBaseType = newStaticType('_io._BufferedIOBase', {
  heap: 'immutable',
  ...ioSlots,
  base: IOBaseType,
  basicsize: 32,
  doc: 'Base class of buffered binary files.',
  methods: {
    detach: method('($self, /)', refuse('detach')),
    read: method('($self, size=-1, /)', refuse('read')),
    read1: method('($self, size=-1, /)', refuse('read1')),
    readinto: method('($self, buffer, /)', readintoBy(s_read, 'readinto')),
    readinto1: method('($self, buffer, /)', readintoBy(s_read1, 'readinto1')),
    write: method('($self, b, /)', refuse('write')),
  },
});

// ---------------------------------------------------------------------------------------------
// _TextIOBase

export const TextIOBaseType = newStaticType('_io._TextIOBase', {
  heap: 'immutable',
  ...ioSlots,
  base: IOBaseType,
  basicsize: 32,
  doc: 'Base class of text files.',
  methods: {
    detach: method('($self, /)', refuse('detach')),
    read: method('($self, size=-1, /)', refuse('read')),
    readline: method('($self, size=-1, /)', refuse('readline')),
    write: method('($self, s, /)', refuse('write')),
  },
  getset: {
    encoding: getset(() => newNone()),
    newlines: getset(() => newNone()),
    errors: getset(() => newNone()),
  },
});
