/**
 * The UTF-8 codec.
 * CPython counterpart: unicode_decode_utf8 and unicode_encode_utf8, stringlib/codecs.h.
 */

import type { DecodeErrors, EncodeErrors } from './codec.ts';
import { ByteSink, bytesOfLatin1, CodecFailure, CodePointSink, Decoded } from './codec.ts';
import { handleDecodeError, handleEncodeError, isEscapedByte } from './error-handlers.ts';
import type { Text } from './text.ts';
import { codePointAt, isAscii, textFromLatin1, textLength } from './text.ts';

const NO_SURROGATES = 'surrogates not allowed';

/** Where the last call of `decodeRun` stopped, and why (see there). */
let stop = 0;

/**
 * Decodes valid sequences from `at` on. Returns why it stopped at `stop`: 0 the input ends (perhaps
 * within a sequence), 1 no sequence starts so, n > 1 the sequence breaks at its n-th byte.
 */
function decodeRun(b: Uint8Array, at: number, end: number, sink: CodePointSink): number {
  sink.reserve(end - at);
  const out = sink.cps;
  let n = sink.length;
  let why = 0;
  while (at < end) {
    const c = b[at];
    if (c < 0x80) {
      out[n++] = c;
      at++;
      continue;
    }
    if (c < 0xc2 || c > 0xf4) {
      why = 1;
      break;
    }
    const size = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (at + 1 >= end) break;
    const d = b[at + 1];
    // The second byte's range excludes overlong forms, surrogates and what is beyond U+10FFFF.
    const low = c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
    const high = c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
    if (d < low || d > high) {
      why = 2;
      break;
    }
    if (size === 2) {
      out[n++] = ((c & 0x1f) << 6) | (d & 0x3f);
      at += 2;
      continue;
    }
    if (at + 2 >= end) break;
    const e = b[at + 2];
    if ((e & 0xc0) !== 0x80) {
      why = 3;
      break;
    }
    if (size === 3) {
      out[n++] = ((c & 0x0f) << 12) | ((d & 0x3f) << 6) | (e & 0x3f);
      at += 3;
      continue;
    }
    if (at + 3 >= end) break;
    const f = b[at + 3];
    if ((f & 0xc0) !== 0x80) {
      why = 4;
      break;
    }
    out[n++] = ((c & 7) << 18) | ((d & 0x3f) << 12) | ((e & 0x3f) << 6) | (f & 0x3f);
    at += 4;
  }
  sink.length = n;
  stop = at;
  return why;
}

/** A surrogate cut after two bytes waits for its third, so that `surrogatepass` can see it. */
function isCutSurrogate(b: Uint8Array, at: number): boolean {
  return b.length - at === 2 && b[at] === 0xed && b[at + 1] >= 0xa0 && b[at + 1] <= 0xbf;
}

function isAsciiBytes(b: Uint8Array): boolean {
  for (let i = 0; i < b.length; i++) if (b[i] > 0x7f) return false;
  return true;
}

/** Decodes UTF-8. With `final` false an incomplete sequence at the end is left unconsumed. */
export function decodeUtf8(
  b: Uint8Array,
  errors: DecodeErrors = 'strict',
  final = true,
): Decoded | CodecFailure {
  if (isAsciiBytes(b)) return new Decoded(textFromLatin1(b), b.length);
  const sink = new CodePointSink(b.length);
  let at = 0;
  while (true) {
    const why = decodeRun(b, at, b.length, sink);
    at = stop;
    if (why === 0 && (at === b.length || !final)) break;
    if (why === 2 && !final && isCutSurrogate(b, at)) break;
    const end = why === 0 ? b.length : why < 3 ? at + 1 : at + why - 1;
    const reason =
      why === 0
        ? 'unexpected end of data'
        : why === 1
          ? 'invalid start byte'
          : 'invalid continuation byte';
    const found = handleDecodeError(errors, 'utf-8', reason, b, at, end);
    if (found instanceof CodecFailure) return found;
    sink.pushText(found.replacement);
    if (found.input !== undefined) b = found.input;
    at = found.resume;
  }
  return new Decoded(sink.finish(), at);
}

/** Bytes of the characters from `at` on; stops at `stop`, a surrogate or the end. */
function encodeRun(t: Text, at: number, sink: ByteSink): void {
  const n = textLength(t);
  sink.reserve((n - at) * (typeof t === 'string' ? 3 : 4));
  const out = sink.bytes;
  let o = sink.length;
  for (; at < n; at++) {
    const cp = codePointAt(t, at);
    if (cp < 0x80) out[o++] = cp;
    else if (cp < 0x800) {
      out[o++] = 0xc0 | (cp >> 6);
      out[o++] = 0x80 | (cp & 0x3f);
    } else if (cp <= 0xffff) {
      if (cp >= 0xd800 && cp <= 0xdfff) break;
      out[o++] = 0xe0 | (cp >> 12);
      out[o++] = 0x80 | ((cp >> 6) & 0x3f);
      out[o++] = 0x80 | (cp & 0x3f);
    } else {
      out[o++] = 0xf0 | (cp >> 18);
      out[o++] = 0x80 | ((cp >> 12) & 0x3f);
      out[o++] = 0x80 | ((cp >> 6) & 0x3f);
      out[o++] = 0x80 | (cp & 0x3f);
    }
  }
  sink.length = o;
  stop = at;
}

/** Encodes UTF-8. An error covers a whole run of surrogates. */
export function encodeUtf8(t: Text, errors: EncodeErrors = 'strict'): Uint8Array | CodecFailure {
  if (isAscii(t)) return bytesOfLatin1(t as string);
  const n = textLength(t);
  const sink = new ByteSink(n + 16);
  let at = 0;
  while (true) {
    encodeRun(t, at, sink);
    at = stop;
    if (at >= n) return sink.finish();
    let end = at + 1;
    while (end < n && (codePointAt(t, end) & 0xfff800) === 0xd800) end++;
    if (errors === 'surrogateescape') {
      for (; at < end && isEscapedByte(codePointAt(t, at)); at++) {
        sink.push(codePointAt(t, at) & 0xff);
      }
      if (at === end) continue;
    }
    const found = handleEncodeError(errors, 'utf-8', NO_SURROGATES, t, at, end);
    if (found instanceof CodecFailure) return found;
    const made = found.replacement;
    if (made instanceof Uint8Array) sink.pushBytes(made);
    else if (isAscii(made)) sink.pushLatin1(made as string);
    else return new CodecFailure('encode', 'utf-8', t, at, end, NO_SURROGATES);
    at = found.resume;
  }
}
