/**
 * The UTF-16 and UTF-32 codecs, in either byte order or with a byte order mark.
 * CPython counterpart: _PyUnicode_EncodeUTF16/32 and PyUnicode_DecodeUTF16/32Stateful.
 *
 * A byte order is -1 little endian, 1 big endian, 0 "native": little, written with a mark, read as
 * the mark says.
 */

import type { DecodeErrors, EncodeErrors } from './codec.ts';
import { ByteSink, CodecFailure, CodePointSink, Decoded } from './codec.ts';
import { handleDecodeError, handleEncodeError } from './error-handlers.ts';
import type { Text } from './text.ts';
import { codePointAt, isAscii, textLength } from './text.ts';

const NO_SURROGATES = 'surrogates not allowed';
const SURROGATE_RANGE = 'code point in surrogate code point range(0xd800, 0xe000)';

function encodingName(width: 2 | 4, order: number): string {
  return 'utf-' + width * 8 + (order < 0 ? '-le' : order > 0 ? '-be' : '');
}

function pushUnit(sink: ByteSink, unit: number, width: 2 | 4, big: boolean): void {
  if (width === 4 && big) {
    sink.push(unit >>> 24);
    sink.push((unit >> 16) & 0xff);
  }
  sink.push(big ? (unit >> 8) & 0xff : unit & 0xff);
  sink.push(big ? unit & 0xff : (unit >> 8) & 0xff);
  if (width === 4 && !big) {
    sink.push((unit >> 16) & 0xff);
    sink.push(unit >>> 24);
  }
}

function pushCharacter(sink: ByteSink, cp: number, width: 2 | 4, big: boolean): void {
  if (width === 2 && cp > 0xffff) {
    pushUnit(sink, 0xd7c0 + (cp >> 10), 2, big);
    pushUnit(sink, 0xdc00 | (cp & 0x3ff), 2, big);
  } else pushUnit(sink, cp, width, big);
}

function encode(
  t: Text,
  width: 2 | 4,
  order: number,
  errors: EncodeErrors,
): Uint8Array | CodecFailure {
  const n = textLength(t);
  const big = order > 0;
  const sink = new ByteSink((n + 1) * width);
  if (order === 0) pushUnit(sink, 0xfeff, width, false);
  for (let at = 0; at < n; ) {
    const cp = codePointAt(t, at);
    if (cp < 0xd800 || cp > 0xdfff) {
      pushCharacter(sink, cp, width, big);
      at++;
      continue;
    }
    const encoding = encodingName(width, order);
    const found = handleEncodeError(errors, encoding, NO_SURROGATES, t, at, at + 1);
    if (found instanceof CodecFailure) return found;
    const made = found.replacement;
    const fits = made instanceof Uint8Array ? made.length % width === 0 : isAscii(made);
    if (!fits) return new CodecFailure('encode', encoding, t, at, at + 1, NO_SURROGATES);
    if (made instanceof Uint8Array) sink.pushBytes(made);
    else
      for (let i = 0; i < textLength(made); i++) pushUnit(sink, codePointAt(made, i), width, big);
    at = found.resume;
  }
  return sink.finish();
}

/** Encodes UTF-16; order 0 writes a mark first. */
export function encodeUtf16(
  t: Text,
  order: number,
  errors: EncodeErrors = 'strict',
): Uint8Array | CodecFailure {
  return encode(t, 2, order, errors);
}

/** Encodes UTF-32. */
export function encodeUtf32(
  t: Text,
  order: number,
  errors: EncodeErrors = 'strict',
): Uint8Array | CodecFailure {
  return encode(t, 4, order, errors);
}

// ---------------------------------------------------------------------------------------------

/** Where and why a run stopped; `reason` '' is the end of the whole units. */
let stop = 0;
let reason = '';
let errorEnd = 0;

function decodeRun16(b: Uint8Array, at: number, big: boolean, sink: CodePointSink): void {
  const high = big ? 0 : 1;
  const end = b.length;
  reason = '';
  for (; at + 1 < end; at += 2) {
    const unit = (b[at + high] << 8) | b[at + 1 - high];
    if ((unit & 0xf800) !== 0xd800) {
      sink.push(unit);
      continue;
    }
    stop = at;
    errorEnd = at + 2;
    if (unit >= 0xdc00) {
      reason = 'illegal encoding';
      return;
    }
    if (at + 3 >= end) {
      reason = 'unexpected end of data';
      errorEnd = end;
      return;
    }
    const second = (b[at + 2 + high] << 8) | b[at + 3 - high];
    if ((second & 0xfc00) !== 0xdc00) {
      reason = 'illegal UTF-16 surrogate';
      return;
    }
    sink.push(0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff));
    at += 2;
  }
  stop = at;
}

function decodeRun32(b: Uint8Array, at: number, big: boolean, sink: CodePointSink): void {
  reason = '';
  for (; at + 3 < b.length; at += 4) {
    const cp = big
      ? ((b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]) >>> 0
      : ((b[at + 3] << 24) | (b[at + 2] << 16) | (b[at + 1] << 8) | b[at]) >>> 0;
    if (cp > 0x10ffff) reason = 'code point not in range(0x110000)';
    else if (cp >= 0xd800 && cp <= 0xdfff) reason = SURROGATE_RANGE;
    if (reason !== '') break;
    sink.push(cp);
  }
  stop = at;
  errorEnd = at + 4;
}

/** The order a mark announces: -1 or 1, else 0. */
function markOrder(b: Uint8Array, width: 2 | 4): number {
  if (b.length < width) return 0;
  const wide = width === 4;
  if (b[0] === 0xff && b[1] === 0xfe) return !wide || (b[2] === 0 && b[3] === 0) ? -1 : 0;
  if (wide) return b[0] === 0 && b[1] === 0 && b[2] === 0xfe && b[3] === 0xff ? 1 : 0;
  return b[0] === 0xfe && b[1] === 0xff ? 1 : 0;
}

function decode(
  b: Uint8Array,
  width: 2 | 4,
  order: number,
  errors: DecodeErrors,
  final: boolean,
): Decoded | CodecFailure {
  let at = 0;
  if (order === 0) {
    order = markOrder(b, width);
    if (order !== 0) at = width;
  }
  const encoding = encodingName(width, order > 0 ? 1 : -1);
  const sink = new CodePointSink(Math.ceil(b.length / width));
  while (true) {
    if (width === 2) decodeRun16(b, at, order > 0, sink);
    else decodeRun32(b, at, order > 0, sink);
    at = stop;
    if (reason === '' || reason === 'unexpected end of data') {
      if (at >= b.length || !final) break;
      if (reason === '') {
        reason = 'truncated data';
        errorEnd = b.length;
      }
    }
    const found = handleDecodeError(errors, encoding, reason, b, at, errorEnd);
    if (found instanceof CodecFailure) return found;
    sink.pushText(found.replacement);
    if (found.input !== undefined) b = found.input;
    at = found.resume;
  }
  return new Decoded(sink.finish(), at, order);
}

/** Decodes UTF-16. `byteOrder` of the result is the order in force. */
export function decodeUtf16(
  b: Uint8Array,
  order: number,
  errors: DecodeErrors = 'strict',
  final = true,
): Decoded | CodecFailure {
  return decode(b, 2, order, errors, final);
}

/** Decodes UTF-32. */
export function decodeUtf32(
  b: Uint8Array,
  order: number,
  errors: DecodeErrors = 'strict',
  final = true,
): Decoded | CodecFailure {
  return decode(b, 4, order, errors, final);
}
