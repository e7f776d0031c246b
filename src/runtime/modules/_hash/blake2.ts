/**
 * BLAKE2b and BLAKE2s (RFC 7693) with the full parameter block: salt, person, key and the tree parameters. Words of
 * BLAKE2b are pairs of 32-bit halves, the low one first.
 */
import type { Hash } from './block-hash.ts';

const SIGMA = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11,
  7, 5, 3, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6,
  5, 10, 4, 0, 15, 8, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13, 2, 12, 6, 10, 0, 11, 8,
  3, 4, 13, 7, 5, 15, 14, 1, 9, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11, 13, 11, 7, 14,
  12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5, 10,
  2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
];

/** The initial words are SHA-512's; BLAKE2s takes their high halves. */
const IV = Int32Array.of(
  0xf3bcc908,
  0x6a09e667,
  0x84caa73b,
  0xbb67ae85,
  0xfe94f82b,
  0x3c6ef372,
  0x5f1d36f1,
  0xa54ff53a,
  0xade682d1,
  0x510e527f,
  0x2b3e6c1f,
  0x9b05688c,
  0xfb41bd6b,
  0x1f83d9ab,
  0x137e2179,
  0x5be0cd19,
);

/** Indices of the eight mixing steps of a round. */
const STEPS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

export interface Blake2Params {
  digestSize: number;
  key: Uint8Array;
  salt: Uint8Array;
  person: Uint8Array;
  fanout: number;
  depth: number;
  leafSize: number;
  nodeOffset: bigint;
  nodeDepth: number;
  innerSize: number;
  lastNode: boolean;
}

/** The parameter block, for words of `size` bytes (8: BLAKE2b, 4: BLAKE2s). */
function parameterBlock(p: Blake2Params, size: number): DataView {
  const view = new DataView(new ArrayBuffer(size * 8));
  const bytes = new Uint8Array(view.buffer);
  bytes[0] = p.digestSize;
  bytes[1] = p.key.length;
  bytes[2] = p.fanout;
  bytes[3] = p.depth;
  view.setUint32(4, p.leafSize, true);
  if (size === 8) {
    view.setBigUint64(8, p.nodeOffset, true);
    bytes[16] = p.nodeDepth;
    bytes[17] = p.innerSize;
  } else {
    view.setUint32(8, Number(p.nodeOffset & 0xffffffffn), true);
    view.setUint16(12, Number(p.nodeOffset >> 32n), true);
    bytes[14] = p.nodeDepth;
    bytes[15] = p.innerSize;
  }
  bytes.set(p.salt, size * 4);
  bytes.set(p.person, size * 6);
  return view;
}

const V = new Int32Array(32);
const M = new Int32Array(32);

export class Blake2 implements Hash {
  readonly digestSize: number;
  readonly blockSize: number;
  readonly lastNode: boolean;
  readonly wide: boolean;
  readonly state: Int32Array;
  readonly block: Uint8Array;
  filled = 0;
  /** Bytes compressed so far. */
  total = 0;

  constructor(wide: boolean, digestSize: number, lastNode: boolean) {
    this.wide = wide;
    this.digestSize = digestSize;
    this.lastNode = lastNode;
    this.blockSize = wide ? 128 : 64;
    this.state = new Int32Array(wide ? 16 : 8);
    this.block = new Uint8Array(this.blockSize);
  }

  static of(wide: boolean, p: Blake2Params): Blake2 {
    const h = new Blake2(wide, p.digestSize, p.lastNode);
    const view = parameterBlock(p, wide ? 8 : 4);
    for (let i = 0; i < h.state.length; i++) {
      h.state[i] = (wide ? IV[i]! : IV[i * 2 + 1]!) ^ view.getInt32(i * 4, true);
    }
    if (p.key.length > 0) {
      const block = new Uint8Array(h.blockSize);
      block.set(p.key);
      h.update(block);
    }
    return h;
  }

