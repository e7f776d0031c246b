/**
 * The one-byte codecs: Latin-1, ASCII and character maps.
 * CPython counterpart: unicode_encode_ucs1, PyUnicode_DecodeASCII, PyUnicode_DecodeCharmap,
 * _PyUnicode_EncodeCharmap and PyUnicode_BuildEncodingMap.
 */

import type { DecodeErrors, EncodeErrors } from './codec.ts';
import { ByteSink, bytesOfLatin1, CodecFailure, CodePointSink, Decoded } from './codec.ts';
import { handleDecodeError, handleEncodeError, isEscapedByte } from './error-handlers.ts';
import type { Text } from './text.ts';
import { codePointAt, isAscii, maxChar, textFromLatin1, textLength } from './text.ts';

const UNDEFINED = 'character maps to <undefined>';
const NO_CHARACTER = 0xfffe;

function encodeBelow(t: Text, limit: 128 | 256, errors: EncodeErrors): Uint8Array | CodecFailure {
  const encoding = limit === 128 ? 'ascii' : 'latin-1';
  const reason = limit === 128 ? 'ordinal not in range(128)' : 'ordinal not in range(256)';
  const n = textLength(t);
  const sink = new ByteSink(n);
  for (let at = 0; at < n; ) {
    const cp = codePointAt(t, at);
    if (cp < limit) {
      sink.push(cp);
      at++;
      continue;
    }
    let end = at + 1;
    while (end < n && codePointAt(t, end) >= limit) end++;
    if (errors === 'surrogateescape') {
      for (; at < end && isEscapedByte(codePointAt(t, at)); at++) {
        sink.push(codePointAt(t, at) & 0xff);
      }
      if (at === end) continue;
    }
    const found = handleEncodeError(errors, encoding, reason, t, at, end);
    if (found instanceof CodecFailure) return found;
    const made = found.replacement;
    if (made instanceof Uint8Array) sink.pushBytes(made);
    else {
      if (maxChar(made) >= limit) return new CodecFailure('encode', encoding, t, at, end, reason);
      sink.pushLatin1(made as string);
    }
    at = found.resume;
  }
  return sink.finish();
}

/** Encodes Latin-1. An error covers a whole run of unencodable characters. */
export function encodeLatin1(t: Text, errors: EncodeErrors = 'strict'): Uint8Array | CodecFailure {
  if (maxChar(t) <= 0xff) return bytesOfLatin1(t as string);
  return encodeBelow(t, 256, errors);
}

/** Encodes ASCII. */
export function encodeAscii(t: Text, errors: EncodeErrors = 'strict'): Uint8Array | CodecFailure {
  return isAscii(t) ? bytesOfLatin1(t as string) : encodeBelow(t, 128, errors);
}

/** Decodes Latin-1, which never fails. */
export function decodeLatin1(b: Uint8Array): Decoded {
  return new Decoded(textFromLatin1(b), b.length);
}

/** Decodes ASCII. */
export function decodeAscii(
  b: Uint8Array,
  errors: DecodeErrors = 'strict',
): Decoded | CodecFailure {
  const sink = new CodePointSink(b.length);
  let at = 0;
  while (at < b.length) {
    if (b[at] < 128) {
      sink.push(b[at++]);
      continue;
    }
    const reason = 'ordinal not in range(128)';
    const found = handleDecodeError(errors, 'ascii', reason, b, at, at + 1);
    if (found instanceof CodecFailure) return found;
    sink.pushText(found.replacement);
    if (found.input !== undefined) b = found.input;
    at = found.resume;
  }
  return new Decoded(sink.finish(), at);
}

// ---------------------------------------------------------------------------------------------
// Character maps

/** What a byte decodes to: a code point, a text, or null for nothing. It checks types itself. */
export type DecodeLookup = (byte: number) => number | Text | null;

/** What a character encodes to: a byte value, bytes, or null for nothing. */
export type EncodeLookup = (cp: number) => number | Uint8Array | null;

function charmapResult(mapping: Text | DecodeLookup, byte: number): number | Text | null {
  if (typeof mapping === 'function') {
    const found = mapping(byte);
    return found === NO_CHARACTER || found === '\ufffe' ? null : found;
  }
  if (byte >= textLength(mapping)) return null;
  const cp = codePointAt(mapping, byte);
  return cp === NO_CHARACTER ? null : cp;
}

