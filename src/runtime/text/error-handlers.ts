/**
 * The built-in codec error handlers, as pure functions.
 * CPython counterpart: the PyCodec_*Errors functions of Python/codecs.c.
 *
 * A handler that cannot help gives the failure back, as CPython raises the exception again.
 */

import type {
  DecodeErrors,
  DecodeHandlerName,
  DecodeReplacement,
  EncodeErrors,
  EncodeHandlerName,
  EncodeReplacement,
} from './codec.ts';
import { CodecFailure } from './codec.ts';
import { nameSource } from './name-source.ts';
import { hexEscape } from './repr.ts';
import type { Text } from './text.ts';
import { codePointAt, textFromCodePoints } from './text.ts';

/** Asks the handler what to do about an unencodable range. */
export function handleEncodeError(
  errors: EncodeErrors,
  encoding: string,
  reason: string,
  object: Text,
  start: number,
  end: number,
): EncodeReplacement | CodecFailure {
  if (typeof errors === 'function') return errors(encoding, reason, object, start, end);
  const replacement = encodeReplacement(errors, encoding, object, start, end);
  if (replacement !== null) return { replacement, resume: end };
  return new CodecFailure('encode', encoding, object, start, end, reason);
}

/** The replacement a built-in handler makes, or null for failure. */
function encodeReplacement(
  name: EncodeHandlerName,
  encoding: string,
  t: Text,
  start: number,
  end: number,
): Text | Uint8Array | null {
  switch (name) {
    case 'strict':
      return null;
    case 'ignore':
      return '';
    case 'replace':
      return '?'.repeat(end - start);
    case 'surrogateescape':
      return escapedBytes(t, start, end);
    case 'surrogatepass':
      return surrogateBytes(encoding, t, start, end);
    default:
      return describedCharacters(name, t, start, end);
  }
}

function describedCharacters(
  name: 'xmlcharrefreplace' | 'backslashreplace' | 'namereplace',
  t: Text,
  start: number,
  end: number,
): string {
  let out = '';
  for (let i = start; i < end; i++) {
    const cp = codePointAt(t, i);
    if (name === 'xmlcharrefreplace') out += '&#' + cp + ';';
    else if (name === 'backslashreplace') out += hexEscape(cp);
    else if (name === 'namereplace') out += namedEscape(cp);
    else throw new TypeError('unknown built-in error handler ' + String(name));
  }
  return out;
}

function namedEscape(cp: number): string {
  if (nameSource.nameOf === null) throw new TypeError('namereplace needs names.ts to be imported');
  const name = nameSource.nameOf(cp);
  return name === null ? hexEscape(cp) : '\\N{' + name + '}';
}

/** Whether the code point is a byte hidden by `surrogateescape`. */
export function isEscapedByte(cp: number): boolean {
  return cp >= 0xdc80 && cp <= 0xdcff;
}

function escapedBytes(t: Text, start: number, end: number): Uint8Array | null {
  const out = new Uint8Array(end - start);
  for (let i = start; i < end; i++) {
    const cp = codePointAt(t, i);
    if (!isEscapedByte(cp)) return null;
    out[i - start] = cp & 0xff;
  }
  return out;
}

/** How `surrogatepass` reads an encoding name: width 0 is an encoding it does not know. */
interface SurrogateForm {
  readonly width: number;
  readonly big: boolean;
}

function surrogateForm(encoding: string): SurrogateForm {
  if (encoding === 'CP_UTF8') return { width: 3, big: false };
  const match = /^utf[-_]?(?:(8)|(16|32)(?:[-_]?(le|be))?)$/i.exec(encoding);
  if (match === null) return { width: 0, big: false };
  if (match[1] !== undefined) return { width: 3, big: false };
  return { width: match[2] === '16' ? 2 : 4, big: match[3]?.toLowerCase() === 'be' };
}

function surrogateBytes(encoding: string, t: Text, start: number, end: number): Uint8Array | null {
  const { width, big } = surrogateForm(encoding);
  if (width === 0) return null;
  const out = new Uint8Array((end - start) * width);
  for (let i = start, at = 0; i < end; i++, at += width) {
    const cp = codePointAt(t, i);
    if (cp < 0xd800 || cp > 0xdfff) return null;
    if (width === 3) {
      out[at] = 0xe0 | (cp >> 12);
      out[at + 1] = 0x80 | ((cp >> 6) & 0x3f);
      out[at + 2] = 0x80 | (cp & 0x3f);
    } else {
      out[big ? at + width - 1 : at] = cp & 0xff;
      out[big ? at + width - 2 : at + 1] = cp >> 8;
    }
  }
  return out;
}

/** Asks the handler what to do about an undecodable range. */
export function handleDecodeError(
  errors: DecodeErrors,
  encoding: string,
  reason: string,
  object: Uint8Array,
  start: number,
  end: number,
): DecodeReplacement | CodecFailure {
  if (typeof errors === 'function') return errors(encoding, reason, object, start, end);
  const made = decodeReplacement(errors, encoding, object, start, end);
  return made ?? new CodecFailure('decode', encoding, object, start, end, reason);
}

function decodeReplacement(
  name: DecodeHandlerName,
  encoding: string,
  b: Uint8Array,
  start: number,
  end: number,
): DecodeReplacement | null {
  switch (name) {
    case 'strict':
      return null;
    case 'ignore':
      return { replacement: '', resume: end };
    case 'replace':
      return { replacement: '\ufffd', resume: end };
    case 'backslashreplace': {
      let out = '';
      for (let i = start; i < end; i++) out += hexEscape(b[i]);
      return { replacement: out, resume: end };
    }
    case 'surrogateescape':
      return hideBytes(b, start, end);
    case 'surrogatepass':
      return passSurrogate(encoding, b, start);
    default:
      throw new TypeError('unknown built-in error handler ' + String(name));
  }
}

/** At most four bytes beyond ASCII become lone surrogates. */
function hideBytes(b: Uint8Array, start: number, end: number): DecodeReplacement | null {
  const out: number[] = [];
  for (let i = start; i < end && out.length < 4 && b[i] >= 128; i++) out.push(0xdc00 + b[i]);
  if (out.length === 0) return null;
  return { replacement: textFromCodePoints(out), resume: start + out.length };
}

function passSurrogate(encoding: string, b: Uint8Array, start: number): DecodeReplacement | null {
  const { width, big } = surrogateForm(encoding);
  if (width === 0 || b.length - start < width) return null;
  let cp = 0;
  if (width === 3) {
    const continued = (b[start + 1] & 0xc0) === 0x80 && (b[start + 2] & 0xc0) === 0x80;
    if ((b[start] & 0xf0) === 0xe0 && continued) {
      cp = ((b[start] & 0x0f) << 12) | ((b[start + 1] & 0x3f) << 6) | (b[start + 2] & 0x3f);
    }
  } else {
    for (let i = 0; i < width; i++) cp = cp * 256 + b[big ? start + i : start + width - 1 - i];
  }
  if (cp < 0xd800 || cp > 0xdfff) return null;
  return { replacement: String.fromCharCode(cp), resume: start + width };
}
