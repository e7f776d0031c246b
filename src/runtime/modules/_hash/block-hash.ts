/**
 * The frame of hashes that work block by block: collecting input, counting it, padding at the end. The algorithms of
 * MD5, SHA-1 and SHA-2 extend it with their compression function.
 */

/** What a hash object of Python holds. */
export interface Hash {
  readonly blockSize: number;
  readonly digestSize: number;
  update(bytes: Uint8Array): void;
  /** The digest of what came so far; the state goes on unchanged. */
  digest(length?: number): Uint8Array;
  copy(): Hash;
}

export abstract class BlockHash implements Hash {
  readonly blockSize: number;
  readonly digestSize: number;
  readonly state: Int32Array;
  readonly block: Uint8Array;
  /** Bytes waiting in `block`. */
  filled = 0;
  /** Bytes seen in all. */
  total = 0;

  constructor(blockSize: number, digestSize: number, state: Int32Array) {
    this.blockSize = blockSize;
    this.digestSize = digestSize;
    this.state = state;
    this.block = new Uint8Array(blockSize);
  }

  /** Mixes the block at `at` of `bytes` into the state. */
  abstract compress(bytes: Uint8Array, at: number): void;
  /** A hash of the same kind, whose state is replaced by the caller. */
  abstract fresh(): BlockHash;
  /** Whether lengths and words are little-endian (MD5). */
  get littleEndian(): boolean {
    return false;
  }

  update(bytes: Uint8Array): void {
    const size = this.blockSize;
    const n = bytes.length;
    let at = 0;
    this.total += n;
    if (this.filled > 0) {
      at = Math.min(size - this.filled, n);
      this.block.set(bytes.subarray(0, at), this.filled);
      this.filled += at;
      if (this.filled < size) return;
      this.compress(this.block, 0);
      this.filled = 0;
    }
    for (; at + size <= n; at += size) this.compress(bytes, at);
    if (at < n) {
      this.block.set(bytes.subarray(at));
      this.filled = n - at;
    }
  }

  copy(): BlockHash {
    const c = this.fresh();
    c.state.set(this.state);
    c.block.set(this.block);
    c.filled = this.filled;
    c.total = this.total;
    return c;
  }

  digest(): Uint8Array {
    const c = this.copy();
    c.pad();
    const view = new DataView(new ArrayBuffer(c.state.length * 4));
    for (let i = 0; i < c.state.length; i++) view.setInt32(i * 4, c.state[i]!, this.littleEndian);
    return new Uint8Array(view.buffer).slice(0, this.digestSize);
  }

  private pad(): void {
    const size = this.blockSize;
    const bits = this.total * 8;
    const lengthSize = size === 128 ? 16 : 8;
    const tail = new Uint8Array(this.filled + 1 + lengthSize <= size ? size : size * 2);
    tail.set(this.block.subarray(0, this.filled));
    tail[this.filled] = 0x80;
    const view = new DataView(tail.buffer);
    const high = Math.floor(bits / 4294967296);
    const at = tail.length - 8;
    view.setUint32(this.littleEndian ? at + 4 : at, high, this.littleEndian);
    view.setUint32(this.littleEndian ? at : at + 4, bits >>> 0, this.littleEndian);
    for (let i = 0; i < tail.length; i += size) this.compress(tail, i);
  }
}
