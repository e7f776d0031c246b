/**
 * The codec registry and the encodings that need no Python code. CPython: Python/codecs.c and the encode and decode entry
 * points of Objects/unicodeobject.c.
 *
 * The search functions live in Python: the `encodings` package, which registers one, is imported before the first lookup. UTF-8, UTF-16, UTF-32, Latin-1 and ASCII never
 * reach the registry from `str.encode` and `bytes.decode`.
 */
import { index, isTrue } from '../core/abstract.ts';
import { newUint8 } from '../core/array-pool.ts';
import { getAttr, lookupAttr } from '../core/attr.ts';
import { getBuffer, PyBUF_SIMPLE, releaseBuffer } from '../core/buffer.ts';
import { call1, call2, callMethod1 } from '../core/call.ts';
import {
  discard,
  indexError,
  keyError,
  lookupError,
  PyErr,
  raiseObject,
  typeError,
  unicodeDecodeError,
  unicodeEncodeError,
} from '../core/errors.ts';
import { importAttr } from '../core/import-attr.ts';
import { nativeFunction } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRoot } from '../core/roots.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { BytearrayType } from '../core/type-object.ts';
import { decodeAscii, decodeLatin1, encodeAscii, encodeLatin1 } from '../text/charmap.ts';
import {
  CodecFailure,
  type DecodeErrors,
  type Decoded,
  type EncodeErrors,
  type EncodeHandlerName,
  type DecodeHandlerName,
} from '../text/codec.ts';
import { handleDecodeError, handleEncodeError } from '../text/error-handlers.ts';
import '../text/names.ts';
import { type Text, textLength } from '../text/text.ts';
import { decodeUtf16, decodeUtf32, encodeUtf16, encodeUtf32 } from '../text/utf16.ts';
import { decodeUtf8, encodeUtf8 } from '../text/utf8.ts';
import { newBuiltin } from './builtin.ts';
import { bytesValue, isBytes, newBytes } from './bytes-object.ts';
import {
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
} from './exceptions.ts';
import { isInt, newInt } from './int.ts';
import { newMemoryview } from './memoryview.ts';
import {
  intern,
  isStr,
  newStr,
  newStrAscii,
  newStrJs,
  strIsAscii,
  strJs,
  strValue,
} from './str-object.ts';
import { isTuple, isTupleExact, newTupleSteal } from './tuple.ts';

/** Imports the `encodings` package, which registers its search function; null: the usual import. */
export const codecHooks: { importEncodings: (() => void) | null } = { importEncodings: null };

const s_is_text_encoding = intern('_is_text_encoding');
const s_object = intern('object');
const s_start = intern('start');
const s_end = intern('end');
const s_encoding = intern('encoding');
const s_add_note = intern('add_note');

/** Search functions, owned, in order of registration. */
const searchPath: PyObject[] = [];
/** Codec tuples by normalised name, owned. */
const cache: Map<string, PyObject> = new Map();
const state = { initialised: false };

// ---------------------------------------------------------------------------------------------
// Search

/** Lower case, with one underscore for each run of other characters than letters, digits and dots. */
export function normalizeEncoding(name: string): string {
  let out = '';
  let gap = false;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    const plain = (c >= 48 && c <= 57) || (c >= 97 && c <= 122) || c === 46;
    if (!plain && !(c >= 65 && c <= 90)) {
      gap = true;
      continue;
    }
    if (gap && out !== '') out += '_';
    gap = false;
    out += plain ? name[i]! : String.fromCharCode(c + 32);
  }
  return out;
}

/** `codecs.register`. */
export function registerSearch(f: PyObject): void {
  initialise();
  searchPath.push(incref(f));
}

/** `codecs.unregister`. */
export function unregisterSearch(f: PyObject): void {
  const i = searchPath.indexOf(f);
  if (i < 0) return;
  for (const codec of cache.values()) decref(codec);
  cache.clear();
  decref(searchPath.splice(i, 1)[0]!);
}

/** `_codecs._forget_codec`. */
export function forgetCodec(encoding: string): void {
  const codec = cache.get(encoding);
  if (codec === undefined) throw newKeyError(encoding);
  cache.delete(encoding);
  decref(codec);
}