/** Decodes by a table text (U+FFFE is a hole) or a lookup; no mapping is Latin-1. */
export function decodeCharmap(
  b: Uint8Array,
  mapping: Text | DecodeLookup | null,
  errors: DecodeErrors = 'strict',
): Decoded | CodecFailure {
  if (mapping === null) return decodeLatin1(b);
  const sink = new CodePointSink(b.length);
  let at = 0;
  while (at < b.length) {
    const result = charmapResult(mapping, b[at]);
    if (typeof result === 'number') sink.push(result);
    else if (result !== null) sink.pushText(result);
    if (result !== null) {
      at++;
      continue;
    }
    const found = handleDecodeError(errors, 'charmap', UNDEFINED, b, at, at + 1);
    if (found instanceof CodecFailure) return found;
    sink.pushText(found.replacement);
    if (found.input !== undefined) b = found.input;
    at = found.resume;
  }
  return new Decoded(sink.finish(), at);
}

/** The inverse of a decoding table: bytes by character. `charmap_build` makes it. */
export class EncodingMap {
  private readonly bytes: Map<number, number>;
  /** Numbers of second- and third-level blocks CPython's trie has, for its `size()`. */
  private readonly count2: number;
  private readonly count3: number;

  constructor(bytes: Map<number, number>, count2: number, count3: number) {
    this.bytes = bytes;
    this.count2 = count2;
    this.count3 = count3;
  }

  /** The byte of a character, or -1. */
  lookup(cp: number): number {
    return this.bytes.get(cp) ?? -1;
  }

  /** `EncodingMap.size()`: the bytes CPython's object takes. */
  size(): number {
    return 63 + 16 * this.count2 + 128 * this.count3;
  }
}

/**
 * `charmap_build(table)`: an EncodingMap, or null when CPython makes a dict instead (character 0
 * elsewhere than at byte 0, a character beyond the basic plane, too many blocks). Only the first
 * 256 characters of a table count.
 */
export function buildEncodingMap(table: Text): EncodingMap | null {
  const n = Math.min(textLength(table), 256);
  if (n === 0 || codePointAt(table, 0) !== 0) return null;
  const bytes = new Map<number, number>([[0, 0]]);
  const second = new Set<number>();
  const third = new Set<number>();
  for (let i = 1; i < n; i++) {
    const cp = codePointAt(table, i);
    if (cp === 0 || cp > 0xffff) return null;
    if (cp === NO_CHARACTER) continue;
    bytes.set(cp, i);
    second.add(cp >> 11);
    third.add(cp >> 7);
  }
  if (second.size >= 0xff || third.size >= 0xff) return null;
  return new EncodingMap(bytes, second.size, third.size);
}

function lookupByte(mapping: EncodingMap | EncodeLookup, cp: number): number | Uint8Array | null {
  if (typeof mapping === 'function') return mapping(cp);
  const byte = mapping.lookup(cp);
  return byte < 0 ? null : byte;
}

/** Writes the encoding of one character; false if it has none. */
function pushMapped(sink: ByteSink, mapping: EncodingMap | EncodeLookup, cp: number): boolean {
  const found = lookupByte(mapping, cp);
  if (found === null) return false;
  if (typeof found === 'number') sink.push(found);
  else sink.pushBytes(found);
  return true;
}

/** Encodes by a map; an error covers a whole run; no mapping is Latin-1. */
export function encodeCharmap(
  t: Text,
  mapping: EncodingMap | EncodeLookup | null,
  errors: EncodeErrors = 'strict',
): Uint8Array | CodecFailure {
  if (mapping === null) return encodeLatin1(t, errors);
  const n = textLength(t);
  const sink = new ByteSink(n);
  for (let at = 0; at < n; ) {
    if (pushMapped(sink, mapping, codePointAt(t, at))) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < n && lookupByte(mapping, codePointAt(t, end)) === null) end++;
    const found = handleEncodeError(errors, 'charmap', UNDEFINED, t, at, end);
    if (found instanceof CodecFailure) return found;
    const made = found.replacement;
    if (made instanceof Uint8Array) sink.pushBytes(made);
    else {
      for (let i = 0; i < textLength(made); i++) {
        if (!pushMapped(sink, mapping, codePointAt(made, i))) {
          return new CodecFailure('encode', 'charmap', t, at, end, UNDEFINED);
        }
      }
    }
    at = found.resume;
  }
  return sink.finish();
}
