/**
 * Deflating: finds repetitions in a sliding window with chains of hashed positions and writes raw DEFLATE, zlib or gzip
 * streams. Streams are valid, not the bytes of the zlib library (docs/differences/zlib.md).
 *
 * Invariants
 * - `buffer[0, end)` is data: the window, then what is not yet coded from `at` on. The block being collected began at
 *   `blockStart`, which is negative once the window has moved past it.
 * - `head` and `chain` hold places plus one; 0 ends a chain.
 */
import { BLOCK_SYMBOLS, BlockWriter } from './block-writer.ts';
import { adler32, crc32 } from './checksum.ts';
import { WRAP_GZIP, WRAP_RAW, WRAP_ZLIB } from './inflate.ts';

const WINDOW = 32768;
const MASK = WINDOW - 1;
const MAX_MATCH = 258;
/** Input wanted ahead of the place being coded, so that every match can be seen whole. */
const AHEAD = MAX_MATCH + 4;
const BUFFER = WINDOW * 4;
/** A match of three bytes from farther away costs more than it saves. */
const TOO_FAR = 4096;

export const NO_FLUSH = 0;
export const PARTIAL_FLUSH = 1;
export const SYNC_FLUSH = 2;
export const FULL_FLUSH = 3;
export const FINISH = 4;
export const BLOCK_FLUSH = 5;

const HUFFMAN_ONLY = 2;
const RLE = 3;
const FIXED = 4;

/**
 * How hard each level tries: places looked at, length that ends the search, length that makes waiting worthless, length
 * of the match before from which on only a quarter of the places is looked at.
 */
const EFFORT = [
  [0, 0, 0, 0],
  [4, 8, 0, 4],
  [5, 16, 0, 4],
  [8, 32, 0, 4],
  [16, 16, 4, 4],
  [32, 32, 16, 8],
  [128, 128, 16, 8],
  [256, 128, 32, 8],
  [1024, 258, 128, 32],
  [4096, 258, 258, 32],
] as const;

export class Deflater {
  readonly level: number;
  readonly wrap: number;
  readonly windowBits: number;
  readonly strategy: number;
  private readonly farthest: number;
  private out: BlockWriter;
  private buffer: Uint8Array = new Uint8Array(BUFFER);
  private end = 0;
  private at = 0;
  private blockStart = 0;
  private head: Int32Array = new Int32Array(WINDOW);
  private chain: Int32Array = new Int32Array(WINDOW);
  /** Places before this one are in the chains. */
  private hashed = 0;
  private check: number;
  private total = 0;
  private started = false;
  private dictionaryId = -1;
  /** The match put off by one place, to see whether the next is longer. */
  private heldLength = 0;
  private heldDistance = 0;
  private held = false;
  private foundDistance = 0;
  finished = false;

  constructor(level: number, wrap: number, windowBits: number, strategy: number) {
    this.level = level < 0 ? 6 : level;
    this.wrap = wrap;
    this.windowBits = windowBits === 8 ? 9 : windowBits;
    this.strategy = strategy;
    this.farthest = (1 << this.windowBits) - AHEAD;
    this.out = new BlockWriter(strategy === FIXED);
    this.check = wrap === WRAP_GZIP ? 0 : 1;
  }

