/** The checks of zlib and gzip streams: Adler-32 and CRC-32. */

/** Bytes after which the sums of Adler-32 must be reduced to stay exact. */
const ADLER_RUN = 3800;

export function adler32(bytes: Uint8Array, start = 1): number {
  let a = start & 0xffff;
  let b = start >>> 16;
  for (let i = 0; i < bytes.length; ) {
    const end = Math.min(i + ADLER_RUN, bytes.length);
    for (; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Four tables: table k holds the CRC of a byte followed by k zero bytes. */
const T = new Int32Array(1024);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  T[n] = c;
}
for (let n = 256; n < 1024; n++) T[n] = (T[n - 256]! >>> 8) ^ T[T[n - 256]! & 255]!;

export function crc32(bytes: Uint8Array, start = 0): number {
  let c = ~start;
  let i = 0;
  for (const end = bytes.length - 3; i < end; i += 4) {
    c ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    c =
      T[768 + (c & 255)]! ^
      T[512 + ((c >>> 8) & 255)]! ^
      T[256 + ((c >>> 16) & 255)]! ^
      T[c >>> 24]!;
  }
  for (; i < bytes.length; i++) c = (c >>> 8) ^ T[(c ^ bytes[i]!) & 255]!;
  return ~c >>> 0;
}
