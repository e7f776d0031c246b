/**
 * Hashes of tuples, frozensets, complex numbers and rationals as two 32-bit halves (CPython:
 * tuplehash, frozenset_hash, complex_hash, and Fraction.__hash__).
 *
 * A lane is (lo, hi): int32 halves of a 64-bit two's-complement Py_hash_t. Accumulators keep their
 * state in fields, results go to the accumulator's `lo`/`hi`, so that nothing is allocated per item.
 */
import { abs, hashed, hashInt, mod, mul, normalize, type PyInt, powMod } from './int-arith.ts';

/** Product modulo 2^64 of two lanes; the low half is returned, the high half set in `product`. */
const product = { hi: 0 };

function mul64(alo: number, ahi: number, blo: number, bhi: number): number {
  const a0 = alo & 0xffff;
  const a1 = alo >>> 16;
  const b0 = blo & 0xffff;
  const b1 = blo >>> 16;
  // Each sum is below 2^32, so that 32-bit arithmetic keeps all of it.
  const mid = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const cross = (Math.imul(a0, b1) + (mid & 0xffff)) | 0;
  const high = (Math.imul(a1, b1) + (mid >>> 16) + (cross >>> 16)) | 0;
  product.hi = (high + Math.imul(alo, bhi) + Math.imul(ahi, blo)) | 0;
  return Math.imul(alo, blo);
}

// xxHash primes: 1.1400714785074694e19, 1.4029467366897019e19, 2.8701774500126003e18
const P1_LO = 0x85ebca87 | 0;
const P1_HI = 0x9e3779b1 | 0;
const P2_LO = 0x27d4eb4f | 0;
const P2_HI = 0xc2b2ae3d | 0;
const P5_LO = 0x165667c5 | 0;
const P5_HI = 0x27d4eb2f | 0;

/** hash(tuple): `reset`, `add` each item's hash, then `finish` with the length. */
export class TupleHash {
  lo: number;
  hi: number;

  constructor() {
    this.lo = P5_LO;
    this.hi = P5_HI;
  }

  reset(): void {
    this.lo = P5_LO;
    this.hi = P5_HI;
  }

  add(lo: number, hi: number): void {
    const inputLo = mul64(lo, hi, P2_LO, P2_HI);
    const lane = this.lo;
    const s = (lane + inputLo) | 0;
    const carry = ((lane & inputLo) | ((lane | inputLo) & ~s)) >>> 31;
    const sumHi = (this.hi + product.hi + carry) | 0;
    // Rotation left by 31.
    const rotLo = (s << 31) | (sumHi >>> 1);
    const rotHi = (sumHi << 31) | (s >>> 1);
    this.lo = mul64(rotLo, rotHi, P1_LO, P1_HI);
    this.hi = product.hi;
  }

  /** Leaves the final hash in `lo` and `hi`. */
  finish(length: number): void {
    // length ^ (prime5 ^ 3527539)
    const addLo = length ^ P5_LO ^ 3527539;
    const addHi = Math.floor(length / 4294967296) ^ P5_HI;
    const sum = (this.lo >>> 0) + (addLo >>> 0);
    this.hi = (this.hi + addHi + (sum >= 4294967296 ? 1 : 0)) | 0;
    this.lo = sum | 0;
    if (this.lo === -1 && this.hi === -1) {
      this.lo = 1546275796;
      this.hi = 0;
    }
  }
}

/** hash(frozenset): `reset`, `add` each element's hash, then `finish` with the length. */
export class FrozensetHash {
  lo: number;
  hi: number;

  constructor() {
    this.lo = 0;
    this.hi = 0;
  }

  reset(): void {
    this.lo = 0;
    this.hi = 0;
  }

  /** Mixes in ((h ^ 89869747) ^ (h << 16)) * 3644798167. */
  add(lo: number, hi: number): void {
    const a = lo ^ 89869747 ^ (lo << 16);
    const b = hi ^ ((hi << 16) | (lo >>> 16));
    this.lo ^= mul64(a, b, 3644798167 | 0, 0);
    this.hi ^= product.hi;
  }

  finish(length: number): void {
    const n = length + 1;
    this.lo ^= mul64(n | 0, Math.floor(n / 4294967296), 1927868237, 0);
    this.hi ^= product.hi;
    // h ^= (h >> 11) ^ (h >> 25)
    const lo = this.lo;
    const hi = this.hi;
    this.lo = lo ^ ((lo >>> 11) | (hi << 21)) ^ ((lo >>> 25) | (hi << 7));
    this.hi = hi ^ (hi >>> 11) ^ (hi >>> 25);
    this.scramble();
    if (this.lo === -1 && this.hi === -1) {
      this.lo = 590923713;
      this.hi = 0;
    }
  }

  /** h = h * 69069 + 907133923. */
  private scramble(): void {
    const low = mul64(this.lo, this.hi, 69069, 0);
    const sum = (low >>> 0) + 907133923;
    this.hi = (product.hi + (sum >= 4294967296 ? 1 : 0)) | 0;
    this.lo = sum | 0;
  }
}

/** hash(complex) from the hashes of its parts, into `hashed`. */
export function combineComplex(reLo: number, reHi: number, imLo: number, imHi: number): void {
  const lo = mul64(imLo, imHi, 1000003, 0);
  const sum = (reLo >>> 0) + (lo >>> 0);
  hashed.hi = (reHi + product.hi + (sum >= 4294967296 ? 1 : 0)) | 0;
  hashed.lo = sum | 0;
  if (hashed.lo === -1 && hashed.hi === -1) hashed.lo = -2;
}

/** The modulus of numeric hashes, 2^61 - 1. */
export const HASH_MODULUS: PyInt = normalize((1n << 61n) - 1n);

/** a^e modulo 2^61 - 1, e possibly negative; null when a is a multiple of the modulus. */
export function hashPow(a: PyInt, e: PyInt): PyInt | null {
  return powMod(a, e, HASH_MODULUS);
}

/** hash(Fraction(n, d)) in lowest terms with d > 0, into `hashed`. */
export function hashRatio(n: PyInt, d: PyInt): void {
  const inverse = powMod(d, -1, HASH_MODULUS);
  if (inverse === null) {
    hashInt(n < 0 ? -314159 : 314159);
    return;
  }
  const h = mod(mul(mod(abs(n), HASH_MODULUS), inverse), HASH_MODULUS);
  hashInt(n < 0 ? mul(h, -1) : h);
}
