/** The fixed tables of DEFLATE (RFC 1951), shared by both directions. */

/** Lengths 3..258 by code 257..285, and their extra bits. */
export const LENGTH_BASE = new Uint16Array(29);
export const LENGTH_EXTRA = new Uint8Array(29);
/** Distances 1..32768 by code 0..29, and their extra bits. */
export const DIST_BASE = new Uint16Array(30);
export const DIST_EXTRA = new Uint8Array(30);
/** The order in which the lengths of the code length codes are sent. */
export const CODE_ORDER = Uint8Array.of(
  16,
  17,
  18,
  0,
  8,
  7,
  9,
  6,
  10,
  5,
  11,
  4,
  12,
  3,
  13,
  2,
  14,
  1,
  15,
);

for (let i = 0, base = 3; i < 28; i++) {
  LENGTH_EXTRA[i] = i < 8 ? 0 : (i - 4) >> 2;
  LENGTH_BASE[i] = base;
  base += 1 << LENGTH_EXTRA[i]!;
}
LENGTH_BASE[28] = 258;
for (let i = 0, base = 1; i < 30; i++) {
  DIST_EXTRA[i] = i < 4 ? 0 : (i - 2) >> 1;
  DIST_BASE[i] = base;
  base += 1 << DIST_EXTRA[i]!;
}

/** Code lengths of the fixed literal/length code. */
export const FIXED_LITERALS = new Uint8Array(288);
FIXED_LITERALS.fill(8, 0, 144);
FIXED_LITERALS.fill(9, 144, 256);
FIXED_LITERALS.fill(7, 256, 280);
FIXED_LITERALS.fill(8, 280);
export const FIXED_DISTANCES = new Uint8Array(30).fill(5);

/** The low `n` bits of `v` in reverse. */
export function reverseBits(v: number, n: number): number {
  let r = 0;
  for (; n > 0; n--, v >>>= 1) r = (r << 1) | (v & 1);
  return r;
}
