/**
 * TextIOWrapper and IncrementalNewlineDecoder. CPython: Modules/_io/textio.c.
 *
 * Invariants
 * - What was written and not yet passed on is `pending`: one str or bytes object, or a list of them, as CPython keeps it.
 *   ASCII text stays a str until it is flushed: one encoding a flush, not one a write.
 * - Decoded text waits in `decoded` (a str object) from `used` on. `snapshot` is (decoder flags, bytes fed since), from
 *   which `tell` finds the byte position of a character again.
 * - `telling` is false during iteration, where no snapshots are taken.
 */
import { asIndexNumber, isTrue, repr, toInt } from '../../core/abstract.ts';
import { bindArgs, method } from '../../core/args.ts';
import { getAttr, hasAttr, lookupAttr } from '../../core/attr.ts';
import { getBuffer, hasBuffer, releaseBuffer } from '../../core/buffer.ts';
import { call1, callMethod, callMethod0, callMethod1 } from '../../core/call.ts';
import {
  attributeError,
  discard,
  isPyErr,
  matches,
  newException,
  overflowError,
  runtimeError,
  typeError,
  valueError,
  warn,
} from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack } from '../../core/gc.ts';
import {
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { getset, member, newStaticType } from '../../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { bytesValue, emptyBytes, isBytes, newBytes } from '../../objects/bytes-object.ts';
import { lookupCodec } from '../../objects/codec-registry.ts';
import {
  EncodingWarningType,
  LookupErrorType,
  OverflowErrorType,
  ValueErrorType,
} from '../../objects/exceptions.ts';
import { intValue, isInt, newInt } from '../../objects/int.ts';
import { isListExact, listAppend, newListSteal } from '../../objects/list.ts';
import { newBool, newNone, None_ } from '../../objects/singletons.ts';
import {
  emptyStr,
  intern,
  isStr,
  newStr,
  newStrJs,
  strIsAscii,
  strJs,
  strLength,
  strRange,
  strValue,
} from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import {
  codePointAt,
  type Text,
  textConcat,
  textIndexOf,
  textJoin,
  textLength,
  textReplace,
  textSlice,
} from '../../text/text.ts';
import { flagValues } from '../sys.ts';
import {
  bufferedFlush,
  BufferedRandomType,
  bufferedRead1Bytes,
  BufferedReaderType,
  bufferedWriteBytes,
  BufferedWriterType,
} from './bufferedio.ts';
import {
  decodeInput,
  type Decoder,
  DecoderState,
  encodeNative,
  type NativeCodec,
  nativeCodec,
  NativeDecoder,
  NewlineDecoder,
  newObjectDecoder,
  ObjectDecoder,
  stateOf,
  stateTuple,
} from './decoders.ts';
import { FileIOType, finalizingMember, refusePickle } from './fileio.ts';
import {
  callAway,
  callTruth,
  checkClosed,
  clearIoDict,
  closedFile,
  DEFAULT_BUFFER_SIZE,
  endIo,
  intArg,
  ioSlots,
  isInterrupted,
  joinBytes,
  newIo,
  osErrorText,
  s_close,
  s_closed,
  s_dealloc_warn,
  s_fileno,
  s_flush,
  s_isatty,
  s_mode,
  s_name,
  s_read,
  s_read1,
  s_readable,
  s_readline,
  s_seek,
  s_seekable,
  s_tell,
  s_truncate,
  s_writable,
  s_write,
  sizeArg,
  strOrNone,
  TextIOBaseType,
  thenAlways,
  unsupported,
  visitDict,
} from './iobase.ts';

const s_encode = intern('encode');
const s_setstate = intern('setstate');
const s_reset = intern('reset');
const s_incrementaldecoder = intern('incrementaldecoder');
const s_incrementalencoder = intern('incrementalencoder');
const s_is_text_encoding = intern('_is_text_encoding');

// ---------------------------------------------------------------------------------------------
// IncrementalNewlineDecoder

function newlineDecoder(o: PyObject): NewlineDecoder {
  if (o.v === null) throw valueError('IncrementalNewlineDecoder.__init__() not called');
  return o.v;
}

function newlineInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [decoder, translate, errors] = bindArgs(
    'IncrementalNewlineDecoder',
    "(decoder, translate, errors='strict')",
    args,
    kw,
  );
  void errors;
  const old: NewlineDecoder | null = o.v;
  const translates = isTrue(translate);
  const inner = decoder === None_ ? null : new ObjectDecoder(incref<PyObject>(decoder));
  o.v = new NewlineDecoder(inner, translates);
  old?.release();
}

function newlineSetstate(o: PyObject, state: PyObject): void {
  const d = newlineDecoder(o);
  if (state.type.name !== 'tuple') throw typeError('state argument must be a tuple');
  d.setState(stateOf(incref(state), 'setstate(): illegal state argument'));
}

