/**
 * What all codecs share: failures, results, output buffers.
 * CPython counterpart: the frame of the codecs in Objects/unicodeobject.c.
 *
 * An encoder returns the bytes or a CodecFailure, a decoder a Decoded or a CodecFailure; neither
 * throws. The error argument names a built-in handler (error-handlers.ts) or is a callback of the
 * Python layer; what a callback throws passes through.
 */

import { copyBytes, newUint8 } from '../core/array-pool.ts';
import type { Text } from './text.ts';
import { textAdopt, textLength } from './text.ts';

/** The arguments of the UnicodeEncodeError or UnicodeDecodeError to raise. */
export class CodecFailure {
  readonly kind: 'encode' | 'decode';
  readonly encoding: string;
  /** The text or bytes worked on: the argument, unless a decode callback replaced it. */
  readonly object: Text | Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly reason: string;

  constructor(
    kind: 'encode' | 'decode',
    encoding: string,
    object: Text | Uint8Array,
    start: number,
    end: number,
    reason: string,
  ) {
    this.kind = kind;
    this.encoding = encoding;
    this.object = object;
    this.start = start;
    this.end = end;
    this.reason = reason;
  }
}

/** The outcome of a decoder. */
export class Decoded {
  readonly text: Text;
  /** Bytes used: all of them unless decoding incrementally. */
  readonly consumed: number;
  /** UTF-16 and UTF-32: the order found, -1 little, 1 big, 0 none. Others: 0. */
  readonly byteOrder: number;
  /** Escape decoders: index after the backslash of the first invalid escape, or -1. */
  readonly invalidEscape: number;

  constructor(text: Text, consumed: number, byteOrder = 0, invalidEscape = -1) {
    this.text = text;
    this.consumed = consumed;
    this.byteOrder = byteOrder;
    this.invalidEscape = invalidEscape;
  }
}

/** What to put for an unencodable range and where to go on (0..length). */
export interface EncodeReplacement {
  readonly replacement: Text | Uint8Array;
  readonly resume: number;
}

/** What to put for an undecodable range; `input` if the handler replaced the bytes themselves. */
export interface DecodeReplacement {
  readonly replacement: Text;
  readonly resume: number;
  readonly input?: Uint8Array;
}

/** A handler of the Python layer. It checks types and the bounds of `resume` itself. */
export type EncodeCallback = (
  encoding: string,
  reason: string,
  object: Text,
  start: number,
  end: number,
) => EncodeReplacement;

/** The same for decoding. */
export type DecodeCallback = (
  encoding: string,
  reason: string,
  object: Uint8Array,
  start: number,
  end: number,
) => DecodeReplacement;

/** Handlers the encoders know by name. */
export type EncodeHandlerName =
  | 'strict'
  | 'ignore'
  | 'replace'
  | 'xmlcharrefreplace'
  | 'backslashreplace'
  | 'namereplace'
  | 'surrogateescape'
  | 'surrogatepass';

/** Handlers the decoders know by name. */
export type DecodeHandlerName =
  | 'strict'
  | 'ignore'
  | 'replace'
  | 'backslashreplace'
  | 'surrogateescape'
  | 'surrogatepass';

export type EncodeErrors = EncodeHandlerName | EncodeCallback;
export type DecodeErrors = DecodeHandlerName | DecodeCallback;

/** A growing byte array. */
export class ByteSink {
  bytes: Uint8Array;
  length: number;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.length = 0;
  }

  /** Makes room for `extra` more bytes. */
  reserve(extra: number): void {
    if (this.length + extra <= this.bytes.length) return;
    const bigger = new Uint8Array((this.length + extra) * 2);
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  pushBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Appends characters below 256 as bytes. */
  pushLatin1(s: string): void {
    this.reserve(s.length);
    for (let i = 0; i < s.length; i++) this.bytes[this.length++] = s.charCodeAt(i);
  }

  /** The bytes, exactly; the sink must not be used afterwards. */
  finish(): Uint8Array {
    if (this.length === this.bytes.length) return this.bytes;
    return copyBytes(this.bytes, 0, this.length);
  }
}

/** A growing code point array. */
export class CodePointSink {
  cps: Uint32Array;
  length: number;

  constructor(capacity: number) {
    this.cps = new Uint32Array(capacity);
    this.length = 0;
  }

  /** Makes room for `extra` more code points. */
  reserve(extra: number): void {
    if (this.length + extra <= this.cps.length) return;
    const bigger = new Uint32Array((this.length + extra) * 2);
    bigger.set(this.cps.subarray(0, this.length));
    this.cps = bigger;
  }

  push(cp: number): void {
    if (this.length === this.cps.length) this.reserve(1);
    this.cps[this.length++] = cp;
  }

  pushText(t: Text): void {
    const n = textLength(t);
    this.reserve(n);
    if (typeof t !== 'string') {
      this.cps.set(t.cps, this.length);
      this.length += n;
      return;
    }
    for (let i = 0; i < n; i++) this.cps[this.length++] = t.charCodeAt(i);
  }

  /** The text; the sink must not be used afterwards. */
  finish(): Text {
    const whole = this.length === this.cps.length;
    return textAdopt(whole ? this.cps : this.cps.slice(0, this.length));
  }
}

/** The bytes of characters below 256. */
export function bytesOfLatin1(s: string): Uint8Array {
  const out = newUint8(s.length);
  for (let i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
  return out;
}
