/**
 * SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4). The constants are what the standard defines them to be: the first
 * bits of the fractions of square and cube roots of the first primes, computed here in integers. Words of 64 bits are
 * pairs of 32-bit halves, the high one first.
 */
import { BlockHash } from './block-hash.ts';

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n);
  return found;
}

/** floor(p**(1/k) * 2**64) modulo 2**64. */
function rootFraction(p: bigint, k: bigint): bigint {
  const target = p << (64n * k);
  let low = 0n;
  let high = 1n << 70n;
  while (high - low > 1n) {
    const mid = (low + high) >> 1n;
    if (mid ** k <= target) low = mid;
    else high = mid;
  }
  return BigInt.asUintN(64, low);
}

function halves(words: bigint[]): Int32Array {
  const out = new Int32Array(words.length * 2);
  words.forEach((w, i) => {
    out[i * 2] = Number(BigInt.asIntN(32, w >> 32n));
    out[i * 2 + 1] = Number(BigInt.asIntN(32, w));
  });
  return out;
}

const PRIMES = primes(80);
const K64 = halves(PRIMES.map((p) => rootFraction(p, 3n)));
const K32 = new Int32Array(64);
for (let i = 0; i < 64; i++) K32[i] = K64[i * 2]!;
const SQUARE = PRIMES.slice(0, 16).map((p) => rootFraction(p, 2n));
const INIT_512 = halves(SQUARE.slice(0, 8));
const INIT_384 = halves(SQUARE.slice(8));
const INIT_256 = Int32Array.from({ length: 8 }, (_, i) => INIT_512[i * 2]!);
/** The low halves of SHA-384's words. */
const INIT_224 = Int32Array.from({ length: 8 }, (_, i) => INIT_384[i * 2 + 1]!);

const W = new Int32Array(64);

export class Sha256 extends BlockHash {
  constructor(digestSize = 32) {
    super(64, digestSize, (digestSize === 28 ? INIT_224 : INIT_256).slice());
  }

  fresh(): Sha256 {
    return new Sha256(this.digestSize);
  }

  compress(b: Uint8Array, at: number): void {
    for (let i = 0; i < 16; i++, at += 4)
      W[i] = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
    for (let i = 16; i < 64; i++) {
      const p = W[i - 15]!;
      const q = W[i - 2]!;
      const s0 = ((p >>> 7) | (p << 25)) ^ ((p >>> 18) | (p << 14)) ^ (p >>> 3);
      const s1 = ((q >>> 17) | (q << 15)) ^ ((q >>> 19) | (q << 13)) ^ (q >>> 10);
      W[i] = (W[i - 16]! + s0 + W[i - 7]! + s1) | 0;
    }
    const s = this.state;
    let a = s[0]!;
    let x = s[1]!;
    let c = s[2]!;
    let d = s[3]!;
    let e = s[4]!;
    let f = s[5]!;
    let g = s[6]!;
    let h = s[7]!;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K32[i]! + W[i]!) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & x) ^ (a & c) ^ (x & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = x;
      x = a;
      a = (t1 + t2) | 0;
    }
    s[0] = (s[0]! + a) | 0;
    s[1] = (s[1]! + x) | 0;
    s[2] = (s[2]! + c) | 0;
    s[3] = (s[3]! + d) | 0;
    s[4] = (s[4]! + e) | 0;
    s[5] = (s[5]! + f) | 0;
    s[6] = (s[6]! + g) | 0;
    s[7] = (s[7]! + h) | 0;
  }
}

const WIDE = new Int32Array(160);
/** The eight working words, rotated by index instead of by moving. */
const V = new Int32Array(16);

export class Sha512 extends BlockHash {
  constructor(digestSize = 64) {
    super(128, digestSize, (digestSize === 48 ? INIT_384 : INIT_512).slice());
  }

  fresh(): Sha512 {
    return new Sha512(this.digestSize);
  }

  compress(b: Uint8Array, at: number): void {
    schedule(b, at);
    const s = this.state;
    V.set(s);
    for (let i = 0; i < 80; i++) round(i);
    for (let i = 0; i < 16; i += 2) {
      const low = (s[i + 1]! >>> 0) + (V[i + 1]! >>> 0);
      s[i + 1] = low | 0;
      s[i] = (s[i]! + V[i]! + (low > 0xffffffff ? 1 : 0)) | 0;
    }
  }
}

function schedule(b: Uint8Array, at: number): void {
  for (let i = 0; i < 32; i++, at += 4) {
    WIDE[i] = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
  }
  for (let i = 32; i < 160; i += 2) {
    const ph = WIDE[i - 30]!;
    const pl = WIDE[i - 29]!;
    const qh = WIDE[i - 4]!;
    const ql = WIDE[i - 3]!;
    const s0h = ((ph >>> 1) | (pl << 31)) ^ ((ph >>> 8) | (pl << 24)) ^ (ph >>> 7);
    const s0l = ((pl >>> 1) | (ph << 31)) ^ ((pl >>> 8) | (ph << 24)) ^ ((pl >>> 7) | (ph << 25));
    const s1h = ((qh >>> 19) | (ql << 13)) ^ ((ql >>> 29) | (qh << 3)) ^ (qh >>> 6);
    const s1l = ((ql >>> 19) | (qh << 13)) ^ ((qh >>> 29) | (ql << 3)) ^ ((ql >>> 6) | (qh << 26));
    const low = (WIDE[i - 31]! >>> 0) + (s0l >>> 0) + (WIDE[i - 13]! >>> 0) + (s1l >>> 0);
    WIDE[i + 1] = low | 0;
    WIDE[i] = (WIDE[i - 32]! + s0h + WIDE[i - 14]! + s1h + Math.floor(low / 4294967296)) | 0;
  }
}

/** One round: the word that is `h` becomes the new `a`, `d` becomes `e`. */
function round(i: number): void {
  const k = (80 - i) << 1;
  const A = k & 14;
  const B = (k + 2) & 14;
  const C = (k + 4) & 14;
  const D = (k + 6) & 14;
  const E = (k + 8) & 14;
  const F = (k + 10) & 14;
  const G = (k + 12) & 14;
  const H = (k + 14) & 14;
  const eh = V[E]!;
  const el = V[E + 1]!;
  const ah = V[A]!;
  const al = V[A + 1]!;
  const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
  const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
  const chh = (eh & V[F]!) ^ (~eh & V[G]!);
  const chl = (el & V[F + 1]!) ^ (~el & V[G + 1]!);
  const t1l =
    (V[H + 1]! >>> 0) +
    (s1l >>> 0) +
    (chl >>> 0) +
    (K64[i * 2 + 1]! >>> 0) +
    (WIDE[i * 2 + 1]! >>> 0);
  const t1h = (V[H]! + s1h + chh + K64[i * 2]! + WIDE[i * 2]! + Math.floor(t1l / 4294967296)) | 0;
  const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
  const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
  const majh = (ah & V[B]!) ^ (ah & V[C]!) ^ (V[B]! & V[C]!);
  const majl = (al & V[B + 1]!) ^ (al & V[C + 1]!) ^ (V[B + 1]! & V[C + 1]!);
  const low1 = t1l >>> 0;
  const dl = (V[D + 1]! >>> 0) + low1;
  V[D + 1] = dl | 0;
  V[D] = (V[D]! + t1h + (dl > 0xffffffff ? 1 : 0)) | 0;
  const al2 = low1 + (s0l >>> 0) + (majl >>> 0);
  V[H + 1] = al2 | 0;
  V[H] = (t1h + s0h + majh + Math.floor(al2 / 4294967296)) | 0;
}