export const IncrementalNewlineDecoderType = newStaticType('_io.IncrementalNewlineDecoder', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | (1 << 14),
  basicsize: 40,
  doc: 'An incremental decoder that translates and records newlines.',
  text_signature: "(decoder, translate, errors='strict')",
  inheritsNew: true,
  tp_new: (type: TypeObject) => {
    const o = type.tp_alloc(type);
    o.v = null;
    return o;
  },
  tp_init: newlineInit,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    (o.v as NewlineDecoder | null)?.release();
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => (o.v as NewlineDecoder | null)?.visit(visit),
  tp_clear: (o: PyObject) => {
    const d: NewlineDecoder | null = o.v;
    o.v = null;
    d?.release();
  },
  methods: {
    decode: method(
      '($self, /, input, final=False)',
      (o: PyObject, input: PyObject, final?: PyObject) =>
        decodeInput(newlineDecoder(o), input, final !== undefined && isTrue(final)),
    ),
    getstate: method('($self, /)', (o: PyObject) => stateTuple(newlineDecoder(o).getState())),
    setstate: method('($self, state, /)', newlineSetstate),
    reset: method('($self, /)', (o: PyObject) => newlineDecoder(o).reset()),
  },
  getset: { newlines: getset((o) => newlineDecoder(o).newlines()) },
});

// ---------------------------------------------------------------------------------------------
// State

export class TextIO {
  ok = false;
  detached = false;
  buffer: PyObject | null = null;
  chunkSize = DEFAULT_BUFFER_SIZE;
  /** A str object. */
  encoding: PyObject | null = null;
  errors = 'strict';
  /** The native codec for writing, or null. */
  codec: NativeCodec | null = null;
  /** Encoder object of other codecs. */
  encoder: PyObject | null = null;
  decoder: Decoder | null = null;
  canEncode = false;
  readnl: string | null = null;
  writenl: string | null = null;
  readUniversal = false;
  readTranslate = false;
  writeTranslate = false;
  lineBuffering = false;
  writeThrough = false;
  seekable = false;
  hasRead1 = false;
  telling = false;
  finalizing = false;
  decoded: PyObject | null = null;
  used = 0;
  pending: PyObject | null = null;
  pendingCount = 0;
  snapshot: PyObject | null = null;
  /** Bytes a character, as last seen. */
  ratio = 0;
  /** The FileIO under an exact buffered object: its descriptor tells whether the file is closed. */
  raw: PyObject | null = null;
}

function initialized(o: PyObject): TextIO {
  const t: TextIO = o.v;
  if (!t.ok) throw valueError('I/O operation on uninitialized object');
  return t;
}

function attached(o: PyObject): TextIO {
  const t = initialized(o);
  if (t.detached) throw valueError('underlying buffer has been detached');
  return t;
}

/** The state of a file that is open. */
function opened(o: PyObject): TextIO {
  const t: TextIO = o.v;
  if (!t.ok || t.detached) attached(o);
  if (o.type === TextIOWrapperType) {
    if (t.raw !== null) {
      if (t.raw.v.fd < 0) throw closedFile();
    } else {
      const value = getAttr(t.buffer!, s_closed);
      const closed = isTrue(value);
      decref(value);
      if (closed) throw closedFile();
    }
  } else checkClosed(o);
  return t;
}

function setDecoded(t: TextIO, text: Owned | null): void {
  const old = t.decoded;
  t.decoded = text;
  t.used = 0;
  xdecref(old);
}

function clearSnapshot(t: TextIO): void {
  const old = t.snapshot;
  t.snapshot = null;
  xdecref(old);
}

// ---------------------------------------------------------------------------------------------
// Making

/** The name of the locale's encoding as files show it. */
export function localeEncoding(): string {
  return flagValues.utf8_mode ? 'utf-8' : 'UTF-8';
}

function checkNewline(newline: string | null): void {
  if (
    newline === null ||
    newline === '' ||
    newline === '\n' ||
    newline === '\r' ||
    newline === '\r\n'
  )
    return;
  throw valueError(`illegal newline value: ${newline}`);
}

function setNewline(t: TextIO, newline: string | null): void {
  t.readnl = newline;
  t.readUniversal = newline === null || newline === '';
  t.readTranslate = newline === null;
  t.writeTranslate = newline !== '';
  t.writenl = !t.readUniversal && newline !== '\n' ? newline : null;
}

/** The codec of a text encoding. */
function lookupTextCodec(encoding: string): Owned {
  const codec = lookupCodec(encoding);
  const flag = lookupAttr(codec, s_is_text_encoding);
  const isText = flag === null || isTrue(flag);
  xdecref(flag);
  if (isText) return codec;
  decref(codec);
  throw newException(
    LookupErrorType,
    `'${encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs`,
  );
}

/** Makes decoder and encoder as the buffer can be read and written. */
function setCodec(t: TextIO, encoding: string): void {
  const native = nativeCodec(encoding);
  const info = native === null ? lookupTextCodec(encoding) : null;
  try {
    const readable = callTruth(t.buffer!, s_readable);
    let decoder: Decoder | null = null;
    if (readable) {
      decoder = native !== null ? new NativeDecoder(native, t.errors) : decoderOf(info!, t.errors);
      if (t.readUniversal) decoder = new NewlineDecoder(decoder, t.readTranslate);
    }
    const oldDecoder = t.decoder;
    t.decoder = decoder;
    oldDecoder?.release();
    t.canEncode = callTruth(t.buffer!, s_writable);
    t.codec = native;
    const oldEncoder = t.encoder;
    t.encoder = t.canEncode && native === null ? encoderOf(info!, t.errors) : null;
    xdecref(oldEncoder);
  } finally {
    xdecref(info);
  }
}

function decoderOf(info: PyObject, errors: string): Decoder {
  const factory = getAttr(info, s_incrementaldecoder);
  try {
    return newObjectDecoder(factory, errors);
  } finally {
    decref(factory);
  }
}

function encoderOf(info: PyObject, errors: string): Owned {
  const factory = getAttr(info, s_incrementalencoder);
  const e = newStrJs(errors);
  try {
    return call1(factory, e);
  } finally {
    decref(e);
    decref(factory);
  }
}

