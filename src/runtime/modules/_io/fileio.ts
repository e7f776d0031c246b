/**
 * FileIO: a raw file over a descriptor. CPython: Modules/_io/fileio.c.
 *
 * Payload: the descriptor (-1 closed) and what its mode allows. `seekable` is -1 while unknown.
 */
import { index, isTrue, repr } from '../../core/abstract.ts';
import { bindArgs, method } from '../../core/args.ts';
import { lookupAttr, setAttr } from '../../core/attr.ts';
import { getBuffer, releaseBuffer } from '../../core/buffer.ts';
import { call2 } from '../../core/call.ts';
import {
  discard,
  isPyErr,
  runtimeError,
  typeError,
  valueError,
  warnRuntime,
} from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { getset, member, newStaticType } from '../../core/type-define.ts';
import type { KwNames, TypeObject } from '../../core/type-object.ts';
import { HostError } from '../../host.ts';
import { newBytes } from '../../objects/bytes-object.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { newBool, newNone, None_ } from '../../objects/singletons.ts';
import { isStr, newStr, newStrJs, strJs, strValue } from '../../objects/str.ts';
import { textConcat } from '../../text/text.ts';
import {
  fdClose,
  fdIsatty,
  fdOpen,
  fdRead,
  fdSeek,
  fdStat,
  fdTruncate,
  fdWrite,
  setFdInheritable,
} from '../_os/fd-table.ts';
import { errnoError, fromHost } from '../_os/os-error.ts';
import { fsText } from '../_os/path-argument.ts';
import {
  clearIoDict,
  DEFAULT_BUFFER_SIZE,
  endIo,
  intArg,
  iobaseClose,
  ioSlots,
  joinBytes,
  newIo,
  offsetArg,
  RawIOBaseType,
  s_name,
  sizeArg,
  thenAlways,
  unsupported,
  visitDict,
  warnUnclosed,
  writableBuffer,
} from './iobase.ts';

const EAGAIN = 11;
const EISDIR = 21;
const EBADF = 9;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const O_CLOEXEC = 0o2000000;

export class FileIO {
  fd = -1;
  created = false;
  readable = false;
  writable = false;
  appending = false;
  /** -1 unknown, 0 no, 1 yes. */
  seekable = -1;
  closefd = true;
  finalizing = false;
  blksize = DEFAULT_BUFFER_SIZE;
}

// ---------------------------------------------------------------------------------------------
// Making and ending

function fileNew(type: TypeObject): Owned {
  return newIo(type, new FileIO());
}

function fileDealloc(o: PyObject): void {
  if (endIo(o)) freeObject(o);
}

function badMode() {
  return valueError('Must have exactly one of create/read/write/append mode and at most one plus');
}

/** Sets what the mode allows and returns the flags of open(2). */
function parseMode(f: FileIO, mode: string): number {
  let flags = 0;
  let kind = false;
  let plus = false;
  for (const c of mode) {
    if (c === 'b') continue;
    if (c === '+') {
      if (plus) throw badMode();
      plus = true;
      f.readable = f.writable = true;
      continue;
    }
    if (!'xrwa'.includes(c)) throw valueError(`invalid mode: ${mode.slice(0, 200)}`);
    if (kind) throw badMode();
    kind = true;
    if (c === 'r') f.readable = true;
    else f.writable = true;
    if (c === 'x') {
      f.created = true;
      flags |= O_EXCL | O_CREAT;
    } else if (c === 'w') flags |= O_CREAT | O_TRUNC;
    else if (c === 'a') {
      f.appending = true;
      flags |= O_APPEND | O_CREAT;
    }
  }
  if (!kind) throw badMode();
  return flags | O_CLOEXEC | (f.readable && f.writable ? 2 : f.readable ? 0 : 1);
}

/** The descriptor that `file` is, -1 when it is a name. */
function descriptorOf(file: PyObject): number {
  if (file.type.name === 'bool') warnRuntime('bool is used as a file descriptor');
  if (!isInt(file) && file.type.nb_index === null) return -1;
  let fd: number;
  try {
    fd = intArg(file, -1);
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
    return -1;
  }
  if (fd < 0) throw valueError('negative file descriptor');
  return fd;
}

