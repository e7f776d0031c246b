/**
 * Small typed arrays. CPython has no counterpart: its allocator makes all sizes alike.
 *
 * V8 keeps the elements of a typed array of up to 64 bytes beside the object; those of a larger one
 * are a block of the C allocator with a record for the collector, which costs as much as a hundred
 * bytes objects. Arrays of moderate size are therefore views of a shared buffer, each on a piece
 * that was never used before and is zero. A buffer lives as long as any view of it.
 *
 * Whoever takes such an array apart by `.buffer` must respect its `byteOffset`.
 */

const POOL = 65536;
/** Bytes up to which V8 needs no block, and from which on one is worth its cost. */
const INSIDE = 64;
const LARGE = 4096;

let pool = new ArrayBuffer(POOL);
let used = 0;

/** Where `size` unused bytes of the pool start. */
function take(size: number): number {
  if (used + size > POOL) {
    pool = new ArrayBuffer(POOL);
    used = 0;
  }
  const at = used;
  used = (at + size + 7) & ~7;
  return at;
}

/** `n` zero bytes. */
export function newUint8(n: number): Uint8Array {
  if (n <= INSIDE || n > LARGE) return new Uint8Array(n);
  const at = take(n);
  return new Uint8Array(pool, at, n);
}

/** `n` zero ints. */
export function newInt32(n: number): Int32Array {
  const size = n * 4;
  if (size <= INSIDE || size > LARGE) return new Int32Array(n);
  const at = take(size);
  return new Int32Array(pool, at, n);
}

/** `b.slice(start, end)` of bounds within the array. */
export function copyBytes(b: Uint8Array, start: number, end: number): Uint8Array {
  const n = end - start;
  if (n > LARGE) return b.slice(start, end);
  const out = newUint8(n);
  for (let i = 0; i < n; i++) out[i] = b[start + i]!;
  return out;
}

/** A copy of the ints. */
export function copyInt32(a: Int32Array): Int32Array {
  const out = newInt32(a.length);
  out.set(a);
  return out;
}