/** Tells the encoder of a file that is not at its start so (no byte order mark is written). */
function fixEncoder(t: TextIO): void {
  if (!t.seekable || t.encoder === null) return;
  const cookie = callMethod0(t.buffer!, s_tell);
  const atStart = isInt(cookie) && intValue(cookie) == 0;
  decref(cookie);
  if (!atStart) encoderSetState(t, 0);
}

function encoderSetState(t: TextIO, state: number): void {
  const n = newInt(state);
  try {
    decref(callMethod1(t.encoder!, s_setstate, n));
  } finally {
    decref(n);
  }
}

function resetEncoder(t: TextIO, atStart: boolean): void {
  if (t.encoder === null) return;
  if (atStart) callAway(t.encoder, s_reset);
  else encoderSetState(t, 0);
}

function textNew(type: TypeObject): Owned {
  return newIo(type, new TextIO());
}

const SIGNATURE =
  '(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)';

function textInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [buffer, encodingGiven, errorsGiven, newlineGiven, lineBuffering, writeThrough] = bindArgs(
    'TextIOWrapper',
    SIGNATURE,
    args,
    kw,
  );
  const encoding = strOrNone(encodingGiven, "TextIOWrapper() argument 'encoding'");
  const newline = strOrNone(newlineGiven, "TextIOWrapper() argument 'newline'");
  initText(o, buffer, {
    encoding,
    errors: errorsGiven,
    newline,
    lineBuffering: lineBuffering !== undefined && isTrue(lineBuffering),
    writeThrough: writeThrough !== undefined && isTrue(writeThrough),
  });
}

export interface TextOptions {
  encoding: string | null;
  errors: PyObject | undefined;
  newline: string | null;
  lineBuffering: boolean;
  writeThrough: boolean;
}

function initText(o: PyObject, buffer: PyObject, options: TextOptions): void {
  const t: TextIO = o.v;
  t.ok = false;
  t.detached = false;
  if (options.encoding === null && flagValues.warn_default_encoding) {
    warn(EncodingWarningType, "'encoding' argument not specified", 1);
  }
  const errors = strOrNone(options.errors, "TextIOWrapper() argument 'errors'");
  checkNewline(options.newline);
  releaseText(t);
  const encoding =
    options.encoding === null || options.encoding === 'locale'
      ? localeEncoding()
      : options.encoding;
  t.encoding = newStrJs(encoding);
  t.errors = errors ?? 'strict';
  t.chunkSize = DEFAULT_BUFFER_SIZE;
  t.lineBuffering = options.lineBuffering;
  t.writeThrough = options.writeThrough;
  setNewline(t, options.newline);
  t.buffer = incref(buffer);
  setCodec(t, encoding);
  const T = buffer.type;
  if (T === BufferedReaderType || T === BufferedWriterType || T === BufferedRandomType) {
    const raw: PyObject | null = buffer.v.raw;
    if (raw !== null && raw.type === FileIOType) t.raw = incref(raw);
  }
  t.seekable = t.telling = callTruth(buffer, s_seekable);
  t.hasRead1 = hasAttr(buffer, s_read1);
  fixEncoder(t);
  t.ok = true;
}

/** Drops all references and buffers. */
function releaseText(t: TextIO): void {
  t.ok = false;
  const old = [t.buffer, t.encoding, t.encoder, t.decoded, t.pending, t.snapshot, t.raw];
  t.buffer = t.encoding = t.encoder = t.decoded = t.pending = t.snapshot = t.raw = null;
  t.used = 0;
  t.pendingCount = 0;
  const decoder = t.decoder;
  t.decoder = null;
  decoder?.release();
  for (const part of old) xdecref(part);
}

function textDealloc(o: PyObject): void {
  (o.v as TextIO).finalizing = true;
  if (!endIo(o)) return;
  releaseText(o.v);
  freeObject(o);
}

function textTraverse(o: PyObject, visit: Visit): void {
  visitDict(o, visit);
  const t: TextIO = o.v;
  if (t === null) return;
  for (const part of [t.buffer, t.encoding, t.encoder, t.decoded, t.pending, t.snapshot, t.raw]) {
    if (part !== null) visit(part);
  }
  t.decoder?.visit(visit);
}

function textClear(o: PyObject): void {
  releaseText(o.v);
  clearIoDict(o);
}

// ---------------------------------------------------------------------------------------------
// Writing

/** The bytes of a pending item: bytes, or an ASCII str. */
function itemBytes(item: PyObject): Uint8Array {
  if (isBytes(item)) return bytesValue(item);
  return asciiBytes(strValue(item) as string);
}

function asciiBytes(text: string): Uint8Array {
  const n = text.length;
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) out[i] = text.charCodeAt(i);
  return out;
}

function pendingBytes(pending: PyObject, count: number): Uint8Array {
  if (!isListExact(pending)) return itemBytes(pending);
  const items: PyObject[] = pending.v;
  const out = new Uint8Array(count);
  let at = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    if (isBytes(item)) {
      const b = bytesValue(item);
      out.set(b, at);
      at += b.length;
    } else {
      const s = strValue(item) as string;
      for (let j = 0; j < s.length; j++) out[at++] = s.charCodeAt(j);
    }
  }
  return out;
}

