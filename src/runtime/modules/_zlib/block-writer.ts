/**
 * Writing DEFLATE blocks: collects literals and matches, then writes them stored, with the fixed codes or with codes of
 * their own, whichever is shortest.
 */
import { codeLengths, codesOf } from './huffman.ts';
import {
  CODE_ORDER,
  DIST_BASE,
  DIST_EXTRA,
  FIXED_DISTANCES,
  FIXED_LITERALS,
  LENGTH_BASE,
  LENGTH_EXTRA,
} from './tables.ts';

/** Literals and matches of a block at most. */
export const BLOCK_SYMBOLS = 16383;
const END = 256;

/** Code of each match length less 3, and of distances: below 256 by themselves, beyond by their upper bits. */
const LENGTH_CODE = new Uint8Array(256);
const DIST_CODE = new Uint8Array(512);
for (let code = 0; code < 29; code++) LENGTH_CODE.fill(code, LENGTH_BASE[code]! - 3);
LENGTH_CODE[255] = 28;
for (let code = 0; code < 30; code++) {
  const base = DIST_BASE[code]! - 1;
  if (base < 256) DIST_CODE.fill(code, base, 256);
  else DIST_CODE.fill(code, 256 + (base >> 7));
}

const distanceCode = (d: number): number =>
  d <= 256 ? DIST_CODE[d - 1]! : DIST_CODE[256 + ((d - 1) >> 7)]!;

const FIXED_LITERAL_CODES = codesOf(FIXED_LITERALS);
const FIXED_DISTANCE_CODES = codesOf(FIXED_DISTANCES);

export class BlockWriter {
  bytes: Uint8Array = new Uint8Array(4096);
  n = 0;
  private hold = 0;
  private bits = 0;
  /** Of each symbol the literal or the length, and the distance (0: literal). */
  private values = new Uint16Array(BLOCK_SYMBOLS + 1);
  private distances = new Uint16Array(BLOCK_SYMBOLS + 1);
  symbols = 0;
  private literalFreq = new Uint32Array(286);
  private distanceFreq = new Uint32Array(30);
  readonly fixedOnly: boolean;

  constructor(fixedOnly: boolean) {
    this.fixedOnly = fixedOnly;
  }

  copy(): BlockWriter {
    const c = new BlockWriter(this.fixedOnly);
    c.bytes = this.bytes.slice();
    c.n = this.n;
    c.hold = this.hold;
    c.bits = this.bits;
    c.values = this.values.slice();
    c.distances = this.distances.slice();
    c.symbols = this.symbols;
    c.literalFreq = this.literalFreq.slice();
    c.distanceFreq = this.distanceFreq.slice();
    return c;
  }

  /** The bytes finished so far, which are given away. */
  take(): Uint8Array {
    const out = this.bytes.slice(0, this.n);
    this.n = 0;
    return out;
  }

  literal(byte: number): void {
    this.values[this.symbols] = byte;
    this.distances[this.symbols++] = 0;
    this.literalFreq[byte]!++;
  }

  match(length: number, distance: number): void {
    this.values[this.symbols] = length;
    this.distances[this.symbols++] = distance;
    this.literalFreq[257 + LENGTH_CODE[length - 3]!]!++;
    this.distanceFreq[distanceCode(distance)]!++;
  }

  byte(b: number): void {
    if (this.n === this.bytes.length) this.reserve(1);
    this.bytes[this.n++] = b;
  }

