/**
 * The escape codecs: unicode_escape, raw_unicode_escape, and `escape` of bytes literals.
 * CPython counterpart: _PyUnicode_DecodeUnicodeEscapeInternal,
 * _PyUnicode_DecodeRawUnicodeEscapeStateful, their encoders, _PyBytes_DecodeEscape, escape_encode.
 *
 * Decoders report the first escape that Python warns about as an index into the input; the caller
 * words the warning: a digit 4..7 there is an octal escape above 0o377.
 */

import type { DecodeErrors } from './codec.ts';
import { ByteSink, CodecFailure, CodePointSink, Decoded } from './codec.ts';
import { handleDecodeError } from './error-handlers.ts';
import { nameSource } from './name-source.ts';
import { hexEscape, shortEscape } from './repr.ts';
import type { Text } from './text.ts';
import { codePointAt, textFromLatin1, textLength } from './text.ts';

/** Characters of the one-letter escapes by their letter; 0 for other bytes. */
const SIMPLE = new Uint8Array(256);
for (const [letter, cp] of Object.entries({ a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 })) {
  SIMPLE[letter.charCodeAt(0)] = cp;
}
for (const c of '\\\'"') SIMPLE[c.charCodeAt(0)] = c.charCodeAt(0);

const BACKSLASH = 92;

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function isOctal(c: number): boolean {
  return c >= 48 && c <= 55;
}

/** Encodes unicode_escape, which never fails. */
export function encodeUnicodeEscape(t: Text): Uint8Array {
  const n = textLength(t);
  const sink = new ByteSink(n);
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    const short = shortEscape(cp);
    if (short !== '') sink.pushLatin1(short);
    else if (cp >= 32 && cp < 127) sink.push(cp);
    else sink.pushLatin1(hexEscape(cp));
  }
  return sink.finish();
}

/** Encodes raw_unicode_escape, which never fails. */
export function encodeRawUnicodeEscape(t: Text): Uint8Array {
  const n = textLength(t);
  const sink = new ByteSink(n);
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    if (cp < 256) sink.push(cp);
    else sink.pushLatin1(hexEscape(cp));
  }
  return sink.finish();
}

/** `escape_encode`: the content of a bytes literal in single quotes. */
export function escapeEncode(b: Uint8Array): Uint8Array {
  const sink = new ByteSink(b.length);
  for (let i = 0; i < b.length; i++) {
    const c = b[i];
    const short = c === 39 ? "\\'" : shortEscape(c);
    if (short !== '') sink.pushLatin1(short);
    else if (c >= 32 && c < 127) sink.push(c);
    else sink.pushLatin1(hexEscape(c));
  }
  return sink.finish();
}

/** What a step of an escape decoder met. */
const OK = 0;
const INCOMPLETE = 1;
const WRONG = 2;

/** Decodes one escape at a time; `message` is the reason after a step that is not OK. */
class EscapeDecoder {
  bytes: Uint8Array;
  at: number;
  message: string;
  invalid: number;
  readonly sink: CodePointSink;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.at = 0;
    this.message = '';
    this.invalid = -1;
    this.sink = new CodePointSink(bytes.length);
  }

  /** The escape whose backslash was just passed. */
  unicodeEscape(): number {
    this.message = '\\ at end of string';
    if (this.at >= this.bytes.length) return INCOMPLETE;
    const c = this.bytes[this.at++];
    if (SIMPLE[c] !== 0) this.sink.push(SIMPLE[c]);
    else if (c === 10) return OK;
    else if (isOctal(c)) this.octal(c - 48);
    else if (c === 120) return this.hex(2, 'truncated \\xXX escape', 'illegal Unicode character');
    else if (c === 117) return this.hex(4, 'truncated \\uXXXX escape', 'illegal Unicode character');
    else if (c === 85) {
      return this.hex(8, 'truncated \\UXXXXXXXX escape', 'illegal Unicode character');
    } else if (c === 78) return this.named();
    else {
      if (this.invalid < 0) this.invalid = this.at - 1;
      this.sink.push(BACKSLASH);
      this.sink.push(c);
    }
    return OK;
  }

  /** The same for raw_unicode_escape, which knows \u and \U only. */
  rawEscape(): number {
    this.message = 'truncated \\uXXXX escape';
    if (this.at >= this.bytes.length) return INCOMPLETE;
    const c = this.bytes[this.at++];
    if (c === 117) return this.hex(4, 'truncated \\uXXXX escape', '');
    if (c === 85) return this.hex(8, 'truncated \\UXXXXXXXX escape', '\\Uxxxxxxxx out of range');
    this.sink.push(BACKSLASH);
    this.sink.push(c);
    return OK;
  }

  private octal(value: number): void {
    const b = this.bytes;
    for (let more = 2; more > 0 && this.at < b.length && isOctal(b[this.at]); more--) {
      value = value * 8 + b[this.at++] - 48;
    }
    if (value > 0xff && this.invalid < 0) this.invalid = this.at - 3;
    this.sink.push(value);
  }

  private hex(digits: number, truncated: string, beyond: string): number {
    this.message = truncated;
    let value = 0;
    for (; digits > 0; digits--) {
      if (this.at >= this.bytes.length) return INCOMPLETE;
      const digit = hexValue(this.bytes[this.at]);
      if (digit < 0) return WRONG;
      value = value * 16 + digit;
      this.at++;
    }
    if (value > 0x10ffff) {
      this.message = beyond;
      return WRONG;
    }
    this.sink.push(value);
    return OK;
  }

  private named(): number {
    const b = this.bytes;
    this.message = 'malformed \\N character escape';
    if (this.at >= b.length) return INCOMPLETE;
    if (b[this.at] !== 123) return WRONG;
    const start = ++this.at;
    while (this.at < b.length && b[this.at] !== 125) this.at++;
    if (this.at >= b.length) return INCOMPLETE;
    if (this.at === start) return WRONG;
    if (nameSource.lookup === null) throw new TypeError('\\N{...} needs names.ts to be imported');
    const cp = nameSource.lookup(textFromLatin1(b, start, this.at++));
    if (cp < 0) {
      this.message = 'unknown Unicode character name';
      return WRONG;
    }
    this.sink.push(cp);
    return OK;
  }
}

