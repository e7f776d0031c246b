/**
 * The UTF-7 codec (RFC 2152): characters beyond a safe set are UTF-16 in base 64 runs, `+...-`.
 * CPython counterpart: PyUnicode_DecodeUTF7Stateful and _PyUnicode_EncodeUTF7.
 */

import type { DecodeErrors } from './codec.ts';
import { ByteSink, CodecFailure, CodePointSink, Decoded } from './codec.ts';
import { handleDecodeError } from './error-handlers.ts';
import type { Text } from './text.ts';
import { codePointAt, textLength } from './text.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PLUS = 43;
const MINUS = 45;

/** Value of a base 64 byte, or -1. */
const SEXTET = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) SEXTET[ALPHABET.charCodeAt(i)] = i;

/** Encoded as itself: printable ASCII and white space, without `+`, backslash and `~`. */
function isDirect(cp: number): boolean {
  if (cp === 9 || cp === 10 || cp === 13) return true;
  return cp >= 32 && cp < 126 && cp !== PLUS && cp !== 92;
}

/** Encodes UTF-7, which never fails. */
export function encodeUtf7(t: Text): Uint8Array {
  const n = textLength(t);
  const sink = new ByteSink(n + 8);
  let shifted = false;
  let buffer = 0;
  let bits = 0;
  const unit = (u: number) => {
    buffer = (buffer << 16) | u;
    bits += 16;
    for (; bits >= 6; bits -= 6) sink.push(ALPHABET.charCodeAt((buffer >> (bits - 6)) & 63));
    buffer &= (1 << bits) - 1;
  };
  const flush = () => {
    if (bits > 0) sink.push(ALPHABET.charCodeAt((buffer << (6 - bits)) & 63));
    buffer = bits = 0;
  };
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    if (isDirect(cp)) {
      if (shifted) {
        flush();
        shifted = false;
        if (SEXTET[cp] >= 0 || cp === MINUS) sink.push(MINUS);
      }
      sink.push(cp);
    } else if (!shifted && cp === PLUS) sink.pushLatin1('+-');
    else {
      if (!shifted) sink.push(PLUS);
      shifted = true;
      if (cp > 0xffff) {
        unit(0xd7c0 + (cp >> 10));
        unit(0xdc00 | (cp & 0x3ff));
      } else unit(cp);
    }
  }
  flush();
  if (shifted) sink.push(MINUS);
  return sink.finish();
}

/** The state of a decoding; `step` reads one byte and returns the reason of an error or ''. */
class Utf7Decoder {
  bytes: Uint8Array;
  at: number;
  /** Start of the current shift sequence or error. */
  start: number;
  shifted: boolean;
  /** Length of the output when the shift sequence began. */
  shiftOutput: number;
  readonly sink: CodePointSink;
  private surrogate: number;
  private bits: number;
  private buffer: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.at = 0;
    this.start = 0;
    this.shifted = false;
    this.shiftOutput = 0;
    this.sink = new CodePointSink(bytes.length);
    this.surrogate = 0;
    this.bits = 0;
    this.buffer = 0;
  }

  /** Whether the end of the input may not fall here, inside a shift sequence. */
  get unfinished(): boolean {
    return this.surrogate !== 0 || this.bits >= 6 || (this.bits > 0 && this.buffer !== 0);
  }

  step(): string {
    const c = this.bytes[this.at];
    if (this.shifted) return SEXTET[c] >= 0 ? this.sextet(SEXTET[c]) : this.leave(c);
    if (c === PLUS) return this.enter();
    if (c < 128) {
      this.at++;
      this.sink.push(c);
      return '';
    }
    this.start = this.at++;
    return 'unexpected special character';
  }

  private enter(): string {
    this.start = this.at++;
    if (this.at < this.bytes.length) {
      const next = this.bytes[this.at];
      if (next === MINUS) {
        this.at++;
        this.sink.push(PLUS);
        return '';
      }
      if (SEXTET[next] < 0) {
        this.at++;
        return 'ill-formed sequence';
      }
    }
    this.shifted = true;
    this.shiftOutput = this.sink.length;
    this.surrogate = this.bits = this.buffer = 0;
    return '';
  }

  private sextet(value: number): string {
    this.at++;
    this.buffer = (this.buffer << 6) | value;
    this.bits += 6;
    if (this.bits < 16) return '';
    this.bits -= 16;
    const unit = this.buffer >> this.bits;
    this.buffer &= (1 << this.bits) - 1;
    this.unit(unit);
    return '';
  }

  private unit(unit: number): void {
    if (this.surrogate !== 0) {
      const high = this.surrogate;
      this.surrogate = 0;
      if ((unit & 0xfc00) === 0xdc00) {
        this.sink.push(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
        return;
      }
      this.sink.push(high);
    }
    if ((unit & 0xfc00) === 0xd800) this.surrogate = unit;
    else this.sink.push(unit);
  }

  /** The byte `c` ends a shift sequence; a minus is absorbed. */
  private leave(c: number): string {
    this.shifted = false;
    if (this.bits >= 6) {
      this.at++;
      return 'partial character in shift sequence';
    }
    if (this.bits > 0 && this.buffer !== 0) {
      this.at++;
      return 'non-zero padding bits in shift sequence';
    }
    if (this.surrogate !== 0 && c < 128 && c !== PLUS) this.sink.push(this.surrogate);
    this.surrogate = 0;
    if (c === MINUS) this.at++;
    return '';
  }
}

/** Decodes UTF-7. With `final` false an open shift sequence is left unconsumed. */
export function decodeUtf7(
  b: Uint8Array,
  errors: DecodeErrors = 'strict',
  final = true,
): Decoded | CodecFailure {
  const d = new Utf7Decoder(b);
  while (true) {
    let reason = '';
    if (d.at < d.bytes.length) reason = d.step();
    else {
      if (!d.shifted || !final) break;
      d.shifted = false;
      if (!d.unfinished) break;
      reason = 'unterminated shift sequence';
    }
    if (reason === '') continue;
    const found = handleDecodeError(errors, 'utf7', reason, d.bytes, d.start, d.at);
    if (found instanceof CodecFailure) return found;
    d.sink.pushText(found.replacement);
    if (found.input !== undefined) d.bytes = found.input;
    d.at = found.resume;
  }
  if (d.shifted) {
    d.sink.length = d.shiftOutput;
    return new Decoded(d.sink.finish(), d.start);
  }
  return new Decoded(d.sink.finish(), d.at);
}
