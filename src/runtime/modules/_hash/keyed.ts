/** Constructions over a hash: HMAC (RFC 2104), PBKDF2 (RFC 8018), scrypt (RFC 7914). Pure; bytes in, bytes out. */
import type { Hash } from './block-hash.ts';
import { Sha256 } from './sha2.ts';

export type MakeHash = () => Hash;

/** An HMAC in progress; a Hash itself, so that hash objects can hold it. */
export class Hmac implements Hash {
  readonly blockSize: number;
  readonly digestSize: number;
  private readonly inner: Hash;
  private readonly outer: Hash;

  private constructor(inner: Hash, outer: Hash) {
    this.inner = inner;
    this.outer = outer;
    this.blockSize = inner.blockSize;
    this.digestSize = inner.digestSize;
  }

  static of(make: MakeHash, key: Uint8Array): Hmac {
    const inner = make();
    const outer = make();
    const size = inner.blockSize;
    let short = key;
    if (key.length > size) {
      const h = make();
      h.update(key);
      short = h.digest();
    }
    const pad = new Uint8Array(size);
    pad.set(short);
    inner.update(pad.map((b) => b ^ 0x36));
    outer.update(pad.map((b) => b ^ 0x5c));
    return new Hmac(inner, outer);
  }

  update(bytes: Uint8Array): void {
    this.inner.update(bytes);
  }

  copy(): Hmac {
    return new Hmac(this.inner.copy(), this.outer.copy());
  }

  digest(): Uint8Array {
    const out = this.outer.copy();
    out.update(this.inner.digest());
    return out.digest();
  }
}

export function pbkdf2(
  make: MakeHash,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Uint8Array {
  const keyed = Hmac.of(make, password);
  const size = keyed.digestSize;
  const out = new Uint8Array(length);
  for (let block = 1, at = 0; at < length; block++, at += size) {
    const first = keyed.copy();
    first.update(salt);
    first.update(Uint8Array.of(block >>> 24, block >>> 16, block >>> 8, block));
    let u = first.digest();
    const sum = u.slice();
    for (let i = 1; i < iterations; i++) {
      const next = keyed.copy();
      next.update(u);
      u = next.digest();
      for (let k = 0; k < size; k++) sum[k]! ^= u[k]!;
    }
    out.set(sum.subarray(0, Math.min(size, length - at)), at);
  }
  return out;
}

/** Salsa20/8 of 16 words, in place. */
function salsa(x: Uint32Array, work: Uint32Array): void {
  work.set(x);
  const mix = (a: number, b: number, c: number, n: number): void => {
    const t = (work[b]! + work[c]!) | 0;
    work[a]! ^= (t << n) | (t >>> (32 - n));
  };
  for (let round = 0; round < 8; round += 2) {
    for (let i = 0; i < 4; i++) {
      const row = (k: number): number => (5 * i + 4 * k) % 16;
      mix(row(1), row(0), row(3), 7);
      mix(row(2), row(1), row(0), 9);
      mix(row(3), row(2), row(1), 13);
      mix(row(0), row(3), row(2), 18);
    }
    for (let i = 0; i < 4; i++) {
      const column = (k: number): number => 4 * i + ((i + k) % 4);
      mix(column(1), column(0), column(3), 7);
      mix(column(2), column(1), column(0), 9);
      mix(column(3), column(2), column(1), 13);
      mix(column(0), column(3), column(2), 18);
    }
  }
  for (let i = 0; i < 16; i++) x[i]! += work[i]!;
}

/** BlockMix of RFC 7914: `r` pairs of blocks of 16 words. */
function blockMix(b: Uint32Array, out: Uint32Array, r: number, work: Uint32Array): void {
  const x = b.slice((2 * r - 1) * 16, 2 * r * 16);
  for (let i = 0; i < 2 * r; i++) {
    for (let k = 0; k < 16; k++) x[k]! ^= b[i * 16 + k]!;
    salsa(x, work);
    out.set(x, ((i >> 1) + (i & 1) * r) * 16);
  }
}

function roMix(block: Uint32Array, n: number, r: number): void {
  const size = 32 * r;
  const table = new Uint32Array(size * n);
  const work = new Uint32Array(16);
  let x = block.slice();
  let y = new Uint32Array(size);
  const step = (): void => {
    blockMix(x, y, r, work);
    [x, y] = [y, x];
  };
  for (let i = 0; i < n; i++) {
    table.set(x, i * size);
    step();
  }
  for (let i = 0; i < n; i++) {
    const j = x[(2 * r - 1) * 16]! & (n - 1);
    for (let k = 0; k < size; k++) x[k]! ^= table[j * size + k]!;
    step();
  }
  block.set(x);
}

export function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  n: number,
  r: number,
  p: number,
  length: number,
): Uint8Array {
  const make = (): Hash => new Sha256();
  const b = pbkdf2(make, password, salt, 1, p * 128 * r);
  const words = new Uint32Array(b.buffer);
  for (let i = 0; i < p; i++) roMix(words.subarray(i * 32 * r, (i + 1) * 32 * r), n, r);
  return pbkdf2(make, password, b, 1, length);
}