  copy(): Deflater {
    const c = new Deflater(this.level, this.wrap, this.windowBits, this.strategy);
    const fields = c as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(this)) {
      const array = value instanceof Uint8Array || value instanceof Int32Array;
      fields[key] = array ? value.slice() : value instanceof BlockWriter ? value.copy() : value;
    }
    return c;
  }

  /** Data that decoders will have too, before anything is coded. */
  setDictionary(dict: Uint8Array): void {
    if (this.wrap === WRAP_ZLIB) this.dictionaryId = adler32(dict);
    const part = dict.length > WINDOW ? dict.subarray(dict.length - WINDOW) : dict;
    this.buffer.set(part);
    this.end = this.at = this.blockStart = part.length;
    this.hashUpTo(this.end - 2);
  }

  /** Codes `input`, then does what `flush` says; returns the bytes that are ready. */
  deflate(input: Uint8Array, flush: number): Uint8Array {
    this.header();
    if (this.wrap === WRAP_ZLIB) this.check = adler32(input, this.check);
    else if (this.wrap === WRAP_GZIP) this.check = crc32(input, this.check);
    this.total += input.length;
    let used = 0;
    do {
      this.slide();
      const n = Math.min(input.length - used, BUFFER - this.end);
      this.buffer.set(input.subarray(used, used + n), this.end);
      this.end += n;
      used += n;
      this.code(used === input.length && flush !== NO_FLUSH);
    } while (used < input.length);
    if (flush !== NO_FLUSH) this.flush(flush);
    return this.out.take();
  }

  private header(): void {
    if (this.started) return;
    this.started = true;
    const weak = this.strategy >= HUFFMAN_ONLY || this.level < 2;
    if (this.wrap === WRAP_ZLIB) {
      const effort = weak ? 0 : this.level < 6 ? 1 : this.level === 6 ? 2 : 3;
      let v =
        ((8 + ((this.windowBits - 8) << 4)) << 8) |
        (effort << 6) |
        (this.dictionaryId >= 0 ? 0x20 : 0);
      v += 31 - (v % 31);
      this.out.byte(v >> 8);
      this.out.byte(v & 255);
      if (this.dictionaryId >= 0)
        for (let i = 24; i >= 0; i -= 8) this.out.byte((this.dictionaryId >>> i) & 255);
    } else if (this.wrap === WRAP_GZIP) {
      const effort = this.level === 9 ? 2 : weak ? 4 : 0;
      for (const b of [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, effort, 3]) this.out.byte(b);
    }
  }

  private trailer(): void {
    this.out.align();
    if (this.wrap === WRAP_RAW) return;
    const gzip = this.wrap === WRAP_GZIP;
    for (let i = 0; i < 4; i++) this.out.byte((this.check >>> (gzip ? 8 * i : 24 - 8 * i)) & 255);
    if (gzip) for (let i = 0; i < 4; i++) this.out.byte(((this.total >>> 0) >>> (8 * i)) & 255);
  }

  private flush(flush: number): void {
    if (this.held) this.settle();
    const last = flush === FINISH;
    if (last || this.at > this.blockStart || this.out.symbols > 0) this.endBlock(last);
    if (last) {
      this.trailer();
      this.finished = true;
    } else if (flush === PARTIAL_FLUSH) this.out.emptyFixed();
    else if (flush !== BLOCK_FLUSH) this.out.stored(this.buffer.subarray(0, 0), false);
    if (flush === FULL_FLUSH) {
      this.head.fill(0);
      this.hashed = this.at;
    }
  }

  private endBlock(last: boolean): void {
    const raw = this.blockStart < 0 ? null : this.buffer.subarray(this.blockStart, this.at);
    if (this.level === 0) this.out.stored(raw!, last);
    else this.out.block(raw, last);
    this.blockStart = this.at;
  }

  /** Moves the window to the front of the buffer when the place is far enough behind it. */
  private slide(): void {
    while (this.at >= WINDOW * 3) {
      const shift = WINDOW * 2;
      if (this.level === 0 && this.at > this.blockStart) this.endBlock(false);
      this.buffer.copyWithin(0, shift, this.end);
      this.end -= shift;
      this.at -= shift;
      this.blockStart -= shift;
      this.hashed -= shift;
      const { head, chain } = this;
      for (let i = 0; i < WINDOW; i++) {
        head[i] = head[i]! > shift ? head[i]! - shift : 0;
        chain[i] = chain[i]! > shift ? chain[i]! - shift : 0;
      }
    }
  }

  /** Codes what is in the buffer: all of it, or as long as matches can be seen whole. */
  private code(all: boolean): void {
    const stop = all ? this.end : this.end - AHEAD;
    if (this.level === 0) this.at = this.end;
    else if (this.strategy === HUFFMAN_ONLY) while (this.at < stop) this.literal();
    else if (this.strategy === RLE) while (this.at < stop) this.runs();
    else if (EFFORT[this.level]![2] === 0) while (this.at < stop) this.greedy();
    else {
      while (this.at < stop) this.lazy();
    }
  }

  private full(): void {
    if (this.out.symbols === BLOCK_SYMBOLS) this.endBlock(false);
  }

  private literal(): void {
    this.out.literal(this.buffer[this.at++]!);
    this.full();
  }

  private match(length: number, distance: number): void {
    this.out.match(length, distance);
    this.at += length;
    this.full();
  }

  private runs(): void {
    const { buffer, at } = this;
    let n = 0;
    if (at > 0) {
      const v = buffer[at - 1];
      const max = Math.min(MAX_MATCH, this.end - at);
      while (n < max && buffer[at + n] === v) n++;
    }
    if (n >= 3) this.match(n, 1);
    else this.literal();
  }

  private greedy(): void {
    const n = this.find(2);
    if (n >= 3) this.match(n, this.foundDistance);
    else this.literal();
  }

  private lazy(): void {
    const before = this.heldLength;
    const worth = EFFORT[this.level]![2];
    let n = before < worth || !this.held ? this.find(Math.max(2, before)) : 0;
    if (n <= 5 && (this.strategy === 1 || (n === 3 && this.foundDistance > TOO_FAR))) n = 0;
    if (this.held && before >= 3 && n <= before) {
      // The one before was better: it begins a place back.
      this.held = false;
      this.heldLength = 0;
      this.at--;
      this.match(before, this.heldDistance);
      return;
    }
    if (this.held) {
      this.out.literal(this.buffer[this.at - 1]!);
      if (this.out.symbols === BLOCK_SYMBOLS) this.endBlock(false);
    }
    this.held = true;
    this.heldLength = n;
    this.heldDistance = this.foundDistance;
    this.at++;
  }

  /** Writes the place that was put off; nothing more comes for now. */
  private settle(): void {
    this.held = false;
    this.at--;
    const n = Math.min(this.heldLength, this.end - this.at);
    this.heldLength = 0;
    if (n >= 3) this.match(n, this.heldDistance);
    else this.literal();
  }

  private hashUpTo(stop: number): void {
    const { buffer, head, chain } = this;
    for (let i = this.hashed; i < stop; i++) {
      const h = ((buffer[i]! << 10) ^ (buffer[i + 1]! << 5) ^ buffer[i + 2]!) & MASK;
      chain[i & MASK] = head[h]!;
      head[h] = i + 1;
    }
    if (stop > this.hashed) this.hashed = stop;
  }

  /** The longest match at the place, longer than `than`; 0 for none. Leaves its distance in `foundDistance`. */
  private find(than: number): number {
    const { buffer, at, head, chain } = this;
    const max = Math.min(MAX_MATCH, this.end - at);
    if (max < 3) return 0;
    this.hashUpTo(at);
    const h = ((buffer[at]! << 10) ^ (buffer[at + 1]! << 5) ^ buffer[at + 2]!) & MASK;
    const [effort, nice, , good] = EFFORT[this.level]!;
    let tries: number = than >= good ? effort >> 2 : effort;
    const lowest = Math.max(0, at - this.farthest);
    let best = than;
    let found = 0;
    if (best >= max) return 0;
    let tail = buffer[at + best]!;
    let before = buffer[at + best - 1]!;
    for (let p = head[h]! - 1; p >= lowest && tries > 0; tries--) {
      if (buffer[p + best] === tail && buffer[p + best - 1] === before) {
        let n = 0;
        while (n < max && buffer[p + n] === buffer[at + n]) n++;
        if (n > best) {
          best = n;
          found = n;
          this.foundDistance = at - p;
          if (n >= nice || n === max) break;
          tail = buffer[at + best]!;
          before = buffer[at + best - 1]!;
        }
      }
      const next = chain[p & MASK]! - 1;
      if (next >= p) break;
      p = next;
    }
    return found >= 3 ? found : 0;
  }
}
