/**
 * Values of number and string literals (CPython: Parser/string_parser.c, parsenumber of
 * Parser/pegen.c, the escape decoders of unicodeobject.c and bytesobject.c).
 *
 * Invariants: a decoder returns null with `error` set when the literal is bad; error positions
 * count bytes as CPython's do, which spells every non-ASCII character as a ten byte escape first.
 */

import type { Text } from '../text/text.ts';
import { textFromCodePoints } from '../text/text.ts';
import type { ConstValue } from './ast.ts';
import { hasBadByte, textComplaint } from './utf8.ts';

/** The code point of a character name or alias, a named sequence excluded; -1 when unknown. */
export type NameLookup = (name: string) => number;

let lookupName: NameLookup | null = null;

/** Installs the Unicode name database that `\N{...}` needs. */
export function setNameLookup(lookup: NameLookup | null): void {
  lookupName = lookup;
}

/** CPython's sys.int_info.default_max_str_digits. */
export const MAX_STR_DIGITS = 4300;
const PAIR = /[\ud800-\udfff]/;
const SIMPLE_ESCAPES = new Int32Array(128).fill(-1);
for (const [key, value] of [
  ['\\', 92],
  ["'", 39],
  ['"', 34],
  ['b', 8],
  ['f', 12],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['v', 11],
  ['a', 7],
] as const)
  SIMPLE_ESCAPES[key.charCodeAt(0)] = value;

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Decodes literals; one warning at most per literal, as `invalidEscape`. */
export class LiteralDecoder {
  /** The message of the SyntaxError, null when there is none. */
  error: string | null = null;
  /** The first bad escape: its characters behind the backslash, as warned of. */
  invalidEscape: string | null = null;
  /** Whether the error belongs to the token and not to the last token read. */
  errorAtToken = false;
  maxStrDigits = MAX_STR_DIGITS;

  /** The value of the number at text[start:end]. */
  number(text: string, start: number, end: number): ConstValue | null {
    let s = text.slice(start, end);
    if (s.length < 16 && /^[0-9]+$/.test(s)) return { t: 'int', v: +s };
    if (s.includes('_')) s = s.replaceAll('_', '');
    const last = s.charCodeAt(s.length - 1) | 32;
    const second = s.charCodeAt(1) | 32;
    if (s.charCodeAt(0) === 48 && (second === 120 || second === 111 || second === 98)) {
      return this.integer(BigInt(s));
    }
    if (last === 106) return { t: 'complex', v: +s.slice(0, -1) };
    if (/[.eE]/.test(s)) return { t: 'float', v: +s };
    if (this.maxStrDigits > 0 && s.length > this.maxStrDigits) {
      this.error =
        `Exceeds the limit (${this.maxStrDigits} digits) for integer string ` +
        `conversion: value has ${s.length} digits; use sys.set_int_max_str_digits() to increase ` +
        'the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion ' +
        'limits.';
      return null;
    }
    return this.integer(BigInt(s));
  }

  private integer(value: bigint): ConstValue {
    const small = Number(value);
    return { t: 'int', v: Number.isSafeInteger(small) ? small : value };
  }

