/** SHA-1 (FIPS 180-4). */
import { BlockHash } from './block-hash.ts';

const W = new Int32Array(80);

export class Sha1 extends BlockHash {
  constructor() {
    super(64, 20, Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0));
  }

  fresh(): Sha1 {
    return new Sha1();
  }

  compress(b: Uint8Array, at: number): void {
    for (let i = 0; i < 16; i++, at += 4)
      W[i] = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
    for (let i = 16; i < 80; i++) {
      const w = W[i - 3]! ^ W[i - 8]! ^ W[i - 14]! ^ W[i - 16]!;
      W[i] = (w << 1) | (w >>> 31);
    }
    const s = this.state;
    let a = s[0]!;
    let x = s[1]!;
    let c = s[2]!;
    let d = s[3]!;
    let e = s[4]!;
    for (let i = 0; i < 80; i++) {
      let f: number;
      if (i < 20) f = ((x & c) | (~x & d)) + 0x5a827999;
      else if (i < 40) f = (x ^ c ^ d) + 0x6ed9eba1;
      else if (i < 60) f = ((x & c) | (x & d) | (c & d)) + 0x8f1bbcdc;
      else f = (x ^ c ^ d) + 0xca62c1d6;
      const t = (((a << 5) | (a >>> 27)) + f + e + W[i]!) | 0;
      e = d;
      d = c;
      c = (x << 30) | (x >>> 2);
      x = a;
      a = t;
    }
    s[0] = (s[0]! + a) | 0;
    s[1] = (s[1]! + x) | 0;
    s[2] = (s[2]! + c) | 0;
    s[3] = (s[3]! + d) | 0;
    s[4] = (s[4]! + e) | 0;
  }
}
