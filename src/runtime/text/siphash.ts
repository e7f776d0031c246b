/**
 * SipHash, and the hashes of `str` and `bytes` made with it.
 * CPython counterpart: siphash13 and siphash24 of Python/pyhash.c, and the seeding of
 * Python/bootstrap_hash.c.
 *
 * 64-bit numbers are pairs of int32 halves; no BigInt. A hash function returns the low half and
 * leaves the high half in `hashHigh.v`: together the signed 64-bit Py_hash_t. The bytes of a text
 * are its canonical buffer: 1, 2 or 4 bytes a character, little endian.
 */

import type { Text } from './text.ts';

/** High int32 of the last hash computed. */
export const hashHigh: { v: number } = { v: 0 };

/** A 128-bit SipHash key as four int32 words, k0 low first. */
export interface HashKey {
  readonly k0Low: number;
  readonly k0High: number;
  readonly k1Low: number;
  readonly k1High: number;
}

/** The key CPython derives from PYTHONHASHSEED: zero, or the first bytes of a linear generator. */
export function hashKeyFromSeed(seed: number): HashKey {
  if (seed === 0) return { k0Low: 0, k0High: 0, k1Low: 0, k1High: 0 };
  const bytes = lcgBytes(seed, 16);
  return hashKeyFromBytes(bytes);
}

/** The key of 16 bytes of randomness. */
export function hashKeyFromBytes(bytes: Uint8Array): HashKey {
  return {
    k0Low: word(bytes, 0),
    k0High: word(bytes, 4),
    k1Low: word(bytes, 8),
    k1High: word(bytes, 12),
  };
}

/** `count` bytes of CPython's `lcg_urandom` (the hash secret is its first 24). */
export function lcgBytes(seed: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  let x = seed | 0;
  for (let i = 0; i < count; i++) {
    x = (Math.imul(x, 214013) + 2531011) | 0;
    out[i] = x >>> 16;
  }
  return out;
}

function word(b: Uint8Array, i: number): number {
  return b[i] | (b[i + 1] << 8) | (b[i + 2] << 16) | (b[i + 3] << 24);
}

/** Where the message of a hash comes from: `words[0..2*blocks)` are filled before a run. */
let words = new Int32Array(64);

function room(count: number): Int32Array {
  if (words.length < count) words = new Int32Array(count * 2);
  return words;
}

/**
 * SipHash of the blocks in `words`, the last of which already holds the length byte. One loop does
 * `rounds` rounds a block and, as a block without message, the `last` final ones. Carries are
 * computed with bit operations: a comparison becomes a branch that is mispredicted half the time.
 */
function sipWords(
  m: Int32Array,
  blocks: number,
  k0l: number,
  k0h: number,
  k1l: number,
  k1h: number,
  rounds: number,
  last: number,
): number {
  let v0l = k0l ^ 0x70736575;
  let v0h = k0h ^ 0x736f6d65;
  let v1l = k1l ^ 0x6e646f6d;
  let v1h = k1h ^ 0x646f7261;
  let v2l = k0l ^ 0x6e657261;
  let v2h = k0h ^ 0x6c796765;
  let v3l = k1l ^ 0x79746573;
  let v3h = k1h ^ 0x74656462;
  let t = 0;
  for (let i = 0; i <= blocks; i++) {
    let ml = 0;
    let mh = 0;
    let n = last;
    if (i < blocks) {
      ml = m[2 * i];
      mh = m[2 * i + 1];
      v3l ^= ml;
      v3h ^= mh;
      n = rounds;
    } else v2l ^= 0xff;
    do {
      // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
      t = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (((v0l & v1l) | ((v0l | v1l) & ~t)) >>> 31)) | 0;
      v0l = t;
      t = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = t ^ v0l;
      t = v0l;
      v0l = v0h;
      v0h = t;
      // v2 += v3; v3 = rotl(v3, 16) ^ v2
      t = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (((v2l & v3l) | ((v2l | v3l) & ~t)) >>> 31)) | 0;
      v2l = t;
      t = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = t ^ v2l;
      // v0 += v3; v3 = rotl(v3, 21) ^ v0
      t = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (((v0l & v3l) | ((v0l | v3l) & ~t)) >>> 31)) | 0;
      v0l = t;
      t = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = t ^ v0l;
      // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
      t = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (((v2l & v1l) | ((v2l | v1l) & ~t)) >>> 31)) | 0;
      v2l = t;
      t = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = t ^ v2l;
      t = v2l;
      v2l = v2h;
      v2h = t;
    } while (--n > 0);
    v0l ^= ml;
    v0h ^= mh;
  }
  hashHigh.v = v0h ^ v1h ^ v2h ^ v3h;
  return v0l ^ v1l ^ v2l ^ v3l;
}