  /** The value of the STRING token at text[start:end]. */
  string(text: string, start: number, end: number): ConstValue | null {
    let at = start;
    let raw = false;
    let bytes = false;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === 39 || c === 34) break;
      const lower = c | 32;
      if (lower === 114) raw = true;
      else if (lower === 98) bytes = true;
      at++;
    }
    const quote = text.charCodeAt(at);
    const size =
      end - at >= 6 && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote
        ? 3
        : 1;
    const from = at + size;
    const to = end - size;
    if (bytes) {
      const value = this.bytes(text, from, to, raw);
      return value === null ? null : { t: 'bytes', v: value };
    }
    const value = this.text(text, from, to, raw);
    return value === null ? null : { t: 'str', v: value };
  }

  /** The str that text[start:end] stands for. */
  text(text: string, start: number, end: number, raw: boolean): Text | null {
    const body = text.slice(start, end);
    if (PAIR.test(body) && hasBadByte(body)) {
      // A literal with escapes is decoded run by run.
      const run = /[^\x00-\x7f]*[\udc80-\udcff][^\x00-\x7f]*/.exec(body)!;
      const whole = raw || !body.includes('\\');
      this.error = `(unicode error) ${textComplaint(whole ? body : run[0])}`;
      return null;
    }
    if (raw || !body.includes('\\')) return PAIR.test(body) ? wideText(body) : body;
    return this.escapes(body);
  }

  private escapes(body: string): Text | null {
    const out: number[] = [];
    const size = body.length;
    let i = 0;
    while (i < size) {
      const c = body.charCodeAt(i);
      if (c !== 92) {
        const cp = body.codePointAt(i)!;
        out.push(cp);
        i += cp > 0xffff ? 2 : 1;
        continue;
      }
      const next = i + 1 < size ? body.charCodeAt(i + 1) : -1;
      if (next === 10) {
        i += 2;
      } else if (next >= 0 && next < 128 && SIMPLE_ESCAPES[next] >= 0) {
        out.push(SIMPLE_ESCAPES[next]);
        i += 2;
      } else if (next >= 48 && next <= 55) {
        i = this.octal(body, i, out);
      } else if (next === 120) {
        i = this.hex(body, i, 2, '\\xXX', out);
      } else if (next === 117) {
        i = this.hex(body, i, 4, '\\uXXXX', out);
      } else if (next === 85) {
        i = this.hex(body, i, 8, '\\UXXXXXXXX', out);
      } else if (next === 78) {
        i = this.named(body, i, out);
      } else {
        if (next >= 0 && next < 128) this.invalidEscape ??= String.fromCharCode(next);
        out.push(92);
        i++;
      }
      if (this.error !== null) return null;
    }
    return textFromCodePoints(out);
  }

  private octal(body: string, at: number, out: number[]): number {
    let i = at + 1;
    let value = 0;
    const limit = Math.min(i + 3, body.length);
    while (i < limit) {
      const c = body.charCodeAt(i);
      if (c < 48 || c > 55) break;
      value = value * 8 + c - 48;
      i++;
    }
    if (value > 0o377) this.invalidEscape ??= body.slice(at + 1, at + 4);
    out.push(value);
    return i;
  }

  private hex(body: string, at: number, digits: number, shape: string, out: number[]): number {
    let i = at + 2;
    let value = 0;
    for (let n = 0; n < digits; n++, i++) {
      const d = i < body.length ? hexValue(body.charCodeAt(i)) : -1;
      if (d < 0) return this.unicodeError(body, at, i, `truncated ${shape} escape`);
      value = value * 16 + d;
    }
    if (value > 0x10ffff) return this.unicodeError(body, at, i, 'illegal Unicode character');
    out.push(value);
    return i;
  }

  private named(body: string, at: number, out: number[]): number {
    const from = at + 3;
    if (body.charCodeAt(at + 2) !== 123) {
      return this.unicodeError(body, at, at + 2, 'malformed \\N character escape');
    }
    const to = body.indexOf('}', from);
    if (to < 0) {
      return this.unicodeError(body, at, body.length, 'malformed \\N character escape');
    }
    if (to === from) {
      return this.unicodeError(body, at, from, 'malformed \\N character escape');
    }
    if (lookupName === null) {
      this.error = "(unicode error) \\N escapes not supported (can't load unicodedata module)";
      return to + 1;
    }
    const cp = lookupName(body.slice(from, to));
    if (cp < 0) return this.unicodeError(body, at, to + 1, 'unknown Unicode character name');
    out.push(cp);
    return to + 1;
  }

  private unicodeError(body: string, from: number, to: number, reason: string): number {
    const start = escapedLength(body, from);
    const end = escapedLength(body, to);
    const where =
      end === start + 1
        ? `byte 0x5c in position ${start}`
        : `bytes in position ${start}-${end - 1}`;
    this.error = `(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`;
    return to;
  }

  private bytes(text: string, start: number, end: number, raw: boolean): Uint8Array | null {
    const out: number[] = [];
    for (let i = start; i < end; i++) {
      if (text.charCodeAt(i) < 128) continue;
      this.error = 'bytes can only contain ASCII literal characters';
      this.errorAtToken = true;
      return null;
    }
    const body = text.slice(start, end);
    let i = 0;
    while (i < body.length) {
      const c = body.charCodeAt(i);
      if (c !== 92 || raw) {
        out.push(c);
        i++;
        continue;
      }
      const next = body.charCodeAt(i + 1);
      if (next === 10) {
        i += 2;
      } else if (SIMPLE_ESCAPES[next] >= 0) {
        out.push(SIMPLE_ESCAPES[next]);
        i += 2;
      } else if (next >= 48 && next <= 55) {
        i = this.octal(body, i, out);
      } else if (next === 120) {
        const high = hexValue(body.charCodeAt(i + 2));
        const low = hexValue(body.charCodeAt(i + 3));
        if (high < 0 || low < 0) {
          this.error = `(value error) invalid \\x escape at position ${i}`;
          return null;
        }
        out.push(high * 16 + low);
        i += 4;
      } else {
        this.invalidEscape ??= body[i + 1];
        out.push(92);
        i++;
      }
    }
    return Uint8Array.from(out);
  }
}

/** Length of body[0:end] once non-ASCII characters are ten byte escapes. */
function escapedLength(body: string, end: number): number {
  let n = 0;
  let i = 0;
  while (i < end) {
    const cp = body.codePointAt(i)!;
    n += cp < 128 ? 1 : 10;
    // A backslash before a non-ASCII character is spelt out too.
    if (cp === 92 && i + 1 < body.length && body.charCodeAt(i + 1) >= 128) n += 5;
    else if (cp === 92 && i + 1 < end) {
      n++;
      i++;
    }
    i += cp > 0xffff ? 2 : 1;
  }
  return n;
}

/** The Text of UTF-16 source text, whose surrogates come in pairs. */
export function wideText(source: string): Text {
  const cps: number[] = [];
  for (let i = 0; i < source.length; i++) {
    const cp = source.codePointAt(i)!;
    cps.push(cp);
    if (cp > 0xffff) i++;
  }
  return textFromCodePoints(cps);
}

/** Whether UTF-16 source text needs `wideText`. */
export function sourceText(source: string): Text {
  return PAIR.test(source) ? wideText(source) : source;
}

/** The texts joined. */
export function concatTexts(parts: Text[]): Text {
  let wide = false;
  for (const part of parts) if (typeof part !== 'string') wide = true;
  if (!wide) return (parts as string[]).join('');
  const cps: number[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      for (let i = 0; i < part.length; i++) cps.push(part.charCodeAt(i));
    } else for (const cp of part.cps) cps.push(cp);
  }
  return textFromCodePoints(cps);
}