function newKeyError(name: string): PyErr {
  const key = newStrJs(name);
  try {
    return keyError(key);
  } finally {
    decref(key);
  }
}

function initialise(): void {
  if (state.initialised) return;
  state.initialised = true;
  try {
    if (codecHooks.importEncodings !== null) codecHooks.importEncodings();
    else decref(importAttr('encodings', 'search_function'));
  } catch (e) {
    state.initialised = false;
    throw e;
  }
}

/** The CodecInfo tuple of an encoding. CPython: _PyCodec_Lookup. */
export function lookupCodec(encoding: string): Owned {
  initialise();
  const name = normalizeEncoding(encoding);
  const known = cache.get(name);
  if (known !== undefined) return incref(known);
  if (searchPath.length === 0) {
    throw lookupError("no codec search functions registered: can't find encoding");
  }
  const arg = newStrJs(name);
  try {
    for (let i = 0; i < searchPath.length; i++) {
      const result = call1(searchPath[i]!, arg);
      if (result.type.name === 'NoneType') {
        decref(result);
        continue;
      }
      if (!isTuple(result) || result.v.length !== 4) {
        decref(result);
        throw typeError('codec search functions must return 4-tuples');
      }
      const old = cache.get(name);
      cache.set(name, incref(result));
      if (old !== undefined) decref(old);
      return result;
    }
  } finally {
    decref(arg);
  }
  throw lookupError(`unknown encoding: ${encoding}`);
}

/** `lookupCodec` of an encoding between str and bytes. CPython: _PyCodec_LookupTextEncoding. */
function lookupTextCodec(encoding: string, alternative: string): Owned {
  const codec = lookupCodec(encoding);
  if (isTupleExact(codec)) return codec;
  try {
    const flag = lookupAttr(codec, s_is_text_encoding);
    if (flag !== null) {
      const text = isTrue(flag);
      decref(flag);
      if (!text) {
        throw lookupError(
          `'${encoding}' is not a text encoding; use ${alternative} to handle arbitrary codecs`,
        );
      }
    }
    return incref(codec);
  } finally {
    decref(codec);
  }
}

function addNote(e: unknown, operation: string, encoding: string): void {
  if (!(e instanceof PyErr)) return;
  const note = newStrJs(`${operation} with '${encoding}' codec failed`);
  try {
    decref(callMethod1(e.exc, s_add_note, note));
  } catch (failure) {
    if (!(failure instanceof PyErr)) throw failure;
    discard(failure);
  } finally {
    decref(note);
  }
}

/** Calls an encoder (0) or decoder (1) of a codec, which it releases; the first item of its result. */
function runCodec(
  codec: Owned,
  which: 0 | 1,
  object: PyObject,
  encoding: string,
  errors: string | null,
): Owned {
  const f = incref((codec.v as PyObject[])[which]!);
  decref(codec);
  let result: Owned;
  try {
    if (errors === null) result = call1(f, object);
    else {
      const e = newStrJs(errors);
      try {
        result = call2(f, object, e);
      } finally {
        decref(e);
      }
    }
  } catch (e) {
    addNote(e, which === 0 ? 'encoding' : 'decoding', encoding);
    throw e;
  } finally {
    decref(f);
  }
  if (!isTuple(result) || result.v.length !== 2) {
    decref(result);
    throw typeError(
      which === 0
        ? 'encoder must return a tuple (object, integer)'
        : 'decoder must return a tuple (object,integer)',
    );
  }
  const value = incref((result.v as PyObject[])[0]!);
  decref(result);
  return value;
}

/** `codecs.encode(object, encoding, errors)`. */
export function codecEncode(object: PyObject, encoding: string, errors: string | null): Owned {
  return runCodec(lookupCodec(encoding), 0, object, encoding, errors);
}

/** `codecs.decode(object, encoding, errors)`. */
export function codecDecode(object: PyObject, encoding: string, errors: string | null): Owned {
  return runCodec(lookupCodec(encoding), 1, object, encoding, errors);
}

// ---------------------------------------------------------------------------------------------
// Error handlers

/** Handlers set with `codecs.register_error`, owned; those built in are made when first looked up. */
const handlers: Map<string, PyObject> = new Map();
addRoot((visit) => {
  searchPath.forEach(visit);
  for (const o of cache.values()) visit(o);
  for (const o of handlers.values()) visit(o);
});