function openByOpener(opener: PyObject, file: PyObject, flags: number): number {
  const number = newInt(flags);
  let r: Owned;
  try {
    r = call2(opener, file, number);
  } finally {
    decref(number);
  }
  try {
    if (!isInt(r)) throw typeError('expected integer from opener');
    const fd = intArg(r, -1);
    if (fd < 0) throw valueError(`opener returned ${fd}`);
    try {
      setFdInheritable(fd, false);
    } catch (e) {
      throw fromHost(e);
    }
    return fd;
  } finally {
    decref(r);
  }
}

function fileInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [file, modeArg, closefdArg, opener] = bindArgs(
    'FileIO',
    "(file, mode='r', closefd=True, opener=None)",
    args,
    kw,
  );
  if (modeArg !== undefined && !isStr(modeArg)) {
    throw typeError(`FileIO() argument 'mode' must be str, not ${modeArg.type.name}`);
  }
  const mode = modeArg === undefined ? 'r' : strJs(modeArg);
  if (mode.includes('\0')) throw valueError('embedded null character');
  const closefd = closefdArg === undefined || isTrue(closefdArg);
  const f: FileIO = o.v;
  if (f.fd >= 0) {
    if (f.closefd) closeFd(f);
    else f.fd = -1;
  }
  const given = descriptorOf(file);
  const name = given < 0 ? fsText(file) : '';
  f.created = f.readable = f.writable = f.appending = false;
  f.seekable = -1;
  f.closefd = closefd;
  const flags = parseMode(f, mode);
  if (given >= 0) f.fd = given;
  else {
    f.closefd = true;
    if (!closefd) throw valueError('Cannot use closefd=False with file name');
    f.fd =
      opener === undefined || opener === None_
        ? openName(name, flags, file)
        : openByOpener(opener, file, flags);
  }
  try {
    inspect(o, f, file);
  } catch (e) {
    if (given >= 0) f.fd = -1;
    else if (f.fd >= 0) closeFd(f);
    throw e;
  }
}

function openName(name: string, flags: number, file: PyObject): number {
  try {
    return fdOpen(name, flags, 0o666);
  } catch (e) {
    throw fromHost(e, file);
  }
}

/** Refuses folders, takes over the block size, sets the name and goes to the end when appending. */
function inspect(o: PyObject, f: FileIO, file: PyObject): void {
  f.blksize = DEFAULT_BUFFER_SIZE;
  try {
    const s = fdStat(f.fd);
    if ((s.mode & 0o170000) === 0o040000) throw errnoError(EISDIR, file);
    if (s.blksize > 1) f.blksize = s.blksize;
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    if (e.errno === EBADF) throw errnoError(EBADF);
  }
  setAttr(o, s_name, file);
  if (!f.appending) return;
  try {
    fdSeek(f.fd, 0, 2);
    f.seekable = 1;
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    f.seekable = 0;
  }
}

function closeFd(f: FileIO): void {
  const fd = f.fd;
  if (fd < 0) return;
  f.fd = -1;
  try {
    fdClose(fd);
  } catch (e) {
    throw fromHost(e);
  }
}

function fileClose(o: PyObject): void {
  const f: FileIO = o.v;
  if (!f.closefd) {
    try {
      iobaseClose(o);
    } finally {
      f.fd = -1;
    }
    return;
  }
  thenAlways(
    () => iobaseClose(o),
    () => {
      if (f.finalizing) deallocWarn(o, o);
      closeFd(f);
    },
  );
}

function deallocWarn(o: PyObject, source: PyObject): void {
  const f: FileIO = o.v;
  if (f.fd < 0 || !f.closefd) return;
  const r = repr(source);
  const text = strJs(r);
  decref(r);
  warnUnclosed(source, `unclosed file ${text}`);
}

// ---------------------------------------------------------------------------------------------
// Reading and writing

function open(o: PyObject): FileIO {
  const f: FileIO = o.v;
  if (f.fd < 0) throw valueError('I/O operation on closed file');
  return f;
}

function forReading(o: PyObject): FileIO {
  const f = open(o);
  if (!f.readable) throw unsupported('File not open for reading');
  return f;
}

function forWriting(o: PyObject): FileIO {
  const f = open(o);
  if (!f.writable) throw unsupported('File not open for writing');
  return f;
}