/** Packs bytes into `words` with the length in the last byte; returns the number of blocks. */
function packBytes(b: Uint8Array, start: number, length: number): number {
  const blocks = (length >>> 3) + 1;
  const m = room(blocks * 2);
  const full = length >>> 2;
  for (let i = 0, at = start; i < full; i++, at += 4) m[i] = word(b, at);
  let rest = 0;
  for (let i = full * 4; i < length; i++) rest |= b[start + i] << ((i & 3) * 8);
  return closeBlocks(m, blocks, full, rest, length);
}

/** Writes the partial word and the length byte of the last block. */
function closeBlocks(
  m: Int32Array,
  blocks: number,
  full: number,
  rest: number,
  length: number,
): number {
  const top = blocks * 2 - 1;
  m[full] = rest;
  if (full < top) m[top] = 0;
  m[top] |= length << 24;
  return blocks;
}

function packText(t: Text): number {
  if (typeof t !== 'string') {
    const cps = t.cps;
    const length = cps.length * 4;
    const blocks = (length >>> 3) + 1;
    const m = room(blocks * 2);
    for (let i = 0; i < cps.length; i++) m[i] = cps[i];
    return closeBlocks(m, blocks, cps.length, 0, length);
  }
  return packNarrow(t);
}

/** Packs one byte a character; turns to two at the first character that needs them. */
function packNarrow(t: string): number {
  const length = t.length;
  const blocks = (length >>> 3) + 1;
  const m = room(blocks * 2);
  const full = length >>> 2;
  let at = 0;
  for (let i = 0; i < full; i++, at += 4) {
    const a = t.charCodeAt(at);
    const b = t.charCodeAt(at + 1);
    const c = t.charCodeAt(at + 2);
    const d = t.charCodeAt(at + 3);
    if ((a | b | c | d) > 0xff) return packDouble(t);
    m[i] = a | (b << 8) | (c << 16) | (d << 24);
  }
  let rest = 0;
  for (let shift = 0; at < length; at++, shift += 8) {
    const c = t.charCodeAt(at);
    if (c > 0xff) return packDouble(t);
    rest |= c << shift;
  }
  return closeBlocks(m, blocks, full, rest, length);
}

function packDouble(t: string): number {
  const length = t.length * 2;
  const blocks = (length >>> 3) + 1;
  const m = room(blocks * 2);
  const full = length >>> 2;
  for (let i = 0; i < full; i++) m[i] = t.charCodeAt(2 * i) | (t.charCodeAt(2 * i + 1) << 16);
  const rest = t.length & 1 ? t.charCodeAt(t.length - 1) : 0;
  return closeBlocks(m, blocks, full, rest, length);
}

/** A text this long does not leave its buffer behind. */
const KEPT_WORDS = 1 << 16;

/** -1 is CPython's error value: such a hash becomes -2. */
function finishHash(low: number): number {
  if (words.length > KEPT_WORDS) words = new Int32Array(64);
  return low === -1 && hashHigh.v === -1 ? -2 : low;
}

/** `hash(str)` under a key: the low int32; the high one is in `hashHigh.v`. */
export function hashText(
  t: Text,
  k0Low: number,
  k0High: number,
  k1Low: number,
  k1High: number,
): number {
  if (t === '') return (hashHigh.v = 0);
  const blocks = packText(t);
  return finishHash(sipWords(words, blocks, k0Low, k0High, k1Low, k1High, 1, 3));
}

/** `hash(bytes)` under a key. */
export function hashBytes(
  b: Uint8Array,
  k0Low: number,
  k0High: number,
  k1Low: number,
  k1High: number,
): number {
  if (b.length === 0) return (hashHigh.v = 0);
  const blocks = packBytes(b, 0, b.length);
  return finishHash(sipWords(words, blocks, k0Low, k0High, k1Low, k1High, 1, 3));
}

/** SipHash-1-3 of bytes: the low half, the high one in `hashHigh.v`. */
export function sipHash13(b: Uint8Array, key: HashKey): number {
  const blocks = packBytes(b, 0, b.length);
  return sipWords(words, blocks, key.k0Low, key.k0High, key.k1Low, key.k1High, 1, 3);
}

/** SipHash-2-4 of bytes. */
export function sipHash24(b: Uint8Array, key: HashKey): number {
  const blocks = packBytes(b, 0, b.length);
  return sipWords(words, blocks, key.k0Low, key.k0High, key.k1Low, key.k1High, 2, 4);
}