/** Passes what is pending to the buffer. CPython: _textiowrapper_writeflush. */
function writeFlush(t: TextIO): void {
  const pending = t.pending;
  if (pending === null) return;
  const bytes = pendingBytes(pending, t.pendingCount);
  t.pending = null;
  t.pendingCount = 0;
  const buffer = t.buffer!;
  if (buffer.type === BufferedWriterType && (buffer as PyGC).dict === null) {
    decref(pending);
    bufferedWriteBytes(buffer, bytes);
    return;
  }
  const b = isBytes(pending) ? incref<PyObject>(pending) : newBytes(bytes);
  decref(pending);
  try {
    for (;;) {
      try {
        decref(callMethod1(buffer, s_write, b));
        return;
      } catch (e) {
        if (!isInterrupted(e)) throw e;
      }
    }
  } finally {
    decref(b);
  }
}

/** Encodes what was written: the item for `pending`, owned. */
function encodeItem(t: TextIO, text: PyObject): Owned {
  if (t.codec !== null) {
    if (strIsAscii(text)) return incref(text);
    return newBytes(encodeNative(t.codec, text, t.errors));
  }
  const b = callMethod1(t.encoder!, s_encode, text);
  if (isBytes(b)) return b;
  const name = b.type.name;
  decref(b);
  throw typeError(`encoder should return a bytes object, not '${name}'`);
}

function itemLength(item: PyObject): number {
  return isBytes(item) ? bytesValue(item).length : strLength(item);
}

function addPending(t: TextIO, item: Owned): void {
  const n = itemLength(item);
  if (t.pendingCount + n > t.chunkSize && t.pending !== null) {
    try {
      // The buffer's write may write here itself.
      do writeFlush(t);
      while (n >= t.chunkSize && t.pendingCount > 0);
    } catch (e) {
      decref(item);
      throw e;
    }
  }
  const pending = t.pending;
  if (pending === null) t.pending = item;
  else if (isListExact(pending)) {
    listAppend(pending, item);
    decref(item);
  } else t.pending = newListSteal([pending, item]);
  t.pendingCount += n;
}

function hasChar(text: Text, c: string): boolean {
  return typeof text === 'string'
    ? text.includes(c)
    : textIndexOf(text, c, 0, text.cps.length) >= 0;
}

function textWrite(o: PyObject, text: PyObject): Owned {
  if (!isStr(text)) throw typeError(`write() argument must be str, not ${text.type.name}`);
  const t = opened(o);
  if (!t.canEncode) throw unsupported('not writable');
  const length = strLength(text);
  const replace = t.writeTranslate && t.writenl !== null;
  const hasLf = (replace || t.lineBuffering) && hasChar(strValue(text), '\n');
  const flushLine = t.lineBuffering && (hasLf || hasChar(strValue(text), '\r'));
  const flushText = t.writeThrough;
  let item: Owned;
  if (hasLf && replace) {
    const changed = newStr(textReplace(strValue(text), '\n', t.writenl!, -1));
    try {
      item = encodeItem(t, changed);
    } finally {
      decref(changed);
    }
  } else item = encodeItem(t, text);
  addPending(t, item);
  if (t.pendingCount >= t.chunkSize || flushLine || flushText) writeFlush(t);
  if (flushLine) flushBuffer(t);
  if (t.snapshot !== null) {
    setDecoded(t, null);
    clearSnapshot(t);
  }
  if (t.decoder !== null) t.decoder.reset();
  return newInt(length);
}

function flushBuffer(t: TextIO): void {
  const buffer = t.buffer!;
  if (buffer.type === BufferedWriterType && (buffer as PyGC).dict === null) bufferedFlush(buffer);
  else callAway(buffer, s_flush);
}

function textFlush(o: PyObject): Owned {
  const t = opened(o);
  t.telling = t.seekable;
  writeFlush(t);
  return callMethod0(t.buffer!, s_flush);
}

// ---------------------------------------------------------------------------------------------
// Reading

function reader(t: TextIO): Decoder {
  if (t.decoder === null) throw unsupported('not readable');
  return t.decoder;
}

function bytesOfInput(input: PyObject, name: string): Uint8Array {
  if (isBytes(input)) return bytesValue(input);
  if (!hasBuffer(input)) {
    throw typeError(
      `underlying ${name}() should have returned a bytes-like object, not '${input.type.name}'`,
    );
  }
  const view = getBuffer(input);
  try {
    return view.contiguous().slice();
  } finally {
    releaseBuffer(view);
  }
}

/** One read of the buffer: the object it gave (owned). */
function readInput(t: TextIO, n: number): Owned {
  const buffer = t.buffer!;
  if (buffer.type === BufferedReaderType && (buffer as PyGC).dict === null) {
    return newBytes(bufferedRead1Bytes(buffer, n));
  }
  const size = newInt(n);
  try {
    return callMethod1(buffer, t.hasRead1 ? s_read1 : s_read, size);
  } finally {
    decref(size);
  }
}

/** Reads and decodes the next chunk; false at the end. CPython: textiowrapper_read_chunk. */
function readChunk(t: TextIO, hint: number): boolean {
  const decoder = reader(t);
  const state = t.telling ? decoder.getState() : null;
  const want = hint > 0 ? Math.floor(Math.max(t.ratio, 1) * hint) : 0;
  const input = readInput(t, Math.max(t.chunkSize, want));
  try {
    const bytes = bytesOfInput(input, t.hasRead1 ? 'read1' : 'read');
    const text = decoder.decode(input, bytes, bytes.length === 0);
    setDecoded(t, newStr(text));
    const chars = textLength(text);
    t.ratio = chars > 0 ? bytes.length / chars : 0;
    if (state !== null) {
      const fed =
        state.buffer.length === 0 && isBytes(input)
          ? incref<PyObject>(input)
          : newBytes(joinBytes([state.buffer, bytes], state.buffer.length + bytes.length));
      clearSnapshot(t);
      t.snapshot = newTupleSteal([newInt(state.flags), fed]);
    }
    return bytes.length > 0 || chars > 0;
  } finally {
    decref(input);
  }
}

