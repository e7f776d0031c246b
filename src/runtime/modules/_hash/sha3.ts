/**
 * SHA-3 and SHAKE (FIPS 202): the Keccak sponge. Lanes of 64 bits are pairs of 32-bit halves, the low one first; rotation
 * amounts and round constants are generated as the standard defines them.
 */
import type { Hash } from './block-hash.ts';

const ROUNDS = 24;
/** Where each lane goes in the step pi, and how far it is rotated before, in the order of the walk. */
const PI = new Int32Array(24);
const RHO = new Int32Array(24);
const RC = new Int32Array(ROUNDS * 2);

function generate(): void {
  let x = 1;
  let y = 0;
  for (let t = 0; t < 24; t++) {
    RHO[t] = (((t + 1) * (t + 2)) / 2) % 64;
    const next = (2 * x + 3 * y) % 5;
    x = y;
    y = next;
    PI[t] = (x + 5 * y) * 2;
  }
  let lfsr = 1;
  for (let r = 0; r < ROUNDS; r++) {
    for (let j = 0; j < 7; j++) {
      const bit = (1 << j) - 1;
      if ((lfsr & 1) !== 0) RC[r * 2 + (bit >> 5)]! ^= 1 << (bit & 31);
      lfsr = (lfsr << 1) ^ ((lfsr & 0x80) !== 0 ? 0x171 : 0);
    }
  }
}
generate();

const C = new Int32Array(10);

function theta(s: Int32Array): void {
  for (let x = 0; x < 10; x++) C[x] = s[x]! ^ s[x + 10]! ^ s[x + 20]! ^ s[x + 30]! ^ s[x + 40]!;
  for (let x = 0; x < 10; x += 2) {
    const p = (x + 8) % 10;
    const n = (x + 2) % 10;
    const low = C[p]! ^ ((C[n]! << 1) | (C[n + 1]! >>> 31));
    const high = C[p + 1]! ^ ((C[n + 1]! << 1) | (C[n]! >>> 31));
    for (let y = x; y < 50; y += 10) {
      s[y]! ^= low;
      s[y + 1]! ^= high;
    }
  }
}

function rhoPi(s: Int32Array): void {
  let low = s[2]!;
  let high = s[3]!;
  for (let t = 0; t < 24; t++) {
    const at = PI[t]!;
    const nextLow = s[at]!;
    const nextHigh = s[at + 1]!;
    const r = RHO[t]!;
    const k = r & 31;
    const a = r < 32 ? low : high;
    const b = r < 32 ? high : low;
    s[at] = k === 0 ? a : (a << k) | (b >>> (32 - k));
    s[at + 1] = k === 0 ? b : (b << k) | (a >>> (32 - k));
    low = nextLow;
    high = nextHigh;
  }
}

function chi(s: Int32Array): void {
  for (let y = 0; y < 50; y += 10) {
    for (let x = 0; x < 10; x++) C[x] = s[y + x]!;
    for (let x = 0; x < 10; x++) s[y + x] = C[x]! ^ (~C[(x + 2) % 10]! & C[(x + 4) % 10]!);
  }
}

function keccak(s: Int32Array): void {
  for (let r = 0; r < ROUNDS; r++) {
    theta(s);
    rhoPi(s);
    chi(s);
    s[0]! ^= RC[r * 2]!;
    s[1]! ^= RC[r * 2 + 1]!;
  }
}

export class Sha3 implements Hash {
  /** The rate in bytes. */
  readonly blockSize: number;
  /** 0 for SHAKE, whose digests have any length. */
  readonly digestSize: number;
  /** The domain bits that follow the message, with the first bit of the padding. */
  readonly suffix: number;
  readonly state: Int32Array = new Int32Array(50);
  at = 0;

  constructor(blockSize: number, digestSize: number, suffix: number) {
    this.blockSize = blockSize;
    this.digestSize = digestSize;
    this.suffix = suffix;
  }

  update(bytes: Uint8Array): void {
    const s = this.state;
    let at = this.at;
    for (let i = 0; i < bytes.length; i++) {
      s[at >> 2]! ^= bytes[i]! << ((at & 3) << 3);
      if (++at === this.blockSize) {
        keccak(s);
        at = 0;
      }
    }
    this.at = at;
  }

  digest(length: number = this.digestSize): Uint8Array {
    const s = this.state.slice();
    s[this.at >> 2]! ^= this.suffix << ((this.at & 3) << 3);
    const last = this.blockSize - 1;
    s[last >> 2]! ^= 0x80 << ((last & 3) << 3);
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const at = i % this.blockSize;
      if (at === 0) keccak(s);
      out[i] = s[at >> 2]! >>> ((at & 3) << 3);
    }
    return out;
  }

  copy(): Sha3 {
    const c = new Sha3(this.blockSize, this.digestSize, this.suffix);
    c.state.set(this.state);
    c.at = this.at;
    return c;
  }
}