/** Reads into `bytes`: the number read, -1 when nothing is there yet (non-blocking). */
export function fileReadInto(o: PyObject, bytes: Uint8Array): number {
  const f = forReading(o);
  try {
    return fdRead(f.fd, bytes);
  } catch (e) {
    if (e instanceof HostError && e.errno === EAGAIN) return -1;
    throw fromHost(e);
  }
}

/** Writes: the number written, -1 when nothing could be (non-blocking). */
export function fileWriteBytes(o: PyObject, bytes: Uint8Array): number {
  const f = forWriting(o);
  try {
    return fdWrite(f.fd, bytes);
  } catch (e) {
    if (e instanceof HostError && e.errno === EAGAIN) return -1;
    throw fromHost(e);
  }
}

/** Bytes left in a regular file, -1 when unknown. */
function remaining(fd: number): number {
  try {
    const s = fdStat(fd);
    if ((s.mode & 0o170000) !== 0o100000) return -1;
    return Math.max(0, Number(s.size) - fdSeek(fd, 0, 1));
  } catch (e) {
    if (e instanceof HostError) return -1;
    throw e;
  }
}

/** What is left of the file; null when nothing is there yet. */
export function fileReadAll(o: PyObject): Uint8Array | null {
  const f = forReading(o);
  const guess = remaining(f.fd);
  const parts: Uint8Array[] = [];
  let length = 0;
  let room = guess > 0 ? guess + 1 : 65536;
  for (;;) {
    const part = new Uint8Array(room);
    const n = fileReadInto(o, part);
    if (n < 0 && parts.length === 0) return null;
    if (n <= 0) break;
    parts.push(n === room ? part : part.subarray(0, n));
    length += n;
    room = Math.min(Math.max(65536, length), 1 << 26);
  }
  return joinBytes(parts, length);
}

function fileReadall(o: PyObject): Owned {
  const bytes = fileReadAll(o);
  return bytes === null ? newNone() : newBytes(bytes);
}

function fileRead(o: PyObject, sizeGiven?: PyObject): Owned {
  const f = forReading(o);
  const size = sizeArg(sizeGiven);
  if (size < 0) return fileReadall(o);
  let room = Math.min(size, 0x7ffff000);
  if (room > 1 << 20) {
    const left = remaining(f.fd);
    if (left >= 0) room = Math.min(room, Math.max(left, 1 << 16));
  }
  const bytes = new Uint8Array(room);
  const n = fileReadInto(o, bytes);
  if (n < 0) return newNone();
  return newBytes(n === room ? bytes : bytes.slice(0, n));
}

function fileReadinto(o: PyObject, buffer: PyObject): Owned {
  const view = writableBuffer(buffer, 'readinto');
  try {
    const n = fileReadInto(o, view.contiguous());
    return n < 0 ? newNone() : newInt(n);
  } finally {
    releaseBuffer(view);
  }
}

function fileWrite(o: PyObject, b: PyObject): Owned {
  const view = getBuffer(b);
  try {
    const n = fileWriteBytes(o, view.contiguous());
    return n < 0 ? newNone() : newInt(n);
  } finally {
    releaseBuffer(view);
  }
}

// ---------------------------------------------------------------------------------------------
// Position and size

/** lseek of an open file. */
export function fileSeekTo(o: PyObject, offset: number, whence: number): number {
  const f = open(o);
  try {
    const at = fdSeek(f.fd, offset, whence);
    if (f.seekable < 0) f.seekable = 1;
    return at;
  } catch (e) {
    if (f.seekable < 0 && e instanceof HostError) f.seekable = 0;
    throw fromHost(e);
  }
}

function fileSeek(o: PyObject, pos: PyObject, whence?: PyObject): Owned {
  open(o);
  const how = intArg(whence, 0);
  return newInt(fileSeekTo(o, offsetArg(pos), how));
}

function fileSeekable(o: PyObject): Owned {
  const f = open(o);
  if (f.seekable < 0) {
    try {
      fdSeek(f.fd, 0, 1);
      f.seekable = 1;
    } catch (e) {
      if (!(e instanceof HostError)) throw e;
      f.seekable = 0;
    }
  }
  return newBool(f.seekable === 1);
}