function readChunkAgain(t: TextIO, hint: number): boolean {
  for (;;) {
    try {
      return readChunk(t, hint);
    } catch (e) {
      if (!isInterrupted(e)) throw e;
    }
  }
}

/** Up to `n` decoded characters (all when negative), owned. */
function takeDecoded(t: TextIO, n: number): Owned {
  const decoded = t.decoded;
  if (decoded === null) return incref<PyObject>(emptyStr);
  const avail = strLength(decoded) - t.used;
  const count = n < 0 || n > avail ? avail : n;
  const r =
    t.used > 0 || count < avail ? strRange2(decoded, t.used, t.used + count) : incref(decoded);
  t.used += count;
  return r;
}

function strRange2(o: PyObject, start: number, end: number): Owned {
  return start >= end ? incref<PyObject>(emptyStr) : strRange(o, start, end);
}

function textRead(o: PyObject, size?: PyObject): Owned {
  const n = sizeArg(size);
  const t = opened(o);
  const decoder = reader(t);
  writeFlush(t);
  if (n < 0) return readRest(t, decoder);
  let part = takeDecoded(t, n);
  let remaining = n - strLength(part);
  if (remaining <= 0) return part;
  const parts: Text[] = [];
  while (remaining > 0) {
    let more: boolean;
    try {
      more = readChunkAgain(t, remaining);
    } catch (e) {
      decref(part);
      throw e;
    }
    if (!more) break;
    parts.push(strValue(part));
    decref(part);
    part = takeDecoded(t, remaining);
    remaining -= strLength(part);
  }
  if (parts.length === 0) return part;
  parts.push(strValue(part));
  decref(part);
  return newStr(textJoin('', parts));
}

function readRest(t: TextIO, decoder: Decoder): Owned {
  const data = callMethod0(t.buffer!, s_read);
  let rest: Text;
  try {
    if (data === None_) throw typeError("a bytes-like object is required, not 'NoneType'");
    const bytes = bytesOfInput(data, 'read');
    rest = decoder.decode(data, bytes, true);
  } finally {
    decref(data);
  }
  const head = takeDecoded(t, -1);
  const text = strLength(head) === 0 ? rest : textConcat(strValue(head), rest);
  decref(head);
  if (t.snapshot !== null) {
    setDecoded(t, null);
    clearSnapshot(t);
  }
  return newStr(text);
}

/** Where a line ends, and how much of the text certainly belongs to it when no end was found. */
const found = { consumed: 0 };

/** Index after the line ending in `text` from `start`, -1 when there is none. CPython: _PyIO_find_line_ending. */
function lineEnd(
  text: Text,
  start: number,
  translated: boolean,
  universal: boolean,
  nl: string | null,
): number {
  const n = textLength(text);
  if (translated || nl === '\n') {
    const at =
      typeof text === 'string' ? text.indexOf('\n', start) : textIndexOf(text, '\n', start, n);
    found.consumed = n;
    return at < 0 ? -1 : at + 1;
  }
  if (universal) {
    for (let i = start; i < n; i++) {
      const c = codePointAt(text, i);
      if (c === 10) return i + 1;
      if (c === 13) return i + 1 < n && codePointAt(text, i + 1) === 10 ? i + 2 : i + 1;
    }
    found.consumed = n;
    return -1;
  }
  const at = textIndexOf(text, nl!, start, n);
  if (at >= 0) return at + nl!.length;
  const split = nl!.length === 2 && n > start && codePointAt(text, n - 1) === nl!.charCodeAt(0);
  found.consumed = split ? n - 1 : n;
  return -1;
}

/** A line as a str, '' at the end. CPython: _textiowrapper_readline. */
function textLine(t: TextIO, limit: number): Owned {
  if (t.pending !== null) writeFlush(t);
  const decoded = t.decoded;
  // Most lines end in the text that is decoded already.
  if (decoded !== null && limit < 0) {
    const end = lineEnd(strValue(decoded), t.used, t.readTranslate, t.readUniversal, t.readnl);
    if (end >= 0) {
      const line = strRange(decoded, t.used, end);
      t.used = end;
      return line;
    }
  }
  return slowLine(t, limit);
}

function slowLine(t: TextIO, limit: number): Owned {
  const parts: Text[] = [];
  let length = 0;
  /** The beginning of a two-character line ending at the end of the last chunk. */
  let carry: Text = '';
  for (;;) {
    if (!fetch(t)) {
      setDecoded(t, null);
      clearSnapshot(t);
      parts.push(carry);
      break;
    }
    const start = carry === '' ? t.used : 0;
    const offset = textLength(carry);
    const text = offset === 0 ? strValue(t.decoded!) : textConcat(carry, strValue(t.decoded!));
    carry = '';
    let end = lineEnd(text, start, t.readTranslate, t.readUniversal, t.readnl);
    const ended = end >= 0;
    if (!ended) end = found.consumed;
    const limited = limit >= 0 && end - start + length >= limit;
    if (limited) end = start + limit - length;
    if (ended || limited) {
      t.used = end - offset;
      parts.push(textSlice(text, start, end));
      break;
    }
    if (end > start) {
      parts.push(textSlice(text, start, end));
      length += end - start;
    }
    if (end < textLength(text)) carry = textSlice(text, end, textLength(text));
    setDecoded(t, null);
  }
  return newStr(parts.length === 1 ? parts[0]! : textJoin('', parts));
}

