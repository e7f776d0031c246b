/**
 * Incremental decoders as text files use them: UTF-8, ASCII and Latin-1 without any Python object, all others through the
 * incremental decoder object of their codec; and the decoder that translates newlines around either.
 * CPython: Modules/_io/textio.c (nldecoder_object), Lib/codecs.py.
 */
import { call1, callMethod, callMethod0, callMethod1 } from '../../core/call.ts';
import { typeError } from '../../core/errors.ts';
import { lookupAttr } from '../../core/attr.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { bytesValue, emptyBytes, isBytes, newBytes } from '../../objects/bytes-object.ts';
import { normalizeEncoding, runDecoder, runEncoder } from '../../objects/codec-registry.ts';
import { intValue, isInt, newInt } from '../../objects/int.ts';
import { newBool, newNone, None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strValue } from '../../objects/str.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import { decodeAscii, decodeLatin1, encodeAscii, encodeLatin1 } from '../../text/charmap.ts';
import {
  codePointAt,
  type Text,
  textConcat,
  textIndexOf,
  textLength,
  textReplace,
  textSlice,
} from '../../text/text.ts';
import { decodeUtf8, encodeUtf8 } from '../../text/utf8.ts';

const s_decode = intern('decode');
const s_getstate = intern('getstate');
const s_setstate = intern('setstate');
const s_reset = intern('reset');
const s_newlines = intern('newlines');

/** Bytes that wait for more, and the decoder's own flags. */
export class DecoderState {
  buffer: Uint8Array;
  flags: bigint;
  constructor(buffer: Uint8Array, flags: bigint) {
    this.buffer = buffer;
    this.flags = flags;
  }
}

export interface Decoder {
  /** `source` is the object `bytes` come from, for errors. */
  decode(source: PyObject, bytes: Uint8Array, final: boolean): Text;
  getState(): DecoderState;
  setState(state: DecoderState): void;
  reset(): void;
  newlines(): Owned;
  visit(visit: (o: PyObject) => void): void;
  release(): void;
}

const NOTHING = new Uint8Array(0);

// ---------------------------------------------------------------------------------------------
// Native codecs

export type NativeCodec = 'utf-8' | 'ascii' | 'latin-1';

/** The native codec of an encoding name, null for all others. */
export function nativeCodec(encoding: string): NativeCodec | null {
  switch (normalizeEncoding(encoding)) {
    case 'utf_8':
    case 'utf8':
    case 'u8':
      return 'utf-8';
    case 'ascii':
    case 'us_ascii':
      return 'ascii';
    case 'latin_1':
    case 'latin1':
    case 'iso_8859_1':
    case 'iso8859_1':
    case 'l1':
      return 'latin-1';
    default:
      return null;
  }
}

/** The bytes of a str in a native codec. */
export function encodeNative(codec: NativeCodec, text: PyObject, errors: string): Uint8Array {
  if (codec === 'utf-8') return runEncoder(text, errors, encodeUtf8);
  return runEncoder(text, errors, codec === 'ascii' ? encodeAscii : encodeLatin1);
}

/** UTF-8, ASCII and Latin-1. Only UTF-8 ever keeps bytes back. */
export class NativeDecoder implements Decoder {
  private codec: NativeCodec;
  private errors: string;
  private pending: Uint8Array = NOTHING;

  constructor(codec: NativeCodec, errors: string) {
    this.codec = codec;
    this.errors = errors;
  }

  decode(source: PyObject, bytes: Uint8Array, final: boolean): Text {
    if (this.codec === 'latin-1') return decodeLatin1(bytes).text;
    if (this.codec === 'ascii')
      return runDecoder(source, bytes, this.errors, (b, e) => decodeAscii(b, e)).text;
    let input = bytes;
    let from = source;
    if (this.pending.length > 0) {
      input = new Uint8Array(this.pending.length + bytes.length);
      input.set(this.pending);
      input.set(bytes, this.pending.length);
      from = None_;
    }
    const r = runDecoder(from, input, this.errors, (b, e) => decodeUtf8(b, e, final));
    this.pending = r.consumed < input.length ? input.slice(r.consumed) : NOTHING;
    return r.text;
  }

  getState(): DecoderState {
    return new DecoderState(this.pending, 0n);
  }

  setState(state: DecoderState): void {
    this.pending = this.codec === 'utf-8' ? state.buffer : NOTHING;
  }

  reset(): void {
    this.pending = NOTHING;
  }

  newlines(): Owned {
    return newNone();
  }

  visit(): void {}

  release(): void {}
}

// ---------------------------------------------------------------------------------------------
// Decoder objects

/** A str that a decoder returned. */
function decodedText(r: Owned): Text {
  try {
    if (!isStr(r)) throw typeError(`decoder should return a string result, not '${r.type.name}'`);
    return strValue(r);
  } finally {
    decref(r);
  }
}

/** The (buffer, flags) tuple that a decoder's getstate returned. */
export function stateOf(r: Owned, message = 'illegal decoder state'): DecoderState {
  try {
    if (!isTuple(r) || r.v.length !== 2) throw typeError(message);
    const [buffer, flags] = r.v as [PyObject, PyObject];
    if (!isBytes(buffer)) {
      throw typeError(
        `${message}: the first item should be a bytes object, not '${buffer.type.name}'`,
      );
    }
    if (!isInt(flags)) throw typeError(message);
    return new DecoderState(bytesValue(buffer), BigInt(intValue(flags)));
  } finally {
    decref(r);
  }
}

/** An incremental decoder object (owned). */
export class ObjectDecoder implements Decoder {
  private object: PyObject;

  constructor(object: Owned) {
    this.object = object;
  }

