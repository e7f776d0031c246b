/** Internet addresses as text and bytes. POSIX: inet_pton(3), inet_ntop(3), inet_aton(3). */

/** The four bytes of a dotted address, strictly written; null when it is none. */
export function parseIPv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const out = new Uint8Array(4);
  for (let i = 0; i < 4; i++) {
    if (!/^(0|[1-9]\d{0,2})$/.test(parts[i]!) || Number(parts[i]) > 255) return null;
    out[i] = Number(parts[i]);
  }
  return out;
}

/** inet_aton: one to four parts, decimal, octal or hexadecimal. */
export function parseLooseIPv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length > 4) return null;
  const values: number[] = [];
  for (const part of parts) {
    if (/^0[xX][0-9a-fA-F]+$/.test(part)) values.push(Number.parseInt(part.slice(2), 16));
    else if (/^0[0-7]*$/.test(part)) values.push(Number.parseInt(part, 8));
    else if (/^[1-9]\d*$/.test(part)) values.push(Number(part));
    else return null;
  }
  const last = values.pop()!;
  if (values.some((v) => v > 255) || last >= 256 ** (4 - values.length)) return null;
  let whole = last;
  values.forEach((v, i) => {
    whole += v * 256 ** (3 - i);
  });
  return Uint8Array.of(whole / 0x1000000, (whole >>> 16) & 255, (whole >>> 8) & 255, whole & 255);
}

/** The sixteen bytes of an IPv6 address; null when it is none. */
export function parseIPv6(given: string): Uint8Array | null {
  let text = given;
  const tail = /(^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail !== null) {
    const v4 = parseIPv4(tail[2]!);
    if (v4 === null) return null;
    const hex = (a: number, b: number): string => ((a << 8) | b).toString(16);
    text =
      text.slice(0, text.length - tail[2]!.length) +
      `${hex(v4[0]!, v4[1]!)}:${hex(v4[2]!, v4[3]!)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = (s: string): string[] => (s === '' ? [] : s.split(':'));
  const head = groups(halves[0]!);
  const rest = halves.length === 2 ? groups(halves[1]!) : [];
  const gap = 8 - head.length - rest.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const all = [...head, ...new Array(halves.length === 2 ? gap : 0).fill('0'), ...rest];
  const out = new Uint8Array(16);
  for (let i = 0; i < 8; i++) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(all[i]!)) return null;
    const v = Number.parseInt(all[i]!, 16);
    out[2 * i] = v >> 8;
    out[2 * i + 1] = v & 255;
  }
  return out;
}

export function formatIPv4(b: Uint8Array): string {
  return `${b[0]}.${b[1]}.${b[2]}.${b[3]}`;
}

/** The canonical text: the longest run of zero groups is left out. */
export function formatIPv6(b: Uint8Array): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((b[i]! << 8) | b[i + 1]!);
  let best = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === 0) n++;
    if (n > length) {
      best = i;
      length = n;
    }
  }
  const v4 =
    groups.slice(0, 5).every((g) => g === 0) &&
    (groups[5] === 0xffff || (groups[5] === 0 && groups[6] !== 0));
  const tail = v4 ? formatIPv4(b.subarray(12)) : null;
  const hex = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((g) => g.toString(16))
      .join(':');
  if (tail !== null) return groups[5] === 0xffff ? `::ffff:${tail}` : `::${tail}`;
  return best < 0 ? hex(0, 8) : `${hex(0, best)}::${hex(best + length, 8)}`;
}
