/**
 * UTF-8 between bytes and UTF-16 source text (CPython: the UTF-8 decoder of
 * Objects/unicodeobject.c).
 *
 * Invariants: a byte that is no UTF-8 becomes a lone low surrogate U+DC80..U+DCFF, which no valid
 * source holds: CPython decodes literals and names one by one, and comments never, so that such a
 * byte is an error only where it is looked at.
 */

const BAD_BYTE = /(?:^|[^\ud800-\udbff])[\udc80-\udcff]/;

/**
 * Looks at the sequence at `i`: its size when valid, 0 for a bad first byte, else minus the number
 * of bytes that were good.
 */
function sequence(bytes: ArrayLike<number>, i: number): number {
  const first = bytes[i];
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (i + 1 >= bytes.length) return -1;
  const second = bytes[i + 1];
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return -1;
  for (let n = 2; n < size; n++) {
    if (i + n >= bytes.length || (bytes[i + n] & 0xc0) !== 0x80) return -n;
  }
  return size;
}

/** Decodes; `replace` puts U+FFFD for what is bad, else each bad byte becomes a lone surrogate. */
export function decodeUtf8(bytes: ArrayLike<number>, replace: boolean): string {
  const parts: string[] = [];
  let units: number[] = [];
  let i = 0;
  while (i < bytes.length) {
    const size = sequence(bytes, i);
    if (size === 1) units.push(bytes[i]);
    else if (size <= 0) units.push(replace ? 0xfffd : 0xdc00 + bytes[i]);
    else if (size === 2) units.push(((bytes[i] & 31) << 6) | (bytes[i + 1] & 63));
    else if (size === 3) {
      units.push(((bytes[i] & 15) << 12) | ((bytes[i + 1] & 63) << 6) | (bytes[i + 2] & 63));
    } else {
      const high = ((bytes[i] & 7) << 18) | ((bytes[i + 1] & 63) << 12);
      const cp = (high | ((bytes[i + 2] & 63) << 6) | (bytes[i + 3] & 63)) - 0x10000;
      units.push(0xd800 + (cp >> 10), 0xdc00 + (cp & 0x3ff));
    }
    if (size > 0) i += size;
    else i += replace && size < 0 ? -size : 1;
    if (units.length >= 8192) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join('');
}

/** The bytes of source text, bad ones included. */
function encode(text: string): number[] {
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const cp = text.codePointAt(i)!;
    if (cp < 0x80) out.push(cp);
    else if (cp >= 0xdc80 && cp <= 0xdcff) out.push(cp - 0xdc00);
    else if (cp < 0x800) out.push(0xc0 | (cp >> 6), 0x80 | (cp & 63));
    else if (cp < 0x10000) out.push(0xe0 | (cp >> 12), 0x80 | ((cp >> 6) & 63), 0x80 | (cp & 63));
    else {
      out.push(0xf0 | (cp >> 18), 0x80 | ((cp >> 12) & 63));
      out.push(0x80 | ((cp >> 6) & 63), 0x80 | (cp & 63));
      i++;
    }
  }
  return out;
}

/** Whether source text holds a bad byte. */
export function hasBadByte(text: string): boolean {
  return BAD_BYTE.test(text);
}

/** Source text fit to be shown. */
export function shownText(text: string): string {
  return hasBadByte(text) ? decodeUtf8(encode(text), true) : text;
}

/** What CPython says of the first bad sequence in the bytes, null when there is none. */
export function utf8Complaint(bytes: ArrayLike<number>): string | null {
  for (let i = 0; i < bytes.length; ) {
    const size = sequence(bytes, i);
    if (size > 0) {
      i += size;
      continue;
    }
    let end = size === 0 ? i + 1 : i - size;
    let reason = size === 0 ? 'invalid start byte' : 'invalid continuation byte';
    if (size < 0 && end >= bytes.length) {
      end = bytes.length;
      reason = 'unexpected end of data';
    }
    const where =
      end - i > 1
        ? `bytes in position ${i}-${end - 1}`
        : `byte 0x${bytes[i].toString(16).padStart(2, '0')} in position ${i}`;
    return `'utf-8' codec can't decode ${where}: ${reason}`;
  }
  return null;
}

/** The complaint about source text that has a bad byte. */
export function textComplaint(text: string): string {
  return utf8Complaint(encode(text)) ?? '';
}
