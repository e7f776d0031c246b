/**
 * `repr` and `ascii` of `str`, `repr` of `bytes`.
 * CPython counterpart: unicode_repr, PyObject_ASCII and PyBytes_Repr.
 */

import type { Text } from './text.ts';
import {
  codePointAt,
  isAscii,
  TextBuilder,
  textFromLatin1,
  textIndexOf,
  textLength,
} from './text.ts';
import { isPrintable } from './unicode.ts';

const PLAIN = /^[ -&(-[\]-~]*$/;
const HEX = '0123456789abcdef';

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh` of a code point. */
export function hexEscape(cp: number): string {
  if (cp <= 0xff) return '\\x' + HEX[cp >> 4] + HEX[cp & 15];
  const digits = cp.toString(16);
  return cp <= 0xffff ? '\\u' + digits.padStart(4, '0') : '\\U' + digits.padStart(8, '0');
}

/** The short escape of \t, \n, \r and the backslash, or ''. */
export function shortEscape(cp: number): string {
  if (cp === 92) return '\\\\';
  return cp === 9 ? '\\t' : cp === 10 ? '\\n' : cp === 13 ? '\\r' : '';
}

/** Single quotes, unless there is one inside and no double quote. */
function quoteFor(t: Text): string {
  const n = textLength(t);
  return textIndexOf(t, "'", 0, n) >= 0 && textIndexOf(t, '"', 0, n) < 0 ? '"' : "'";
}

function quoted(t: Text, asciiOnly: boolean): Text {
  const quote = quoteFor(t);
  const mark = quote.charCodeAt(0);
  const out = new TextBuilder();
  out.append(mark);
  const n = textLength(t);
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    if (cp === mark) out.appendText('\\' + quote);
    else if (cp === 92 || cp === 9 || cp === 10 || cp === 13) out.appendText(shortEscape(cp));
    else if (cp < 127 ? cp >= 32 : !asciiOnly && isPrintable(cp)) out.append(cp);
    else out.appendText(hexEscape(cp));
  }
  out.append(mark);
  return out.finish();
}

/** `repr(str)`. */
export function textRepr(t: Text): Text {
  if (typeof t === 'string' && PLAIN.test(t)) return "'" + t + "'";
  return quoted(t, false);
}

/** `ascii(str)`. */
export function textAscii(t: Text): string {
  if (typeof t === 'string' && PLAIN.test(t)) return "'" + t + "'";
  return quoted(t, true) as string;
}

/** Any text with its characters beyond ASCII escaped, as `ascii()` does to a repr. */
export function escapeNonAscii(t: Text): string {
  if (isAscii(t)) return t as string;
  let out = '';
  const n = textLength(t);
  for (let i = 0; i < n; i++) {
    const cp = codePointAt(t, i);
    out += cp < 128 ? String.fromCharCode(cp) : hexEscape(cp);
  }
  return out;
}

/** The escaped and quoted content of `repr(bytes)`, without the `b`. */
export function bytesQuoted(b: Uint8Array): string {
  const text = textFromLatin1(b);
  if (PLAIN.test(text)) return "'" + text + "'";
  const quote = quoteFor(text);
  const mark = quote.charCodeAt(0);
  let out = quote;
  for (let i = 0; i < b.length; i++) {
    const c = b[i];
    if (c === mark) out += '\\' + quote;
    else if (c === 92 || c === 9 || c === 10 || c === 13) out += shortEscape(c);
    else out += c >= 32 && c < 127 ? text[i] : hexEscape(c);
  }
  return out + quote;
}

/** `repr(bytes)`. */
export function bytesRepr(b: Uint8Array): string {
  return 'b' + bytesQuoted(b);
}