const ENCODE_HANDLERS: ReadonlySet<string> = new Set<EncodeHandlerName>([
  'strict',
  'ignore',
  'replace',
  'xmlcharrefreplace',
  'backslashreplace',
  'namereplace',
  'surrogateescape',
  'surrogatepass',
]);
const DECODE_HANDLERS: ReadonlySet<string> = new Set<DecodeHandlerName>([
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'surrogateescape',
  'surrogatepass',
]);

/** `codecs.register_error`. */
export function registerError(name: string, handler: PyObject): void {
  const old = handlers.get(name);
  handlers.set(name, incref(handler));
  if (old !== undefined) decref(old);
}

/** `codecs._unregister_error`: false when there is none. */
export function unregisterError(name: string): boolean {
  const old = handlers.get(name);
  if (old === undefined || builtinHandlers.has(name)) return false;
  handlers.delete(name);
  decref(old);
  return true;
}

export function isBuiltinErrorHandler(name: string): boolean {
  return builtinHandlers.has(name);
}

/** `codecs.lookup_error`. */
export function lookupErrorHandler(name: string): Owned {
  const found = handlers.get(name);
  if (found !== undefined) return incref(found);
  const make = builtinHandlers.get(name);
  if (make === undefined) throw lookupError(`unknown error handler name '${name}'`);
  const f = newBuiltin(nativeFunction(make.name, '($module, exc, /)', make.run), null, null);
  handlers.set(name, f);
  return incref(f);
}

type Problem = 'encode' | 'decode' | 'translate';

function problemOf(exc: PyObject): Problem | null {
  if (isInstanceOf(exc, UnicodeEncodeErrorType)) return 'encode';
  if (isInstanceOf(exc, UnicodeDecodeErrorType)) return 'decode';
  return isInstanceOf(exc, UnicodeTranslateErrorType) ? 'translate' : null;
}

function numberAttribute(exc: PyObject, name: PyObject): number {
  const o = getAttr(exc, name);
  const v = Number(index(o));
  decref(o);
  return v;
}

/** `object`, `start` and `end` of a UnicodeError, the last two inside the object. */
class Range {
  /** Owned. */
  object: PyObject;
  start: number;
  end: number;
  constructor(exc: PyObject) {
    this.object = getAttr(exc, s_object);
    const bytes = problemOf(exc) === 'decode';
    if (bytes ? !isBytes(this.object) : !isStr(this.object)) {
      decref(this.object);
      throw typeError(`object attribute must be ${bytes ? 'bytes' : 'unicode'}`);
    }
    const size = isStr(this.object) ? textLength(this.object.v) : this.object.v.length;
    this.start = Math.max(0, Math.min(numberAttribute(exc, s_start), size - 1));
    this.end = Math.min(Math.max(1, numberAttribute(exc, s_end)), size);
  }
}

function wrongProblem(exc: PyObject): PyErr {
  return typeError(`don't know how to handle ${exc.type.name} in error callback`);
}

function pair(replacement: Text | Uint8Array, resume: number): Owned {
  const first = replacement instanceof Uint8Array ? newBytes(replacement) : newStr(replacement);
  return newTupleSteal([first, newInt(resume)]);
}

function encodingOf(exc: PyObject): string {
  const o = getAttr(exc, s_encoding);
  const js = strJs(o);
  decref(o);
  return js;
}

/** What a handler of text/error-handlers.ts makes of an exception; the exception again when it cannot help. */
function handleException(exc: PyObject, name: string, allowed: readonly Problem[]): Owned {
  const problem = problemOf(exc);
  if (problem === null || !allowed.includes(problem)) throw wrongProblem(exc);
  const range = new Range(exc);
  try {
    if (problem === 'decode') {
      const r = handleDecodeError(
        name as DecodeHandlerName,
        encodingOf(exc),
        '',
        bytesValue(range.object),
        range.start,
        range.end,
      );
      if (r instanceof CodecFailure) throw raiseObject(exc);
      return pair(r.replacement, r.resume);
    }
    const length = Math.max(0, range.end - range.start);
    if (problem === 'translate' && name === 'replace')
      return pair('\ufffd'.repeat(length), range.end);
    const encoding = problem === 'translate' ? '' : encodingOf(exc);
    const text = strValue(range.object);
    const r = handleEncodeError(
      name as EncodeHandlerName,
      encoding,
      '',
      text,
      range.start,
      range.end,
    );
    if (r instanceof CodecFailure) throw raiseObject(exc);
    return pair(r.replacement, r.resume);
  } finally {
    decref(range.object);
  }
}