  decode(source: PyObject, bytes: Uint8Array, final: boolean): Text {
    const whole = isBytes(source) && source.v === bytes;
    const input = whole ? incref(source) : newBytes(bytes.slice());
    try {
      return this.decodeObject(input, final);
    } finally {
      decref(input);
    }
  }

  /** Decodes whatever the decoder takes. */
  decodeObject(input: PyObject, final: boolean): Text {
    const last = newBool(final);
    try {
      return decodedText(callMethod(this.object, s_decode, [input, last]));
    } finally {
      decref(last);
    }
  }

  getState(): DecoderState {
    return stateOf(callMethod0(this.object, s_getstate));
  }

  setState(state: DecoderState): void {
    const tuple = newTupleSteal([newBytes(state.buffer.slice()), newInt(state.flags)]);
    try {
      decref(callMethod1(this.object, s_setstate, tuple));
    } finally {
      decref(tuple);
    }
  }

  reset(): void {
    decref(callMethod0(this.object, s_reset));
  }

  newlines(): Owned {
    return lookupAttr(this.object, s_newlines) ?? newNone();
  }

  visit(visit: (o: PyObject) => void): void {
    visit(this.object);
  }

  release(): void {
    decref(this.object);
  }
}

/** An incremental decoder made by `factory(errors)`. */
export function newObjectDecoder(factory: PyObject, errors: string): ObjectDecoder {
  const e = newStrJs(errors);
  try {
    return new ObjectDecoder(call1(factory, e));
  } finally {
    decref(e);
  }
}

// ---------------------------------------------------------------------------------------------
// Newlines

const SEEN_CR = 1;
const SEEN_LF = 2;
const SEEN_CRLF = 4;

/** Which newlines a text with carriage returns has. */
function newlinesIn(t: Text): number {
  const n = textLength(t);
  let seen = 0;
  for (let i = 0; i < n && seen !== 7; i++) {
    const c = codePointAt(t, i);
    if (c === 10) seen |= SEEN_LF;
    else if (c === 13) {
      if (i + 1 < n && codePointAt(t, i + 1) === 10) {
        seen |= SEEN_CRLF;
        i++;
      } else seen |= SEEN_CR;
    }
  }
  return seen;
}

function has(t: Text, c: string): boolean {
  return typeof t === 'string' ? t.includes(c) : textIndexOf(t, c, 0, t.cps.length) >= 0;
}

/** Universal newlines. A carriage return at the end waits for what follows it. */
export class NewlineDecoder implements Decoder {
  /** null: the input is text already. */
  inner: Decoder | null;
  private translate: boolean;
  private pendingCr = false;
  seen = 0;

  constructor(inner: Decoder | null, translate: boolean) {
    this.inner = inner;
    this.translate = translate;
  }

  decode(source: PyObject, bytes: Uint8Array, final: boolean): Text {
    return this.feed(this.inner!.decode(source, bytes, final), final);
  }

  /** The same for decoded text. */
  feed(text: Text, final: boolean): Text {
    let t = text;
    if (this.pendingCr && (final || textLength(t) > 0)) {
      t = textConcat('\r', t);
      this.pendingCr = false;
    }
    const n = textLength(t);
    if (!final && n > 0 && codePointAt(t, n - 1) === 13) {
      t = textSlice(t, 0, n - 1);
      this.pendingCr = true;
    }
    if (!has(t, '\r')) {
      if ((this.seen & SEEN_LF) === 0 && has(t, '\n')) this.seen |= SEEN_LF;
      return t;
    }
    if (this.seen !== 7) this.seen |= newlinesIn(t);
    if (!this.translate) return t;
    return textReplace(textReplace(t, '\r\n', '\n', -1), '\r', '\n', -1);
  }

  getState(): DecoderState {
    const state = this.inner === null ? new DecoderState(NOTHING, 0n) : this.inner.getState();
    return new DecoderState(state.buffer, (state.flags << 1n) | (this.pendingCr ? 1n : 0n));
  }

  setState(state: DecoderState): void {
    this.pendingCr = (state.flags & 1n) === 1n;
    this.inner?.setState(new DecoderState(state.buffer, state.flags >> 1n));
  }

  reset(): void {
    this.seen = 0;
    this.pendingCr = false;
    this.inner?.reset();
  }

  newlines(): Owned {
    const found: string[] = [];
    if (this.seen & SEEN_CR) found.push('\r');
    if (this.seen & SEEN_LF) found.push('\n');
    if (this.seen & SEEN_CRLF) found.push('\r\n');
    if (found.length === 0) return newNone();
    if (found.length === 1) return newStrJs(found[0]!);
    return newTupleSteal(found.map((s) => newStrJs(s)));
  }

  visit(visit: (o: PyObject) => void): void {
    this.inner?.visit(visit);
  }

  release(): void {
    this.inner?.release();
    this.inner = null;
  }
}

/** The state tuple of a decoder, as Python code sees it. */
export function stateTuple(state: DecoderState): Owned {
  const buffer =
    state.buffer.length === 0 ? incref<PyObject>(emptyBytes) : newBytes(state.buffer.slice());
  return newTupleSteal([buffer, newInt(state.flags)]);
}

/** IncrementalNewlineDecoder.decode: `inner` decodes any object (null: the input is text). */
export function decodeInput(d: NewlineDecoder, input: PyObject, final: boolean): Owned {
  if (d.inner !== null)
    return newStr(d.feed((d.inner as ObjectDecoder).decodeObject(input, final), final));
  if (!isStr(input))
    throw typeError(`decoder should return a string result, not '${input.type.name}'`);
  return newStr(d.feed(strValue(input), final));
}