/** Makes sure that there is decoded text; false at the end. */
function fetch(t: TextIO): boolean {
  while (t.decoded === null || strLength(t.decoded) === 0) {
    if (!readChunkAgain(t, 0)) return false;
  }
  return true;
}

function textReadline(o: PyObject, size?: PyObject): Owned {
  attached(o);
  const limit = size === undefined ? -1 : asIndexNumber(size, OverflowErrorType);
  return textLine(opened(o), limit);
}

function textNext(o: PyObject): Owned | null {
  const t = attached(o);
  t.telling = false;
  let line: Owned;
  if (o.type === TextIOWrapperType) line = textLine(opened(o), -1);
  else {
    line = callMethod0(o, s_readline);
    if (!isStr(line)) {
      const name = line.type.name;
      decref(line);
      throw osErrorText(`readline() should have returned a str object, not '${name}'`);
    }
  }
  if (strLength(line) > 0) return line;
  decref(line);
  clearSnapshot(t);
  t.telling = t.seekable;
  return null;
}

// ---------------------------------------------------------------------------------------------
// Position

/** What the number that tell returns is made of. */
class Cookie {
  start = 0n;
  flags = 0n;
  feed = 0;
  skip = 0;
  needEof = false;

  pack(): bigint {
    const eof = this.needEof ? 1n : 0n;
    return (
      this.start |
      (this.flags << 64n) |
      (BigInt(this.feed) << 96n) |
      (BigInt(this.skip) << 128n) |
      (eof << 160n)
    );
  }
}

function parseCookie(value: PyObject): Cookie {
  const number = toInt(value);
  const v = BigInt(intValue(number));
  decref(number);
  if (v < 0n || v >> 168n !== 0n) throw overflowError('Python int too large to convert to C long');
  const c = new Cookie();
  c.start = v & 0xffffffffffffffffn;
  c.flags = (v >> 64n) & 0xffffffffn;
  c.feed = Number((v >> 96n) & 0xffffffffn);
  c.skip = Number((v >> 128n) & 0xffffffffn);
  c.needEof = v >> 160n !== 0n;
  return c;
}

function restoreDecoder(d: Decoder, c: Cookie): void {
  if (c.start === 0n && c.flags === 0n) d.reset();
  else d.setState(new DecoderState(new Uint8Array(0), c.flags));
}

function seekBuffer(t: TextIO, at: bigint, whence: number): Owned {
  const pos = newInt(at);
  if (whence === 0) {
    try {
      return callMethod1(t.buffer!, s_seek, pos);
    } finally {
      decref(pos);
    }
  }
  const how = newInt(whence);
  try {
    return callMethod(t.buffer!, s_seek, [pos, how]);
  } finally {
    decref(how);
    decref(pos);
  }
}

function isZero(o: PyObject): boolean {
  return (isInt(o) && intValue(o) == 0) || (o.type.name === 'float' && o.v === 0);
}

function textSeek(o: PyObject, cookieGiven: PyObject, whenceGiven?: PyObject): Owned {
  const whence = intArg(whenceGiven, 0);
  const t = opened(o);
  if (!t.seekable) throw unsupported('underlying stream is not seekable');
  if (whence === 2) return seekEnd(o, t, cookieGiven);
  if (whence !== 0 && whence !== 1)
    throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  if (whence === 1 && !isZero(cookieGiven))
    throw unsupported("can't do nonzero cur-relative seeks");
  const cookie = whence === 1 ? callMethod0(o, s_tell) : incref(cookieGiven);
  try {
    seekCookie(o, t, cookie);
  } catch (e) {
    decref(cookie);
    throw e;
  }
  return cookie;
}

function seekEnd(o: PyObject, t: TextIO, cookie: PyObject): Owned {
  if (!isZero(cookie)) throw unsupported("can't do nonzero end-relative seeks");
  callAway(o, s_flush);
  setDecoded(t, null);
  clearSnapshot(t);
  t.decoder?.reset();
  const r = seekBuffer(t, 0n, 2);
  if (t.encoder !== null) resetEncoder(t, isZero(r));
  return r;
}

/** Goes back to the safe start point and reads the characters to be skipped again. */
function seekCookie(o: PyObject, t: TextIO, value: PyObject): void {
  if (isInt(value) ? intValue(value) < 0 : value.type.name === 'float' && value.v < 0) {
    const shown = repr(value);
    const text = strJs(shown);
    decref(shown);
    throw valueError(`negative seek position ${text}`);
  }
  callAway(o, s_flush);
  const c = parseCookie(value);
  decref(seekBuffer(t, c.start, 0));
  setDecoded(t, null);
  clearSnapshot(t);
  if (t.decoder !== null) restoreDecoder(t.decoder, c);
  if (c.skip > 0) {
    const size = newInt(c.feed);
    let input: Owned;
    try {
      input = callMethod1(t.buffer!, s_read, size);
    } finally {
      decref(size);
    }
    try {
      if (!isBytes(input)) {
        throw typeError(
          `underlying read() should have returned a bytes object, not '${input.type.name}'`,
        );
      }
      t.snapshot = newTupleSteal([newInt(c.flags), incref<PyObject>(input)]);
      setDecoded(t, newStr(reader(t).decode(input, bytesValue(input), c.needEof)));
    } finally {
      decref(input);
    }
    if (strLength(t.decoded!) < c.skip) throw osErrorText("can't restore logical file position");
    t.used = c.skip;
  } else t.snapshot = newTupleSteal([newInt(c.flags), incref<PyObject>(emptyBytes)]);
  resetEncoder(t, c.start === 0n && c.flags === 0n);
}