function strictErrors(_self: unknown, exc: PyObject): Owned {
  if (isExceptionLike(exc)) throw raiseObject(exc);
  throw typeError('codec must pass exception instance');
}

function isExceptionLike(o: PyObject): boolean {
  return (o.type.flags & (1 << 30)) !== 0;
}

interface BuiltinHandler {
  name: string;
  run: (self: unknown, exc: PyObject) => Owned;
}

function handler(name: string, key: string, allowed: readonly Problem[]): [string, BuiltinHandler] {
  return [key, { name, run: (_self, exc) => handleException(exc, key, allowed) }];
}

const ALL: readonly Problem[] = ['encode', 'decode', 'translate'];
const builtinHandlers: Map<string, BuiltinHandler> = new Map([
  ['strict', { name: 'strict_errors', run: strictErrors }],
  handler('ignore_errors', 'ignore', ALL),
  handler('replace_errors', 'replace', ALL),
  handler('xmlcharrefreplace_errors', 'xmlcharrefreplace', ['encode']),
  handler('backslashreplace_errors', 'backslashreplace', ALL),
  handler('namereplace_errors', 'namereplace', ['encode']),
  handler('surrogatepass', 'surrogatepass', ['encode', 'decode']),
  handler('surrogateescape', 'surrogateescape', ['encode', 'decode']),
]);

/** Position where to go on, from a handler's answer. */
function resumePosition(o: PyObject, length: number): number {
  let at = Number(index(o));
  if (at < 0) at += length;
  if (at < 0 || at > length) throw indexError(`position ${at} from error handler out of bounds`);
  return at;
}

/** The exception of a failure that a handler is about to see: one object a call, updated. */
class HandlerCall {
  exc: PyObject | null = null;
  f: PyObject | null = null;

  /** Asks the handler; the answer is a new tuple of two whose second item is an int. */
  ask(name: string, make: () => PyErr, message: string): Owned {
    if (this.f === null) this.f = lookupErrorHandler(name);
    if (this.exc !== null) decref(this.exc);
    this.exc = make().exc;
    const r = call1(this.f, this.exc);
    if (isTuple(r) && r.v.length === 2 && isInt(r.v[1])) return r;
    decref(r);
    throw typeError(message);
  }

  end(): void {
    if (this.exc !== null) decref(this.exc);
    if (this.f !== null) decref(this.f);
    this.exc = this.f = null;
  }
}

/** The handler for an encoder: a name it knows, or a callback into Python. `object` is the str being encoded. */
function encodeErrors(errors: string, object: PyObject, call: HandlerCall): EncodeErrors {
  if (ENCODE_HANDLERS.has(errors) && !handlers.has(errors)) return errors as EncodeHandlerName;
  const message = 'encoding error handler must return (str/bytes, int) tuple';
  return (encoding, reason, text, start, end) => {
    const make = (): PyErr => unicodeEncodeError(encoding, object, start, end, reason);
    const r = call.ask(errors, make, message);
    try {
      const first = (r.v as PyObject[])[0]!;
      if (!isStr(first) && !isBytes(first)) throw typeError(message);
      return {
        replacement: first.v,
        resume: resumePosition((r.v as PyObject[])[1]!, textLength(text)),
      };
    } finally {
      decref(r);
    }
  };
}