  update(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      // The last block is compressed with a flag, so a full one waits until more comes.
      if (this.filled === this.blockSize) {
        this.total += this.filled;
        this.compress(false);
        this.filled = 0;
      }
      const n = Math.min(this.blockSize - this.filled, bytes.length - at);
      this.block.set(bytes.subarray(at, at + n), this.filled);
      this.filled += n;
      at += n;
    }
  }

  digest(): Uint8Array {
    const c = this.copy();
    c.total += c.filled;
    c.block.fill(0, c.filled);
    c.compress(true);
    const view = new DataView(new ArrayBuffer(c.state.length * 4));
    for (let i = 0; i < c.state.length; i++) view.setInt32(i * 4, c.state[i]!, true);
    return new Uint8Array(view.buffer).slice(0, this.digestSize);
  }

  copy(): Blake2 {
    const c = new Blake2(this.wide, this.digestSize, this.lastNode);
    c.state.set(this.state);
    c.block.set(this.block);
    c.filled = this.filled;
    c.total = this.total;
    return c;
  }

  private compress(last: boolean): void {
    const b = this.block;
    for (let i = 0, at = 0; at < b.length; i++, at += 4) {
      M[i] = b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24);
    }
    if (this.wide) this.compressWide(last);
    else this.compressNarrow(last);
  }

  private compressWide(last: boolean): void {
    const s = this.state;
    V.set(s);
    V.set(IV, 16);
    V[24]! ^= this.total | 0;
    V[25]! ^= Math.floor(this.total / 4294967296);
    if (last) {
      V[28] = ~V[28]!;
      V[29] = ~V[29]!;
      if (this.lastNode) {
        V[30] = ~V[30]!;
        V[31] = ~V[31]!;
      }
    }
    for (let r = 0; r < 12; r++) {
      const row = (r % 10) * 16;
      for (let i = 0; i < 8; i++) {
        const [a, x, c, d] = STEPS[i]!;
        mixWide(a * 2, x * 2, c * 2, d * 2, SIGMA[row + i * 2]! * 2, SIGMA[row + i * 2 + 1]! * 2);
      }
    }
    for (let i = 0; i < 16; i++) s[i]! ^= V[i]! ^ V[i + 16]!;
  }

  private compressNarrow(last: boolean): void {
    const s = this.state;
    V.set(s);
    for (let i = 0; i < 8; i++) V[i + 8] = IV[i * 2 + 1]!;
    V[12]! ^= this.total | 0;
    V[13]! ^= Math.floor(this.total / 4294967296);
    if (last) {
      V[14] = ~V[14]!;
      if (this.lastNode) V[15] = ~V[15]!;
    }
    for (let r = 0; r < 10; r++) {
      const row = r * 16;
      for (let i = 0; i < 8; i++) {
        const [a, x, c, d] = STEPS[i]!;
        mixNarrow(a, x, c, d, M[SIGMA[row + i * 2]!]!, M[SIGMA[row + i * 2 + 1]!]!);
      }
    }
    for (let i = 0; i < 8; i++) s[i]! ^= V[i]! ^ V[i + 8]!;
  }
}

function mixNarrow(a: number, b: number, c: number, d: number, x: number, y: number): void {
  V[a] = (V[a]! + V[b]! + x) | 0;
  let t = V[d]! ^ V[a]!;
  V[d] = (t >>> 16) | (t << 16);
  V[c] = (V[c]! + V[d]!) | 0;
  t = V[b]! ^ V[c]!;
  V[b] = (t >>> 12) | (t << 20);
  V[a] = (V[a]! + V[b]! + y) | 0;
  t = V[d]! ^ V[a]!;
  V[d] = (t >>> 8) | (t << 24);
  V[c] = (V[c]! + V[d]!) | 0;
  t = V[b]! ^ V[c]!;
  V[b] = (t >>> 7) | (t << 25);
}

/** V[a] += V[b] + M[m]; without a message word when `m` is negative. */
function addWide(a: number, b: number, m: number): void {
  let low = (V[a]! >>> 0) + (V[b]! >>> 0);
  let high = V[a + 1]! + V[b + 1]!;
  if (m >= 0) {
    low += M[m]! >>> 0;
    high += M[m + 1]!;
  }
  V[a] = low | 0;
  V[a + 1] = (high + Math.floor(low / 4294967296)) | 0;
}

function mixWide(a: number, b: number, c: number, d: number, x: number, y: number): void {
  addWide(a, b, x);
  // Rotation by 32 swaps the halves.
  let low = V[d]! ^ V[a]!;
  let high = V[d + 1]! ^ V[a + 1]!;
  V[d] = high;
  V[d + 1] = low;
  addWide(c, d, -1);
  low = V[b]! ^ V[c]!;
  high = V[b + 1]! ^ V[c + 1]!;
  V[b] = (low >>> 24) | (high << 8);
  V[b + 1] = (high >>> 24) | (low << 8);
  addWide(a, b, y);
  low = V[d]! ^ V[a]!;
  high = V[d + 1]! ^ V[a + 1]!;
  V[d] = (low >>> 16) | (high << 16);
  V[d + 1] = (high >>> 16) | (low << 16);
  addWide(c, d, -1);
  low = V[b]! ^ V[c]!;
  high = V[b + 1]! ^ V[c + 1]!;
  V[b] = (high >>> 31) | (low << 1);
  V[b + 1] = (low >>> 31) | (high << 1);
}