function fileTruncate(o: PyObject, size?: PyObject): Owned {
  const f = forWriting(o);
  const given = size !== undefined && size !== None_;
  const pos = given ? offsetArg(size) : fileSeekTo(o, 0, 1);
  if (pos < 0) throw errnoError(22);
  try {
    fdTruncate(f.fd, pos);
  } catch (e) {
    throw fromHost(e);
  }
  return given ? incref(size) : newInt(pos);
}

// ---------------------------------------------------------------------------------------------
// Attributes

function modeText(f: FileIO): string {
  if (f.created) return f.readable ? 'xb+' : 'xb';
  if (f.appending) return f.readable ? 'ab+' : 'ab';
  if (f.readable) return f.writable ? 'rb+' : 'rb';
  return 'wb';
}

function fileRepr(o: PyObject): Owned {
  const f: FileIO = o.v;
  const T = o.type.name;
  if (f.fd < 0) return newStrJs(`<${T} [closed]>`);
  const tail = `mode='${modeText(f)}' closefd=${f.closefd ? 'True' : 'False'}>`;
  const name = lookupAttr(o, s_name);
  if (name === null) return newStrJs(`<${T} fd=${f.fd} ${tail}`);
  if (!reprEnter(o)) {
    decref(name);
    throw runtimeError(`reentrant call inside ${T}.__repr__`);
  }
  try {
    const shown = repr(name);
    const text = textConcat(textConcat(`<${T} name=`, strValue(shown)), ` ${tail}`);
    decref(shown);
    return newStr(text);
  } finally {
    reprLeave(o);
    decref(name);
  }
}

/** The refusal of pickling, as object.__reduce_ex__ words it. */
export function refusePickle(o: PyObject): never {
  const T = o.type.name;
  throw typeError(`cannot pickle '${T.slice(T.lastIndexOf('.') + 1)}' instances`);
}

/** A plain bool field that Python code may set. */
export function finalizingMember() {
  return member(
    (o) => newBool(o.v !== null && o.v.finalizing),
    (o, value) => {
      if (value === null) throw typeError("can't delete numeric/char attribute");
      if (value.type.name !== 'bool') throw typeError('attribute value type must be bool');
      o.v.finalizing = value.v === 1;
    },
  );
}

export const FileIOType: TypeObject = newStaticType('_io.FileIO', {
  dictoffset: 40,
  weakrefoffset: 32,
  heap: 'immutable',
  ...ioSlots,
  base: RawIOBaseType,
  basicsize: 48,
  doc: 'An unbuffered binary file over a descriptor.',
  text_signature: "(file, mode='r', closefd=True, opener=None)",
  tp_new: fileNew,
  tp_init: fileInit,
  tp_dealloc: fileDealloc,
  tp_traverse: visitDict,
  tp_clear: clearIoDict,
  tp_repr: fileRepr,
  methods: {
    read: method('($self, size=-1, /)', fileRead),
    readall: method('($self, /)', fileReadall),
    readinto: method('($self, buffer, /)', fileReadinto),
    write: method('($self, b, /)', fileWrite),
    seek: method('($self, pos, whence=0, /)', fileSeek),
    tell: method('($self, /)', (o: PyObject) => newInt(fileSeekTo(o, 0, 1))),
    truncate: method('($self, size=None, /)', fileTruncate),
    close: method('($self, /)', fileClose),
    seekable: method('($self, /)', fileSeekable),
    readable: method('($self, /)', (o: PyObject) => newBool(open(o).readable)),
    writable: method('($self, /)', (o: PyObject) => newBool(open(o).writable)),
    fileno: method('($self, /)', (o: PyObject) => newInt(open(o).fd)),
    isatty: method('($self, /)', (o: PyObject) => newBool(fdIsatty(open(o).fd))),
    _dealloc_warn: method('($self, object, /)', deallocWarn),
    __reduce__: method('($self, /)', refusePickle),
    __reduce_ex__: method('($self, object, /)', refusePickle),
  },
  members: {
    _blksize: member(
      (o) => newInt(o.v.blksize),
      (o, value) => {
        if (value === null) throw typeError("can't delete numeric/char attribute");
        o.v.blksize = Number(index(value));
      },
    ),
    _finalizing: finalizingMember(),
  },
  getset: {
    closed: getset((o) => newBool(o.v.fd < 0)),
    closefd: getset((o) => newBool(o.v.closefd)),
    mode: getset((o) => newStrJs(modeText(o.v))),
  },
});