function textTell(o: PyObject): Owned {
  const t = opened(o);
  if (!t.seekable) throw unsupported('underlying stream is not seekable');
  if (!t.telling) throw osErrorText('telling position disabled by next() call');
  writeFlush(t);
  callAway(o, s_flush);
  const pos = callMethod0(t.buffer!, s_tell);
  if (t.decoder === null || t.snapshot === null) return pos;
  const c = parseCookie(pos);
  decref(pos);
  const [flags, fed] = t.snapshot.v as [PyObject, PyObject];
  const input = bytesValue(fed);
  c.start -= BigInt(input.length);
  c.flags = BigInt(intValue(flags));
  if (t.used === 0) return newInt(c.pack());
  const saved = t.decoder.getState();
  try {
    locate(t, t.decoder, c, fed, input);
  } finally {
    t.decoder.setState(saved);
  }
  return newInt(c.pack());
}

/** Finds a safe start point near the current character, and how far it is from there. */
function locate(t: TextIO, d: Decoder, c: Cookie, fed: PyObject, input: Uint8Array): void {
  let skipChars = t.used;
  const decode = (from: number, to: number): number =>
    textLength(d.decode(fed, input.subarray(from, to), false));
  let skipBytes = Math.floor(t.ratio * skipChars);
  let back = 1;
  while (skipBytes > 0) {
    restoreDecoder(d, c);
    const chars = decode(0, skipBytes);
    if (chars <= skipChars) {
      const state = d.getState();
      if (state.buffer.length === 0) {
        c.flags = state.flags;
        skipChars -= chars;
        break;
      }
      skipBytes -= state.buffer.length;
      back = 1;
    } else {
      skipBytes -= back;
      back *= 2;
    }
  }
  if (skipBytes <= 0) {
    skipBytes = 0;
    restoreDecoder(d, c);
  }
  c.start += BigInt(skipBytes);
  c.skip = skipChars;
  if (skipChars === 0) return;
  let chars = 0;
  let at = skipBytes;
  for (; at < input.length; at++) {
    chars += decode(at, at + 1);
    c.feed++;
    const state = d.getState();
    if (state.buffer.length === 0 && chars <= skipChars) {
      c.start += BigInt(c.feed);
      skipChars -= chars;
      c.flags = state.flags;
      c.feed = 0;
      chars = 0;
    }
    if (chars >= skipChars) break;
  }
  if (at === input.length) {
    chars += textLength(d.decode(None_, new Uint8Array(0), true));
    c.needEof = true;
    if (chars < skipChars) throw osErrorText("can't reconstruct logical file position");
  }
  c.skip = skipChars;
}

function textTruncate(o: PyObject, pos?: PyObject): Owned {
  const t = attached(o);
  callAway(o, s_flush);
  return callMethod1(t.buffer!, s_truncate, pos ?? None_);
}

// ---------------------------------------------------------------------------------------------
// Life and settings

function textClose(o: PyObject): Owned {
  const t = attached(o);
  const value = getAttr(t.buffer!, s_closed);
  const closed = isTrue(value);
  decref(value);
  if (closed) return newNone();
  if (t.finalizing) {
    try {
      decref(callMethod1(t.buffer!, s_dealloc_warn, o));
    } catch (e) {
      if (!isPyErr(e)) throw e;
      discard(e);
    }
  }
  let result: Owned = newNone();
  thenAlways(
    () => callAway(o, s_flush),
    () => {
      result = callMethod0(t.buffer!, s_close);
    },
  );
  return result;
}

function textDetach(o: PyObject): Owned {
  const t = attached(o);
  callAway(o, s_flush);
  const buffer = t.buffer!;
  t.buffer = null;
  t.detached = true;
  return buffer as Owned;
}

function optionalBool(o: PyObject | undefined, fallback: boolean): boolean {
  if (o === undefined || o === None_) return fallback;
  return intArg(o, 0) !== 0;
}

function textReconfigure(
  o: PyObject,
  encodingGiven?: PyObject,
  errorsGiven?: PyObject,
  newlineGiven?: PyObject,
  lineGiven?: PyObject,
  throughGiven?: PyObject,
): void {
  const t = attached(o);
  strOrNone(encodingGiven, "reconfigure() argument 'encoding'", true);
  strOrNone(errorsGiven, "reconfigure() argument 'errors'", true);
  const newline = strOrNone(newlineGiven, "reconfigure() argument 'newline'");
  const given = (x: PyObject | undefined): boolean => x !== undefined && x !== None_;
  if (
    t.decoded !== null &&
    (given(encodingGiven) || given(errorsGiven) || newlineGiven !== undefined)
  ) {
    throw unsupported(
      'It is not possible to set the encoding or newline of stream after the first read',
    );
  }
  if (newlineGiven !== undefined) checkNewline(newline);
  const lineBuffering = optionalBool(lineGiven, t.lineBuffering);
  const writeThrough = optionalBool(throughGiven, t.writeThrough);
  callAway(o, s_flush);
  t.ratio = 0;
  if (newlineGiven !== undefined) setNewline(t, newline);
  changeEncoding(t, encodingGiven, errorsGiven, newlineGiven !== undefined);
  t.lineBuffering = lineBuffering;
  t.writeThrough = writeThrough;
}

