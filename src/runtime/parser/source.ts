/**
 * Bytes to source text: byte order mark, PEP 263 coding cookie, decoding (CPython:
 * Parser/tokenizer/helpers.c and string_tokenizer.c).
 *
 * Invariants: the result is UTF-16; the errors are the SyntaxErrors CPython gives, without location
 * where CPython gives none.
 */

import { ParseError } from './parse-error.ts';
import { decodeUtf8, hasBadByte, shownText, utf8Complaint } from './utf8.ts';

/**
 * Decodes bytes in an encoding not known here (into UTF-16): null when it knows none of that name
 * either, `error` is the message of the codec's exception.
 */
export type Decoder = (bytes: Uint8Array, encoding: string) => string | { error: string } | null;

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
  }
  return parts.join('');
}

/** The name CPython's get_normal_name gives. */
function normalName(name: string): string {
  const head = name.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (head === 'utf-8' || head.startsWith('utf-8-')) return 'utf-8';
  if (/^(latin-1|iso-8859-1|iso-latin-1)($|-)/.test(head)) return 'iso-8859-1';
  return name;
}

function lines(bytes: Uint8Array): string[] {
  const out: string[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length && out.length < 2; i++) {
    if (bytes[i] !== 10 && bytes[i] !== 13) continue;
    out.push(latin1(bytes.subarray(start, i)));
    if (bytes[i] === 13 && bytes[i + 1] === 10) i++;
    start = i + 1;
  }
  if (out.length < 2) out.push(latin1(bytes.subarray(start)));
  return out;
}

/** The coding cookie of the first two lines, null without one. */
export function findCookie(bytes: Uint8Array): string | null {
  for (const line of lines(bytes)) {
    const found = COOKIE.exec(line);
    if (found !== null) return normalName(found[1]);
    if (!BLANK.test(line)) return null;
  }
  return null;
}

function fail(msg: string): never {
  throw new ParseError('SyntaxError', msg, 0, -1, null, null, null);
}

function ascii(bytes: Uint8Array): string | { error: string } {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  if (at < 0) return latin1(bytes);
  const byte = bytes[at].toString(16);
  const error = `'ascii' codec can't decode byte 0x${byte} in position ${at}`;
  return { error: `${error}: ordinal not in range(128)` };
}

/** As the interpreter complains of a script it reads from a file. */
function refuseInFile(bytes: Uint8Array, file: string): void {
  const text = decodeUtf8(bytes, false);
  const lines = text.split(/\r\n?|\n/);
  const at = lines.findIndex(hasBadByte);
  if (at < 0) return;
  const bad = /(?:^|[^\ud800-\udbff])([\udc80-\udcff])/.exec(lines[at])![1];
  const byte = (bad.charCodeAt(0) - 0xdc00).toString(16);
  throw new ParseError(
    'SyntaxError',
    `Non-UTF-8 code starting with '\\x${byte}' in file ${file} on line ${at + 1}, but no ` +
      'encoding declared; see https://peps.python.org/pep-0263/ for details',
    at + 1,
    0,
    null,
    null,
    shownText(lines[at]),
  );
}

/**
 * Decodes source bytes as compile() does; with `file`, as the interpreter does a script it reads.
 * Bytes that are no UTF-8 come out as lone surrogates U+DC80..U+DCFF and are the parser's business.
 */
export function decodeSource(bytes: Uint8Array, decoder?: Decoder, file?: string): string {
  if (bytes.includes(0)) {
    const msg = 'source code string cannot contain null bytes';
    throw new ParseError('SyntaxError', msg, null, null, null, null, null);
  }
  const bom = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  const cookie = findCookie(body);
  if (cookie === null || cookie === 'utf-8') {
    if (file !== undefined && cookie === null) refuseInFile(body, file);
    return decodeUtf8(body, false);
  }
  if (bom) fail(`encoding problem: ${cookie} with BOM`);
  if (cookie === 'iso-8859-1') return latin1(body);
  const decoded = decodeCookie(body, cookie, decoder);
  if (typeof decoded === 'string') return decoded;
  // A script read from a file gets no reason.
  return fail(file === undefined ? decoded.error : `encoding problem: ${cookie}`);
}

function decodeCookie(
  bytes: Uint8Array,
  cookie: string,
  decoder: Decoder | undefined,
): string | { error: string } {
  const name = cookie.toLowerCase().replaceAll('_', '-');
  if (name === 'utf8') {
    const complaint = utf8Complaint(bytes);
    return complaint === null ? decodeUtf8(bytes, false) : { error: complaint };
  }
  if (name === 'latin1' || name === 'iso8859-1' || name === 'l1') return latin1(bytes);
  if (name === 'ascii' || name === 'us-ascii') return ascii(bytes);
  return decoder?.(bytes, cookie) ?? { error: `unknown encoding: ${cookie}` };
}