function decodeErrors(
  errors: string,
  object: PyObject,
  bytes: Uint8Array,
  call: HandlerCall,
): DecodeErrors {
  if (DECODE_HANDLERS.has(errors) && !handlers.has(errors)) return errors as DecodeHandlerName;
  const message = 'decoding error handler must return (str, int) tuple';
  return (encoding, reason, input, start, end) => {
    const subject = bytesObjectOf(input === bytes && isBytes(object) ? object : null, input);
    const make = (): PyErr => {
      try {
        return unicodeDecodeError(encoding, subject, start, end, reason);
      } finally {
        decref(subject);
      }
    };
    const r = call.ask(errors, make, message);
    try {
      const first = (r.v as PyObject[])[0]!;
      if (!isStr(first)) throw typeError(message);
      const now = getAttr(call.exc!, s_object);
      try {
        if (!isBytes(now)) throw typeError('exception attribute object must be bytes');
        const fresh: Uint8Array = now.v;
        const resume = resumePosition((r.v as PyObject[])[1]!, fresh.length);
        if (sameBytes(fresh, input)) return { replacement: first.v, resume };
        return { replacement: first.v, resume, input: fresh };
      } finally {
        decref(now);
      }
    } finally {
      decref(r);
    }
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function bytesObjectOf(object: PyObject | null, bytes: Uint8Array): Owned {
  return object !== null ? incref(object) : newBytes(bytes.slice());
}

/** The exception of an encoder's failure. */
function encodeFailure(f: CodecFailure, object: PyObject): PyErr {
  const subject = f.object === object.v ? incref(object) : newStr(f.object as Text);
  try {
    return unicodeEncodeError(f.encoding, subject, f.start, f.end, f.reason);
  } finally {
    decref(subject);
  }
}

function decodeFailure(f: CodecFailure, object: PyObject | null): PyErr {
  const bytes = f.object as Uint8Array;
  const whole = object !== null && isBytes(object) && object.v === bytes;
  const subject = whole ? incref(object) : newBytes(bytes.slice());
  try {
    return unicodeDecodeError(f.encoding, subject, f.start, f.end, f.reason);
  } finally {
    decref(subject);
  }
}

/** Runs an encoder of text/ on a str with a handler given by name. */
export function runEncoder(
  object: PyObject,
  errors: string,
  encode: (t: Text, e: EncodeErrors) => Uint8Array | CodecFailure,
): Uint8Array {
  const call = new HandlerCall();
  try {
    const r = encode(strValue(object), encodeErrors(errors, object, call));
    if (r instanceof CodecFailure) throw encodeFailure(r, object);
    return r;
  } finally {
    call.end();
  }
}

/** Runs a decoder of text/ with a handler given by name. `object` is where the bytes come from. */
export function runDecoder(
  object: PyObject,
  bytes: Uint8Array,
  errors: string,
  decode: (b: Uint8Array, e: DecodeErrors) => Decoded | CodecFailure,
): Decoded {
  const call = new HandlerCall();
  try {
    const r = decode(bytes, decodeErrors(errors, object, bytes, call));
    if (r instanceof CodecFailure) throw decodeFailure(r, object);
    return r;
  } finally {
    call.end();
  }
}

// ---------------------------------------------------------------------------------------------
// str.encode and bytes.decode

type Shortcut = 'utf8' | 'utf16' | 'utf32' | 'ascii' | 'latin1' | null;

function shortcut(encoding: string): Shortcut {
  switch (normalizeEncoding(encoding)) {
    case 'utf_8':
    case 'utf8':
      return 'utf8';
    case 'utf_16':
    case 'utf16':
      return 'utf16';
    case 'utf_32':
    case 'utf32':
      return 'utf32';
    case 'ascii':
    case 'us_ascii':
      return 'ascii';
    case 'latin1':
    case 'latin_1':
    case 'iso_8859_1':
    case 'iso8859_1':
      return 'latin1';
    default:
      return null;
  }
}

function encodeNative(kind: Shortcut, t: Text, e: EncodeErrors): Uint8Array | CodecFailure {
  switch (kind) {
    case 'utf8':
      return encodeUtf8(t, e);
    case 'utf16':
      return encodeUtf16(t, 0, e);
    case 'utf32':
      return encodeUtf32(t, 0, e);
    case 'ascii':
      return encodeAscii(t, e);
    default:
      return encodeLatin1(t, e);
  }
}

function decodeNative(kind: Shortcut, b: Uint8Array, e: DecodeErrors): Decoded | CodecFailure {
  switch (kind) {
    case 'utf8':
      return decodeUtf8(b, e);
    case 'utf16':
      return decodeUtf16(b, 0, e);
    case 'utf32':
      return decodeUtf32(b, 0, e);
    case 'ascii':
      return decodeAscii(b, e);
    default:
      return decodeLatin1(b);
  }
}

/** Texts from this length on are worth the engine's own codec. */
const LONG = 64;
const encoder = new TextEncoder();
const asciiDecoder = new TextDecoder();

/** The text of bytes when all are ASCII, else null. */
export function asciiText(b: Uint8Array): string | null {
  const n = b.length;
  let bits = 0;
  for (let i = 0; i < n; i++) bits |= b[i]!;
  if (bits > 127) return null;
  if (n >= LONG) return asciiDecoder.decode(b);
  let s = '';
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    s += String.fromCharCode(
      b[i]!,
      b[i + 1]!,
      b[i + 2]!,
      b[i + 3]!,
      b[i + 4]!,
      b[i + 5]!,
      b[i + 6]!,
      b[i + 7]!,
    );
  }
  for (; i < n; i++) s += String.fromCharCode(b[i]!);
  return s;
}

function asciiBytes(t: string): Uint8Array {
  if (t.length >= LONG) return encoder.encode(t);
  const out = newUint8(t.length);
  for (let i = 0; i < t.length; i++) out[i] = t.charCodeAt(i);
  return out;
}

/** `str.encode(encoding, errors)`: a bytes object. CPython: PyUnicode_AsEncodedString. */
export function encodeStr(o: PyObject, encoding = 'utf-8', errors = 'strict'): Owned {
  const kind = encoding === 'utf-8' ? 'utf8' : shortcut(encoding);
  if (kind !== null) {
    if ((kind === 'utf8' || kind === 'ascii' || kind === 'latin1') && strIsAscii(o)) {
      return newBytes(asciiBytes(o.v as string));
    }
    return newBytes(runEncoder(o, errors, (t, e) => encodeNative(kind, t, e)));
  }
  const codec = lookupTextCodec(encoding, 'codecs.encode()');
  const r = runCodec(codec, 0, o, encoding, errors);
  if (isBytes(r)) return r;
  const name = r.type.name;
  if (r.type === BytearrayType) {
    const copy = newBytes((r.v.bytes as Uint8Array).slice(r.v.start, r.v.start + r.v.length));
    decref(r);
    return copy;
  }
  decref(r);
  throw typeError(
    `'${encoding}' encoder returned '${name}' instead of 'bytes'; ` +
      'use codecs.encode() to encode to arbitrary types',
  );
}

/** `bytes.decode(encoding, errors)` of any object with a buffer: a str. CPython: PyUnicode_FromEncodedObject. */
export function decodeObject(o: PyObject, encoding = 'utf-8', errors = 'strict'): Owned {
  const kind = encoding === 'utf-8' ? 'utf8' : shortcut(encoding);
  if (isBytes(o)) {
    if (kind !== null) return decodeWith(kind, o, o.v, errors);
    return decodeByRegistry(o, encoding, errors);
  }
  if (kind === null) return decodeByRegistry(o, encoding, errors);
  const view = getBuffer(o, PyBUF_SIMPLE);
  try {
    return decodeWith(kind, o, view.contiguous(), errors);
  } finally {
    releaseBuffer(view);
  }
}

function decodeWith(kind: Shortcut, o: PyObject, bytes: Uint8Array, errors: string): Owned {
  if (kind === 'utf8' || kind === 'ascii' || kind === 'latin1') {
    const text = asciiText(bytes);
    if (text !== null) return newStrAscii(text);
  }
  const r = runDecoder(o, bytes, errors, (b, e) => decodeNative(kind, b, e));
  return newStr(r.text);
}

function decodeByRegistry(o: PyObject, encoding: string, errors: string): Owned {
  const view = newMemoryview(o);
  let r: Owned;
  try {
    const codec = lookupTextCodec(encoding, 'codecs.decode()');
    r = runCodec(codec, 1, view, encoding, errors);
  } finally {
    decref(view);
  }
  if (isStr(r)) return r;
  const name = r.type.name;
  decref(r);
  throw typeError(
    `'${encoding}' decoder returned '${name}' instead of 'str'; ` +
      'use codecs.decode() to decode to arbitrary types',
  );
}

/** The UTF-8 bytes of a str, as natives want them. Raises UnicodeEncodeError for surrogates. */
export function utf8Bytes(o: PyObject): Uint8Array {
  return runEncoder(o, 'strict', encodeUtf8);
}