function changeEncoding(
  t: TextIO,
  encodingGiven: PyObject | undefined,
  errorsGiven: PyObject | undefined,
  newlineChanged: boolean,
): void {
  let encoding = strOrNone(encodingGiven, "reconfigure() argument 'encoding'", true);
  let errors = strOrNone(errorsGiven, "reconfigure() argument 'errors'", true);
  if (encoding === null && errors === null && !newlineChanged) return;
  if (encoding === null) {
    encoding = strJs(t.encoding!);
    errors ??= t.errors;
  } else {
    if (encoding === 'locale') encoding = localeEncoding();
    errors ??= 'strict';
  }
  const before = t.errors;
  t.errors = errors;
  try {
    setCodec(t, encoding);
  } catch (e) {
    t.errors = before;
    throw e;
  }
  const old = t.encoding!;
  t.encoding = newStrJs(encoding);
  decref(old);
  fixEncoder(t);
}

function forward(name: PyObject): (o: PyObject) => Owned {
  return (o) => callMethod0(attached(o).buffer!, name);
}

function quietAttr(o: PyObject, name: PyObject): Owned | null {
  try {
    return lookupAttr(o, name);
  } catch (e) {
    if (!matches(e, ValueErrorType)) throw e;
    discard(e);
    return null;
  }
}

function textRepr(o: PyObject): Owned {
  const t = initialized(o);
  const T = o.type.name;
  if (!reprEnter(o)) throw runtimeError(`reentrant call inside ${T}.__repr__`);
  try {
    let text: Text = `<${T}`;
    const show = (label: string, value: PyObject | null): void => {
      if (value === null) return;
      const shown = repr(value);
      text = textConcat(textConcat(text, ` ${label}=`), strValue(shown));
      decref(shown);
    };
    const name = quietAttr(o, s_name);
    show('name', name);
    xdecref(name);
    const mode = quietAttr(o, s_mode);
    show('mode', mode);
    xdecref(mode);
    show('encoding', t.encoding);
    return newStr(textConcat(text, '>'));
  } finally {
    reprLeave(o);
  }
}

function setChunkSize(o: PyObject, value: PyObject | null): void {
  const t = attached(o);
  if (value === null) throw attributeError('cannot delete attribute');
  const n = asIndexNumber(value, ValueErrorType);
  if (n <= 0) throw valueError('a strictly positive integer is required');
  t.chunkSize = n;
}

export const TextIOWrapperType: TypeObject = newStaticType('_io.TextIOWrapper', {
  dictoffset: 184,
  weakrefoffset: 176,
  heap: 'immutable',
  ...ioSlots,
  base: TextIOBaseType,
  basicsize: 200,
  doc: 'A text file over a buffered binary one.',
  text_signature: SIGNATURE,
  inheritsNew: true,
  tp_new: textNew,
  tp_init: textInit,
  tp_dealloc: textDealloc,
  tp_traverse: textTraverse,
  tp_clear: textClear,
  tp_repr: textRepr,
  tp_iternext: textNext,
  methods: {
    detach: method('($self, /)', textDetach),
    reconfigure: method(
      '($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, write_through=None)',
      textReconfigure,
    ),
    write: method('($self, text, /)', textWrite),
    read: method('($self, size=-1, /)', textRead),
    readline: method('($self, size=-1, /)', textReadline),
    flush: method('($self, /)', textFlush),
    close: method('($self, /)', textClose),
    fileno: method('($self, /)', forward(s_fileno)),
    seekable: method('($self, /)', forward(s_seekable)),
    readable: method('($self, /)', forward(s_readable)),
    writable: method('($self, /)', forward(s_writable)),
    isatty: method('($self, /)', forward(s_isatty)),
    seek: method('($self, cookie, whence=os.SEEK_SET, /)', textSeek),
    tell: method('($self, /)', textTell),
    truncate: method('($self, pos=None, /)', textTruncate),
    __reduce__: method('($self, /)', refusePickle),
    __reduce_ex__: method('($self, object, /)', refusePickle),
  },
  members: {
    encoding: member((o) => (o.v.encoding === null ? newNone() : incref(o.v.encoding))),
    buffer: member((o) => (o.v.buffer === null ? newNone() : incref(o.v.buffer))),
    line_buffering: member((o) => newBool(o.v.lineBuffering)),
    write_through: member((o) => newBool(o.v.writeThrough)),
    _finalizing: finalizingMember(),
  },
  getset: {
    name: getset((o) => getAttr(attached(o).buffer!, s_name)),
    closed: getset((o) => getAttr(attached(o).buffer!, s_closed)),
    newlines: getset((o) => attached(o).decoder?.newlines() ?? newNone()),
    errors: getset((o) => newStrJs(initialized(o).errors)),
    _CHUNK_SIZE: getset((o) => newInt(attached(o).chunkSize), setChunkSize),
  },
});

/** A text file over `buffer`, as open() makes it. */
export function newTextIO(buffer: PyObject, options: TextOptions): Owned {
  const o = textNew(TextIOWrapperType);
  gcTrack(o);
  try {
    initText(o, buffer, options);
  } catch (e) {
    decref(o);
    throw e;
  }
  return o;
}