  private reserve(more: number): void {
    if (this.n + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.n + more));
    grown.set(this.bytes.subarray(0, this.n));
    this.bytes = grown;
  }

  /** Appends `n` bits, at most 16. */
  private put(value: number, n: number): void {
    this.hold |= value << this.bits;
    this.bits += n;
    while (this.bits >= 8) {
      this.byte(this.hold & 255);
      this.hold >>>= 8;
      this.bits -= 8;
    }
  }

  /** Fills the last byte up. */
  align(): void {
    if (this.bits > 0) this.put(0, 8 - this.bits);
  }

  /** An empty block of the fixed codes (partial flush). */
  emptyFixed(): void {
    this.put(2, 3);
    this.put(0, 7);
  }

  /** Stored blocks of these bytes; one empty block for none. */
  stored(raw: Uint8Array, last: boolean): void {
    let at = 0;
    do {
      const n = Math.min(65535, raw.length - at);
      const end = at + n === raw.length;
      this.put(last && end ? 1 : 0, 3);
      this.align();
      this.reserve(n + 4);
      this.byte(n & 255);
      this.byte(n >> 8);
      this.byte(~n & 255);
      this.byte((~n >> 8) & 255);
      this.bytes.set(raw.subarray(at, at + n), this.n);
      this.n += n;
      at += n;
    } while (at < raw.length);
  }

  /** Writes the collected symbols as a block. `raw` is what they stand for, null when it is no longer at hand. */
  block(raw: Uint8Array | null, last: boolean): void {
    this.literalFreq[END] = 1;
    const literals = codeLengths(this.literalFreq, 286, 15);
    const distances = codeLengths(this.distanceFreq, 30, 15);
    const extra = this.extraBits();
    const fixed = this.cost(FIXED_LITERALS, FIXED_DISTANCES) + extra;
    const header = new CodeHeader(literals, distances);
    const dynamic = this.cost(literals, distances) + extra + header.bits;
    const best = this.fixedOnly ? fixed : Math.min(fixed, dynamic);
    if (raw !== null && (raw.length + 4 + Math.ceil(raw.length / 65535)) * 8 < best)
      this.stored(raw, last);
    else if (fixed <= best) {
      this.put(last ? 3 : 2, 3);
      this.body(FIXED_LITERALS, FIXED_LITERAL_CODES, FIXED_DISTANCES, FIXED_DISTANCE_CODES);
    } else {
      this.put(last ? 5 : 4, 3);
      header.write((v, n) => this.put(v, n));
      this.body(literals, codesOf(literals), distances, codesOf(distances));
    }
    this.symbols = 0;
    this.literalFreq.fill(0);
    this.distanceFreq.fill(0);
  }

  private cost(literals: Uint8Array, distances: Uint8Array): number {
    let bits = 0;
    for (let i = 0; i < 286; i++) bits += this.literalFreq[i]! * literals[i]!;
    for (let i = 0; i < 30; i++) bits += this.distanceFreq[i]! * distances[i]!;
    return bits;
  }

  private extraBits(): number {
    let bits = 0;
    for (let i = 0; i < 29; i++) bits += this.literalFreq[257 + i]! * LENGTH_EXTRA[i]!;
    for (let i = 0; i < 30; i++) bits += this.distanceFreq[i]! * DIST_EXTRA[i]!;
    return bits;
  }

  private body(ll: Uint8Array, lc: Uint16Array, dl: Uint8Array, dc: Uint16Array): void {
    for (let i = 0; i < this.symbols; i++) {
      const v = this.values[i]!;
      const d = this.distances[i]!;
      if (d === 0) {
        this.put(lc[v]!, ll[v]!);
        continue;
      }
      const code = LENGTH_CODE[v - 3]!;
      this.put(lc[257 + code]!, ll[257 + code]!);
      if (LENGTH_EXTRA[code]! > 0) this.put(v - LENGTH_BASE[code]!, LENGTH_EXTRA[code]!);
      const far = distanceCode(d);
      this.put(dc[far]!, dl[far]!);
      if (DIST_EXTRA[far]! > 0) this.put(d - DIST_BASE[far]!, DIST_EXTRA[far]!);
    }
    this.put(lc[END]!, ll[END]!);
  }
}

/** The head of a dynamic block: the code lengths, run-length coded and coded again. */
class CodeHeader {
  readonly bits: number;
  private readonly hlit: number;
  private readonly hdist: number;
  private readonly hclen: number;
  /** Symbols 0..18, each followed by its extra value. */
  private readonly runs: number[] = [];
  private readonly lengths: Uint8Array;

  constructor(literals: Uint8Array, distances: Uint8Array) {
    let hlit = 286;
    while (hlit > 257 && literals[hlit - 1] === 0) hlit--;
    let hdist = 30;
    while (hdist > 1 && distances[hdist - 1] === 0) hdist--;
    this.hlit = hlit;
    this.hdist = hdist;
    const all = new Uint8Array(hlit + hdist);
    all.set(literals.subarray(0, hlit));
    all.set(distances.subarray(0, hdist), hlit);
    const freq = new Uint32Array(19);
    this.encodeRuns(all, freq);
    this.lengths = codeLengths(freq, 19, 7);
    let hclen = 19;
    while (hclen > 4 && this.lengths[CODE_ORDER[hclen - 1]!] === 0) hclen--;
    this.hclen = hclen;
    let bits = 14 + 3 * hclen + freq[16]! * 2 + freq[17]! * 3 + freq[18]! * 7;
    for (let i = 0; i < 19; i++) bits += freq[i]! * this.lengths[i]!;
    this.bits = bits;
  }

  private encodeRuns(all: Uint8Array, freq: Uint32Array): void {
    const emit = (symbol: number, extra: number): void => {
      this.runs.push(symbol, extra);
      freq[symbol]!++;
    };
    for (let i = 0; i < all.length; ) {
      const v = all[i]!;
      let run = 1;
      while (i + run < all.length && all[i + run] === v) run++;
      i += run;
      if (v === 0) {
        for (; run >= 11; run -= Math.min(run, 138)) emit(18, Math.min(run, 138) - 11);
        if (run >= 3) {
          emit(17, run - 3);
          run = 0;
        }
      } else {
        emit(v, 0);
        run--;
        for (; run >= 3; run -= Math.min(run, 6)) emit(16, Math.min(run, 6) - 3);
      }
      for (; run > 0; run--) emit(v, 0);
    }
  }

  write(put: (v: number, n: number) => void): void {
    put(this.hlit - 257, 5);
    put(this.hdist - 1, 5);
    put(this.hclen - 4, 4);
    for (let i = 0; i < this.hclen; i++) put(this.lengths[CODE_ORDER[i]!]!, 3);
    const codes = codesOf(this.lengths);
    for (let i = 0; i < this.runs.length; i += 2) {
      const symbol = this.runs[i]!;
      put(codes[symbol]!, this.lengths[symbol]!);
      if (symbol > 15) put(this.runs[i + 1]!, symbol === 16 ? 2 : symbol === 17 ? 3 : 7);
    }
  }
}