function decodeEscapes(
  b: Uint8Array,
  raw: boolean,
  errors: DecodeErrors,
  final: boolean,
): Decoded | CodecFailure {
  const d = new EscapeDecoder(b);
  while (d.at < d.bytes.length) {
    const start = d.at;
    const c = d.bytes[d.at++];
    if (c !== BACKSLASH || (raw && final && d.at >= d.bytes.length)) {
      d.sink.push(c);
      continue;
    }
    const outcome = raw ? d.rawEscape() : d.unicodeEscape();
    if (outcome === OK) continue;
    if (outcome === INCOMPLETE && !final) return new Decoded(d.sink.finish(), start, 0, d.invalid);
    const encoding = raw ? 'rawunicodeescape' : 'unicodeescape';
    const found = handleDecodeError(errors, encoding, d.message, d.bytes, start, d.at);
    if (found instanceof CodecFailure) return found;
    d.sink.pushText(found.replacement);
    if (found.input !== undefined) d.bytes = found.input;
    d.at = found.resume;
  }
  return new Decoded(d.sink.finish(), d.at, 0, d.invalid);
}

/** Decodes unicode_escape. With `final` false an incomplete escape is left unconsumed. */
export function decodeUnicodeEscape(
  b: Uint8Array,
  errors: DecodeErrors = 'strict',
  final = true,
): Decoded | CodecFailure {
  return decodeEscapes(b, false, errors, final);
}

/** Decodes raw_unicode_escape. */
export function decodeRawUnicodeEscape(
  b: Uint8Array,
  errors: DecodeErrors = 'strict',
  final = true,
): Decoded | CodecFailure {
  return decodeEscapes(b, true, errors, final);
}

/** The outcome of `escapeDecode`. */
export interface EscapeDecoded {
  readonly bytes: Uint8Array;
  /** Index after the backslash of the first invalid escape, or -1. */
  readonly invalidEscape: number;
}

/** `escape_decode`: bytes of a literal's content, or the message of the ValueError to raise. */
export function escapeDecode(b: Uint8Array, errors = 'strict'): EscapeDecoded | string {
  const sink = new ByteSink(b.length);
  let invalid = -1;
  for (let at = 0; at < b.length; ) {
    if (b[at] !== BACKSLASH) {
      sink.push(b[at++]);
      continue;
    }
    if (++at === b.length) return 'Trailing \\ in string';
    const c = b[at++];
    if (SIMPLE[c] !== 0) sink.push(SIMPLE[c]);
    else if (c === 10) continue;
    else if (isOctal(c)) {
      let value = c - 48;
      for (let more = 2; more > 0 && at < b.length && isOctal(b[at]); more--) {
        value = value * 8 + b[at++] - 48;
      }
      if (value > 0xff && invalid < 0) invalid = at - 3;
      sink.push(value & 0xff);
    } else if (c === 120) {
      const high = at < b.length ? hexValue(b[at]) : -1;
      const low = at + 1 < b.length ? hexValue(b[at + 1]) : -1;
      if (high >= 0 && low >= 0) {
        sink.push(high * 16 + low);
        at += 2;
        continue;
      }
      if (errors === 'strict') return 'invalid \\x escape at position ' + (at - 2);
      if (errors === 'replace') sink.push(63);
      else if (errors !== 'ignore') {
        return 'decoding error; unknown error handling code: ' + errors.slice(0, 400);
      }
      if (high >= 0) at++;
    } else {
      if (invalid < 0) invalid = at - 1;
      sink.push(BACKSLASH);
      at--;
    }
  }
  return { bytes: sink.finish(), invalidEscape: invalid };
}
