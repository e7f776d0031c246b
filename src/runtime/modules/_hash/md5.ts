/** MD5 (RFC 1321). */
import { BlockHash } from './block-hash.ts';

/** floor(2**32 * |sin(i + 1)|). */
const K = new Int32Array(64);
for (let i = 0; i < 64; i++) K[i] = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0;
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const M = new Int32Array(16);

export class Md5 extends BlockHash {
  constructor() {
    super(64, 16, Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476));
  }

  fresh(): Md5 {
    return new Md5();
  }

  override get littleEndian(): boolean {
    return true;
  }

  compress(b: Uint8Array, at: number): void {
    for (let i = 0; i < 16; i++, at += 4)
      M[i] = b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24);
    const s = this.state;
    let a = s[0]!;
    let x = s[1]!;
    let c = s[2]!;
    let d = s[3]!;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let f: number;
      let g: number;
      if (round === 0) {
        f = (x & c) | (~x & d);
        g = i;
      } else if (round === 1) {
        f = (d & x) | (~d & c);
        g = (5 * i + 1) & 15;
      } else if (round === 2) {
        f = x ^ c ^ d;
        g = (3 * i + 5) & 15;
      } else {
        f = c ^ (x | ~d);
        g = (7 * i) & 15;
      }
      f = (f + a + K[i]! + M[g]!) | 0;
      a = d;
      d = c;
      c = x;
      const r = SHIFTS[(round << 2) | (i & 3)]!;
      x = (x + ((f << r) | (f >>> (32 - r)))) | 0;
    }
    s[0] = (s[0]! + a) | 0;
    s[1] = (s[1]! + x) | 0;
    s[2] = (s[2]! + c) | 0;
    s[3] = (s[3]! + d) | 0;
  }
}
